//! Okta event hooks (developer.okta.com, "Event hooks", and the event types
//! catalogue there).
//!
//! - The `actor` is who did it, mostly an administrator; whom it is about is the
//!   `target` of the type `User`, and nobody where there is none.
//! - What was tried and failed is sent too: only `SUCCESS` has a signal.
//! - `alternateId` is the login, which mostly but not always is an email
//!   address; `unknown` is Okta's word for nothing.
//! - There is no signature: Okta sends the configured text as `Authorization`.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{
        Path,
        Step::{Element, Field},
    },
    reading::{Condition, Identity, Is, Meaning, Naming, Reading, Row, When, Who},
    scheme::{HeaderNames, Proof, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "okta",
    scheme: Scheme {
        proof: Proof::Token {
            header: HeaderNames::one("authorization"),
            prefix: Cow::Borrowed(""),
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: Some(Handshake {
        method: "GET",
        signed: false,
        known_by: Mark::Header(CHALLENGE),
        reply: Reply::HeaderAsJson {
            field: "verification",
            header: CHALLENGE,
        },
    }),
    reading: Reading {
        batch: Some(Path(&[Field("data"), Field("events")])),
        id: Some(Identity::Field(Path(&[Field("uuid")]))),
        kind: Naming::Field(Path(&[Field("eventType")])),
        occurred_at: Some(When::Rfc3339(Path(&[Field("published")]))),
        effective_at: None,
        outcome: Some(Condition {
            at: Path(&[Field("outcome"), Field("result")]),
            is: Is::Text("SUCCESS"),
        }),
        meaning: Meaning::Table {
            rows: &[
                row("user.lifecycle.create", Signal::PersonJoined),
                row("user.lifecycle.deactivate", Signal::PersonLeft),
                row("user.lifecycle.delete.completed", Signal::PersonLeft),
                row("user.lifecycle.suspend", Signal::PersonSuspended),
                row("user.lifecycle.unsuspend", Signal::PersonReturned),
                row("user.lifecycle.reactivate", Signal::PersonReturned),
                row("user.account.update_profile", Signal::PersonChanged),
                row("application.user_membership.remove", Signal::AccessRemoved),
            ],
            others: TARGET,
        },
    },
};

const CHALLENGE: &str = "x-okta-verification-challenge";

const fn row(kind: &'static str, signal: Signal) -> Row {
    Row::new(kind, signal, TARGET)
}

const USER: [crate::path::Step; 2] = [
    Field("target"),
    Element {
        field: "type",
        is: "User",
    },
];

const TARGET: Who = Who {
    id: Some(Path(&[USER[0], USER[1], Field("id")])),
    email_or_login: Some(Path(&[USER[0], USER[1], Field("alternateId")])),
    name: &[Path(&[USER[0], USER[1], Field("displayName")])],
    nothing: &["unknown"],
    ..Who::NOBODY
};
