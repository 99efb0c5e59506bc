use crate::{SIGNED_AT, Sent, assert_genuine, payload, subject};
use serde_json::json;
use wibiclick_hooks::{Signal, WebhookErrorKind};

/// HiBob published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_sha_512_in_base64_over_the_body() {
    assert_genuine(
        "hibob",
        "hibob-secret-0123456789",
        &[(
            "Bob-Signature",
            "5ieH046et+lgLKn9hfe9NtPHYeznnDVJfv1GJtX7hyJ3s0uCvfeQJbS/Od/NmpPgCJJss87jYY9mQDupZfSRew==",
        )],
        &payload("hibob", "employee.left.json"),
        SIGNED_AT,
    );
}

#[test]
fn whoever_left_is_known_by_id_alone_and_is_not_who_did_it() {
    let (event, key) = Sent::payload("hibob", "employee.left.json").event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "3332883854254932743", "login": null, "name": null })
    );
    assert_eq!((event.id, event.occurred_at), (None, None));
    assert!(key.starts_with("sha256:"), "{key}");

    let by = Sent::changed("hibob", "employee.left.json", |body| {
        body["triggeredBy"] = "3332883804594373380".into();
    });
    assert_eq!(subject(&by.event().0)["id"], "3332883854254932743");
}

#[test]
fn a_leave_of_absence_is_no_departure() {
    let (event, _) = Sent::payload("hibob", "employee.temporaryLeave.json").event();
    assert_eq!(event.signal, Some(Signal::PersonOnLeave));
}

#[test]
fn what_may_be_either_has_no_signal() {
    for name in [
        "employee.inactivated",
        "employee.activated",
        "employee.deleted",
        "employee.created",
    ] {
        let sent = Sent::changed("hibob", "employee.left.json", |body| {
            body["type"] = name.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.signal, None, "{name}");
        assert!(event.subject.is_some(), "{name}");
    }
    let (event, _) = Sent::payload("hibob", "table.entry.created.lifecycle.json").event();
    assert_eq!(event.signal, None);
    assert_eq!(subject(&event)["id"], "3332883854254932743");
    for (name, signal) in [
        ("employee.joined", Signal::PersonJoined),
        ("employee.updated", Signal::PersonChanged),
    ] {
        let sent = Sent::changed("hibob", "employee.left.json", |body| {
            body["type"] = name.into();
        });
        assert_eq!(sent.event().0.signal, Some(signal));
    }
}

#[test]
fn two_departures_of_one_person_are_two_and_one_sent_again_is_one() {
    let key = |at: &str| {
        let sent = Sent::changed("hibob", "employee.left.json", |body| {
            body["triggeredAt"] = at.into();
        });
        sent.event().1
    };
    assert_eq!(
        key("2026-03-01T00:00:04.120318"),
        key("2026-03-01T00:00:04.120318")
    );
    assert_ne!(
        key("2026-03-01T00:00:04.120318"),
        key("2026-09-01T00:00:04.120318")
    );
}

#[test]
fn the_test_message_is_answered_and_nothing_like_it_is() {
    for text in [
        "Ping test",
        r#""Ping test""#,
        r#"{"text":"Ping test"}"#,
        r#"{"text": "Ping test"}"#,
    ] {
        let answer = Sent::new("hibob", text.as_bytes())
            .without("bob-signature")
            .handshake();
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{text}");
    }
    for text in [
        "Ping test ",
        "ping test",
        r#"{"text":"Ping test","type":"employee.left"}"#,
        "",
    ] {
        let sent = Sent::new("hibob", text.as_bytes()).without("bob-signature");
        assert_eq!(
            sent.received().unwrap_err().kind(),
            WebhookErrorKind::MissingHeader,
            "{text}"
        );
    }
}
