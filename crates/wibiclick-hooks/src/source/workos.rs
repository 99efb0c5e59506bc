//! WorkOS: its directory sync, and whatever else it has events for (workos.com/docs,
//! "Events" and "Sync data with webhooks").
//!
//! - Many directories report whoever leaves as *updated*, with the state
//!   `inactive`, and never as deleted. But directories report the suspended and
//!   those on leave in the same way, so that only `dsync.user.deleted` is a
//!   departure; a rule that takes inactive for gone names `person.suspended`.
//! - Every update of an inactive user says so again.
//! - `dsync.deleted` is a whole directory, and nobody in particular.
//! - The address may be missing.

use crate::{
    event::Signal,
    kind::Kind,
    path::{
        Path,
        Step::{self, Field},
    },
    reading::{Identity, Is, Meaning, Naming, Reading, Row, When, Who},
    scheme::Unit,
    source::stripe,
};

pub(crate) static KIND: Kind = Kind {
    name: "workos",
    scheme: stripe::scheme("workos-signature", Unit::Milliseconds, 180),
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: Some(Identity::Field(Path(&[Field("id")]))),
        kind: Naming::Field(Path(&[Field("event")])),
        occurred_at: Some(When::Rfc3339(Path(&[Field("created_at")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                // A directory that is connected reports all its users as new,
                // those who have left among them.
                Row::silent("dsync.user.created", USER).when(STATE, INACTIVE),
                Row::new("dsync.user.created", Signal::PersonJoined, USER),
                Row::new("dsync.user.updated", Signal::PersonSuspended, USER).when(STATE, INACTIVE),
                Row::new("dsync.user.updated", Signal::PersonChanged, USER),
                Row::new("dsync.user.deleted", Signal::PersonLeft, USER),
                Row::silent("dsync.group.user_added", MEMBER),
                Row::new("dsync.group.user_removed", Signal::AccessRemoved, MEMBER),
            ],
            others: Who::NOBODY,
        },
    },
};

const STATE: Path = Path(&[Field("data"), Field("state")]);
const INACTIVE: Is = Is::Text("inactive");

const USER: Who = Who {
    id: Some(Path(&[Field("data"), Field("id")])),
    email: Some(Path(&[Field("data"), Field("email")])),
    name: &[
        Path(&[Field("data"), Field("first_name")]),
        Path(&[Field("data"), Field("last_name")]),
    ],
    ..Who::NOBODY
};

const IN_GROUP: [Step; 2] = [Field("data"), Field("user")];

/// Of a group.
const MEMBER: Who = Who {
    id: Some(Path(&[IN_GROUP[0], IN_GROUP[1], Field("id")])),
    email: Some(Path(&[IN_GROUP[0], IN_GROUP[1], Field("email")])),
    name: &[
        Path(&[IN_GROUP[0], IN_GROUP[1], Field("first_name")]),
        Path(&[IN_GROUP[0], IN_GROUP[1], Field("last_name")]),
    ],
    ..Who::NOBODY
};
