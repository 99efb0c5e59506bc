//! How a kind of source signs: a record, not code.
//!
//! [`Scheme`] says what is where. `verify` and `sign` read it; neither knows any
//! vendor.

mod sign;
mod template;
mod verify;

pub use sign::{SignError, ToSign};
pub use template::{BadTemplate, Part, Template};
pub use verify::Verified;
pub(crate) use verify::single_header;

use crate::{
    error::WebhookError,
    hex,
    secrets::{Secrets, Weakness},
};
use base64::{
    Engine,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use std::borrow::Cow;

/// How a kind of source signs.
///
/// ```
/// use wibiclick_hooks::Scheme;
///
/// let scheme: Scheme = serde_json::from_str(
///     r#"{
///         "proof": { "mac": {
///             "algorithm": "hmac-sha256",
///             "signature": { "header": "x-signature", "encoding": "hex", "prefix": "sha256=" },
///             "signed": "{timestamp}.{body}",
///             "secret": "text"
///         } },
///         "timestamp": { "header": "x-time", "unit": "seconds", "tolerance_seconds": 300 }
///     }"#,
/// )?;
/// assert!(scheme.id.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Scheme {
    /// What shows that a request is genuine.
    pub proof: Proof,
    /// The header that carries the request's id.
    pub id: Option<HeaderNames>,
    /// Where the time of signing is.
    pub timestamp: Option<TimestampAt>,
}

/// A scheme as configured: its parts may not fit together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    proof: Proof,
    #[serde(default)]
    id: Option<HeaderNames>,
    #[serde(default)]
    timestamp: Option<TimestampAt>,
}

/// A scheme whose parts do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadScheme {
    /// What is signed has a part that no header carries.
    #[error("what is signed names {{{part}}}; expected a header for it, as `{part}` of the scheme")]
    NoHeader {
        /// The part.
        part: &'static str,
    },
    /// The time is not signed: whoever recorded a request could send it again
    /// with a new time.
    #[error(
        "expected {{timestamp}} in what is signed, as the scheme has a time; sign the time, or \
         leave it out of the scheme"
    )]
    TimeNotSigned,
    /// The time and the codes are in one header, and cannot be told apart.
    #[error(
        "the header {header:?} has both the time and the signature; expected the same `separator` \
         for both, and for each a `prefix` that the other does not start with"
    )]
    OneHeader {
        /// The header.
        header: String,
    },
}

impl TryFrom<Written> for Scheme {
    type Error = BadScheme;

    fn try_from(written: Written) -> Result<Self, BadScheme> {
        let Written {
            proof,
            id,
            timestamp,
        } = written;
        let signs = |part: &Part| match &proof {
            Proof::Mac { signed, .. } => signed.parts().contains(part),
            Proof::Token { .. } => false,
        };
        if id.is_none() && signs(&Part::Id) {
            return Err(BadScheme::NoHeader { part: "id" });
        }
        match (signs(&Part::Timestamp), timestamp.is_some()) {
            (true, false) => return Err(BadScheme::NoHeader { part: "timestamp" }),
            (false, true) => return Err(BadScheme::TimeNotSigned),
            _ => {}
        }
        if let (Proof::Mac { signature, .. }, Some(at)) = (&proof, &timestamp)
            && let Some(header) = signature.header.shared_with(&at.header)
        {
            let (code, time) = (signature.prefix.as_ref(), at.prefix.as_ref());
            let told_apart = signature.separator.is_some()
                && signature.separator == at.separator
                && !code.starts_with(time)
                && !time.starts_with(code);
            if !told_apart {
                let header = header.to_owned();
                return Err(BadScheme::OneHeader { header });
            }
        }
        Ok(Self {
            proof,
            id,
            timestamp,
        })
    }
}

