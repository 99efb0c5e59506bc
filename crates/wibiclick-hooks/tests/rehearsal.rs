//! A rehearsal reads what a genuine request would give, and needs nothing that
//! shows that it is one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{fs, path::PathBuf};

use serde_json::Value;
use wibiclick_hooks::{
    Event, Headers, Kind, Received, Request, Secrets, Signal, Subject, Timestamp, ToSign,
    WebhookError, kind, kinds,
};

const URL: &str = "https://hooks.example/hooks/source";
/// Of every form but a public key: whoever signs with Ed25519 has others.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BASE64: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

/// Every payload of a kind that there is.
fn payloads(kind: &Kind) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/payloads");
    let files = fs::read_dir(format!("{folder}/{}", kind.name()));
    files
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn content_type(kind: &Kind, path: &std::path::Path) -> (String, String) {
    let is_form = path.extension().is_some_and(|it| it == "txt");
    let content_type = if is_form {
        "application/x-www-form-urlencoded"
    } else if kind.accepts_content_type("application/json") {
        "application/json"
    } else {
        kind.content_types().first().copied().unwrap_or_default()
    };
    ("content-type".to_owned(), content_type.to_owned())
}

fn rehearsed(kind: &Kind, headers: &Headers, body: &[u8]) -> Result<Vec<Event>, WebhookError> {
    kind.rehearse(&Request {
        method: "POST",
        url: URL,
        headers,
        body,
    })
}

/// What an event says that is in its body.
fn told(events: &[Event]) -> Vec<(String, Option<Signal>, Option<Subject>, Value)> {
    let told = |it: &Event| {
        (
            it.kind.clone(),
            it.signal,
            it.subject.clone(),
            it.data.clone(),
        )
    };
    events.iter().map(told).collect()
}

#[test]
fn what_is_rehearsed_is_what_would_be_received() {
    let (mut events_seen, mut handshakes_seen) = (0, 0);
    for kind in kinds() {
        for (path, body) in payloads(&kind) {
            let to_sign = ToSign {
                method: "POST",
                url: URL,
                body: &body,
                id: Some("msg_1"),
                timestamp: now(),
            };
            let (secret, signed) = [SECRET, BASE64]
                .into_iter()
                .find_map(|secret| Some((secret, kind.sign(&to_sign, secret).ok()?)))
                .unwrap_or_else(|| panic!("{} cannot be signed", kind.name()));
            let own = content_type(&kind, &path);
            let headers = Headers::new(signed.into_iter().chain([own.clone()]));
            let request = Request {
                method: "POST",
                url: URL,
                headers: &headers,
                body: &body,
            };
            let secrets = Secrets::new([secret.to_owned()]).unwrap();
            let received = kind.receive(&request, &secrets, now(), None);
            let rehearsed_signed = kind.rehearse(&request);
            let unsigned = Headers::new([own]);
            let rehearsed_unsigned = rehearsed(&kind, &unsigned, &body);
            match received {
                Ok(Received::Events { events, .. }) => {
                    assert_eq!(rehearsed_signed.as_ref(), Ok(&events), "{}", path.display());
                    events_seen += events.len();
                    if path.ends_with("gusto/verification.json") {
                        // Known by having no signature.
                        let error = rehearsed_unsigned.unwrap_err().to_string();
                        assert!(error.contains("handshake"), "{error}");
                        continue;
                    }
                    // Who and what is in the body, whatever the headers say.
                    assert_eq!(
                        rehearsed_unsigned.as_deref().map(told),
                        Ok(told(&events)),
                        "{}",
                        path.display()
                    );
                }
                Ok(Received::Handshake(_)) => {
                    handshakes_seen += 1;
                    let error = rehearsed_signed.unwrap_err().to_string();
                    assert!(error.contains("handshake"), "{}: {error}", path.display());
                }
                // A token in the body, which only the vendor's own secret is.
                Err(WebhookError::BadSignature { .. }) => {
                    assert!(rehearsed_unsigned.is_ok(), "{}", path.display());
                }
                Err(error) => assert_eq!(rehearsed_signed, Err(error), "{}", path.display()),
            }
        }
    }
    assert!(
        events_seen > 50 && handshakes_seen > 0,
        "{events_seen} {handshakes_seen}"
    );
}

#[test]
fn a_payload_alone_is_enough_and_says_nothing_of_what_only_headers_say() {
    let clerk = kind("clerk").unwrap();
    let body = br#"{"type":"user.deleted","data":{"id":"user_29w"}}"#;
    let events = rehearsed(&clerk, &Headers::default(), body).unwrap();
    let [event] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(event.signal, Some(Signal::PersonLeft));
    assert_eq!((&event.id, event.occurred_at), (&None, None));
}

#[test]
fn what_is_no_event_is_not_rehearsed() {
    let okta = kind("okta").unwrap();
    let headers = Headers::new([("x-okta-verification-challenge", "abc")]);
    let get = Request {
        method: "GET",
        url: URL,
        headers: &headers,
        body: b"",
    };
    let error = okta.rehearse(&get).unwrap_err().to_string();
    assert!(error.contains("got a handshake"), "{error}");

    let slack = kind("slack").unwrap();
    let body = br#"{"type":"url_verification","challenge":"abc"}"#;
    let error = rehearsed(&slack, &Headers::default(), body).unwrap_err();
    assert!(error.to_string().contains("got a handshake"), "{error}");

    let nothing = Headers::default();
    let put = Request {
        method: "PUT",
        headers: &nothing,
        ..get
    };
    let error = okta.rehearse(&put).unwrap_err();
    assert!(matches!(error, WebhookError::Unsupported { .. }), "{error}");
    let error = rehearsed(&okta, &nothing, b"{").unwrap_err().to_string();
    assert!(!error.contains("genuine"), "{error}");
}
