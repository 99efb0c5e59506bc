//! What each kind promises: genuine requests are told from others, and their
//! events say what happened to whom.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use wibiclick_hooks::{
    Event, Headers, Received, Request, Secrets, Signal, Timestamp, ToSign, WebhookError,
    WebhookErrorKind, kind, kinds, nearest,
};

const URL: &str = "https://hooks.example/hooks/source";

/// The vector that the Standard Webhooks libraries share in their tests, which
/// is also Svix' own: standard-webhooks/standard-webhooks, `libraries/*/tests`.
mod vector {
    pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    pub(crate) const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    pub(crate) const SECONDS: i64 = 1_614_265_330;
    pub(crate) const BODY: &[u8] = br#"{"test": 2432232314}"#;
    pub(crate) const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000).unwrap()
}

fn secrets(texts: &[&str]) -> Secrets {
    Secrets::new(texts.iter().map(|&text| text.to_owned())).unwrap()
}

fn secret_of(kind: &str) -> &'static str {
    match kind {
        "okta" => "okta-token-0123456789-0123456789-0123",
        _ => vector::SECRET,
    }
}

/// A genuine request's headers.
fn signed(kind_name: &str, body: &[u8], seconds: i64) -> Vec<(String, String)> {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body,
        id: (kind_name != "okta").then_some("msg_1"),
        timestamp: at(seconds),
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
    now: i64,
) -> Result<Received, WebhookError> {
    let headers = Headers::new(headers);
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body,
    };
    let secrets = secrets(&[secret_of(kind_name)]);
    kind(kind_name)
        .unwrap()
        .receive(&request, &secrets, at(now), None)
}

fn events(kind_name: &str, body: &[u8]) -> (Vec<Event>, Vec<String>) {
    match receive(
        kind_name,
        signed(kind_name, body, 1_000_000),
        body,
        1_000_000,
    )
    .unwrap()
    {
        Received::Events { events, keys } => (events, keys),
        Received::Handshake(_) => panic!("events"),
    }
}

