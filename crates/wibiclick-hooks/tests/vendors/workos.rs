use crate::{Sent, assert_genuine, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Signal, WebhookErrorKind};

/// The vendor's own tests, in older versions of its library:
/// workos/workos-python, `tests/test_webhooks.py`.
#[test]
fn the_published_signature_is_genuine() {
    assert_genuine(
        "workos",
        "1lyKDzhJjuCkIscIWqkSe4YsQ",
        &[(
            "WorkOS-Signature",
            "t=1632409405772, v1=67612f0e74f008b436a13b00266f90ef5c13f9cbcf6262206f5f4a539ff61702",
        )],
        br#"{"id":"wh_01FG9JXJ9C9S052FX59JVG4EG1","data":{"id":"conn_01EHWNC0FCBHZ3BJ7EGKYXK0E6","name":"Foo Corp's Connection","state":"active","object":"connection","domains":[{"id":"conn_domain_01EHWNFTAFCF3CQAE5A9Q0P1YB","domain":"foo-corp.com","object":"connection_domain"}],"connection_type":"OktaSAML","organization_id":"org_01EHWNCE74X7JSDV0X3SZ3KJNY"},"event":"connection.activated"}"#,
        1_632_409_405_772,
    );
}

#[test]
fn three_minutes_late_is_not_too_late_and_more_is() {
    let mut sent = Sent::payload("workos", "dsync.user.deleted.json");
    sent.now += 180_000;
    assert!(sent.received().is_ok());
    sent.now += 1;
    assert_eq!(
        sent.received().unwrap_err().kind(),
        WebhookErrorKind::TooOld
    );
}

#[test]
fn a_deleted_user_has_left_in_whatever_state_they_were() {
    for state in [json!("inactive"), json!("active"), Value::Null] {
        let sent = Sent::changed("workos", "dsync.user.deleted.json", |body| {
            body["data"]["state"] = state.clone();
        });
        assert_eq!(sent.event().0.signal, Some(Signal::PersonLeft), "{state}");
    }
    let (event, key) = Sent::payload("workos", "dsync.user.deleted.json").event();
    assert_eq!(
        subject(&event),
        json!({
            "email": "lela.block@example.com", "id": "directory_user_01E1X1B89NH8Z3SDFJR4H7RGX7",
            "login": null, "name": "Lela Block",
        })
    );
    assert_eq!(key, "event_09FKJ843CVE8F7BXQSPFH0M53V");
    let occurred = event.occurred_at.map(|at| at.to_string());
    assert_eq!(occurred.as_deref(), Some("2021-06-25T19:07:33.155Z"));
}

#[test]
fn an_inactive_user_is_suspended_and_has_not_left() {
    let state = |state: Value| {
        Sent::changed("workos", "dsync.user.updated.active.json", |body| {
            body["data"]["state"] = state;
        })
        .event()
        .0
        .signal
    };
    assert_eq!(state("inactive".into()), Some(Signal::PersonSuspended));
    assert_eq!(state("active".into()), Some(Signal::PersonChanged));
    assert_eq!(state(Value::Null), Some(Signal::PersonChanged));
}

#[test]
fn a_new_user_has_joined_unless_inactive_and_may_have_no_address() {
    let (event, _) = Sent::payload("workos", "dsync.user.created.json").event();
    assert_eq!(event.signal, Some(Signal::PersonJoined));
    assert_eq!(
        subject(&event),
        json!({
            "email": null, "id": "directory_user_01FAEAJCR3ZBZ30D8BD1924TVG", "login": null,
            "name": "Blair Lunchford",
        })
    );
    let sent = Sent::changed("workos", "dsync.user.created.json", |body| {
        body["data"]["state"] = "inactive".into();
    });
    assert_eq!(sent.event().0.signal, None);
}

/// Field names: workos.com/docs/events, `dsync.group.user_removed`.
#[test]
fn a_group_is_one_thing_to_lose_access_to() {
    let of_group = |event: &str| {
        let body = json!({
            "event": event, "id": "event_1", "created_at": "2021-06-25T19:07:33.155Z",
            "data": {
                "directory_id": "directory_1",
                "user": {
                    "id": "directory_user_1", "email": "Eric@Example.com", "first_name": "Eric",
                    "last_name": "Schneider", "state": "active",
                },
                "group": { "id": "directory_group_1", "name": "Developers" },
            },
        });
        Sent::new("workos", body.to_string().as_bytes()).event().0
    };
    let removed = of_group("dsync.group.user_removed");
    assert_eq!(removed.signal, Some(Signal::AccessRemoved));
    assert_eq!(
        subject(&removed),
        json!({
            "email": "eric@example.com", "id": "directory_user_1", "login": null,
            "name": "Eric Schneider",
        })
    );
    let added = of_group("dsync.group.user_added");
    assert_eq!((added.signal, subject(&added)), (None, subject(&removed)));
}

#[test]
fn a_whole_directory_is_nobody() {
    let sent = Sent::changed("workos", "dsync.user.deleted.json", |body| {
        body["event"] = "dsync.deleted".into();
    });
    let (event, _) = sent.event();
    assert_eq!((event.signal, event.subject), (None, None));
}
