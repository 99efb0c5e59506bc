use crate::{SECRET, Sent, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Signal, WebhookErrorKind};

fn deleted(email_verified: Value) -> Sent {
    Sent::changed("auth0", "user.deleted.json", |body| {
        body["data"]["object"]["email_verified"] = email_verified;
    })
}

#[test]
fn a_deleted_user_has_left_and_an_address_that_anybody_could_write_is_not_theirs() {
    let (event, key) = Sent::payload("auth0", "user.deleted.json").event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(
        subject(&event),
        json!({
            "email": null, "id": "auth0|507f1f77bcf86cd799439020", "login": "johndoe",
            "name": "John Doe",
        })
    );
    assert_eq!(key, "evt_vjFVP5pVdfvsfRKatshkVV");
    let occurred = event.occurred_at.map(|at| at.to_string());
    assert_eq!(occurred.as_deref(), Some("2025-02-01T12:34:56Z"));

    for unverified in [json!(false), json!("true"), json!(1), Value::Null] {
        let (event, _) = deleted(unverified).event();
        assert_eq!(subject(&event)["email"], Value::Null);
    }
}

#[test]
fn a_verified_address_is_theirs() {
    let (event, _) = deleted(true.into()).event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(subject(&event)["email"], "john.doe@gmail.com");
}

#[test]
fn an_edit_is_no_departure_even_where_it_blocks() {
    for (name, signal) in [
        ("user.created", Some(Signal::PersonJoined)),
        ("user.updated", Some(Signal::PersonChanged)),
        ("organization.member.deleted", None),
    ] {
        let sent = Sent::changed("auth0", "user.deleted.json", |body| {
            body["type"] = name.into();
            body["data"]["object"]["blocked"] = true.into();
        });
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(event.subject.is_some(), signal.is_some(), "{name}");
    }
}

#[test]
fn the_token_is_a_bearer_token() {
    let with = |value: &str| {
        let sent = Sent::payload("auth0", "user.deleted.json").without("authorization");
        let received = sent.with("Authorization", value).received();
        received.map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(with(&format!("Bearer {SECRET}")), Ok(()));
    assert_eq!(with("Bearer no"), Err(WebhookErrorKind::BadSignature));
    assert_eq!(with(SECRET), Err(WebhookErrorKind::BadHeader));
}