fn payload(name: &str) -> Vec<u8> {
    let path = format!("{}/../../tests/payloads/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// The vector's request, under the header names of a kind.
fn vector_headers(prefix: &str, signature: &str) -> Vec<(String, String)> {
    [
        ("id", vector::ID.to_owned()),
        ("timestamp", vector::SECONDS.to_string()),
        ("signature", signature.to_owned()),
    ]
    .map(|(name, value)| (format!("{prefix}-{name}"), value))
    .to_vec()
}

// ---- genuine or not ----

#[test]
fn the_published_vector_is_genuine_under_the_headers_of_each_kind() {
    for (kind_name, prefix) in [
        ("standard-webhooks", "webhook"),
        ("svix", "svix"),
        ("clerk", "svix"),
        ("svix", "Webhook"),
    ] {
        let headers = vector_headers(prefix, vector::SIGNATURE);
        let received = receive(kind_name, headers, vector::BODY, vector::SECONDS);
        let Ok(Received::Events { events, keys }) = received else {
            panic!("{kind_name}: {received:?}");
        };
        // Its body says nothing of what happened.
        assert_eq!(events[0].kind, Event::UNKNOWN);
        assert_eq!(keys, [vector::ID]);
    }
}

#[test]
fn the_signer_makes_the_published_signature() {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body: vector::BODY,
        id: Some(vector::ID),
        timestamp: at(vector::SECONDS),
    };
    let headers = kind("standard-webhooks")
        .unwrap()
        .sign(&to_sign, vector::SECRET)
        .unwrap();
    let signature = headers
        .iter()
        .find(|(name, _)| name == "webhook-signature")
        .unwrap();
    assert_eq!(signature.1, vector::SIGNATURE);
}

#[test]
fn any_change_of_body_id_time_or_secret_makes_it_a_forgery() {
    let body = br#"{"type":"a","data":{}}"#;
    let genuine = signed("standard-webhooks", body, 1_000_000);
    let change = |name: &str, value: &str| {
        let mut headers = genuine.clone();
        for header in &mut headers {
            if header.0 == name {
                value.clone_into(&mut header.1);
            }
        }
        receive("standard-webhooks", headers, body, 1_000_000)
    };
    assert!(change("none", "").is_ok());
    let forged = [
        change("webhook-id", "msg_2"),
        change("webhook-timestamp", "1000001"),
        change("webhook-signature", "v1,AAAA"),
        change(
            "webhook-signature",
            "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        change("webhook-signature", ""),
        receive("standard-webhooks", genuine.clone(), b"{}", 1_000_000),
        // The same JSON, parsed and written again.
        receive(
            "standard-webhooks",
            genuine.clone(),
            br#"{"data":{},"type":"a"}"#,
            1_000_000,
        ),
    ];
    for (number, result) in forged.into_iter().enumerate() {
        assert!(result.unwrap_err().is_authentic_failure(), "{number}");
    }
}

#[test]
fn one_of_several_secrets_and_one_of_several_signatures_is_enough() {
    let headers = Headers::new(vector_headers(
        "webhook",
        &format!("v1a,c2ln v1,AAAA {} v2,BBBB", vector::SIGNATURE),
    ));
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body: vector::BODY,
    };
    let kind = kind("standard-webhooks").unwrap();
    let with = |texts: &[&str]| {
        let result = kind.receive(&request, &secrets(texts), at(vector::SECONDS), None);
        result.err().map(|error| error.kind())
    };
    let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let genuine = None;
    assert_eq!(with(&[vector::SECRET]), genuine);
    assert_eq!(with(&[other, vector::SECRET]), genuine);
    // Without the prefix it is the same secret.
    assert_eq!(with(&[&vector::SECRET[6..]]), genuine);
    assert_eq!(with(&[other]), Some(WebhookErrorKind::BadSignature));
}

#[test]
fn the_clock_may_be_off_by_the_tolerance_both_ways_and_no_more() {
    let body = br#"{"type":"a","data":{}}"#;
    for (now, expected) in [
        (1_000_300, None),
        (999_700, None),
        (1_000_301, Some(WebhookErrorKind::TooOld)),
        (999_699, Some(WebhookErrorKind::TooNew)),
    ] {
        let headers = signed("standard-webhooks", body, 1_000_000);
        let result = receive("standard-webhooks", headers, body, now);
        assert_eq!(result.err().map(|error| error.kind()), expected, "{now}");
    }
    let headers = Headers::new(signed("standard-webhooks", body, 1_000_000));
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body,
    };
    let kind = kind("standard-webhooks").unwrap();
    let wide = Some(Duration::from_secs(5_000));
    let secrets = secrets(&[vector::SECRET]);
    assert!(
        kind.receive(&request, &secrets, at(1_004_000), wide)
            .is_ok()
    );
}

#[test]
fn headers_that_are_missing_double_or_garbled_are_refused_by_name() {
    let body = br#"{"type":"a","data":{}}"#;
    let genuine = signed("standard-webhooks", body, 1_000_000);
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let mut missing = genuine.clone();
        missing.retain(|(it, _)| it != name);
        let error = receive("standard-webhooks", missing, body, 1_000_000).unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::MissingHeader);
        assert!(error.to_string().contains(name));
    }
    for name in ["webhook-id", "webhook-timestamp"] {
        let mut double = genuine.clone();
        double.push((name.to_owned(), "1".to_owned()));
        let error = receive("standard-webhooks", double, body, 1_000_000).unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::BadHeader, "{name}");
    }
    for time in ["soon", "-1", "1e9", "99999999999999999999", " 1000000"] {
        let mut garbled = genuine.clone();
        for header in &mut garbled {
            if header.0 == "webhook-timestamp" {
                time.clone_into(&mut header.1);
            }
        }
        let error = receive("standard-webhooks", garbled, body, 1_000_000).unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::BadHeader, "{time}");
    }
}

#[test]
fn header_names_are_found_in_any_case() {
    let body = br#"{"type":"a","data":{}}"#;
    let headers = signed("standard-webhooks", body, 1_000_000)
        .into_iter()
        .map(|(name, value)| (name.to_uppercase(), value))
        .collect();
    assert!(receive("standard-webhooks", headers, body, 1_000_000).is_ok());
}

#[test]
fn an_id_cannot_reach_over_into_what_follows_it() {
    // "msg.1" + "." + "2" signs the same bytes as "msg" + "." + "1.2".
    let body = br#"{"type":"a","data":{}}"#;
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body,
        id: Some("msg.1"),
        timestamp: at(1_000_000),
    };
    let refused = kind("standard-webhooks")
        .unwrap()
        .sign(&to_sign, vector::SECRET);
    assert!(refused.is_err());
}

