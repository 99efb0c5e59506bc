//! An event: one verified thing that happened, in normal form.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fmt, str::FromStr};

/// One verified thing that happened.
///
/// Only [`crate::Kind::receive`] makes events out of requests, and only of
/// requests that it has verified.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Event {
    /// The sender's id of it, where it has one.
    pub id: Option<String>,
    /// The sender's own name for what happened: `user.lifecycle.deactivate`.
    #[serde(rename = "type")]
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

impl Event {
    /// The type of an event whose sender does not say what happened.
    pub const UNKNOWN: &'static str = "unknown";
}

/// Whom an event is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
