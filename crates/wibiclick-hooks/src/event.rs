//! An event: one verified thing that happened, in normal form.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{fmt, str::FromStr};

/// One verified thing that happened.
///
/// Only [`crate::Kind::receive`] makes events out of requests, and only of
/// requests that it has verified; those of [`crate::Kind::rehearse`] are to be looked
/// at and not to be acted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Value", try_from = "Value")]
#[non_exhaustive]
pub struct Event {
    /// The sender's id of it, where it has one.
    pub id: Option<String>,
    /// The sender's own name for what happened: `user.lifecycle.deactivate`.
    pub kind: String,
    /// What it means, over all vendors; `None` for everything that is neither a
    /// person's coming and going nor a loss of access.
    pub signal: Option<Signal>,
    /// When it happened, by the sender's clock.
    pub occurred_at: Option<Timestamp>,
    /// When it takes effect, where that is another time.
    pub effective_at: Option<Timestamp>,
    /// Whom it is about. Never the actor.
    pub subject: Option<Subject>,
    /// The event as sent; where it had the source's secret, there is null.
    pub data: Value,
}

/// The event as JSON. By hand, as its reader, since what is derived would be a
/// fiftieth of the Worker.
impl From<Event> for Value {
    fn from(event: Event) -> Self {
        object(&mut [
            ("id", event.id.into()),
            ("type", event.kind.into()),
            ("signal", event.signal.map(Signal::as_str).into()),
            ("occurredAt", written(event.occurred_at)),
            ("effectiveAt", written(event.effective_at)),
            ("subject", event.subject.into()),
            ("data", event.data),
        ])
    }
}

impl TryFrom<Value> for Event {
    type Error = NoEvent;

    fn try_from(value: Value) -> Result<Self, NoEvent> {
        let mut fields = Fields::of("event", value)?;
        Ok(Self {
            id: fields.text("id")?,
            kind: fields.text("type")?.ok_or(NoEvent("type"))?,
            signal: match fields.text("signal")? {
                None => None,
                Some(name) => Some(name.parse().map_err(|_| NoEvent("signal"))?),
            },
            occurred_at: fields.time("occurredAt")?,
            effective_at: fields.time("effectiveAt")?,
            subject: match fields.take("subject") {
                None | Some(Value::Null) => None,
                Some(subject) => Some(subject.try_into()?),
            },
            data: fields.take("data").ok_or(NoEvent("data"))?,
        })
    }
}

impl From<Subject> for Value {
    fn from(subject: Subject) -> Self {
        object(&mut [
            ("email", subject.email.into()),
            ("id", subject.id.into()),
            ("login", subject.login.into()),
            ("name", subject.name.into()),
        ])
    }
}

impl TryFrom<Value> for Subject {
    type Error = NoEvent;

    fn try_from(value: Value) -> Result<Self, NoEvent> {
        let mut fields = Fields::of("subject", value)?;
        Ok(Self {
            email: fields.text("email")?,
            id: fields.text("id")?,
            login: fields.text("login")?,
            name: fields.text("name")?,
        })
    }
}

/// JSON that is no event: what is named in it is missing, or something else than
/// expected there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an event in normal form; its `{0}` is not")]
pub struct NoEvent(pub &'static str);

fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}

fn written(time: Option<Timestamp>) -> Value {
    time.map(|time| time.to_string()).into()
}

/// What is read from an object. A key that is not there is as good as null, and one
/// that nobody knows is passed over: another version may have written it.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(what: &'static str, value: Value) -> Result<Self, NoEvent> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(NoEvent(what)),
        }
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.0.get_mut(key).map(Value::take)
    }

    fn text(&mut self, key: &'static str) -> Result<Option<String>, NoEvent> {
        match self.take(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(NoEvent(key)),
        }
    }

    fn time(&mut self, key: &'static str) -> Result<Option<Timestamp>, NoEvent> {
        match self.text(key)? {
            None => Ok(None),
            Some(text) => Timestamp::parse(&text).map(Some).ok_or(NoEvent(key)),
        }
    }
}

impl Event {
    /// The type of an event whose sender does not say what happened.
    pub const UNKNOWN: &'static str = "unknown";

    /// The same, with null for its `data`, which is most of it.
    #[must_use]
    pub fn without_data(&self) -> Self {
        Self {
            id: self.id.clone(),
            kind: self.kind.clone(),
            signal: self.signal,
            occurred_at: self.occurred_at,
            effective_at: self.effective_at,
            subject: self.subject.clone(),
            data: Value::Null,
        }
    }
}

