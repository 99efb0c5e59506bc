//! Kinds and events as JavaScript gets them.
//!
//! Written as values, whose writer is there anyway: derived writers would be
//! larger.

use serde_json::{Map, Value};
use wibiclick_hooks::{Event, Kind, Signal, Timestamp};

use crate::kind_or_scheme;

/// All kinds.
pub(crate) fn kinds() -> Value {
    let mut all = Vec::new();
    for known in wibiclick_hooks::kinds() {
        if known.sends_webhooks() {
            all.push(kind(&known));
        }
    }
    Value::Array(all)
}

fn kind(kind: &Kind) -> Value {
    let methods: &[&str] = if kind.takes_get() {
        &["POST", "GET"]
    } else {
        &["POST"]
    };
    object(&mut [
        ("name", kind.name().into()),
        ("headers", texts(&kind_or_scheme::headers(kind))),
        ("needsUrl", kind_or_scheme::signs_url(kind).into()),
        ("handshake", kind.shakes_hands().into()),
        ("methods", texts(methods)),
        ("contentTypes", texts(kind.content_types())),
    ])
}

/// Events; what one does not have is null.
pub(crate) fn events(events: Vec<Event>) -> Value {
    let mut list = Vec::new();
    for one in events {
        list.push(event(one));
    }
    Value::Array(list)
}

fn event(event: Event) -> Value {
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

/// An object. Of a slice, since each length would be compiled for itself.
pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}

fn texts(texts: &[&str]) -> Value {
    let mut list = Vec::new();
    for text in texts {
        list.push(Value::from(*text));
    }
    Value::Array(list)
}