#[test]
fn a_token_is_compared_whole() {
    let body = payload("okta/user.lifecycle.deactivate.json");
    let with = |token: &str| {
        let headers = vec![("authorization".to_owned(), token.to_owned())];
        receive("okta", headers, &body, 1_000_000).map_err(|error| error.kind())
    };
    let token = secret_of("okta");
    assert!(with(token).is_ok());
    for wrong in [
        "",
        &token[1..],
        &format!("{token}x"),
        &token.to_uppercase(),
        &format!("Bearer {token}"),
    ] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn empty_secrets_are_refused_and_weak_ones_are_named_without_being_shown() {
    assert!(Secrets::new([]).is_err());
    for blank in ["", "  "] {
        assert!(Secrets::new(["good".to_owned(), blank.to_owned()]).is_err());
    }
    for (kind_name, weak) in [
        ("okta", "hunter2"),
        ("standard-webhooks", "whsec_aHVudGVyMg=="),
        ("standard-webhooks", "hunter2 is not base64!"),
    ] {
        let secrets = secrets(&[secret_of(kind_name), weak]);
        let said = kind(kind_name)
            .unwrap()
            .weakness(&secrets)
            .unwrap()
            .to_string();
        assert!(said.contains("secret 2"), "{said}");
        assert!(!format!("{said}{secrets:?}").contains(weak));
    }
    for kind_name in ["okta", "standard-webhooks", "svix", "clerk"] {
        let strong = secrets(&[secret_of(kind_name)]);
        assert_eq!(kind(kind_name).unwrap().weakness(&strong), None);
    }
}

#[test]
fn errors_hold_neither_secret_nor_signature_nor_body() {
    let body = br#"{"type":"personal"}"#;
    let headers = vector_headers("webhook", "v1,Zm9yZ2Vk");
    let error = receive("standard-webhooks", headers, body, vector::SECONDS).unwrap_err();
    let shown = format!("{error}{error:?}");
    for hidden in ["Zm9yZ2Vk", "MfKQ", "personal"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn a_kind_is_found_by_its_name_or_a_near_one() {
    let names: Vec<&str> = kinds().map(|kind| kind.name()).collect();
    assert!(names.is_sorted());
    for name in names {
        assert_eq!(kind(name).unwrap().name(), name);
    }
    assert!(kind("otka").is_none());
    assert_eq!(nearest("otka"), Some("okta"));
    assert_eq!(nearest("Standard_Webhooks"), Some("standard-webhooks"));
    assert_eq!(nearest("something else"), None);
}

// ---- what happened to whom ----

#[test]
fn okta_the_target_has_left_and_the_actor_has_not() {
    let (events, keys) = events("okta", &payload("okta/user.lifecycle.deactivate.json"));
    let [event] = events.as_slice() else {
        panic!("one event");
    };
    assert_eq!(event.kind, "user.lifecycle.deactivate");
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    let subject = event.subject.as_ref().unwrap();
    assert_eq!(subject.email.as_deref(), Some("john.doe@example.com"));
    assert_eq!(subject.id.as_deref(), Some("00u3m90rxKjGQ0G6L1d6"));
    assert!(event.occurred_at.is_some());
    assert_eq!(keys, [event.id.clone().unwrap()]);
    assert!(!serde_json::to_string(subject).unwrap().contains("trainer"));
}

#[test]
fn okta_a_login_means_nothing_and_is_about_nobody() {
    let (events, _) = events("okta", &payload("okta/user.session.start.json"));
    assert_eq!((events[0].signal, &events[0].subject), (None, &None));
}

/// The real payload, with this done to its event.
fn okta_with(change: impl Fn(&mut Value)) -> Vec<Event> {
    let mut body: Value =
        serde_json::from_slice(&payload("okta/user.lifecycle.deactivate.json")).unwrap();
    change(&mut body["data"]["events"][0]);
    events("okta", &serde_json::to_vec(&body).unwrap()).0
}

#[test]
fn okta_signals_are_told_apart_and_a_failure_is_none() {
    for (kind_name, signal) in [
        ("user.lifecycle.suspend", Some(Signal::PersonSuspended)),
        ("user.lifecycle.unsuspend", Some(Signal::PersonReturned)),
        ("user.lifecycle.reactivate", Some(Signal::PersonReturned)),
        ("user.lifecycle.create", Some(Signal::PersonJoined)),
        ("user.lifecycle.delete.completed", Some(Signal::PersonLeft)),
        ("user.account.update_profile", Some(Signal::PersonChanged)),
        (
            "application.user_membership.remove",
            Some(Signal::AccessRemoved),
        ),
        ("user.lifecycle.deactivated", None),
    ] {
        let events = okta_with(|event| event["eventType"] = kind_name.into());
        assert_eq!(events[0].signal, signal, "{kind_name}");
    }
    let failed = okta_with(|event| event["outcome"]["result"] = "FAILURE".into());
    assert_eq!(failed[0].signal, None);
}

#[test]
fn okta_two_users_as_targets_are_nobody_in_particular() {
    let events = okta_with(|event| {
        let other = json!({ "type": "User", "id": "00u2", "alternateId": "other@example.com" });
        event["target"].as_array_mut().unwrap().push(other);
    });
    let subject = events[0].subject.clone().unwrap_or_default();
    assert_eq!((subject.email, subject.id), (None, None));
}

#[test]
fn okta_a_batch_is_as_many_events_each_with_its_own_key() {
    let mut body: Value =
        serde_json::from_slice(&payload("okta/user.lifecycle.deactivate.json")).unwrap();
    let list = body["data"]["events"].as_array_mut().unwrap();
    let mut second = list[0].clone();
    second["uuid"] = "second".into();
    let mut third = list[0].clone();
    third.as_object_mut().unwrap().remove("uuid");
    list.extend([second, third]);
    let (events, keys) = events("okta", &serde_json::to_vec(&body).unwrap());
    assert_eq!(events.len(), 3);
    assert_eq!(keys[1], "second");
    assert!(
        keys[2].starts_with("sha256:") && keys[2].ends_with("#2"),
        "{}",
        keys[2]
    );
}

#[test]
fn okta_says_hello_and_is_answered() {
    let headers = Headers::new([("X-Okta-Verification-Challenge", "say \"this\" back")]);
    let request = Request {
        method: "GET",
        url: URL,
        headers: &headers,
        body: b"",
    };
    let okta = kind("okta").unwrap();
    assert!(okta.takes_get());
    let secrets = secrets(&[secret_of("okta")]);
    let Received::Handshake(answer) = okta.receive(&request, &secrets, at(0), None).unwrap() else {
        panic!("a handshake");
    };
    assert_eq!(answer.status, 200);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body, json!({ "verification": "say \"this\" back" }));

    let empty = Headers::default();
    let request = Request {
        headers: &empty,
        ..request
    };
    let error = okta.receive(&request, &secrets, at(0), None).unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::Unsupported);
}

#[test]
fn clerk_a_deleted_user_has_left_with_an_id_and_no_address() {
    let (events, keys) = events("clerk", &payload("clerk/user.deleted.json"));
    assert_eq!(events[0].signal, Some(Signal::PersonLeft));
    let subject = events[0].subject.as_ref().unwrap();
    assert_eq!(
        subject.id.as_deref(),
        Some("user_29wBMCtzATuFJut8jO2VNTVekS4")
    );
    assert_eq!(subject.email, None);
    assert_eq!(keys, ["msg_1"]);
}

#[test]
fn clerk_a_created_user_has_the_primary_address() {
    let mut body: Value = serde_json::from_slice(&payload("clerk/user.created.json")).unwrap();
    let addresses = body["data"]["email_addresses"].as_array_mut().unwrap();
    let primary = addresses[0]["email_address"]
        .as_str()
        .unwrap()
        .to_lowercase();
    let mut other = addresses[0].clone();
    other["id"] = "idn_other".into();
    other["email_address"] = "other@example.com".into();
    addresses.insert(0, other);
    let (events, _) = events("clerk", &serde_json::to_vec(&body).unwrap());
    assert_eq!(events[0].signal, Some(Signal::PersonJoined));
    let subject = events[0].subject.as_ref().unwrap();
    assert_eq!(subject.email.as_deref(), Some(primary.as_str()));
}

#[test]
fn standard_webhooks_have_the_senders_own_type_and_data() {
    let (events, _) = events(
        "standard-webhooks",
        &payload("standard-webhooks/contact.created.full.json"),
    );
    assert_eq!(
        (events[0].kind.as_str(), events[0].signal),
        ("contact.created", None)
    );
    assert_eq!(events[0].data["data"]["fullName"], "John Smith");
    assert_eq!(
        events[0].occurred_at.unwrap().to_string(),
        "2022-11-03T20:26:10.344Z"
    );
}

#[test]
fn a_genuine_body_that_is_no_json_is_malformed() {
    for body in [&b"{"[..], b"", b"[]", b"\xff", b"7"] {
        let headers = signed("standard-webhooks", body, 1_000_000);
        let error = receive("standard-webhooks", headers, body, 1_000_000).unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::Malformed, "{body:?}");
        assert!(!error.is_authentic_failure());
    }
}

