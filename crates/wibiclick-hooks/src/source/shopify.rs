//! Shopify (shopify.dev, "Deliver webhooks through HTTPS" and "Privacy law
//! compliance").
//!
//! - Whom an event is about is a customer, not an employee: no event has a
//!   signal, and a rule names the vendor's type.
//! - The type is the header `x-shopify-topic`, the id one of two headers on which
//!   Shopify's pages disagree. None of them is signed, and no time is: somebody
//!   who recorded a request can send it again under a new id and topic, with the
//!   same body.

use crate::{
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Meaning, Naming, Reading, Row, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "shopify",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one("x-shopify-hmac-sha256"),
                encoding: Encoding::Base64,
                separator: None,
                prefix: Cow::Borrowed(""),
            },
            signed: Template::new(&[Part::Body]),
            secret: SecretForm::Text,
        },
        // Events of several topics may share the second.
        id: Some(HeaderNames::with_aliases(
            "x-shopify-webhook-id",
            &[Cow::Borrowed("x-shopify-event-id")],
        )),
        timestamp: None,
    },
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Header {
            header: "x-shopify-topic",
            then: None,
        },
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::silent("customers/data_request", CUSTOMER),
                Row::silent("customers/redact", CUSTOMER),
                Row::silent("orders/create", CUSTOMER),
            ],
            others: Who::NOBODY,
        },
    },
};

const CUSTOMER: Who = Who {
    id: Some(Path(&[Field("customer"), Field("id")])),
    email: Some(Path(&[Field("customer"), Field("email")])),
    name: &[
        Path(&[Field("customer"), Field("first_name")]),
        Path(&[Field("customer"), Field("last_name")]),
    ],
    ..Who::NOBODY
};
