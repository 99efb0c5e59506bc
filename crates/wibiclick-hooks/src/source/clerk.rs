//! Clerk, which sends through Svix (clerk.com/docs, "Webhooks overview", and the
//! event catalogue of its dashboard).
//!
//! - `user.deleted` says the id and no email: pairs of both are learnt from the
//!   other events.
//! - The body's `timestamp` is milliseconds in some samples and seconds in
//!   others: the time of signing is taken instead.
//! - The `identifier` of a membership is what the person signs in with: an
//!   email address, a user name or a telephone number.

use super::svix;
use crate::{
    event::Signal,
    kind::Kind,
    path::{
        Path,
        Step::{ElementOf, Field},
    },
    reading::{Meaning, Naming, Reading, Row, Who},
};

pub(crate) static KIND: Kind = Kind {
    name: "clerk",
    scheme: svix::SCHEME,
    content_types: &["application/json"],
    handshake: None,
    reading: Reading {
        batch: None,
        id: None,
        kind: Naming::Field(Path(&[Field("type")])),
        occurred_at: None,
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::new("user.created", Signal::PersonJoined, USER),
                Row::new("user.updated", Signal::PersonChanged, USER),
                Row::new("user.deleted", Signal::PersonLeft, USER),
                Row::silent("organizationMembership.created", MEMBER),
                Row::silent("organizationMembership.updated", MEMBER),
                Row::new(
                    "organizationMembership.deleted",
                    Signal::AccessRemoved,
                    MEMBER,
                ),
            ],
            others: Who::NOBODY,
        },
    },
};

const USER: Who = Who {
    id: Some(Path(&[Field("data"), Field("id")])),
    email: Some(Path(&[
        Field("data"),
        Field("email_addresses"),
        ElementOf {
            field: "id",
            is: Path(&[Field("data"), Field("primary_email_address_id")]),
        },
        Field("email_address"),
    ])),
    login: Some(Path(&[Field("data"), Field("username")])),
    name: &[
        Path(&[Field("data"), Field("first_name")]),
        Path(&[Field("data"), Field("last_name")]),
    ],
    ..Who::NOBODY
};

const MEMBER: Who = Who {
    id: Some(Path(&[
        Field("data"),
        Field("public_user_data"),
        Field("user_id"),
    ])),
    email_or_login: Some(Path(&[
        Field("data"),
        Field("public_user_data"),
        Field("identifier"),
    ])),
    name: &[
        Path(&[
            Field("data"),
            Field("public_user_data"),
            Field("first_name"),
        ]),
        Path(&[Field("data"), Field("public_user_data"), Field("last_name")]),
    ],
    ..Who::NOBODY
};
