//! The edges of what each kind promises: what senders do rarely, what the guide
//! says beside the main road, and what a configured scheme may not say.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use wibiclick_hooks::{
    Event, Headers, Received, Request, Scheme, Secrets, Signal, Timestamp, ToSign, Weakness,
    WebhookError, WebhookErrorKind, kind, kinds,
};

const URL: &str = "https://hooks.example/hooks/source";
/// The secret and the signatures of one request, as the Standard Webhooks
/// libraries have them in their tests (standard-webhooks/standard-webhooks).
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const VECTOR_BODY: &[u8] = br#"{"test": 2432232314}"#;
const VECTOR_SECONDS: i64 = 1_614_265_330;
const VECTOR_V1: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
/// The ed25519 signature of the same request: svix/svix-webhooks, the server's
/// `worker.rs`, `test_asymmetric_key_signing`.
const VECTOR_V1A: &str =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const TOKEN: &str = "okta-token-0123456789-0123456789-0123";
const SIGNED_AT: i64 = 1_000_000;

fn millis(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis).unwrap()
}

fn secrets(texts: &[&str]) -> Secrets {
    Secrets::new(texts.iter().map(|&text| text.to_owned())).unwrap()
}

fn secret_of(kind_name: &str) -> &'static str {
    if kind_name == "okta" { TOKEN } else { SECRET }
}

/// A genuine request's headers, with this id.
fn signed(kind_name: &str, body: &[u8], id: &str) -> Vec<(String, String)> {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body,
        id: Some(id),
        timestamp: millis(SIGNED_AT * 1000),
    };
    kind(kind_name)
        .unwrap()
        .sign(&to_sign, secret_of(kind_name))
        .unwrap()
}

fn receive(
    kind_name: &str,
    headers: Vec<(String, String)>,
    body: &[u8],
) -> Result<Received, WebhookError> {
    let request = Request {
        method: "POST",
        url: URL,
        headers: &Headers::new(headers),
        body,
    };
    kind(kind_name).unwrap().receive(
        &request,
        &secrets(&[secret_of(kind_name)]),
        millis(SIGNED_AT * 1000),
        None,
    )
}

fn read(kind_name: &str, body: &Value) -> (Vec<Event>, Vec<String>) {
    let body = serde_json::to_vec(body).unwrap();
    match receive(kind_name, signed(kind_name, &body, "msg_1"), &body).unwrap() {
        Received::Events { events, keys } => (events, keys),
        Received::Handshake(_) => panic!("expected events"),
    }
}

fn one(kind_name: &str, body: &Value) -> Event {
    read(kind_name, body).0.remove(0)
}

