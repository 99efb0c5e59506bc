#![doc = include_str!("workos.md")]

use super::{stripe, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "workos",
    schemes: &[stripe::scheme("workos-signature", Unit::Milliseconds, 180)],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("id"))),
        kind: Naming::Field(Path("event")),
        occurred_at: Some(When::Text(Path("created_at"))),
        rows: &[
            // A directory that is connected reports all its users as new,
            // those who have left among them.
            Row::silent("dsync.user.created", &USER).when(STATE, INACTIVE),
            Row::new("dsync.user.created", Signal::PersonJoined, &USER),
            Row::new("dsync.user.updated", Signal::PersonSuspended, &USER).when(STATE, INACTIVE),
            Row::new("dsync.user.updated", Signal::PersonChanged, &USER),
            Row::new("dsync.user.deleted", Signal::PersonLeft, &USER),
            Row::silent("dsync.group.user_added", &MEMBER),
            Row::new("dsync.group.user_removed", Signal::AccessRemoved, &MEMBER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "WorkOS",
        url: "https://workos.com/docs/events",
        secret: "the endpoint's secret",
        vectors: "older versions of WorkOS' Python library",
        unproved: "",
        notes: include_str!("workos.md"),
    },
};

const STATE: &str = "data.state";
const INACTIVE: Is<'_> = Is::Text("inactive");

static USER: Who<'static> = Who {
    id: Some(Path("data.id")),
    email: Some(Path("data.email")),
    name: &[Path("data.first_name"), Path("data.last_name")],
    ..Who::NOBODY
};

/// Of a group.
static MEMBER: Who<'static> = Who {
    id: Some(Path("data.user.id")),
    email: Some(Path("data.user.email")),
    name: &[Path("data.user.first_name"), Path("data.user.last_name")],
    ..Who::NOBODY
};
