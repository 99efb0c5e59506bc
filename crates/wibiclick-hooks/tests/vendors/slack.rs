use crate::{SIGNED_AT, Sent, assert_genuine, millis, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Signal, WebhookErrorKind};

#[test]
fn a_deactivated_user_has_left() {
    let (event, key) = Sent::payload("slack", "user_change.deactivated.json").event();
    assert_eq!(event.kind, "user_change");
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(
        subject(&event),
        json!({
            "email": "some.user@example.com", "id": "U1234567", "login": "some-user",
            "name": "Some User",
        })
    );
    assert_eq!(
        (event.id.as_deref(), key.as_str()),
        (Some("Ev0123ABC458"), "Ev0123ABC458")
    );
    assert_eq!(event.occurred_at, Some(millis(1_734_567_890_000)));
}

#[test]
fn every_other_edit_is_a_change() {
    let (event, _) = Sent::payload("slack", "user_change.json").event();
    assert_eq!(event.signal, Some(Signal::PersonChanged));
    // Only `true` is true.
    for deleted in [json!("true"), json!(1), Value::Null] {
        let sent = Sent::changed("slack", "user_change.deactivated.json", |body| {
            body["event"]["user"]["deleted"] = deleted.clone();
        });
        assert_eq!(
            sent.event().0.signal,
            Some(Signal::PersonChanged),
            "{deleted}"
        );
    }
}

#[test]
fn a_deactivated_bot_is_nobody() {
    let sent = Sent::changed("slack", "user_change.deactivated.json", |body| {
        body["event"]["user"]["is_bot"] = true.into();
    });
    let (event, _) = sent.event();
    assert_eq!((event.signal, event.subject), (None, None));
}

#[test]
fn what_is_sent_at_the_same_moment_has_no_signal() {
    let (event, _) = Sent::payload("slack", "user_profile_changed.json").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("user_profile_changed", None)
    );
    assert_eq!(subject(&event)["id"], "U123ABC456");
    for name in [
        "user_profile_changed",
        "user_status_changed",
        "user_huddle_changed",
    ] {
        let sent = Sent::changed("slack", "user_change.deactivated.json", |body| {
            body["event"]["type"] = name.into();
        });
        assert_eq!(sent.event().0.signal, None, "{name}");
    }
}

#[test]
fn what_is_no_event_of_the_workspace_is_unknown_and_at_the_time_of_signing() {
    let body = br#"{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820}"#;
    let (event, _) = Sent::new("slack", body).event();
    assert_eq!((event.kind.as_str(), event.signal), (Event::UNKNOWN, None));
    assert_eq!(event.occurred_at, Some(millis(SIGNED_AT)));
}

#[test]
fn url_verification_is_answered_with_its_challenge_if_it_is_genuine() {
    let answer = Sent::payload("slack", "url_verification.json").handshake();
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body,
        "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
    );
    let text = ("content-type".to_owned(), "text/plain".to_owned());
    let no_page = ("x-content-type-options".to_owned(), "nosniff".to_owned());
    assert_eq!(answer.headers, [text, no_page]);

    let unsigned = Sent::payload("slack", "url_verification.json").without("x-slack-signature");
    assert_eq!(
        unsigned.received().unwrap_err().kind(),
        WebhookErrorKind::MissingHeader
    );
    let mut forged = Sent::payload("slack", "url_verification.json");
    forged.body.push(b' ');
    assert_eq!(
        forged.received().unwrap_err().kind(),
        WebhookErrorKind::BadSignature
    );
}

#[test]
fn url_verification_without_a_challenge_is_malformed() {
    for challenge in [
        json!({ "type": "url_verification" }),
        json!({ "type": "url_verification", "challenge": 7 }),
    ] {
        let sent = Sent::new("slack", challenge.to_string().as_bytes());
        let error = sent.received().unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::Malformed);
    }
}

/// docs.slack.dev, "Verifying requests from Slack", and python-slack-sdk,
/// `tests/slack_sdk/signature`.
#[test]
fn the_published_signature_is_genuine() {
    let code = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    assert_genuine(
        "slack",
        "8f742231b10e8888abcd99yyyzzz85a5",
        &[
            ("X-Slack-Signature", code),
            ("X-Slack-Request-Timestamp", "1531420618"),
        ],
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
            &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner\
            &command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com\
            %2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN\
            &trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        1_531_420_618_000,
    );
}