fn payload(name: &str) -> Value {
    let path = format!("{}/../../tests/payloads/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Okta's real payload, with this done to its one event.
fn okta(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = payload("okta/user.lifecycle.deactivate.json");
    change(&mut body["data"]["events"][0]);
    body
}

/// The vector's request with these signature headers, and these secrets.
fn vector(signatures: &[&str], texts: &[&str]) -> Result<(), WebhookErrorKind> {
    let mut headers = vec![
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
    ];
    headers.extend(signatures.iter().map(|&it| ("webhook-signature", it)));
    let request = Request {
        method: "POST",
        url: URL,
        headers: &Headers::new(headers),
        body: VECTOR_BODY,
    };
    kind("standard-webhooks")
        .unwrap()
        .receive(
            &request,
            &secrets(texts),
            millis(VECTOR_SECONDS * 1000),
            None,
        )
        .map(|_| ())
        .map_err(|error| error.kind())
}

// ---- genuine or not ----

#[test]
fn a_signature_counts_in_whichever_header_and_however_proxies_join_them() {
    let wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for signatures in [
        vec![wrong, VECTOR_V1],
        vec![VECTOR_V1, wrong],
        vec![&format!("{wrong}, {VECTOR_V1}")],
        vec![&format!("{VECTOR_V1}, {wrong}")],
        vec![&format!("{VECTOR_V1A} {VECTOR_V1}")],
    ] {
        assert_eq!(vector(&signatures, &[SECRET]), Ok(()), "{signatures:?}");
    }
}

#[test]
fn signatures_of_other_versions_and_empty_ones_prove_nothing() {
    for signature in [
        VECTOR_V1A,
        "v1,",
        "v1",
        "v1, v1,",
        ",",
        // Without the version, in another alphabet, and without its padding.
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
        "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ] {
        assert_eq!(
            vector(&[signature], &[SECRET]),
            Err(WebhookErrorKind::BadSignature),
            "{signature}"
        );
    }
}

#[test]
fn a_secret_that_cannot_be_one_is_an_error_even_beside_a_good_one() {
    for broken in [
        "whsec_not base64",
        "whsec_",
        "MfKQ9r8G-YqrTwjUPD8ILPZIo2LaLaSw",
    ] {
        for texts in [[broken, SECRET], [SECRET, broken]] {
            assert_eq!(
                vector(&[VECTOR_V1], &texts),
                Err(WebhookErrorKind::BadSecret),
                "{texts:?}"
            );
        }
    }
}

#[test]
fn a_secret_that_lost_its_padding_is_the_same_secret() {
    // 25 bytes, which base64 pads with two `=`.
    let (padded, bare) = (
        "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==",
        "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ",
    );
    let kind = kind("svix").unwrap();
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body: b"{}",
        id: Some("msg_1"),
        timestamp: millis(SIGNED_AT * 1000),
    };
    assert_eq!(
        kind.sign(&to_sign, padded).unwrap(),
        kind.sign(&to_sign, bare).unwrap()
    );
}

#[test]
fn a_secret_longer_than_the_specification_allows_is_named() {
    // 66 bytes.
    let long = format!("whsec_{}", "AQEB".repeat(22));
    let weakness = kind("svix").unwrap().weakness(&secrets(&[&long]));
    assert!(
        matches!(
            weakness,
            Some(Weakness::TooLong {
                number: 1,
                got: 66,
                ..
            })
        ),
        "{weakness:?}"
    );
}

#[test]
fn an_id_that_reaches_over_into_the_time_is_refused_though_its_signature_fits() {
    // The same bytes are signed: `msg` + `.` + `1000000` + `.` + `7.{}`, and
    // `msg.1000000` + `.` + `7` + `.` + `{}`.
    let genuine = signed("standard-webhooks", b"7.{}", "msg");
    let shifted = genuine
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            "webhook-id" => (name, format!("msg.{SIGNED_AT}")),
            "webhook-timestamp" => (name, "7".to_owned()),
            _ => (name, value),
        })
        .collect();
    let error = receive("standard-webhooks", shifted, b"{}").unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadHeader);
}

#[test]
fn the_tolerance_ends_at_its_very_millisecond_and_may_be_none_at_all() {
    let body = br#"{"type":"a"}"#;
    let headers = Headers::new(signed("svix", body, "msg_1"));
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body,
    };
    let with = |off: i64, tolerance: Duration| {
        let now = millis(SIGNED_AT * 1000 + off);
        kind("svix")
            .unwrap()
            .receive(&request, &secrets(&[SECRET]), now, Some(tolerance))
            .err()
            .map(|error| error.kind())
    };
    for (off, tolerance, expected) in [
        (1_500, 1_500, None),
        (-1_500, 1_500, None),
        (1_501, 1_500, Some(WebhookErrorKind::TooOld)),
        (-1_501, 1_500, Some(WebhookErrorKind::TooNew)),
        (0, 0, None),
        (1, 0, Some(WebhookErrorKind::TooOld)),
    ] {
        assert_eq!(
            with(off, Duration::from_millis(tolerance)),
            expected,
            "{off} within {tolerance}"
        );
    }
    assert_eq!(with(i64::from(u32::MAX), Duration::MAX), None);
}

