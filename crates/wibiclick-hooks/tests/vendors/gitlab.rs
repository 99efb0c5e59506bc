use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{
    Headers, Received, Request, Secrets, Signal, ToSign, WebhookErrorKind, kind,
};

#[test]
fn a_deleted_account_is_a_departure_and_a_new_one_with_the_same_fields_is_not() {
    let (event, key) = Sent::payload("gitlab", "system.user_destroy.json").event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    let john =
        json!({ "email": "js@gitlabhq.com", "id": "41", "login": "js", "name": "John Smith" });
    assert_eq!(subject(&event), john);
    assert!(key.starts_with("sha256:"), "{key}");
    assert_eq!((event.id, event.occurred_at), (None, None));

    let (event, _) = Sent::payload("gitlab", "system.user_create.json").event();
    assert_eq!(event.signal, Some(Signal::PersonJoined));
    assert_eq!(subject(&event), john);
}

#[test]
fn a_project_or_a_group_is_one_thing_to_lose_access_to() {
    for (name, signal) in [
        ("user_remove_from_team", Some(Signal::AccessRemoved)),
        ("user_remove_from_group", Some(Signal::AccessRemoved)),
        ("user_add_to_team", None),
        ("user_add_to_group", None),
        ("user_update_for_group", None),
    ] {
        let sent = Sent::changed("gitlab", "system.user_remove_from_team.json", |body| {
            body["event_name"] = name.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(
            subject(&event),
            json!({
                "email": "johnsmith@example.com", "id": "41", "login": "johnsmith",
                "name": "John Smith",
            })
        );
    }
}

#[test]
fn what_is_about_a_project_is_about_nobody_and_a_redacted_address_is_none() {
    let project = Sent::changed("gitlab", "system.user_destroy.json", |body| {
        body["event_name"] = "project_destroy".into();
    });
    let (event, _) = project.event();
    assert_eq!((event.signal, event.subject), (None, None));

    let redacted = Sent::changed("gitlab", "system.user_destroy.json", |body| {
        body["event_name"] = "user_rename".into();
        body["email"] = "[REDACTED]".into();
    });
    let (event, _) = redacted.event();
    assert_eq!(event.signal, Some(Signal::PersonChanged));
    assert_eq!(subject(&event)["email"], Value::Null);
}

#[test]
fn the_token_is_the_whole_header() {
    let with = |value: &str| {
        let sent = Sent::payload("gitlab", "system.user_destroy.json").without("x-gitlab-token");
        let received = sent.with("X-Gitlab-Token", value).received();
        received.map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(with(SECRET), Ok(()));
    assert_eq!(
        with(&format!("Bearer {SECRET}")),
        Err(WebhookErrorKind::BadSignature)
    );
    assert_eq!(with(""), Err(WebhookErrorKind::BadHeader));
}

/// The sample of a signing token in GitLab's merge request 231325.
const SIGNING_TOKEN: &str = "whsec_dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &[u8] = br#"{"test": 2432232314}"#;

/// GitLab published no code, and has the scheme of Standard Webhooks. The first
/// is the vector of its libraries' tests (standard-webhooks/standard-webhooks,
/// `libraries/*/tests`), the second is made with Python's hmac module.
#[test]
fn a_signing_token_signs_as_standard_webhooks_says() {
    for (token, code) in [
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        (
            SIGNING_TOKEN,
            "v1,UOE1lNZ947I0wMJv6wk58QUYklhINFV0zCBpVxLoCHU=",
        ),
    ] {
        assert_genuine(
            "gitlab",
            token,
            &[
                ("webhook-id", ID),
                ("Idempotency-Key", ID),
                ("webhook-timestamp", "1614265330"),
                ("webhook-signature", code),
                ("X-Gitlab-Event", "System Hook"),
            ],
            BODY,
            1_614_265_330_000,
        );
    }
}

/// A signed departure, with the token beside it as GitLab sends both.
fn signed() -> Sent {
    let body = crate::payload("gitlab", "system.user_destroy.json");
    let to_sign = ToSign {
        method: "POST",
        url: "https://hooks.example/hooks/source",
        body: &body,
        id: Some(ID),
        timestamp: millis(SIGNED_AT),
    };
    let headers = kind("gitlab").unwrap().sign(&to_sign, SIGNING_TOKEN);
    let sent = Sent {
        kind: "gitlab",
        secret: SIGNING_TOKEN,
        headers: headers.unwrap(),
        body,
        now: SIGNED_AT,
    };
    sent.with("X-Gitlab-Token", SECRET)
}

/// What becomes of it where the source has both secrets.
fn with_both(sent: &Sent) -> Result<Received, WebhookErrorKind> {
    let headers = Headers::new(sent.headers.clone());
    let request = Request {
        method: "POST",
        url: "https://hooks.example/hooks/source",
        headers: &headers,
        body: &sent.body,
    };
    let secrets = Secrets::new([SECRET, SIGNING_TOKEN].map(str::to_owned)).unwrap();
    let gitlab = kind("gitlab").unwrap();
    gitlab
        .receive(&request, &secrets, millis(sent.now), None)
        .map_err(|error| error.kind())
}

#[test]
fn a_signed_event_has_the_id_and_the_time_that_were_signed() {
    let (event, key) = signed().event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!((event.id.as_deref(), key.as_str()), (Some(ID), ID));
    assert_eq!(event.occurred_at, Some(millis(SIGNED_AT)));
    let late = Sent {
        now: SIGNED_AT + 300_001,
        ..signed()
    };
    assert_eq!(
        late.received().unwrap_err().kind(),
        WebhookErrorKind::TooOld
    );
}

#[test]
fn a_token_does_not_make_up_for_a_bad_signature() {
    assert!(with_both(&signed()).is_ok());
    let mut forged = signed();
    forged.body.push(b' ');
    assert_eq!(with_both(&forged), Err(WebhookErrorKind::BadSignature));
    let garbled = signed()
        .without("webhook-signature")
        .with("webhook-signature", "v1,");
    assert_eq!(with_both(&garbled), Err(WebhookErrorKind::BadSignature));
    let timeless = signed().without("webhook-timestamp");
    assert_eq!(with_both(&timeless), Err(WebhookErrorKind::MissingHeader));
    let old = Sent {
        now: SIGNED_AT + 300_001,
        ..signed()
    };
    assert_eq!(with_both(&old), Err(WebhookErrorKind::TooOld));
    // Without any it is one of an instance that does not sign yet.
    assert!(with_both(&signed().without("webhook-signature")).is_ok());
    // And a source that has the signing token alone takes no token.
    let error = signed()
        .without("webhook-signature")
        .received()
        .unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

#[test]
fn what_has_no_name_is_of_its_objects_kind() {
    let (event, _) = Sent::new("gitlab", br#"{"object_kind":"issue","user":{"id":1}}"#).event();
    assert_eq!(
        (event.kind.as_str(), event.signal, event.subject),
        ("issue", None, None)
    );
}
