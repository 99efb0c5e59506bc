//! Slack's Events API over HTTP (docs.slack.dev, "Verifying requests from Slack"
//! and the references of the events).
//!
//! - `user_change` is sent for every edit of a profile: only where `deleted` is
//!   `true` has the person left. Bots are users too, and are nobody.
//! - `user_profile_changed` and others are sent at the same moment as
//!   `user_change`: they have no signal, or one change would count twice.
//! - The address is there only for apps with the scope `users:read.email`.
//! - `url_verification` is signed like every request, and answered only then.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply},
    kind::Kind,
    path::{Path, Step::Field},
    reading::{Identity, Is, Meaning, Naming, Reading, Row, When, Who},
    scheme::{
        Algorithm, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Signature, Template,
        TimestampAt, Unit,
    },
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "slack",
    scheme: Scheme {
        proof: Proof::Mac {
            algorithm: Algorithm::HmacSha256,
            signature: Signature {
                header: HeaderNames::one("x-slack-signature"),
                encoding: Encoding::Hex,
                separator: None,
                prefix: Cow::Borrowed("v0="),
            },
            signed: Template::new(&[
                Part::Text(Cow::Borrowed("v0:")),
                Part::Timestamp,
                Part::Text(Cow::Borrowed(":")),
                Part::Body,
            ]),
            secret: SecretForm::Text,
        },
        id: None,
        timestamp: Some(TimestampAt {
            header: HeaderNames::one("x-slack-request-timestamp"),
            separator: None,
            prefix: Cow::Borrowed(""),
            unit: Unit::Seconds,
            tolerance_seconds: 300,
        }),
    },
    content_types: &["application/json"],
    handshake: Some(Handshake {
        method: "POST",
        signed: true,
        known_by: Mark::FieldIs {
            at: Path(&[Field("type")]),
            is: "url_verification",
        },
        reply: Reply::FieldAsText(Path(&[Field("challenge")])),
    }),
    reading: Reading {
        batch: None,
        id: Some(Identity::Field(Path(&[Field("event_id")]))),
        kind: Naming::Field(Path(&[Field("event"), Field("type")])),
        occurred_at: Some(When::Seconds(Path(&[Field("event_time")]))),
        effective_at: None,
        outcome: None,
        meaning: Meaning::Table {
            rows: &[
                Row::silent("user_change", Who::NOBODY)
                    .when(Path(&[USER_AT[0], USER_AT[1], Field("is_bot")]), Is::True),
                Row::new("user_change", Signal::PersonLeft, USER)
                    .when(Path(&[USER_AT[0], USER_AT[1], Field("deleted")]), Is::True),
                Row::new("user_change", Signal::PersonChanged, USER),
                Row::silent("user_profile_changed", USER),
                Row::silent("user_status_changed", USER),
                Row::silent("user_huddle_changed", USER),
            ],
            others: Who::NOBODY,
        },
    },
};

const USER_AT: [crate::path::Step; 2] = [Field("event"), Field("user")];

const USER: Who = Who {
    id: Some(Path(&[USER_AT[0], USER_AT[1], Field("id")])),
    email: Some(Path(&[
        USER_AT[0],
        USER_AT[1],
        Field("profile"),
        Field("email"),
    ])),
    login: Some(Path(&[USER_AT[0], USER_AT[1], Field("name")])),
    name: &[Path(&[
        USER_AT[0],
        USER_AT[1],
        Field("profile"),
        Field("real_name"),
    ])],
    ..Who::NOBODY
};