#[test]
fn a_forged_request_is_called_forged_however_old_it_is() {
    let mut headers = signed("clerk", b"{}", "msg_1");
    for header in &mut headers {
        if header.0 == "svix-timestamp" {
            "7".clone_into(&mut header.1);
        }
    }
    let error = receive("clerk", headers, b"{}").unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

#[test]
fn a_post_with_a_challenge_is_no_handshake_and_two_challenges_are_refused() {
    let challenge = || ("x-okta-verification-challenge".to_owned(), "c".to_owned());
    let error = receive("okta", vec![challenge()], b"{}").unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::MissingHeader);

    let request = Request {
        method: "GET",
        url: URL,
        headers: &Headers::new([challenge(), challenge()]),
        body: b"",
    };
    let error = kind("okta")
        .unwrap()
        .receive(&request, &secrets(&[TOKEN]), millis(0), None)
        .unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadHeader);
}

#[test]
fn a_media_type_is_the_same_with_parameters_and_in_any_case() {
    for kind in kinds() {
        for own in kind.content_types() {
            let own = format!("{}; charset=utf-8", own.to_uppercase());
            assert!(kind.accepts_content_type(&own), "{own}");
        }
        for other in ["application/jsonp", "text/html", ""] {
            assert!(
                !kind.accepts_content_type(other),
                "{}: {other}",
                kind.name()
            );
        }
    }
}

// ---- what happened to whom ----

#[test]
fn a_type_that_is_a_signals_name_has_that_signal_and_tells_whom_and_when() {
    for kind_name in ["standard-webhooks", "svix"] {
        for signal in Signal::ALL {
            let event = one(
                kind_name,
                &json!({ "type": signal, "timestamp": "2026-01-02T03:04:05Z", "data": {
                    "id": 7, "email": "Jane.Roe@Example.com", "login": "jane", "name": "Jane Roe",
                    "effectiveAt": "2026-02-01T00:00:00+01:00",
                }}),
            );
            assert_eq!(event.signal, Some(signal), "{kind_name}");
            assert_eq!(
                serde_json::to_value(&event.subject).unwrap(),
                json!({ "email": "jane.roe@example.com", "id": "7", "login": "jane", "name": "Jane Roe" })
            );
            let effective = event.effective_at.map(|at| at.to_string());
            assert_eq!(effective.as_deref(), Some("2026-01-31T23:00:00Z"));
        }
    }
}

#[test]
fn the_last_day_of_who_leaves_may_be_a_date_alone() {
    let event = one(
        "standard-webhooks",
        &json!({ "type": "person.leaving", "data": { "id": "7", "effectiveAt": "2026-12-31" } }),
    );
    let effective = event.effective_at.map(|at| at.to_string());
    assert_eq!(effective.as_deref(), Some("2026-12-31T00:00:00Z"));
}

#[test]
fn of_a_senders_own_type_nothing_is_concluded() {
    for name in [
        "person.leave",
        "Person.left",
        "person.left ",
        "user.deleted",
        "person",
    ] {
        let event = one(
            "standard-webhooks",
            &json!({ "type": name, "data": { "id": "1", "email": "jane.roe@example.com" } }),
        );
        // White space around a name is nobody's meaning.
        let expected = (name.trim() == "person.left").then_some(Signal::PersonLeft);
        assert_eq!(event.signal, expected, "{name}");
        assert_eq!(event.subject.is_some(), expected.is_some(), "{name}");
    }
}

#[test]
fn signals_are_read_as_they_are_written() {
    for signal in Signal::ALL {
        assert_eq!(signal.to_string().parse(), Ok(signal));
        assert_eq!(json!(signal), json!(signal.as_str()));
    }
    let error = "person.gone".parse::<Signal>().unwrap_err();
    assert!(error.to_string().contains("person.left"), "{error}");
}

