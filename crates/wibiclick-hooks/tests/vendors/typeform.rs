use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::json;
use wibiclick_hooks::WebhookErrorKind;

const ANSWERED: &str = "form_response.json";

/// Typeform published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_in_base64_after_a_prefix_over_the_body() {
    assert_genuine(
        "typeform",
        SECRET,
        &[(
            "Typeform-Signature",
            "sha256=G2bsxxMOmyd0ImUTAFWG3vByYjBBXed1FrZa2GCd9SY=",
        )],
        &payload("typeform", ANSWERED),
        SIGNED_AT,
    );
}

#[test]
fn the_same_code_in_hex_or_without_the_prefix_is_none() {
    for value in [
        "sha256=1b66ecc7130e9b2774226513005586def0726230415de77516b65ad8609df526",
        "G2bsxxMOmyd0ImUTAFWG3vByYjBBXed1FrZa2GCd9SY=",
    ] {
        let sent = Sent::payload("typeform", ANSWERED)
            .without("typeform-signature")
            .with("typeform-signature", value);
        let error = sent.received().unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
    }
}

#[test]
fn a_form_is_about_whoever_answered_it() {
    let (event, key) = Sent::payload("typeform", ANSWERED).event();
    assert_eq!((event.kind.as_str(), event.signal), ("form_response", None));
    assert_eq!(
        subject(&event),
        json!({ "email": "laura@example.com", "id": null, "login": null, "name": null })
    );
    assert_eq!(key, "LtWXD3crgy");
    assert_eq!(event.occurred_at, Some(millis(1_516_299_422_000)));
}

#[test]
fn two_different_addresses_are_nobodys() {
    let sent = Sent::changed("typeform", ANSWERED, |body| {
        let answers = body["form_response"]["answers"].as_array_mut().unwrap();
        answers.push(json!({ "type": "email", "email": "other@example.com" }));
    });
    assert_eq!(sent.event().0.subject, None);
}

#[test]
fn an_address_that_is_not_asked_for_as_one_is_none() {
    let sent = Sent::changed("typeform", ANSWERED, |body| {
        body["form_response"]["hidden"] = json!({ "email": "forged@example.com" });
        let answers = body["form_response"]["answers"].as_array_mut().unwrap();
        answers.retain(|answer| answer["type"] != "email");
        answers.push(json!({ "type": "text", "text": "forged@example.com" }));
    });
    assert_eq!(sent.event().0.subject, None);
}
