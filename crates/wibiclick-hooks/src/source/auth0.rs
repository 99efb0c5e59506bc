#![doc = include_str!("auth0.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "auth0",
    schemes: &[Scheme::token("authorization", "Bearer ")],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("id"))),
        kind: Naming::Field(Path("type")),
        occurred_at: Some(When::Text(Path("time"))),
        rows: &[
            Row::new("user.created", Signal::PersonJoined, &VERIFIED).when(IS_VERIFIED, Is::True),
            Row::new("user.created", Signal::PersonJoined, &USER),
            Row::new("user.updated", Signal::PersonChanged, &VERIFIED).when(IS_VERIFIED, Is::True),
            Row::new("user.updated", Signal::PersonChanged, &USER),
            Row::new("user.deleted", Signal::PersonLeft, &VERIFIED).when(IS_VERIFIED, Is::True),
            Row::new("user.deleted", Signal::PersonLeft, &USER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Auth0 event streams",
        url: "https://auth0.com/docs/customize/events",
        secret: "the token of the stream, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against the live service; a token leaves nothing to compute",
        notes: include_str!("auth0.md"),
    },
};

const IS_VERIFIED: &str = "data.object.email_verified";

static USER: Who<'static> = Who {
    id: Some(Path("data.object.user_id")),
    login: Some(Path("data.object.username")),
    name: &[Path("data.object.name")],
    ..Who::NOBODY
};

/// One whose address is theirs.
static VERIFIED: Who<'static> = Who {
    email: Some(Path("data.object.email")),
    ..USER
};
