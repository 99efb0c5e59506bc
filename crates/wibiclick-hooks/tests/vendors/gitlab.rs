use crate::{SECRET, Sent, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Signal, WebhookErrorKind};

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
