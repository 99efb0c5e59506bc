//! HiBob, webhooks of the version 2 (apidocs.hibob.com, "Working with webhooks"
//! and "Employee data webhooks").
//!
//! - `triggeredBy` is who did it; whom it is about is `data.employeeId`, and that
//!   is all: bodies have no address, no name and no id of the event.
//! - `employee.left` is sent when the departure is in effect, at midnight of its
//!   date, or when a garden leave begins.
//! - `employee.inactivated` is a departure or a leave of absence, and does not say
//!   which; `employee.activated` and an entry in a table do not say enough either;
//!   `employee.deleted` is the end of a record. None of them has a signal.
//! - No time is signed, and `triggeredAt` has no time zone.
//! - Whether its test message is signed is not documented. It says nothing, and
//!   is answered with nothing.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, Row, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "hibob",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha512,
            signature: Signature {
                header: HeaderNames::one("bob-signature"),
                encoding: Encoding::Base64,
                separator: None,
                prefix: Cow::Borrowed(""),
            },
            signed: Template::new(&[Part::Body]),
            secret: SecretForm::Text,
        },
        id: None,
        timestamp: None,
    },
    // The second is for the test message.
    content_types: &["application/json", "text/plain"],
    handshake: Some(Handshake {
        method: "POST",
        signed: false,
        known_by: Mark::BodyIs(&[
            "Ping test",
            r#""Ping test""#,
            r#"{"text":"Ping test"}"#,
            r#"{"text": "Ping test"}"#,
        ]),
        reply: Reply::Empty,
    }),
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Field(Path(&[Field("type")])),
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("employee.joined", Signal::PersonJoined, EMPLOYEE),
                Row::new("employee.left", Signal::PersonLeft, EMPLOYEE),
                Row::new("employee.temporaryLeave", Signal::PersonOnLeave, EMPLOYEE),
                Row::new("employee.updated", Signal::PersonChanged, EMPLOYEE),
            ],
            others: EMPLOYEE,
        },
    },
};

const EMPLOYEE: Who = Who {
    id: Some(Path(&[Field("data"), Field("employeeId")])),
    ..Who::NOBODY
};
