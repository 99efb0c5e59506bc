//! GitLab's system hooks, of a whole instance (docs.gitlab.com, "System hooks").
//!
//! - There is no signature and no time: GitLab sends the configured token as
//!   `X-Gitlab-Token`. Its newer signing token is not this scheme.
//! - Bodies are flat, and call the person `email` where an account is concerned
//!   and `user_email` where a membership is.
//! - Whoever signs up can write any address, unless the instance makes them
//!   confirm it; no body says whether they did.
//! - `x-gitlab-event-uuid` is shared by events that cause each other, and is no
//!   key; a body has the times of its record, and is known by its hash. When it
//!   happened is not said.

use crate::{
    event::Signal,
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, Row, Who},
    scheme::{HeaderNames, Proof, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "gitlab",
    scheme: Scheme {
        proof: Proof::Token {
            header: HeaderNames::one("x-gitlab-token"),
            prefix: Cow::Borrowed(""),
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Field(Path(&[Field("event_name")])),
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("user_create", Signal::PersonJoined, USER),
                Row::new("user_rename", Signal::PersonChanged, USER),
                Row::new("user_destroy", Signal::PersonLeft, USER),
                Row::silent("user_add_to_team", MEMBER),
                Row::new("user_remove_from_team", Signal::AccessRemoved, MEMBER),
                Row::silent("user_add_to_group", MEMBER),
                Row::new("user_remove_from_group", Signal::AccessRemoved, MEMBER),
            ],
            others: Who::NOBODY,
        },
    },
};

const USER: Who = Who {
    id: Some(Path(&[Field("user_id")])),
    email: Some(Path(&[Field("email")])),
    login: Some(Path(&[Field("username")])),
    name: &[Path(&[Field("name")])],
    ..Who::NOBODY
};

/// Of a project or a group.
const MEMBER: Who = Who {
    id: Some(Path(&[Field("user_id")])),
    email: Some(Path(&[Field("user_email")])),
    login: Some(Path(&[Field("user_username")])),
    name: &[Path(&[Field("user_name")])],
    ..Who::NOBODY
};
