//! An event: one verified thing that happened, in normal form.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// The event as sent.
    pub data: Value,
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
