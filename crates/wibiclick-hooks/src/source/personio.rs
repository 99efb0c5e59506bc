#![doc = include_str!("personio.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "personio",
    // Whoever wants `Bearer ` before it has it in the token.
    schemes: &[Scheme::token("authorization", "")],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        kind: Naming::Field(Path("event_name")),
        occurred_at: Some(When::Text(Path("occurred_at"))),
        rows: &[
            Row::silent("person.created", &PERSON),
            Row::new("person.updated", Signal::PersonChanged, &PERSON),
            Row::silent("person.deleted", &PERSON),
            Row::silent("employment.created", &EMPLOYED),
            Row::new("employment.started", Signal::PersonJoined, &EMPLOYED),
            Row::new("employment.updated", Signal::PersonChanged, &EMPLOYED),
            Row::new("employment.terminated", Signal::PersonLeft, &EMPLOYED),
            Row::silent("employment.deleted", &EMPLOYED),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Personio, webhooks of version 2",
        url: "https://developer.personio.de/v2.0/reference/webhooks",
        secret: "the webhook's token, the whole of it, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against the live service, and a token leaves nothing to \
                   compute; what the fields within `payload` are called; of which employees the \
                   start and the end of an employment are told; whether names of events are ever \
                   written with a capital letter",
        notes: include_str!("personio.md"),
    },
};

static PERSON: Who<'static> = Who {
    id: Some(Path("payload.person.id|payload.person_id|payload.id")),
    ..Who::NOBODY
};

/// The `payload.id` of an employment is the employment's.
static EMPLOYED: Who<'static> = Who {
    id: Some(Path("payload.person.id|payload.person_id")),
    ..Who::NOBODY
};
