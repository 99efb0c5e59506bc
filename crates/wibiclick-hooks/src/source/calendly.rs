#![doc = include_str!("calendly.md")]

use super::{stripe, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "calendly",
    schemes: &[stripe::scheme(
        "calendly-webhook-signature",
        Unit::Seconds,
        180,
    )],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Fields(&[
            Path("event"),
            Path("payload.uri"),
            Path("payload.updated_at|created_at"),
        ])),
        kind: Naming::Field(Path("event")),
        occurred_at: Some(When::Text(Path("created_at"))),
        rows: &[
            Row::silent("invitee.created", &INVITEE),
            Row::silent("invitee.canceled", &INVITEE),
            Row::silent("invitee_no_show.created", &ABSENT),
            Row::silent("invitee_no_show.deleted", &ABSENT),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Calendly",
        url: "https://developer.calendly.com/docs/webhooks/overview",
        secret: "the subscription's signing key",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; bodies of events but `invitee.created` and \
                   `invitee.canceled`",
        notes: include_str!("calendly.md"),
    },
};

static INVITEE: Who<'static> = Who {
    id: Some(Path("payload.uri")),
    email: Some(Path("payload.email")),
    name: &[Path("payload.name")],
    ..Who::NOBODY
};

/// Whose absence the event is about.
static ABSENT: Who<'static> = Who {
    id: Some(Path("payload.invitee")),
    ..Who::NOBODY
};