#[test]
fn clerk_a_changed_user_has_changed_and_a_lost_membership_is_no_departure() {
    let mut updated = payload("clerk/user.created.json");
    updated["type"] = "user.updated".into();
    assert_eq!(one("clerk", &updated).signal, Some(Signal::PersonChanged));

    // Field names: clerk.com/docs, "Backend API", object OrganizationMembership.
    let membership = |name: &str, identifier: &str| {
        let event = one(
            "clerk",
            &json!({ "type": name, "data": { "id": "orgmem_1", "public_user_data": {
                "user_id": "user_1", "identifier": identifier,
                "first_name": "Casey", "last_name": "Clerk",
            }}}),
        );
        (event.signal, event.subject.unwrap())
    };
    let (signal, subject) = membership("organizationMembership.deleted", "Casey@Example.com");
    assert_eq!(signal, Some(Signal::AccessRemoved));
    assert_eq!(subject.email.as_deref(), Some("casey@example.com"));
    assert_eq!(subject.id.as_deref(), Some("user_1"));
    assert_eq!(
        (subject.login, subject.name.as_deref()),
        (None, Some("Casey Clerk"))
    );

    let (signal, subject) = membership("organizationMembership.updated", "+14155550100");
    assert_eq!(signal, None);
    assert_eq!(
        (subject.email, subject.login.as_deref()),
        (None, Some("+14155550100"))
    );
}

#[test]
fn clerk_a_user_without_a_primary_address_has_none() {
    let mut body = payload("clerk/user.created.json");
    body["data"]["primary_email_address_id"] = Value::Null;
    body["data"]["email_addresses"][0]["id"] = Value::Null;
    assert_eq!(one("clerk", &body).subject.unwrap().email, None);
}

#[test]
fn clerk_takes_time_and_id_from_what_is_signed() {
    let event = one("clerk", &payload("clerk/user.deleted.json"));
    assert_eq!(event.occurred_at, Some(millis(SIGNED_AT * 1000)));
    assert_eq!(event.id.as_deref(), Some("msg_1"));
}

#[test]
fn okta_a_login_that_is_no_address_is_a_login_and_unknown_is_nothing() {
    let subject = |alternate: &str| {
        one(
            "okta",
            &okta(|event| event["target"][0]["alternateId"] = alternate.into()),
        )
        .subject
        .unwrap()
    };
    for login in [
        "jroe",
        "jane@localhost",
        "a@b@example.com",
        "Jane <j@example.com>",
        "@example.com",
    ] {
        let subject = subject(login);
        assert_eq!(
            (subject.email, subject.login.as_deref()),
            (None, Some(login))
        );
    }
    let address = subject("  Jane@Example.com ");
    assert_eq!(
        (address.email.as_deref(), address.login),
        (Some("jane@example.com"), None)
    );
    let nothing = subject("unknown");
    assert_eq!((nothing.email, nothing.login), (None, None));
}

#[test]
fn okta_without_an_outcome_there_is_no_signal() {
    let body = okta(|event| {
        event.as_object_mut().unwrap().remove("outcome");
    });
    assert_eq!(one("okta", &body).signal, None);
}

#[test]
fn okta_a_broken_item_does_not_take_the_others_with_it() {
    let mut body = okta(|_| ());
    let list = body["data"]["events"].as_array_mut().unwrap();
    list.insert(0, json!(null));
    list.push(json!({ "eventType": ["x"], "target": 7 }));
    let (events, keys) = read("okta", &body);
    assert_eq!(events[0].kind, Event::UNKNOWN);
    assert_eq!(events[1].signal, Some(Signal::PersonLeft));
    assert_eq!(events[2].kind, Event::UNKNOWN);
    assert_eq!(keys.len(), 3);
    assert!(keys[0] != keys[2]);
}

// ---- keys ----

#[test]
fn a_key_is_the_same_when_the_request_comes_again_and_has_no_index_when_alone() {
    let body = okta(|event| {
        event.as_object_mut().unwrap().remove("uuid");
    });
    let (_, keys) = read("okta", &body);
    assert_eq!(keys, read("okta", &body).1);
    assert_eq!(keys[0].len(), "sha256:".len() + 64, "{}", keys[0]);
    let (_, other) = read("okta", &okta(|event| event["uuid"] = Value::Null));
    assert_ne!(keys, other);
}

#[test]
fn an_id_of_any_length_makes_a_key_that_can_be_stored() {
    let key = |id: &str| {
        read("okta", &okta(|event| event["uuid"] = id.into()))
            .1
            .remove(0)
    };
    let longest = "x".repeat(256);
    assert_eq!(key(&longest), longest);
    let (a, b) = (key(&format!("{longest}a")), key(&format!("{longest}b")));
    assert!(
        a.len() < 256 && a.starts_with("sha256:") && a != b,
        "{a} {b}"
    );
}

