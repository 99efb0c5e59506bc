use crate::{SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Received, WebhookErrorKind, kind};

const UPDATED: &str = "contact.update.json";
const INTENT: &str = "intent-to-receive.json";

/// Looks like base64, and is the key as it is.
const KEY: &str = "OSd0cmFkaXRpb25hbGx5IG5vdCBkZWNvZGVkIGhlcmU=";

/// Xero published no code: these are made with Python's hmac module.
#[test]
fn the_code_is_in_base64_under_the_key_as_text() {
    for (file, code) in [
        (UPDATED, "gsB3zN1UD0ObTmp/mLTt3tw9J7y/29dUvd4ObmvYEUg="),
        (INTENT, "sMaXgQF9O5JDO+dl/OcnlSoJSnCsv67gOBsXw0y7JVQ="),
    ] {
        assert_genuine(
            "xero",
            KEY,
            &[("x-xero-signature", code)],
            &payload("xero", file),
            SIGNED_AT,
        );
    }
}

#[test]
fn a_contact_is_no_employee_and_is_known_by_id_alone() {
    let (event, key) = Sent::payload("xero", UPDATED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("CONTACT.UPDATE", None)
    );
    assert_eq!(
        subject(&event),
        json!({
            "email": null, "id": "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777", "login": null,
            "name": null,
        })
    );
    assert_eq!(
        key,
        "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777:CONTACT:UPDATE:2024-06-21T01:15:39.902"
    );
    // The time names no zone, and is in UTC.
    assert_eq!(event.occurred_at, Some(millis(1_718_932_539_902)));
}

#[test]
fn a_time_with_a_zone_is_in_that_zone() {
    for (time, expected) in [
        ("2024-06-21T01:15:39.902Z", Some(1_718_932_539_902)),
        ("2024-06-21T02:15:39.902+01:00", Some(1_718_932_539_902)),
        ("2024-06-21", None),
        ("yesterday", None),
    ] {
        let sent = Sent::changed("xero", UPDATED, |body| {
            body["events"][0]["eventDateUtc"] = time.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.occurred_at, expected.map(millis), "{time}");
    }
}

#[test]
fn an_invoice_is_nobody() {
    for category in ["INVOICE", "CREDITNOTE", "SUBSCRIPTION", "contact"] {
        let sent = Sent::changed("xero", UPDATED, |body| {
            body["events"][0]["eventCategory"] = category.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.kind, format!("{category}.UPDATE"));
        assert_eq!((event.signal, subject(&event)), (None, Value::Null));
    }
}

#[test]
fn a_batch_is_as_many_events_each_with_its_own_key() {
    let sent = Sent::changed("xero", UPDATED, |body| {
        let events = body["events"].as_array_mut().unwrap();
        let mut second = events[0].clone();
        second["eventCategory"] = "INVOICE".into();
        let mut third = events[0].clone();
        third["resourceId"] = Value::Null;
        events.extend([second, third]);
    });
    let Ok(Received::Events { events, keys }) = sent.received() else {
        panic!("events");
    };
    assert_eq!(events.len(), 3);
    assert_ne!(keys[0], keys[1]);
    assert!(keys[2].starts_with("sha256:") && keys[2].ends_with("#2"));
}

#[test]
fn an_intent_to_receive_has_no_events_and_needs_a_good_signature() {
    let intent = || Sent::payload("xero", INTENT);
    let Ok(Received::Events { events, keys }) = intent().received() else {
        panic!("events");
    };
    assert!(events.is_empty() && keys.is_empty());

    let bad = intent()
        .without("x-xero-signature")
        .with("x-xero-signature", "Zm9yZ2Vk");
    let garbled = intent()
        .without("x-xero-signature")
        .with("x-xero-signature", "?");
    for (sent, expected) in [
        (bad, WebhookErrorKind::BadSignature),
        (garbled, WebhookErrorKind::BadSignature),
        (
            intent().without("x-xero-signature"),
            WebhookErrorKind::MissingHeader,
        ),
    ] {
        let error = sent.received().unwrap_err();
        assert_eq!(error.kind(), expected);
        // Which is answered 401.
        assert!(error.is_authentic_failure());
    }
}

#[test]
fn events_are_acknowledged_with_nothing() {
    let answer = kind("xero").unwrap().acknowledgement().unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert!(answer.headers.is_empty());
}
