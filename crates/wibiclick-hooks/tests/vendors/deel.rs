use crate::{SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Received, Signal, WebhookErrorKind};

const TERMINATED: &str = "contract.terminated.json";
const DELETED: &str = "worker.v2.deleted.json";
const KEY: &str = "deel-signing-key-0123456789";

/// Deel published no code with its key: this one is made with Python's hmac
/// module.
#[test]
fn the_code_is_in_hex_over_the_method_and_the_body() {
    assert_genuine(
        "deel",
        KEY,
        &[(
            "x-deel-signature",
            "bb61380f0b4b397b35d949dc8ae2b2cba30d3293121f97a0a43418c7375be68d",
        )],
        &payload("deel", TERMINATED),
        SIGNED_AT,
    );
}

/// As public code has it that is wrong; made with Python's hmac module.
#[test]
fn a_code_over_the_body_alone_proves_nothing() {
    let sent = Sent {
        secret: KEY,
        ..Sent::payload("deel", TERMINATED).without("x-deel-signature")
    };
    let alone = "cff7cbe94d1b638280631dbd62486220ef7e6104ad73fcc88af3ab96ed0941ac";
    let error = sent.with("x-deel-signature", alone).received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

#[test]
fn a_contract_that_ended_is_nobody_and_no_departure() {
    let (event, key) = Sent::payload("deel", TERMINATED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("contract.terminated", None)
    );
    // Its id is the contract's: nobody is to be known by it.
    assert_eq!(subject(&event), Value::Null);
    assert_eq!(event.data["data"]["resource"]["id"], "3w4zdd9");
    assert_eq!(key, "q8tVRj_Je00wJLY2GriqT10nUjBZ:3w4zdd9");
    assert_eq!(event.occurred_at, Some(millis(1_769_848_372_119)));
}

#[test]
fn a_profile_is_somebody_and_its_deletion_no_departure() {
    for (name, signal) in [
        ("worker.v2.created", Some(Signal::PersonJoined)),
        ("worker.v2.updated", Some(Signal::PersonChanged)),
        ("worker.v2.deleted", None),
    ] {
        let sent = Sent::changed("deel", DELETED, |body| {
            body["data"]["meta"]["event_type"] = name.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(
            subject(&event),
            json!({
                "email": null, "id": "0d2b1a3c-6f4e-4c8a-9b7d-5e6f7a8b9c0d", "login": null,
                "name": null,
            })
        );
    }
    for name in [
        "employee.created.direct",
        "contract.created",
        "contract.status.updated",
        "onboarding.status.updated",
    ] {
        let sent = Sent::changed("deel", DELETED, |body| {
            body["data"]["meta"]["event_type"] = name.into();
        });
        let (event, _) = sent.event();
        assert_eq!((event.signal, event.subject), (None, None), "{name}");
    }
}

#[test]
fn what_is_simulated_has_no_signal() {
    for (simulated, signal) in [
        (json!(true), None),
        (json!("true"), None),
        (json!(1), None),
        (json!(false), Some(Signal::PersonJoined)),
        (Value::Null, Some(Signal::PersonJoined)),
    ] {
        let sent = Sent::changed("deel", DELETED, |body| {
            body["data"]["meta"]["event_type"] = "worker.v2.created".into();
            body["data"]["meta"]["is_simulation"] = simulated.clone();
        });
        assert_eq!(sent.event().0.signal, signal, "{simulated}");
    }
}

#[test]
fn a_list_of_resources_is_as_many_events_each_with_its_own_key() {
    let sent = Sent::changed("deel", DELETED, |body| {
        body["data"]["meta"]["event_type"] = "worker.v2.updated".into();
        body["data"]["resource"] = json!([{ "id": "p1" }, { "id": "p2" }, { "name": "none" }]);
    });
    let Ok(Received::Events { events, keys }) = sent.received() else {
        panic!("events");
    };
    let ids: Vec<Value> = events
        .iter()
        .map(|event| subject(event)["id"].clone())
        .collect();
    assert_eq!(ids, [json!("p1"), json!("p2"), Value::Null]);
    assert_eq!(events[1].data["data"]["resource"], json!([{ "id": "p2" }]));
    assert!(keys[0].ends_with(":p1") && keys[1].ends_with(":p2"));
    assert!(keys[2].starts_with("sha256:") && keys[2].ends_with("#2"));

    for resource in [json!([]), Value::Null, json!("p1")] {
        let sent = Sent::changed("deel", DELETED, |body| {
            body["data"]["resource"] = resource.clone();
        });
        let (event, key) = sent.event();
        assert_eq!(subject(&event), Value::Null, "{resource}");
        assert!(key.starts_with("sha256:"), "{key}");
    }
}

#[test]
fn an_event_is_known_by_its_own_id_and_not_by_its_types() {
    let with_id = Sent::changed("deel", DELETED, |body| {
        body["data"]["meta"]["event_id"] = "event-1".into();
    });
    let profile = "0d2b1a3c-6f4e-4c8a-9b7d-5e6f7a8b9c0d";
    assert_eq!(with_id.event().1, format!("event-1:{profile}"));
    let without = Sent::changed("deel", DELETED, |body| {
        body["data"]["meta"]["tracking_id"] = Value::Null;
    });
    assert!(without.event().1.starts_with("sha256:"));
}
