use crate::{SECRET, Sent, millis, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Secrets, Signal, WebhookErrorKind, kind};

const TERMINATED: &str = "employment.terminated.json";

fn named(name: &str) -> Event {
    let sent = Sent::changed("personio", TERMINATED, |body| {
        body["event_name"] = name.into();
    });
    sent.event().0
}

#[test]
fn whoever_is_terminated_has_left_and_is_known_by_the_persons_id() {
    let (event, key) = Sent::payload("personio", TERMINATED).event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "4711", "login": null, "name": null })
    );
    assert_eq!(event.occurred_at, Some(millis(1_769_817_600_000)));
    assert_eq!((event.id, event.effective_at), (None, None));
    assert!(key.starts_with("sha256:"), "{key}");
}

#[test]
fn what_is_entered_and_what_is_deleted_has_no_signal() {
    for (name, signal) in [
        ("employment.started", Some(Signal::PersonJoined)),
        ("employment.updated", Some(Signal::PersonChanged)),
        ("person.updated", Some(Signal::PersonChanged)),
        ("person.created", None),
        ("employment.created", None),
        ("person.deleted", None),
        ("employment.deleted", None),
    ] {
        let event = named(name);
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(subject(&event)["id"], "4711", "{name}");
    }
    for name in ["document.created", "absence.created", "person.left"] {
        let event = named(name);
        assert_eq!((event.signal, event.subject), (None, None), "{name}");
    }
}

#[test]
fn an_employments_id_is_nobodys() {
    for (name, payload, id) in [
        ("employment.terminated", json!({ "id": "9" }), Value::Null),
        ("employment.terminated", json!({}), Value::Null),
        (
            "employment.terminated",
            json!({ "id": "9", "person_id": 7 }),
            json!("7"),
        ),
        ("person.updated", json!({ "id": "9" }), json!("9")),
    ] {
        let sent = Sent::changed("personio", TERMINATED, |body| {
            body["event_name"] = name.into();
            body["payload"] = payload.clone();
        });
        let (event, _) = sent.event();
        assert!(event.signal.is_some());
        assert_eq!(subject(&event)["id"], id, "{name} {payload}");
    }
}

#[test]
fn the_token_is_the_whole_header() {
    let with = |value: &str| {
        let sent = Sent::payload("personio", TERMINATED).without("authorization");
        let received = sent.with("Authorization", value).received();
        received.map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(with(SECRET), Ok(()));
    for wrong in [format!("Bearer {SECRET}"), format!("{SECRET}x")] {
        assert_eq!(with(&wrong), Err(WebhookErrorKind::BadSignature));
    }
    let none = Sent::payload("personio", TERMINATED).without("authorization");
    assert_eq!(
        none.received().unwrap_err().kind(),
        WebhookErrorKind::MissingHeader
    );
    // Whose token has `Bearer ` has it in the secret.
    let bearer = Sent {
        secret: "Bearer 0123456789abcdef0123456789abcdef",
        ..Sent::payload("personio", TERMINATED).without("authorization")
    };
    let secrets = Secrets::new([bearer.secret.to_owned()]).unwrap();
    assert_eq!(kind("personio").unwrap().weakness(&secrets), None);
    assert!(
        bearer
            .with("authorization", &format!("Bearer {SECRET}"))
            .received()
            .is_ok()
    );
}
