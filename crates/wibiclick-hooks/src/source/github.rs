//! GitHub webhooks of a repository, an organisation or an app (docs.github.com,
//! "Webhook events and payloads" and "Validating webhook deliveries").
//!
//! - The `sender` is who did it, mostly an administrator; whom it is about is
//!   elsewhere in each event.
//! - The type is the header `x-github-event` and the body's `action`, with a dot
//!   between them. The id is the header `x-github-delivery`, the same when GitHub
//!   delivers again. Neither header is signed, and no time is: somebody who
//!   recorded a request can send it again under a new id, or call it another
//!   event. A new name gives it no signal that its body does not bear out:
//!   `action`, the person and a team's `scope` are there.
//! - Bodies have no address, only a login and an id.
//! - Whoever is removed from an organisation has lost access to it; whether they
//!   have left, GitHub does not know.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Is, Meaning, Naming, Reading, Row, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "github",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one("x-hub-signature-256"),
                encoding: Encoding::Hex,
                separator: None,
                prefix: Cow::Borrowed("sha256="),
            },
            signed: Template::new(&[Part::Body]),
            secret: SecretForm::Text,
        },
        id: Some(HeaderNames::one("x-github-delivery")),
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: Some(Handshake {
        method: "POST",
        signed: true,
        known_by: Mark::HeaderIs {
            header: EVENT,
            is: "ping",
        },
        reply: Reply::Empty,
    }),
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Header {
            header: EVENT,
            then: Some(Path(&[Field("action")])),
        },
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::silent("organization.member_added", MEMBERSHIP),
                Row::new(
                    "organization.member_removed",
                    Signal::AccessRemoved,
                    MEMBERSHIP,
                ),
                Row::silent("membership.added", MEMBER),
                Row::new("membership.removed", Signal::AccessRemoved, MEMBER)
                    .when(Path(&[Field("scope")]), Is::Text("team")),
            ],
            others: Who::NOBODY,
        },
    },
};

const EVENT: &str = "x-github-event";

/// Of an organisation.
const MEMBERSHIP: Who = Who {
    id: Some(Path(&[Field("membership"), Field("user"), Field("id")])),
    login: Some(Path(&[Field("membership"), Field("user"), Field("login")])),
    ..Who::NOBODY
};

/// Of a team.
const MEMBER: Who = Who {
    id: Some(Path(&[Field("member"), Field("id")])),
    login: Some(Path(&[Field("member"), Field("login")])),
    ..Who::NOBODY
};
