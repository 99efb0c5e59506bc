use crate::{Sent, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{
    Event, Headers, Received, Request, Secrets, Signal, Timestamp, WebhookErrorKind, kind,
};

const UPDATED: &str = "users.updated.json";
const DELETED: &str = "users.deleted.json";

/// What Microsoft's examples have as `clientState`.
const STATE: &str = "secretClientValue";

fn sent(file: &str) -> Sent {
    changed(file, |_| {})
}

/// A payload, with this done to its notifications.
fn changed(file: &str, change: impl FnOnce(&mut Vec<Value>)) -> Sent {
    let sent = Sent::changed("entra", file, |body| {
        change(body["value"].as_array_mut().unwrap());
    });
    Sent {
        secret: STATE,
        ..sent
    }
}

#[test]
fn a_user_deleted_for_good_has_left_and_is_known_by_id_alone() {
    let (event, key) = sent(DELETED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("deleted", Some(Signal::PersonLeft))
    );
    assert_eq!(
        subject(&event),
        json!({
            "email": null, "id": "11111111-2222-4333-8444-555555555555", "login": null,
            "name": null,
        })
    );
    // The number is larger than what a double holds, and is kept to the digit.
    assert_eq!(
        key,
        "e3898f08-5cd0-4a6a-80fc-6addbfb73b7b:Users/11111111-2222-4333-8444-555555555555:\
         deleted:638086000000000001"
    );
    assert_eq!(
        event.data["resourceData"]["sequenceNumber"],
        638_086_000_000_000_001_u64
    );
    assert_eq!((event.id, event.occurred_at), (Some(key), None));
}

#[test]
fn an_update_may_be_a_soft_deletion_and_is_no_departure() {
    let (event, _) = sent(UPDATED).event();
    assert_eq!(event.signal, Some(Signal::PersonChanged));
    assert_eq!(
        subject(&event)["id"],
        "11111111-2222-4333-8444-555555555555"
    );
}

#[test]
fn what_is_no_user_has_not_left() {
    for (of, signal) in [
        (json!("#Microsoft.Graph.Group"), None),
        (json!("#Microsoft.Graph.Users"), None),
        (Value::Null, None),
        (json!("#microsoft.graph.user"), Some(Signal::PersonLeft)),
    ] {
        let sent = changed(DELETED, |all| {
            all[0]["resourceData"]["@odata.type"] = of.clone();
        });
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{of}");
        assert_eq!(event.subject.is_some(), signal.is_some(), "{of}");
    }
}

#[test]
fn a_batch_is_as_many_events_each_with_its_own_key() {
    let sent = changed(DELETED, |all| {
        let mut second = all[0].clone();
        second["resourceData"]["sequenceNumber"] = 638_086_000_000_000_002_u64.into();
        let mut third = all[0].clone();
        third["resourceData"]["sequenceNumber"] = Value::Null;
        all.extend([second, third]);
    });
    let Ok(Received::Events { events, keys }) = sent.received() else {
        panic!("events");
    };
    assert_eq!(events.len(), 3);
    assert!(keys[0].ends_with("001") && keys[1].ends_with("002"));
    assert!(keys[2].starts_with("sha256:") && keys[2].ends_with("#2"));
}

#[test]
fn a_lifecycle_notification_is_about_nobody() {
    let (event, key) = sent("lifecycle.reauthorizationRequired.json").event();
    assert_eq!(event.kind, "reauthorizationRequired");
    assert_eq!((event.signal, event.subject), (None, None));
    assert!(key.starts_with("sha256:"), "{key}");
}

#[test]
fn every_notification_must_have_the_secret() {
    for wrong in [json!("another"), json!(""), json!(7), Value::Null] {
        for second in [false, true] {
            let sent = changed(DELETED, |all| {
                let mut forged = all[0].clone();
                forged["clientState"] = wrong.clone();
                if second {
                    all.push(forged);
                } else {
                    all[0] = forged;
                }
            });
            let error = sent.received().unwrap_err();
            assert_eq!(error.kind(), WebhookErrorKind::BadSignature, "{wrong}");
        }
    }
    let nothing = changed(DELETED, Vec::clear);
    let error = nothing.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

#[test]
fn no_event_has_the_secret() {
    let (event, _): (Event, _) = sent(DELETED).event();
    assert_eq!(event.data["clientState"], Value::Null);
    assert!(!serde_json::to_string(&event).unwrap().contains(STATE));
}

#[test]
fn the_validation_token_is_answered_decoded_as_plain_text() {
    let answer = |query: &str| {
        let headers = Headers::new([("content-type", "text/plain; charset=utf-8")]);
        let request = Request {
            method: "POST",
            url: &format!("https://hooks.example/hooks/entra?{query}"),
            headers: &headers,
            body: b"",
        };
        let secrets = Secrets::new([STATE.to_owned()]).unwrap();
        let now = Timestamp::from_unix_millis(0).unwrap();
        kind("entra")
            .unwrap()
            .receive(&request, &secrets, now, None)
    };
    for query in [
        "validationToken=Validation%3A+Testing%20client%3Cb%3E",
        "a=b&validationToken=Validation%3A+Testing%20client%3Cb%3E",
    ] {
        let Ok(Received::Handshake(answer)) = answer(query) else {
            panic!("a handshake");
        };
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, "Validation: Testing client<b>");
        let text = ("content-type".to_owned(), "text/plain".to_owned());
        let no_page = ("x-content-type-options".to_owned(), "nosniff".to_owned());
        assert_eq!(answer.headers, [text, no_page]);
    }
    for query in ["", "validationtoken=x"] {
        assert_eq!(
            answer(query).unwrap_err().kind(),
            WebhookErrorKind::BadSignature
        );
    }
    assert!(
        kind("entra")
            .unwrap()
            .accepts_content_type("text/plain; charset=utf-8")
    );
}
