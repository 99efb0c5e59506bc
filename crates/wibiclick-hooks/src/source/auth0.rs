//! Auth0 event streams to a webhook (auth0.com/docs, "Event Streams", and the schema
//! of their events; the envelope is that of `CloudEvents`).
//!
//! - There is no signature and no time: Auth0 sends the configured token as
//!   `Authorization: Bearer`. Log streams are something else, and not this kind.
//! - Whoever signs up can write any address. Only one that is verified is the
//!   person's: else deleting a made-up account would remove somebody else.
//! - `user.updated` is every edit, a block among them: it is no departure.

use crate::{
    event::Signal,
    kind::Kind,
    path::{
        Path,
        Step::{self, Field},
    },
    reading::{Identity, Is, Meaning, Naming, Reading, Row, When, Who},
    scheme::{HeaderNames, Proof, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "auth0",
    scheme: Scheme {
        proof: Proof::Token {
            header: HeaderNames::one("authorization"),
            prefix: Cow::Borrowed("Bearer "),
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: Some(Identity::Field(Path(&[Field("id")]))),
        kind: Naming::Field(Path(&[Field("type")])),
        occurred_at: Some(When::Rfc3339(Path(&[Field("time")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("user.created", Signal::PersonJoined, VERIFIED)
                    .when(IS_VERIFIED, Is::True),
                Row::new("user.created", Signal::PersonJoined, USER),
                Row::new("user.updated", Signal::PersonChanged, VERIFIED)
                    .when(IS_VERIFIED, Is::True),
                Row::new("user.updated", Signal::PersonChanged, USER),
                Row::new("user.deleted", Signal::PersonLeft, VERIFIED).when(IS_VERIFIED, Is::True),
                Row::new("user.deleted", Signal::PersonLeft, USER),
            ],
            others: Who::NOBODY,
        },
    },
};

const OBJECT: [Step; 2] = [Field("data"), Field("object")];
const IS_VERIFIED: Path = Path(&[OBJECT[0], OBJECT[1], Field("email_verified")]);

const USER: Who = Who {
    id: Some(Path(&[OBJECT[0], OBJECT[1], Field("user_id")])),
    login: Some(Path(&[OBJECT[0], OBJECT[1], Field("username")])),
    name: &[Path(&[OBJECT[0], OBJECT[1], Field("name")])],
    ..Who::NOBODY
};

/// One whose address is theirs.
const VERIFIED: Who = Who {
    email: Some(Path(&[OBJECT[0], OBJECT[1], Field("email")])),
    ..USER
};
