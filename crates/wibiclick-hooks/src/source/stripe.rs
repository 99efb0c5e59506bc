//! Stripe (docs.stripe.com, "Receive Stripe events in your webhook endpoint", "Verify
//! webhook signatures manually", and the event object of the API reference).
//!
//! - Whom an event is about is a customer, not an employee: no event has a
//!   signal, and a rule names the vendor's type.
//! - Subscriptions have the customer's id and no address. A customer's own
//!   address is as they typed it.
//! - The key is the secret as it is shown, `whsec_` and all.
//! - Signatures of the version `v0` are passed over.

use crate::{
    kind::Kind,
    path::{
        Path,
        Step::{self, Field},
    },
    reading::{Identity, Meaning, Naming, Reading, Row, When, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
        TimestampAt, Unit,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "stripe",
    scheme: scheme("stripe-signature", Unit::Seconds, 300),
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: Some(Identity::Field(Path(&[Field("id")]))),
        kind: Naming::Field(Path(&[Field("type")])),
        occurred_at: Some(When::Seconds(Path(&[Field("created")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::silent("customer.created", CUSTOMER),
                Row::silent("customer.updated", CUSTOMER),
                Row::silent("customer.deleted", CUSTOMER),
                Row::silent("checkout.session.completed", BUYER),
                Row::silent("invoice.paid", INVOICED),
            ],
            others: OF_CUSTOMER,
        },
    },
};

/// The scheme, with the header of whoever writes time and codes as Stripe does:
/// `t=…,v1=…`.
pub(super) const fn scheme(header: &'static str, unit: Unit, tolerance_seconds: u32) -> Scheme {
    Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one(header),
                encoding: Encoding::Hex,
                separator: Some(','),
                prefix: Cow::Borrowed("v1="),
            },
            signed: Template::new(&[Part::Timestamp, Part::Text(Cow::Borrowed(".")), Part::Body]),
            secret: SecretForm::Text,
        },
        id: None,
        timestamp: Some(TimestampAt {
            header: HeaderNames::one(header),
            separator: Some(','),
            prefix: Cow::Borrowed("t="),
            unit,
            tolerance_seconds,
        }),
    }
}

const OBJECT: [Step; 2] = [Field("data"), Field("object")];

/// Who the object is.
const CUSTOMER: Who = Who {
    id: Some(Path(&[OBJECT[0], OBJECT[1], Field("id")])),
    email: Some(Path(&[OBJECT[0], OBJECT[1], Field("email")])),
    name: &[Path(&[OBJECT[0], OBJECT[1], Field("name")])],
    ..Who::NOBODY
};

/// Whose the object is.
const OF_CUSTOMER: Who = Who {
    id: Some(Path(&[OBJECT[0], OBJECT[1], Field("customer")])),
    ..Who::NOBODY
};

const BUYER: Who = Who {
    email: Some(Path(&[
        OBJECT[0],
        OBJECT[1],
        Field("customer_details"),
        Field("email"),
    ])),
    name: &[Path(&[
        OBJECT[0],
        OBJECT[1],
        Field("customer_details"),
        Field("name"),
    ])],
    ..OF_CUSTOMER
};

const INVOICED: Who = Who {
    email: Some(Path(&[OBJECT[0], OBJECT[1], Field("customer_email")])),
    name: &[Path(&[OBJECT[0], OBJECT[1], Field("customer_name")])],
    ..OF_CUSTOMER
};
