use crate::{SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Received, Signal, WebhookErrorKind, kind};

const KEY: &str = "123b929362d51613054f71e5e5d4bf2c";
const UPDATED: &str = "employee.updated.json";

/// A recorded delivery: fusebit/integrations, `src/bamboohr/bamboohr-connector/test`.
#[test]
fn the_recorded_delivery_is_genuine() {
    assert_genuine(
        "bamboohr",
        KEY,
        &[
            (
                "X-BambooHR-Signature",
                "56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac",
            ),
            ("X-BambooHR-Timestamp", "1658248023"),
        ],
        &payload("bamboohr", "field-based.first-name.json"),
        1_658_248_023_000,
    );
}

fn with_time(time: &str, code: &str, now: i64) -> Result<(), WebhookErrorKind> {
    let sent = Sent {
        kind: "bamboohr",
        secret: KEY,
        headers: vec![],
        body: payload("bamboohr", UPDATED),
        now,
    };
    let sent = sent
        .with("X-BambooHR-Timestamp", time)
        .with("X-BambooHR-Signature", code);
    sent.received().map(|_| ()).map_err(|error| error.kind())
}

/// Made with Python's hmac module.
#[test]
fn a_time_as_text_is_signed_as_that_text() {
    let code = "69a9f4a1790df258337412b90de511a5c35244c16dc53451629c23114bb009dd";
    let (time, signed_at) = ("2026-01-31T18:42:00+0000", 1_769_884_920_000);
    assert_eq!(with_time(time, code, signed_at + 300_000), Ok(()));
    assert_eq!(
        with_time(time, code, signed_at + 300_001),
        Err(WebhookErrorKind::TooOld)
    );
    // The same moment in another text.
    for other in [
        "2026-01-31T18:42:00Z",
        "2026-01-31T18:42:00+00:00",
        "1769884920",
    ] {
        assert_eq!(
            with_time(other, code, signed_at),
            Err(WebhookErrorKind::BadSignature),
            "{other}"
        );
    }
    for wrong in [
        "2026-01-31T18:42:00",
        "2026-01-31 18:42",
        "0000",
        "+0000",
        "é00",
        "-1769884920",
    ] {
        let error = with_time(wrong, code, signed_at).unwrap_err();
        let expected = if wrong == "0000" {
            WebhookErrorKind::BadSignature
        } else {
            WebhookErrorKind::BadHeader
        };
        assert_eq!(error, expected, "{wrong}");
    }
}

#[test]
fn digits_cannot_move_between_the_body_and_the_time() {
    let genuine = Sent::payload("bamboohr", UPDATED);
    let (_, time) = genuine
        .headers
        .iter()
        .find(|(name, _)| name.ends_with("timestamp"))
        .unwrap();
    let (first, rest) = time.split_at(1);
    let mut moved = Sent::payload("bamboohr", UPDATED);
    moved.body.extend_from_slice(first.as_bytes());
    let moved = moved
        .without("x-bamboohr-timestamp")
        .with("x-bamboohr-timestamp", rest);
    // The bytes that are signed are the same; the time is another one.
    let error = moved.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::TooOld);
    let at_that_time = Sent {
        now: rest.parse::<i64>().unwrap() * 1_000,
        ..moved
    };
    assert_eq!(
        at_that_time.received().unwrap_err().kind(),
        WebhookErrorKind::Malformed
    );
}

#[test]
fn an_update_is_no_departure_even_of_the_status() {
    for field in ["firstName", "status", "employmentStatus"] {
        let sent = Sent::changed("bamboohr", UPDATED, |body| {
            body["data"]["changedFields"] = json!([field]);
        });
        let (event, key) = sent.event();
        assert_eq!(event.signal, Some(Signal::PersonChanged), "{field}");
        assert_eq!(
            subject(&event),
            json!({ "email": null, "id": "67890", "login": null, "name": null })
        );
        assert_eq!(event.occurred_at, Some(millis(1_769_884_920_000)));
        assert!(key.starts_with("sha256:"));
    }
}

