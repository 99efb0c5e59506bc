//! A directory that provisions its users by SCIM 2.0 ([`crate::scim`]).
//!
//! - It sends no webhooks: what is here is how its token is kept, which it sends as
//!   `Authorization: Bearer`. A request that is read as one has no meaning.

use crate::{
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, Who},
    scheme::{HeaderNames, Proof, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "scim",
    scheme: Scheme {
        proof: Proof::Token {
            header: HeaderNames::one("authorization"),
            prefix: Cow::Borrowed("Bearer "),
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/scim+json", "application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Field(Path(&[Field("operation")])),
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[],
            others: Who::NOBODY,
        },
    },
};
