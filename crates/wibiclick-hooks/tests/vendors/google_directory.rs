use crate::{Sent, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Signal, WebhookErrorKind, kind};

const DELETED: &str = "users.delete.json";

/// With the headers as Google's guide shows them.
fn sent(state: &str) -> Sent {
    Sent::payload("google-directory", DELETED)
        .with("X-Goog-Resource-State", state)
        .with("X-Goog-Channel-ID", "deleteChannel")
        .with("X-Goog-Message-Number", "236440")
}

#[test]
fn a_deleted_user_has_left() {
    let (event, key) = sent("delete").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("delete", Some(Signal::PersonLeft))
    );
    assert_eq!(
        subject(&event),
        json!({
            "email": "user@mydomain.com", "id": "111220860655841818702", "login": null,
            "name": null,
        })
    );
    assert_eq!(
        (event.id.as_deref(), key.as_str()),
        (Some(key.as_str()), "deleteChannel:236440")
    );
    assert_eq!(event.occurred_at, None);
}

#[test]
fn every_state_but_delete_is_no_departure() {
    for (state, signal) in [
        ("add", Some(Signal::PersonJoined)),
        ("update", Some(Signal::PersonChanged)),
        ("undelete", Some(Signal::PersonReturned)),
        ("makeAdmin", None),
        ("exists", None),
        ("Delete", None),
    ] {
        assert_eq!(sent(state).event().0.signal, signal, "{state}");
    }
}

#[test]
fn what_is_no_user_of_the_directory_has_not_left() {
    for kind in [json!("admin#reports#activity"), Value::Null] {
        let sent = Sent::changed("google-directory", DELETED, |body| {
            body["kind"] = kind.clone();
        });
        let (event, _) = sent.with("x-goog-resource-state", "delete").event();
        assert_eq!((event.signal, event.subject), (None, None), "{kind}");
    }
}

#[test]
fn the_first_message_has_no_body_and_is_answered_if_it_has_the_token() {
    let sync = || {
        Sent::new("google-directory", &payload("google-directory", "sync.txt"))
            .with("X-Goog-Resource-State", "sync")
    };
    let answer = sync().handshake();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    let error = sync()
        .without("x-goog-channel-token")
        .received()
        .unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::MissingHeader);
    let google = kind("google-directory").unwrap();
    assert!(google.accepts_content_type("application/json; utf-8"));
}

#[test]
fn without_its_number_an_event_is_known_by_its_body_and_without_its_state_it_is_unknown() {
    let bare = || Sent::payload("google-directory", DELETED);
    let (event, key) = bare().event();
    assert_eq!(
        (event.kind.as_str(), event.signal, event.id),
        (Event::UNKNOWN, None, None)
    );
    assert!(key.starts_with("sha256:"), "{key}");
    for number in ["1:2", ""] {
        let odd = bare()
            .with("x-goog-channel-id", "channel")
            .with("x-goog-message-number", number);
        assert!(odd.event().1.starts_with("sha256:"), "{number}");
    }
}
