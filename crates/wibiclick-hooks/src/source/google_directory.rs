//! Push notifications of Google Workspace's directory (developers.google.com,
//! "Push notifications" of the Directory API).
//!
//! - There is no signature and no time: Google sends the channel's token as
//!   `X-Goog-Channel-Token`. The type is `X-Goog-Resource-State`; the id is the
//!   channel's and, within it, the message's number.
//! - `sync` is the first message of a channel: it has no body, and is no event.
//! - Other Google APIs notify in the same way: only what says that it is a user of
//!   the directory is one.
//! - `update` is every edit, a suspension among them; only a look-up could tell.
//! - A channel ends at its expiration, and somebody must make a new one.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Identity, Is, Meaning, Naming, Reading, Row, Who},
    scheme::{HeaderNames, Proof, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "google-directory",
    scheme: Scheme {
        proof: Proof::Token {
            header: HeaderNames::one("x-goog-channel-token"),
            prefix: Cow::Borrowed(""),
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: Some(Handshake {
        method: "POST",
        signed: true,
        known_by: Mark::HeaderIs {
            header: STATE,
            is: "sync",
        },
        reply: Reply::Empty,
    }),
    reading: Reading {
        batch: None,
        id: Some(Identity::Headers(
            "x-goog-channel-id",
            "x-goog-message-number",
        )),
        kind: Naming::Header {
            header: STATE,
            then: None,
        },
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                row("add", Signal::PersonJoined),
                row("update", Signal::PersonChanged),
                row("delete", Signal::PersonLeft),
                row("undelete", Signal::PersonReturned),
                Row::silent("makeAdmin", USER).when(IS, A_USER),
            ],
            others: Who::NOBODY,
        },
    },
};

const STATE: &str = "x-goog-resource-state";
const IS: Path = Path(&[Field("kind")]);
const A_USER: Is = Is::Text("admin#directory#user");

const fn row(kind: &'static str, signal: Signal) -> Row {
    Row::new(kind, signal, USER).when(IS, A_USER)
}

const USER: Who = Who {
    id: Some(Path(&[Field("id")])),
    email: Some(Path(&[Field("primaryEmail")])),
    ..Who::NOBODY
};
