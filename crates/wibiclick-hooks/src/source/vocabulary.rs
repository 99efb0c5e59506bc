//! What records of kinds are written with.

pub(super) use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply, ShownBy},
    path::{At, Path},
    reading::{Batch, Condition, Format, Identity, Inner, Is, Naming, Reading, Row, When, Who},
    record::{Acknowledgement, FORM_OR_JSON, JSON, Record, Sends},
    scheme::{
        Algorithm, Code, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Template,
        TimestampAt, TokenAt, Unit, Way,
    },
};
pub(super) use std::borrow::Cow;

/// HMAC-SHA-256 in hex, under the secret as it is.
pub(super) const HEX: &[Way] = &[Way {
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Hex,
    prefix: Cow::Borrowed(""),
    secret: SecretForm::Text,
}];

/// The same after `sha256=`.
pub(super) const HEX_AFTER_SHA256: &[Way] = &[Way {
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Hex,
    prefix: Cow::Borrowed("sha256="),
    secret: SecretForm::Text,
}];

/// The same in base64.
pub(super) const BASE64: &[Way] = &[Way {
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Base64,
    prefix: Cow::Borrowed(""),
    secret: SecretForm::Text,
}];

/// A time in a header of its own.
pub(super) const fn time(header: &'static str, unit: Unit, tolerance_seconds: u32) -> TimestampAt {
    TimestampAt {
        header: HeaderNames::new(header),
        separator: None,
        prefix: Cow::Borrowed(""),
        unit,
        tolerance_seconds,
    }
}