#[test]
fn a_deleted_record_is_no_departure_and_a_new_one_is_somebody_new() {
    for (name, signal) in [
        ("employee.deleted", None),
        ("employee.created", Some(Signal::PersonJoined)),
    ] {
        let sent = Sent::changed("bamboohr", UPDATED, |body| body["type"] = name.into());
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(subject(&event)["id"], "67890");
    }
}

#[test]
fn what_is_posted_is_read_with_and_without_a_wrapper() {
    let (event, _) = Sent::payload("bamboohr", "field-based.flat-values.json").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("Updated", Some(Signal::PersonChanged))
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "12345", "login": null, "name": "Bryony" })
    );
    assert_eq!(event.occurred_at, Some(millis(1_769_884_920_000)));

    // It does not say what happened, but which fields changed; nor when.
    let (event, key) = Sent::payload("bamboohr", "field-based.first-name.json").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        (Event::UNKNOWN, Some(Signal::PersonChanged))
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "5", "login": null, "name": "Tefi Adams" })
    );
    assert_eq!(event.occurred_at, Some(millis(SIGNED_AT)));
    assert!(key.starts_with("sha256:"), "{key}");
}

/// The payload, with this done to its employee.
fn posted(change: impl FnOnce(&mut Value)) -> Event {
    let sent = Sent::changed("bamboohr", "field-based.flat-values.json", |body| {
        change(&mut body["employees"][0]);
    });
    sent.event().0
}

#[test]
fn only_the_address_at_work_is_the_persons() {
    for (fields, email) in [
        (
            json!({ "Work Email": "B@example.com" }),
            json!("b@example.com"),
        ),
        (
            json!({ "Work Email": { "value": "b@example.com" } }),
            json!("b@example.com"),
        ),
        (
            json!({ "Work email": { "value": "b@example.com" } }),
            json!("b@example.com"),
        ),
        (json!({ "Home Email": "b@example.com" }), Value::Null),
        (
            json!({ "Work Email": { "value": null }, "Home Email": "b@example.com" }),
            Value::Null,
        ),
        (json!([]), Value::Null),
    ] {
        let event = posted(|employee| employee["fields"] = fields.clone());
        assert_eq!(subject(&event)["email"], email, "{fields}");
        assert_eq!(subject(&event)["id"], "12345");
    }
}

#[test]
fn the_status_is_a_rules_to_judge() {
    for status in [json!("Inactive"), json!({ "value": "Inactive" })] {
        let event = posted(|employee| {
            employee["changedFields"] = json!(["Status"]);
            employee["fields"] = json!({ "Status": status });
        });
        assert_eq!(event.signal, Some(Signal::PersonChanged));
        assert_eq!(event.data["fields"]["Status"], status);
    }
}

#[test]
fn what_was_done_to_an_employee_is_its_action() {
    for (action, changed, signal) in [
        (json!("Created"), json!({}), Some(Signal::PersonJoined)),
        (json!("Deleted"), json!([]), None),
        (json!("Merged"), json!(["Status"]), None),
        (Value::Null, json!(["Status"]), Some(Signal::PersonChanged)),
        // It may be new, or deleted.
        (Value::Null, json!([]), None),
        (Value::Null, json!({}), None),
    ] {
        let event = posted(|employee| {
            employee["action"] = action.clone();
            employee["changedFields"] = changed.clone();
        });
        assert_eq!(event.signal, signal, "{action} {changed}");
    }
}

#[test]
fn a_batch_is_as_many_events_each_with_its_own_key() {
    let sent = Sent::changed("bamboohr", "field-based.flat-values.json", |body| {
        let employees = body["employees"].as_array_mut().unwrap();
        let mut second = employees[0].clone();
        second["id"] = "67890".into();
        employees.push(second);
    });
    let Ok(Received::Events { events, keys }) = sent.received() else {
        panic!("events");
    };
    let ids: Vec<Value> = events
        .iter()
        .map(|event| subject(event)["id"].clone())
        .collect();
    assert_eq!(ids, ["12345", "67890"]);
    assert!(keys[0].ends_with("#0") && keys[1].ends_with("#1"));
}

#[test]
fn a_form_is_not_taken() {
    let bamboohr = kind("bamboohr").unwrap();
    assert!(!bamboohr.accepts_content_type("application/x-www-form-urlencoded"));
}