/// What shows that a request is genuine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Proof {
    /// A code over the request's content, made with the secret.
    Mac {
        /// How the code is computed.
        algorithm: Algorithm,
        /// Where the code is.
        signature: Signature,
        /// Over what it is computed.
        signed: Template,
        /// How the key is made of the secret.
        secret: SecretForm,
    },
    /// The secret itself, in a header.
    Token {
        /// The header.
        header: HeaderNames,
        /// What stands before the secret (`Bearer `), in any case; without it
        /// the secret is the whole value.
        #[serde(default)]
        prefix: Cow<'static, str>,
    },
}

/// How a code is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC (RFC 2104) with SHA-1: for senders that have nothing better. What
    /// is broken of SHA-1 is not what an HMAC rests on.
    HmacSha1,
    /// HMAC (RFC 2104) with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
}

/// Where the codes of a request are, and how they are written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The header.
    pub header: HeaderNames,
    /// How a code is written as text.
    pub encoding: Encoding,
    /// What stands between several items in the header, besides white space;
    /// without it the whole value is one item.
    #[serde(default)]
    pub separator: Option<char>,
    /// With what an item starts that is a code of this scheme (`v1,`); items
    /// that start differently are passed over.
    #[serde(default)]
    pub prefix: Cow<'static, str>,
}

/// How bytes are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Base64 (RFC 4648, section 4), padded, canonical.
    Base64,
    /// Hexadecimal digits, in either case.
    Hex,
}

impl Encoding {
    /// `None` for everything but a text of some bytes.
    fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => base64::engine::general_purpose::STANDARD.decode(text).ok(),
            Self::Hex => hex::decode(text),
        }
    }

    fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => base64::engine::general_purpose::STANDARD.encode(bytes),
            Self::Hex => hex::encode(bytes),
        }
    }
}

/// How the key is made of the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SecretForm {
    /// The key is the secret's bytes.
    Text,
    /// The key is base64 after `whsec_`, which may be missing
    /// (Standard Webhooks, "Symmetric signatures").
    Whsec,
}

/// Secrets are pasted, and pasting loses the padding.
const SECRET_BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key never outlives its use.
type Key = Zeroizing<Vec<u8>>;

impl SecretForm {
    /// The key; else what was expected.
    fn key(self, secret: &str) -> Result<Key, &'static str> {
        let (key, expected) = match self {
            Self::Text => (Some(secret.as_bytes().to_vec()), "a text that is not empty"),
            Self::Whsec => (
                SECRET_BASE64
                    .decode(secret.strip_prefix("whsec_").unwrap_or(secret))
                    .ok(),
                "base64, with or without `whsec_` before it",
            ),
        };
        key.filter(|key| !key.is_empty())
            .map(Zeroizing::new)
            .ok_or(expected)
    }

    /// The lengths that are strong, in bytes of the key.
    fn strong_bytes(self) -> std::ops::RangeInclusive<usize> {
        match self {
            // What a hash of 256 bits is worth, cut to what people type.
            Self::Text => 16..=usize::MAX,
            // Standard Webhooks, "Signature scheme": 24 to 64 random bytes.
            Self::Whsec => 24..=64,
        }
    }
}

/// The shortest static token that is strong, in characters: 32 of hex are 128
/// bits.
const STRONG_TOKEN_CHARS: usize = 32;

/// The names of one header: the first is the usual one, the others are looked
/// for in turn when it is not there. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "OneOrMore")]
pub struct HeaderNames {
    first: Cow<'static, str>,
    aliases: Cow<'static, [Cow<'static, str>]>,
}

impl HeaderNames {
    /// A header of one name.
    pub const fn one(name: &'static str) -> Self {
        Self {
            first: Cow::Borrowed(name),
            aliases: Cow::Borrowed(&[]),
        }
    }

    /// A header with aliases.
    pub const fn with_aliases(name: &'static str, aliases: &'static [Cow<'static, str>]) -> Self {
        Self {
            first: Cow::Borrowed(name),
            aliases: Cow::Borrowed(aliases),
        }
    }

    /// The usual name.
    pub fn usual(&self) -> &str {
        &self.first
    }

    /// All names, the usual one first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.usual()).chain(self.aliases.iter().map(AsRef::as_ref))
    }

