//! How a kind of source signs: a record, not code.
//!
//! [`Scheme`] says what is where. `verify` and `sign` read it; neither knows any
//! vendor. `written` is the form in which a configuration says it, `content` what
//! of a request is signed, `key` how secrets become keys.

mod content;
mod header;
mod key;
mod sign;
mod template;
mod verify;
mod written;

pub use header::HeaderNames;
pub(crate) use key::after_prefix;
pub use sign::{SignError, ToSign, standard_signature};
pub use template::{BadTemplate, Part, Template};
pub use verify::Verified;
pub(crate) use verify::{is_any_of, single_header};
pub use written::BadScheme;

use crate::{
    base64, hex,
    path::{At, Path},
};
use serde::Deserialize;
use std::borrow::Cow;

/// How a kind of source signs.
///
/// ```
/// use wibiclick_hooks::Scheme;
///
/// let scheme: Scheme = serde_json::from_str(
///     r#"{
///         "algorithm": "hmac-sha256",
///         "header": "x-signature",
///         "encoding": "hex",
///         "prefix": "sha256=",
///         "signed": "{timestamp}.{body}",
///         "timestamp": { "header": "x-time", "unit": "seconds", "tolerance_seconds": 300 }
///     }"#,
/// )?;
/// assert!(scheme.id.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub struct Scheme {
    /// What shows that a request is genuine.
    pub proof: Proof,
    /// The header that carries the request's id.
    pub id: Option<HeaderNames>,
    /// Where the time of signing is.
    pub timestamp: Option<TimestampAt>,
}

/// What shows that a request is genuine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// A code over the request's content, made with the secret.
    Code(Code),
    /// The secret itself.
    Token(TokenAt),
}

/// Where the codes of a request are, and over what they are computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The header.
    pub header: HeaderNames,
    /// What stands between several items in the header, besides white space;
    /// without it the whole value is one item.
    pub separator: Option<char>,
    /// Over what codes are computed.
    pub signed: Template,
    /// How they are computed. A secret is used in the first way that it is of the
    /// form for. Never empty.
    pub ways: Cow<'static, [Way]>,
}

/// How a code is computed and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How it is computed.
    pub algorithm: Algorithm,
    /// How it is written as text.
    pub encoding: Encoding,
    /// With what an item starts that is such a code (`v1,`); items that start
    /// differently are passed over.
    pub prefix: Cow<'static, str>,
    /// How the key is made of the secret.
    pub secret: SecretForm,
}

/// Where a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenAt {
    /// In a header.
    Header {
        /// The header.
        header: HeaderNames,
        /// What stands before the secret (`Bearer `), in any case; without it
        /// the secret is the whole value.
        prefix: Cow<'static, str>,
    },
    /// In the body, which is JSON: wherever the path leads, it must be.
    Body(At),
}

/// How a code is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC (RFC 2104) with SHA-1: for senders that have nothing better. What
    /// is broken of SHA-1 is not what an HMAC rests on.
    HmacSha1,
    /// HMAC (RFC 2104) with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// SHA-256 over the secret and then what is signed: for senders that have
    /// nothing better. Whoever recorded a request can add bytes to its end that
    /// they do not choose freely; no JSON survives that.
    Sha256,
    /// Ed25519 (RFC 8032): the receiver has the public key, and can sign nothing.
    Ed25519,
}

/// How bytes are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Base64 (RFC 4648, section 4), padded, canonical.
    Base64,
    /// Base64 with `-` and `_` (RFC 4648, section 5), with or without padding,
    /// canonical.
    Base64url,
    /// Hexadecimal digits, in either case.
    Hex,
}

impl Encoding {
    /// `None` for everything but a text of some bytes.
    fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => base64::decode(text),
            Self::Base64url => base64::decode_url(text),
            Self::Hex => hex::decode(text),
        }
    }

    fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => base64::encode(bytes),
            Self::Base64url => base64::encode_url(bytes),
            Self::Hex => hex::encode(bytes),
        }
    }
}

/// How the key is made of the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretForm {
    /// The key is the secret's bytes.
    Text,
    /// The key is written in hexadecimal digits.
    Hex,
    /// The key is written in base64.
    Base64,
    /// The key is base64 after `whsec_`, which may be missing
    /// (Standard Webhooks, "Symmetric signatures").
    Whsec,
    /// The key is base64 of the public one after `whpk_`; to sign, of the private
    /// one after `whsk_` (Standard Webhooks, "Asymmetric signatures").
    Whpk,
}

/// Where the time of signing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampAt {
    /// The header.
    pub header: HeaderNames,
    /// What stands between several items in the header, besides white space;
    /// without it the whole value is one item.
    pub separator: Option<char>,
    /// With what the item starts that is the time (`t=`). Not signed with it.
    pub prefix: Cow<'static, str>,
    /// What it counts.
    pub unit: Unit,
    /// How far it may be from the receiver's time, before or after, unless the
    /// source is configured differently.
    pub tolerance_seconds: u32,
}

/// What a timestamp counts since 1970, unless it is a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Seconds, or else a date and time as in ISO 8601
    /// (`2026-01-31T18:42:00+0000`). Whichever came is the text that is signed.
    SecondsOrIso8601,
}

impl Scheme {
    /// A code over the body alone, in a header of its own: what most senders have.
    pub(crate) const fn over_body(header: &'static str, ways: &'static [Way]) -> Self {
        Self {
            proof: Proof::Code(Code {
                header: HeaderNames::new(header),
                separator: None,
                signed: Template::new(&[Part::Body]),
                ways: Cow::Borrowed(ways),
            }),
            id: None,
            timestamp: None,
        }
    }

    /// The secret as the value of a header, after the prefix.
    pub(crate) const fn token(header: &'static str, prefix: &'static str) -> Self {
        Self {
            proof: Proof::Token(TokenAt::Header {
                header: HeaderNames::new(header),
                prefix: Cow::Borrowed(prefix),
            }),
            id: None,
            timestamp: None,
        }
    }

    /// The header in which a request shows that it is genuine, by its usual name;
    /// `None` where that is in the body.
    pub fn header(&self) -> Option<&str> {
        Some(match &self.proof {
            Proof::Code(code) => code.header.usual(),
            Proof::Token(TokenAt::Header { header, .. }) => header.usual(),
            Proof::Token(TokenAt::Body(_)) => return None,
        })
    }

    /// Where the body has the secret, if it does.
    pub(crate) fn token_in_body(&self) -> Option<Path<'_>> {
        match &self.proof {
            Proof::Token(TokenAt::Body(at)) => Some(at.path()),
            _ => None,
        }
    }

    /// Whether a request's URL is signed, so that it must be known as the sender
    /// wrote it.
    pub fn signs_url(&self) -> bool {
        match &self.proof {
            Proof::Code(code) => code
                .signed
                .parts()
                .iter()
                .any(|part| matches!(part, Part::Url | Part::UrlDecoded | Part::UrlAndForm)),
            Proof::Token(_) => false,
        }
    }
}

impl Way {
    /// A code whose key is the secret as it is.
    pub(crate) const fn new(
        algorithm: Algorithm,
        encoding: Encoding,
        prefix: &'static str,
        secret: SecretForm,
    ) -> Self {
        Self {
            algorithm,
            encoding,
            prefix: Cow::Borrowed(prefix),
            secret,
        }
    }
}
