use crate::{SECRET, Sent, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Signal, WebhookErrorKind, kind};

const TERMINATED: &str = "employee.terminated.txt";

/// The payload, of another name.
fn named(name: &str) -> Event {
    let body = format!(
        "event_name={name}&id=656992816f26d6caea00072c&company_id=656992806f26d6caeaffff9f\
         &company_primary_email=admin%40example.com"
    );
    Sent::new("rippling", body.as_bytes()).event().0
}

#[test]
fn whoever_is_terminated_is_leaving_and_when_is_not_said() {
    let (event, key) = Sent::payload("rippling", TERMINATED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("employee.terminated", Some(Signal::PersonLeaving))
    );
    assert_eq!(
        (event.occurred_at, event.effective_at, &event.id),
        (None, None, &None)
    );
    assert!(key.starts_with("sha256:"), "{key}");
}

#[test]
fn the_administrator_is_never_whom_it_is_about() {
    for name in [
        "employee.hired",
        "employee.created",
        "employee.updated",
        "employee.terminated",
        "employee.deleted",
        "company.deleted",
        "anything",
    ] {
        let event = named(name);
        assert_eq!(event.data["company_primary_email"], "admin@example.com");
        let subject = subject(&event);
        assert!(!subject.to_string().contains("admin"), "{name}: {subject}");
    }
}

#[test]
fn the_access_to_an_app_is_not_the_employment() {
    for (name, signal) in [
        ("employee.hired", Some(Signal::PersonJoined)),
        ("employee.created", None),
        ("employee.updated", Some(Signal::PersonChanged)),
        ("employee.deleted", Some(Signal::AccessRemoved)),
    ] {
        let event = named(name);
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(
            subject(&event),
            json!({
                "email": null, "id": "656992816f26d6caea00072c", "login": null, "name": null,
            })
        );
    }
}

#[test]
fn the_id_of_a_leave_request_is_nobodys() {
    for name in [
        "leave_request.created",
        "group.deleted",
        "company.deleted",
        "Employee.Terminated",
    ] {
        let event = named(name);
        assert_eq!(
            (event.signal, subject(&event)),
            (None, Value::Null),
            "{name}"
        );
    }
}

#[test]
fn a_field_that_came_twice_is_none() {
    let body = b"event_name=employee.deleted&id=1&id=2";
    let (event, _) = Sent::new("rippling", body).event();
    assert_eq!(event.signal, Some(Signal::AccessRemoved));
    assert_eq!(event.subject, None);
    let body = b"event_name=employee.deleted&event_name=employee.updated&id=1";
    let (event, _) = Sent::new("rippling", body).event();
    assert_eq!((event.kind.as_str(), event.signal), (Event::UNKNOWN, None));
}

#[test]
fn the_token_comes_as_bearer_with_a_form() {
    let with = |value: &str| {
        let sent = Sent::payload("rippling", TERMINATED).without("authorization");
        let received = sent.with("Authorization", value).received();
        received.map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(with(&format!("Bearer {SECRET}")), Ok(()));
    assert_eq!(with(SECRET), Err(WebhookErrorKind::BadHeader));
    assert_eq!(
        with(&format!("Bearer {SECRET}x")),
        Err(WebhookErrorKind::BadSignature)
    );
    let rippling = kind("rippling").unwrap();
    assert!(rippling.accepts_content_type("application/x-www-form-urlencoded"));
    assert!(!rippling.accepts_content_type("application/json"));
}