    /// The first of the names that is one of the others too.
    fn shared_with(&self, others: &Self) -> Option<&str> {
        self.iter()
            .find(|name| others.iter().any(|other| other.eq_ignore_ascii_case(name)))
    }
}

/// A header's names as configured: one text, or a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A header was configured without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a header, got none")]
pub struct NoHeaderName;

impl TryFrom<OneOrMore> for HeaderNames {
    type Error = NoHeaderName;

    fn try_from(names: OneOrMore) -> Result<Self, NoHeaderName> {
        let names = match names {
            OneOrMore::One(name) => vec![name],
            OneOrMore::More(names) => names,
        };
        if names.iter().any(String::is_empty) {
            return Err(NoHeaderName);
        }
        let mut names = names.into_iter().map(Cow::Owned);
        let first = names.next().ok_or(NoHeaderName)?;
        Ok(Self {
            first,
            aliases: names.collect(),
        })
    }
}

/// Where the time of signing is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampAt {
    /// The header.
    pub header: HeaderNames,
    /// What stands between several items in the header, besides white space;
    /// without it the whole value is one item.
    #[serde(default)]
    pub separator: Option<char>,
    /// With what the item starts that is the time (`t=`). Not signed with it.
    #[serde(default)]
    pub prefix: Cow<'static, str>,
    /// What it counts.
    pub unit: Unit,
    /// How far it may be from the receiver's time, before or after, unless the
    /// source is configured differently.
    pub tolerance_seconds: u32,
}

/// What a timestamp counts since 1970, unless it is a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// The first secret that is easily guessed or can never match, if any.
    pub fn weakness(&self, secrets: &Secrets) -> Option<Weakness> {
        secrets
            .iter()
            .zip(1..)
            .find_map(|(secret, number)| match &self.proof {
                Proof::Mac { secret: form, .. } => match form.key(secret) {
                    Err(expected) => Some(Weakness::Unusable { number, expected }),
                    Ok(key) => {
                        let (strong, got, unit) = (form.strong_bytes(), key.len(), "bytes");
                        if got < *strong.start() {
                            Some(Weakness::TooShort {
                                number,
                                least: *strong.start(),
                                got,
                                unit,
                            })
                        } else if got > *strong.end() {
                            Some(Weakness::TooLong {
                                number,
                                most: *strong.end(),
                                got,
                                unit,
                            })
                        } else {
                            None
                        }
                    }
                },
                // HTTP takes white space off both ends of a header's value.
                Proof::Token { .. } if secret.trim() != secret => Some(Weakness::Unusable {
                    number,
                    expected: "a token without white space around it",
                }),
                Proof::Token { prefix, .. }
                    if !prefix.is_empty() && after_prefix(secret, prefix).is_some() =>
                {
                    Some(Weakness::Unusable {
                        number,
                        expected: "the token alone, without what stands before it in the header",
                    })
                }
                Proof::Token { .. } => {
                    let got = secret.chars().count();
                    (got < STRONG_TOKEN_CHARS).then_some(Weakness::TooShort {
                        number,
                        least: STRONG_TOKEN_CHARS,
                        got,
                        unit: "characters",
                    })
                }
            })
    }
}

/// What follows the prefix, which may be written in any case, as the names of
/// authentication schemes may be (RFC 9110, section 11.1).
fn after_prefix<'v>(value: &'v str, prefix: &str) -> Option<&'v str> {
    let (start, rest) = value.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The keys of all secrets; the first that cannot be one is an error, and a loud
/// one: a source with a broken secret is broken even while another one works.
fn keys(form: SecretForm, secrets: &Secrets) -> Result<Vec<Key>, WebhookError> {
    secrets
        .iter()
        .zip(1..)
        .map(|(secret, number)| {
            form.key(secret)
                .map_err(|expected| WebhookError::BadSecret { number, expected })
        })
        .collect()
}
