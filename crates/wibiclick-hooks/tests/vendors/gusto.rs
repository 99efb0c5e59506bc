use crate::{SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Signal, WebhookErrorKind};

const LEFT: &str = "employee.terminated_effective.json";

/// Gusto published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_in_hex_over_the_body() {
    assert_genuine(
        "gusto",
        "gusto-verification-token-0123456789",
        &[(
            "X-Gusto-Signature",
            "38c920d4d5005a5c3efd0409273a98b246198765c21462ab66667a706668b490",
        )],
        &payload("gusto", LEFT),
        SIGNED_AT,
    );
}

#[test]
fn whoever_left_is_known_by_id_alone() {
    let (event, key) = Sent::payload("gusto", LEFT).event();
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!(
        subject(&event),
        json!({
            "email": null, "id": "bcfc9744-0ab3-4ef3-ab0d-e728255d659c", "login": null,
            "name": null,
        })
    );
    assert_eq!(key, "0b6f2c9e-7a41-4b63-8f0c-1d2e3f4a5b6c");
    assert_eq!(event.occurred_at, Some(millis(1_767_254_400_000)));
}

#[test]
fn what_is_announced_is_told_from_what_is_in_effect() {
    for (name, signal) in [
        ("employee.terminated", Some(Signal::PersonLeaving)),
        ("employee.terminated_effective", Some(Signal::PersonLeft)),
        ("employee.termination_effective", Some(Signal::PersonLeft)),
        ("employee.termination_cancelled", None),
        ("employee.rehired", None),
        ("employee.rehire_effective", Some(Signal::PersonReturned)),
        ("employee.rehire_cancelled", None),
        ("employee.deleted", None),
        ("employee.updated", Some(Signal::PersonChanged)),
    ] {
        let sent = Sent::changed("gusto", LEFT, |body| body["event_type"] = name.into());
        let (event, _) = sent.event();
        assert_eq!(event.signal, signal, "{name}");
        assert_eq!(event.effective_at, None, "{name}");
        assert!(event.subject.is_some(), "{name}");
    }
    let (event, _) = Sent::payload("gusto", "employee.created.json").event();
    assert_eq!(event.signal, Some(Signal::PersonJoined));
}

#[test]
fn a_bank_account_is_nobody() {
    let (event, _) = Sent::payload("gusto", "employee.bank_account.created.json").event();
    assert_eq!((event.signal, subject(&event)), (None, Value::Null));
}

#[test]
fn the_token_is_taken_without_a_signature_and_is_not_sent_back() {
    let hello = || Sent::payload("gusto", "verification.json").without("x-gusto-signature");
    let answer = hello().handshake();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert!(answer.headers.is_empty());
}

#[test]
fn only_the_token_goes_without_a_signature() {
    let unsigned = |body: &[u8]| {
        let sent = Sent::new("gusto", body).without("x-gusto-signature");
        sent.received().unwrap_err().kind()
    };
    let long = json!({ "verification_token": "x".repeat(4_096) }).to_string();
    for body in [
        &payload("gusto", LEFT)[..],
        br#"{"verification_token":7}"#,
        br#"["verification_token"]"#,
        b"",
        long.as_bytes(),
    ] {
        assert_eq!(unsigned(body), WebhookErrorKind::MissingHeader);
    }
    // With a signature it must be a good one, and is an event.
    let forged = Sent::payload("gusto", "verification.json")
        .without("x-gusto-signature")
        .with("x-gusto-signature", "00");
    assert_eq!(
        forged.received().unwrap_err().kind(),
        WebhookErrorKind::BadSignature
    );
    let (event, _) = Sent::payload("gusto", "verification.json").event();
    assert_eq!((event.signal, event.subject), (None, None));
}
