//! Gusto (docs.gusto.com, "Webhooks" and "Employee Events").
//!
//! - `employee.terminated` is an announcement, whose date the body does not say;
//!   the departure is `employee.terminated_effective`, also spelt
//!   `employee.termination_effective`. What was announced may be cancelled, and
//!   then nobody is back, as nobody was gone. The same goes for rehiring.
//! - Bodies have the employee's id and never an address. The `entity_uuid` of
//!   other events is a bank account, a payroll, …, and nobody.
//! - The time is in the body, and is not held against the clock.
//! - The key is the token that Gusto sends first, in a request that is not signed.
//!   It is answered; the token is the operator's to take up, and goes nowhere
//!   from here.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Identity, Meaning, Naming, Reading, Row, When, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "gusto",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one(SIGNATURE),
                encoding: Encoding::Hex,
                separator: None,
                prefix: Cow::Borrowed(""),
            },
            signed: Template::new(&[Part::Body]),
            secret: SecretForm::Text,
        },
        id: None,
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: Some(Handshake {
        method: "POST",
        signed: false,
        known_by: Mark::FieldWithout {
            at: Path(&[Field("verification_token")]),
            header: SIGNATURE,
        },
        reply: Reply::Empty,
    }),
    reading: Reading {
        batch: None,
        id: Some(Identity::Field(Path(&[Field("uuid")]))),
        kind: Naming::Field(Path(&[Field("event_type")])),
        occurred_at: Some(When::Seconds(Path(&[Field("timestamp")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("employee.created", Signal::PersonJoined, EMPLOYEE),
                Row::new("employee.updated", Signal::PersonChanged, EMPLOYEE),
                Row::new("employee.terminated", Signal::PersonLeaving, EMPLOYEE),
                Row::new(
                    "employee.terminated_effective",
                    Signal::PersonLeft,
                    EMPLOYEE,
                ),
                Row::new(
                    "employee.termination_effective",
                    Signal::PersonLeft,
                    EMPLOYEE,
                ),
                Row::silent("employee.termination_cancelled", EMPLOYEE),
                Row::silent("employee.rehired", EMPLOYEE),
                Row::new(
                    "employee.rehire_effective",
                    Signal::PersonReturned,
                    EMPLOYEE,
                ),
                Row::silent("employee.rehire_cancelled", EMPLOYEE),
                Row::silent("employee.deleted", EMPLOYEE),
            ],
            others: Who::NOBODY,
        },
    },
};

const SIGNATURE: &str = "x-gusto-signature";

const EMPLOYEE: Who = Who {
    id: Some(Path(&[Field("entity_uuid")])),
    ..Who::NOBODY
};
