use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::WebhookErrorKind;

const ANSWERED: &str = "FORM_RESPONSE.json";

/// Tally published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_in_base64_over_the_body() {
    assert_genuine(
        "tally",
        SECRET,
        &[(
            "Tally-Signature",
            "3wWnTxGKtBIIpHhDnGUNk8pabdfWH9Vz+bTU+CXn0rc=",
        )],
        &payload("tally", ANSWERED),
        SIGNED_AT,
    );
}

#[test]
fn the_same_code_in_hex_is_none() {
    let sent = Sent::payload("tally", ANSWERED)
        .without("tally-signature")
        .with(
            "tally-signature",
            "df05a74f118ab41208a478439c650d93ca5a6dd7d61fd573f9b4d4f825e7d2b7",
        );
    let error = sent.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

#[test]
fn a_form_is_about_whoever_answered_it() {
    let (event, key) = Sent::payload("tally", ANSWERED).event();
    assert_eq!((event.kind.as_str(), event.signal), ("FORM_RESPONSE", None));
    assert_eq!(
        subject(&event),
        json!({
            "email": "jane.roe@customer.example", "id": "rpd001", "login": null, "name": null,
        })
    );
    assert_eq!(key, "0d3f9b5e-1c2a-4b6d-8e7f-a1b2c3d4e5f6");
    assert_eq!(event.occurred_at, Some(millis(1_786_704_900_250)));
}

#[test]
fn a_field_left_empty_or_filled_in_twice_is_no_address() {
    let with = |change: fn(&mut Vec<Value>)| {
        let sent = Sent::changed("tally", ANSWERED, |body| {
            change(body["data"]["fields"].as_array_mut().unwrap());
        });
        subject(&sent.event().0)
    };
    let nobody = json!({ "email": null, "id": "rpd001", "login": null, "name": null });
    assert_eq!(with(|fields| fields[1]["value"] = Value::Null), nobody);
    assert_eq!(
        with(|fields| fields.push(json!({ "type": "INPUT_EMAIL", "value": "b@example.com" }))),
        nobody
    );
}

#[test]
fn a_hidden_field_is_no_address() {
    let sent = Sent::changed("tally", ANSWERED, |body| {
        body["data"]["fields"][1]["type"] = "HIDDEN_FIELDS".into();
    });
    assert_eq!(subject(&sent.event().0)["email"], Value::Null);
}
