//! Whoever follows the specification Standard Webhooks
//! (standardwebhooks.com, `spec/standard-webhooks.md`).
//!
//! The specification fixes the signature and the fields `type`, `timestamp` and
//! `data`; what the types are is each sender's own affair. A sender that uses
//! the name of a signal as type (`person.left`) says that it means it: then
//! `data` tells whom (`id`, `email`, `login`, `name`) and, for what is only
//! announced, when (`effectiveAt`). From other types nothing is concluded.
//! Signatures `v1a` (ed25519) are passed over.

use crate::{
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, When, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
        TimestampAt, Unit,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "standard-webhooks",
    scheme: scheme(
        HeaderNames::one("webhook-id"),
        HeaderNames::one("webhook-timestamp"),
        HeaderNames::one("webhook-signature"),
    ),
    content_types: &["application/json"],
    handshake: None,
    reading: READING,
};

/// The scheme, with the headers of whoever uses it.
pub(super) const fn scheme(
    id: HeaderNames,
    timestamp: HeaderNames,
    signature: HeaderNames,
) -> Scheme {
    Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: signature,
                encoding: Encoding::Base64,
                separator: Some(' '),
                prefix: Cow::Borrowed("v1,"),
            },
            signed: Template::new(&[
                Part::Id,
                Part::Text(Cow::Borrowed(".")),
                Part::Timestamp,
                Part::Text(Cow::Borrowed(".")),
                Part::Body,
            ]),
            secret: SecretForm::Whsec,
        },
        id: Some(id),
        // The specification leaves the tolerance open; its libraries have this.
        timestamp: Some(TimestampAt {
            header: timestamp,
            separator: None,
            prefix: Cow::Borrowed(""),
            unit: Unit::Seconds,
            tolerance_seconds: 300,
        }),
    }
}

pub(super) const READING: Reading = Reading {
    batch: None,
    id: None,
    kind: Naming::Field(Path(&[Field("type")])),
    occurred_at: Some(When::Rfc3339(Path(&[Field("timestamp")]))),
    effective_at: Some(When::Rfc3339(Path(&[Field("data"), Field("effectiveAt")]))),
    outcome: None,
    meaning: Meaning::OurWords(Who {
        id: Some(Path(&[Field("data"), Field("id")])),
        email: Some(Path(&[Field("data"), Field("email")])),
        login: Some(Path(&[Field("data"), Field("login")])),
        name: &[Path(&[Field("data"), Field("name")])],
        ..Who::NOBODY
    }),
};
