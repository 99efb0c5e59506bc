//! Kinds and events as JavaScript gets them.
//!
//! Written as values or straight into the text: derived writers would be larger.

use serde_json::{Map, Value};
use wibiclick_hooks::{Event, Kind, Signal, Timestamp};

use crate::{json, kind_or_scheme};

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

/// The JSON text of an answer with events; what one does not have is null.
pub(crate) fn events(events: &[Event]) -> String {
    answer(events, |text, event| json::write(text, &event.data))
}

/// The same of one event, whose data is this JSON text. It is put in as it is: a copy
/// takes a tenth of the time of writing what was read of it.
pub(crate) fn event_with(event: &Event, data: &str) -> String {
    answer(std::slice::from_ref(event), |text, _| text.push_str(data))
}

/// Straight into the text, without an object for each event.
fn answer(events: &[Event], write_data: impl Fn(&mut String, &Event)) -> String {
    let mut text = String::with_capacity(1_024);
    text.push_str("{\"type\":\"events\",\"events\":[");
    for (index, event) in events.iter().enumerate() {
        text.push_str(if index > 0 { ",{" } else { "{" });
        write_event(&mut text, event);
        text.push_str(",\"data\":");
        write_data(&mut text, event);
        text.push('}');
    }
    text.push_str("]}");
    text
}

/// All fields but the data.
fn write_event(text: &mut String, event: &Event) {
    let [occurred_at, effective_at] =
        [event.occurred_at, event.effective_at].map(|time| time.as_ref().map(Timestamp::to_string));
    let fields = [
        ("id", event.id.as_deref()),
        ("type", Some(event.kind.as_str())),
        ("signal", event.signal.map(Signal::as_str)),
        ("occurredAt", occurred_at.as_deref()),
        ("effectiveAt", effective_at.as_deref()),
    ];
    json::write_texts(text, &fields);
    text.push_str(",\"subject\":");
    let Some(subject) = &event.subject else {
        return text.push_str("null");
    };
    text.push('{');
    let fields = [
        ("email", subject.email.as_deref()),
        ("id", subject.id.as_deref()),
        ("login", subject.login.as_deref()),
        ("name", subject.name.as_deref()),
    ];
    json::write_texts(text, &fields);
    text.push('}');
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
