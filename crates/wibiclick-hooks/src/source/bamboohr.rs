//! BambooHR, event-based webhooks (documentation.bamboohr.com, "Event-Based
//! Webhooks" and "What are Webhooks?").
//!
//! - Bodies have the employee's id and no more: no address, no name, no status.
//!   Whoever leaves is *updated*, and only a look-up could tell; `deleted` is the
//!   end of a record. So there is no departure here.
//! - Field-based webhooks are genuine too, and of an unknown type: their fields
//!   have the names that each customer gave them.
//! - What is signed is the body and then the time, with nothing between them. A
//!   body that is one JSON object can neither lend the time a digit nor borrow
//!   one.
//! - The time was recorded in seconds and is documented as text.

use crate::{
    event::Signal,
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, Row, When, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
        TimestampAt, Unit,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "bamboohr",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one("x-bamboohr-signature"),
                encoding: Encoding::Hex,
                separator: None,
                prefix: Cow::Borrowed(""),
            },
            signed: Template::new(&[Part::Body, Part::Timestamp]),
            secret: SecretForm::Text,
        },
        id: None,
        // The tolerance is our choice: the vendor names none.
        timestamp: Some(TimestampAt {
            header: HeaderNames::one("x-bamboohr-timestamp"),
            separator: None,
            prefix: Cow::Borrowed(""),
            unit: Unit::SecondsOrIso8601,
            tolerance_seconds: 300,
        }),
    },
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Field(Path(&[Field("type")])),
        occurred_at: Some(When::Iso8601(Path(&[Field("timestamp")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("employee.created", Signal::PersonJoined, EMPLOYEE),
                Row::new("employee.updated", Signal::PersonChanged, EMPLOYEE),
                Row::silent("employee.deleted", EMPLOYEE),
            ],
            others: Who::NOBODY,
        },
    },
};

const EMPLOYEE: Who = Who {
    id: Some(Path(&[Field("data"), Field("employeeId")])),
    ..Who::NOBODY
};