/// Whom an event is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Value", try_from = "Value")]
pub struct Subject {
    /// The email address, in lower case.
    pub email: Option<String>,
    /// The vendor's id of the person.
    pub id: Option<String>,
    /// The login name.
    pub login: Option<String>,
    /// The name to show.
    pub name: Option<String>,
}

/// What an event means, over all vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Signal {
    /// The person has left: now, for good.
    #[serde(rename = "person.left")]
    PersonLeft,
    /// It is announced that the person leaves, at `effective_at`.
    #[serde(rename = "person.leaving")]
    PersonLeaving,
    /// The person is locked out for a time.
    #[serde(rename = "person.suspended")]
    PersonSuspended,
    /// The person is on leave, and will be back.
    #[serde(rename = "person.onLeave")]
    PersonOnLeave,
    /// The person is back.
    #[serde(rename = "person.returned")]
    PersonReturned,
    /// The person is new.
    #[serde(rename = "person.joined")]
    PersonJoined,
    /// Something about the person changed, and it is none of the above.
    #[serde(rename = "person.changed")]
    PersonChanged,
    /// The person lost access to one thing (an application, a team), and stays.
    #[serde(rename = "access.removed")]
    AccessRemoved,
}

impl Signal {
    /// All signals.
    pub const ALL: [Self; 8] = [
        Self::PersonLeft,
        Self::PersonLeaving,
        Self::PersonSuspended,
        Self::PersonOnLeave,
        Self::PersonReturned,
        Self::PersonJoined,
        Self::PersonChanged,
        Self::AccessRemoved,
    ];

    /// The signal's name: `person.left`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PersonLeft => "person.left",
            Self::PersonLeaving => "person.leaving",
            Self::PersonSuspended => "person.suspended",
            Self::PersonOnLeave => "person.onLeave",
            Self::PersonReturned => "person.returned",
            Self::PersonJoined => "person.joined",
            Self::PersonChanged => "person.changed",
            Self::AccessRemoved => "access.removed",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Signal {
    type Err = UnknownSignal;

    fn from_str(name: &str) -> Result<Self, UnknownSignal> {
        Self::ALL
            .into_iter()
            .find(|signal| signal.as_str() == name)
            .ok_or_else(|| UnknownSignal {
                name: name.to_owned(),
            })
    }
}

/// A name that is no signal's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a signal ({}), got `{name}`", Signal::ALL.map(Signal::as_str).join(", "))]
pub struct UnknownSignal {
    /// The name.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As the first version wrote it.
    fn stored() -> Value {
        json!({
            "id": "8f3e",
            "type": "user.lifecycle.deactivate",
            "signal": "person.leaving",
            "occurredAt": "2026-07-14T09:30:00.25Z",
            "effectiveAt": "2026-07-31T00:00:00Z",
            "subject": { "email": "ada@example.com", "id": "7", "login": null, "name": "Ada" },
            "data": { "n": [1, -2, 2.5, u64::MAX], "none": null },
        })
    }

    #[test]
    fn an_event_is_written_as_it_was_read() {
        let event = Event::try_from(stored()).unwrap();
        assert_eq!(event.signal, Some(Signal::PersonLeaving));
        assert_eq!(event.subject.clone().unwrap().name.as_deref(), Some("Ada"));
        assert_eq!(Value::from(event.clone()), stored());

        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }

    #[test]
    fn what_is_missing_is_nothing_and_what_is_unknown_passed_over() {
        let event = Event::try_from(json!({
            "type": "ping", "subject": { "id": "7" }, "data": null, "later": 1
        }))
        .unwrap();
        let expected = json!({
            "id": null, "type": "ping", "signal": null, "occurredAt": null,
            "effectiveAt": null, "data": null,
            "subject": { "email": null, "id": "7", "login": null, "name": null },
        });
        assert_eq!(Value::from(event), expected);
    }

    #[test]
    fn what_is_no_event_says_where() {
        for (key, value) in [
            ("id", json!(7)),
            ("type", Value::Null),
            ("signal", json!("person.gone")),
            ("occurredAt", json!("yesterday")),
            ("subject", json!("Ada")),
        ] {
            let mut value_of = stored();
            value_of[key] = value;
            assert_eq!(Event::try_from(value_of), Err(NoEvent(key)));
        }
        let mut without = stored();
        without.as_object_mut().unwrap().remove("data");
        assert_eq!(Event::try_from(without), Err(NoEvent("data")));
        assert_eq!(Event::try_from(json!([])), Err(NoEvent("event")));
    }
}