// ---- whatever comes ----

fn any_kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(kinds().map(|kind| kind.name()).collect::<Vec<_>>())
}

/// One whose requests are made genuine by headers, whatever their body is.
fn any_signing_kind() -> impl Strategy<Value = &'static str> {
    any_kind().prop_filter("its token is in the body", |name| {
        !signed(name, b"{}", 0).is_empty()
    })
}

/// One that some kind looks at, or any other.
fn any_header() -> impl Strategy<Value = String> {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body: b"{}",
        id: None,
        timestamp: at(0),
    };
    let signed = kinds().flat_map(|kind| kind.sign(&to_sign, secret_of(kind.name())).unwrap());
    let names: Vec<String> = signed
        .map(|(name, _)| name)
        .chain(
            [
                "x-okta-verification-challenge",
                "x-github-event",
                "x-shopify-topic",
            ]
            .map(str::to_owned),
        )
        .collect();
    prop_oneof![prop::sample::select(names), "[a-z-]{0,9}"]
}

proptest! {
    #[test]
    fn what_is_signed_is_genuine(name in any_signing_kind(), body in prop::collection::vec(any::<u8>(), 0..300)) {
        let result = receive(name, signed(name, &body, 1_000_000), &body, 1_000_000);
        if let Err(error) = result {
            prop_assert_eq!(error.kind(), WebhookErrorKind::Malformed);
        }
    }

    #[test]
    fn what_was_changed_on_its_way_is_not(at_byte in 0usize..100, flip in 1u8..=255) {
        let body = br#"{"type":"user.deleted","timestamp":"2026-01-01T00:00:00Z","data":{"id":"user_1","more":"...."}}"#;
        let mut changed = body.to_vec();
        let index = at_byte % changed.len();
        changed[index] ^= flip;
        let headers = signed("clerk", body, 1_000_000);
        let error = receive("clerk", headers, &changed, 1_000_000).unwrap_err();
        prop_assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
    }

    #[test]
    fn any_request_is_received_or_refused(
        name in any_kind(),
        method in "GET|POST|PUT|",
        headers in prop::collection::vec(
            (any_header(), ".{0,40}|v1,[A-Za-z0-9+/=]{0,50}|[0-9]{0,22}|t=[0-9]{0,14}, ?v1=[0-9a-f]{0,64}|(sha256=|v0=)?[0-9a-f]{0,64}|Bearer [a-z]{0,9}|ping|[0-9T:Z+-]{0,25}"),
            0..8,
        ),
        body in prop::collection::vec(any::<u8>(), 0..200),
        now in any::<i64>(),
    ) {
        let Some(now) = Timestamp::from_unix_millis(now % 4_000_000_000_000) else { return Ok(()) };
        let headers = Headers::new(headers);
        let request = Request { method: &method, url: URL, headers: &headers, body: &body };
        let _ = kind(name).unwrap().receive(&request, &secrets(&[secret_of(name)]), now, None);
    }

    #[test]
    fn any_genuine_json_is_read_or_malformed(name in any_signing_kind(), text in r#"[\[\]{}":,a-z0-9 ]{0,120}|\{"type":"[a-z.]{0,12}","data":\{"id":[0-9]{1,4}\}\}"#) {
        let body = text.as_bytes();
        match receive(name, signed(name, body, 1_000_000), body, 1_000_000) {
            Ok(Received::Events { events, keys }) => prop_assert_eq!(events.len(), keys.len()),
            Ok(Received::Handshake(_)) => prop_assert!(false),
            Err(error) => prop_assert_eq!(error.kind(), WebhookErrorKind::Malformed),
        }
    }
}