// ---- schemes as configured ----

fn scheme(signed: &str, more: &str) -> Result<Scheme, String> {
    serde_json::from_str(&format!(
        r#"{{ "algorithm": "hmac-sha256", "header": "x-signature", "encoding": "base64",
            "signed": "{signed}" {more} }}"#
    ))
    .map_err(|error| error.to_string())
}

const TIME: &str =
    r#", "timestamp": { "header": "x-time", "unit": "milliseconds", "tolerance_seconds": 60 }"#;

#[test]
fn a_scheme_that_would_not_protect_is_refused_with_what_it_lacks() {
    for (signed, more, says) in [
        ("{timestamp}", TIME, "{body}"),
        ("{timestamp}.{body}", "", "`timestamp`"),
        ("{id}.{body}", "", "`id`"),
        // A time that nobody signed can be changed by anybody.
        ("{body}", TIME, "{timestamp}"),
        ("{path}{body}", "", "{path}"),
        ("{body", "", "{id}.{timestamp}.{body}"),
        ("{body}", r#", "id": """#, "header"),
        ("{body}", r#", "id": []"#, "header"),
        ("{body}", r#", "ids": "x""#, "ids"),
    ] {
        let error = scheme(signed, more).unwrap_err();
        assert!(error.contains(says), "{signed} {more}: {error}");
    }
}

#[test]
fn a_configured_scheme_signs_and_verifies() {
    let scheme = scheme("v0:{timestamp}:{body}", TIME).unwrap();
    let secret = "0123456789abcdef0123456789abcdef";
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body: b"hello",
        id: None,
        timestamp: millis(1_700_000_000_123),
    };
    let headers = Headers::new(scheme.sign(&to_sign, secret).unwrap());
    assert_eq!(headers.get("x-time"), Some("1700000000123"));
    // Made with Python's hmac module.
    assert_eq!(
        headers.get("x-signature"),
        Some("/FKmjBvZEVeC941gBz4rOFDHi+sPVGdTkcyOjtIadao=")
    );
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body: b"hello",
    };
    let verify = |now| scheme.verify(&request, &secrets(&[secret]), millis(now), None);
    assert_eq!(verify(1_700_000_060_123).unwrap().body(), b"hello");
    assert_eq!(
        verify(1_700_000_060_124).unwrap_err().kind(),
        WebhookErrorKind::TooOld
    );
}

// ---- whatever comes ----

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "User",
            "SUCCESS",
            "user.deleted",
            "user.lifecycle.deactivate"
        ])
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "type",
        "data",
        "events",
        "target",
        "eventType",
        "uuid",
        "id",
        "email",
        "alternateId",
        "email_addresses",
        "primary_email_address_id",
        "public_user_data",
        "published",
    ]);
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..4).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(name, it)| (name.to_owned(), it))
                    .collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_genuine_body_in_a_kinds_own_shape_is_read(items in prop::collection::vec(any_json(), 0..4)) {
        let (events, keys) = read("okta", &json!({ "data": { "events": items } }));
        prop_assert_eq!((events.len(), keys.len()), (items.len(), items.len()));
        for name in ["clerk", "svix", "standard-webhooks"] {
            for kind_of in ["user.created", "organizationMembership.deleted", "person.left"] {
                let (events, _) = read(name, &json!({ "type": kind_of, "data": items.first() }));
                prop_assert_eq!(events.len(), 1);
            }
        }
    }

    #[test]
    fn a_time_is_read_as_it_was_written(count in -62_135_596_800_000i64..=253_402_300_799_999) {
        let time = millis(count);
        prop_assert_eq!(time.unix_millis(), count);
        prop_assert_eq!(Timestamp::parse(&time.to_string()), Some(time));
    }

    #[test]
    fn any_text_is_a_time_or_none(text in "[0-9TZ:.+ -]{0,40}") {
        let _ = Timestamp::parse(&text);
    }
}
