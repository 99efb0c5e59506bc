//! Kinds and events as JavaScript gets them.
//!
//! Written as values, whose writer is there anyway: derived writers would be
//! larger.

use serde_json::{Map, Value};
use wibiclick_hooks::{Event, Kind, Signal, Timestamp};

use crate::kind_or_scheme;

/// All kinds.
pub(crate) fn kinds() -> Value {
    let of_webhooks = wibiclick_hooks::kinds().filter(Kind::sends_webhooks);
    list(&mut of_webhooks.map(|it| kind(&it)))
}

fn kind(kind: &Kind) -> Value {
    let methods: &[&str] = if kind.takes_get() {
        &["POST", "GET"]
    } else {
        &["POST"]
    };
    object(&mut [
        ("name", kind.name().into()),
        (
            "headers",
            texts(&mut kind_or_scheme::headers(kind).into_iter()),
        ),
        ("needsUrl", kind_or_scheme::signs_url(kind).into()),
        ("handshake", kind.shakes_hands().into()),
        ("methods", texts(&mut methods.iter().copied())),
        (
            "contentTypes",
            texts(&mut kind.content_types().iter().copied()),
        ),
    ])
}

/// An event; what it does not have is null.
pub(crate) fn event(event: Event) -> Value {
    let subject = event.subject.map(|subject| {
        object(&mut [
            ("email", subject.email.into()),
            ("id", subject.id.into()),
            ("login", subject.login.into()),
            ("name", subject.name.into()),
        ])
    });
    object(&mut [
        ("id", event.id.into()),
        ("type", event.kind.into()),
        ("signal", event.signal.map(Signal::as_str).into()),
        ("occurredAt", time(event.occurred_at)),
        ("effectiveAt", time(event.effective_at)),
        ("subject", subject.into()),
        ("data", event.data),
    ])
}

fn time(time: Option<Timestamp>) -> Value {
    time.map(|time| time.to_string()).into()
}

/// Headers by their names.
pub(crate) fn headers(pairs: Vec<(String, String)>) -> Value {
    let mut headers = Map::new();
    for (name, value) in pairs {
        headers.insert(name, value.into());
    }
    headers.into()
}

/// An object. Of a slice, and by a list that is not generic: each length and each
/// iterator would be compiled for itself.
pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}

/// A list of values.
pub(crate) fn list(values: &mut dyn Iterator<Item = Value>) -> Value {
    let mut list = Vec::new();
    for value in values {
        list.push(value);
    }
    list.into()
}

fn texts<T: Into<Value>>(texts: &mut dyn Iterator<Item = T>) -> Value {
    list(&mut texts.map(Into::into))
}
