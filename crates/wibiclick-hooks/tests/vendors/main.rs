//! What the payloads of each vendor mean: what happened, to whom, and who it is
//! not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod auth0;
mod bamboohr;
mod cal;
mod calendly;
mod deel;
mod entra;
mod github;
mod gitlab;
mod google_directory;
mod gusto;
mod hibob;
mod hubspot;
mod personio;
mod rippling;
mod shopify;
mod slack;
mod stripe;
mod tally;
mod twilio;
mod typeform;
mod whatsapp;
mod workos;
mod xero;
mod yoco;

use serde_json::{Value, json};
use wibiclick_hooks::{
    Answer, Event, Headers, Received, Request, Secrets, Skimmed, Timestamp, ToSign, WebhookError,
    WebhookErrorKind, kind,
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const SIGNED_AT: i64 = 1_700_000_000_000;

fn millis(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis).unwrap()
}

/// A request of a kind: genuine, as its vendor sends it.
struct Sent {
    kind: &'static str,
    secret: &'static str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now: i64,
}

impl Sent {
    fn new(kind_name: &'static str, body: &[u8]) -> Self {
        let to_sign = ToSign {
            method: "POST",
            url: "https://hooks.example/hooks/source",
            body,
            id: Some("delivery-1"),
            timestamp: millis(SIGNED_AT),
        };
        Self {
            kind: kind_name,
            secret: SECRET,
            now: SIGNED_AT,
            headers: kind(kind_name).unwrap().sign(&to_sign, SECRET).unwrap(),
            body: body.to_vec(),
        }
    }

    /// A payload of the kind's own directory.
    fn payload(kind_name: &'static str, file: &str) -> Self {
        Self::new(kind_name, &payload(kind_name, file))
    }

    /// A payload, with this done to it.
    fn changed(kind_name: &'static str, file: &str, change: impl FnOnce(&mut Value)) -> Self {
        let mut body: Value = serde_json::from_slice(&payload(kind_name, file)).unwrap();
        change(&mut body);
        Self::new(kind_name, &serde_json::to_vec(&body).unwrap())
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self
    }

    fn received(&self) -> Result<Received, WebhookError> {
        let headers = Headers::new(self.headers.clone());
        let request = Request {
            method: "POST",
            url: "https://hooks.example/hooks/source",
            headers: &headers,
            body: &self.body,
        };
        let secrets = Secrets::new([self.secret.to_owned()]).unwrap();
        let kind = kind(self.kind).unwrap();
        let received = kind.receive(&request, &secrets, millis(self.now), None);
        let skimmed = kind.skim(&request, &secrets, millis(self.now), None);
        assert_eq!(skimmed.map(whole), received.clone().map(without_keys));
        received
    }

    /// Its one event, and the event's key.
    #[track_caller]
    fn event(&self) -> (Event, String) {
        match self.received().unwrap() {
            Received::Events {
                mut events,
                mut keys,
            } => {
                assert_eq!((events.len(), keys.len()), (1, 1));
                (events.remove(0), keys.remove(0))
            }
            Received::Handshake(_) => panic!("expected an event"),
        }
    }

    #[track_caller]
    fn handshake(&self) -> Answer {
        match self.received().unwrap() {
            Received::Handshake(answer) => answer,
            Received::Events { .. } => panic!("expected a handshake"),
        }
    }
}

fn payload(kind_name: &str, file: &str) -> Vec<u8> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../tests/payloads/{kind_name}/{file}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What was skimmed, with the body read by another reader.
fn whole(skimmed: Skimmed<'_>) -> Result<Answer, Vec<Event>> {
    match skimmed {
        Skimmed::Handshake(answer) => Ok(answer),
        Skimmed::Events(events) => Err(events),
        Skimmed::Body(mut event, data) => {
            assert_eq!(event.data, Value::Null);
            event.data = serde_json::from_str(data).unwrap();
            Err(vec![event])
        }
    }
}

fn without_keys(received: Received) -> Result<Answer, Vec<Event>> {
    match received {
        Received::Handshake(answer) => Ok(answer),
        Received::Events { events, .. } => Err(events),
    }
}

/// A signature that the vendor published, or that was made with something else
/// than this crate.
#[track_caller]
fn assert_genuine(
    kind_name: &'static str,
    secret: &'static str,
    headers: &[(&str, &str)],
    body: &[u8],
    now: i64,
) {
    let mut sent = Sent {
        kind: kind_name,
        secret,
        headers: headers
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_vec(),
        now,
    };
    // Some examples are signed well, and are no events.
    if let Err(error) = sent.received() {
        assert_eq!(error.kind(), WebhookErrorKind::Malformed, "{error}");
    }
    sent.body.push(b' ');
    let error = sent.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
}

/// What is known of whom an event is about, as JSON.
fn subject(event: &Event) -> Value {
    json!(event.subject)
}
