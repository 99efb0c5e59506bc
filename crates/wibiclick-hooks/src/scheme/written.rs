//! A scheme as a configuration writes it: one flat record, whose parts may not
//! fit together.

use super::{
    Algorithm, Code, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Template, TimestampAt,
    TokenAt, Way,
};
use crate::path::At;
use serde::Deserialize;
use std::borrow::Cow;

/// A scheme as configured.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    algorithm: WrittenAlgorithm,
    #[serde(default)]
    header: Option<HeaderNames>,
    #[serde(default)]
    body: Option<At>,
    #[serde(default)]
    encoding: Option<Encoding>,
    #[serde(default)]
    separator: Option<char>,
    #[serde(default)]
    prefix: Cow<'static, str>,
    #[serde(default)]
    signed: Option<Template>,
    #[serde(default)]
    secret: Option<SecretForm>,
    #[serde(default)]
    id: Option<HeaderNames>,
    #[serde(default)]
    timestamp: Option<TimestampAt>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenAlgorithm {
    HmacSha1,
    HmacSha256,
    HmacSha512,
    Sha256,
    Ed25519,
    /// No code: the secret itself is sent.
    Token,
}

/// A form that there is not. What stands there may be the secret itself, and is
/// not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected as `secret` of the scheme how the secret is written: text, hex, base64, whsec or \
     whpk; the secret itself goes elsewhere"
)]
pub struct NoSecretForm;

impl TryFrom<Cow<'_, str>> for SecretForm {
    type Error = NoSecretForm;

    fn try_from(form: Cow<'_, str>) -> Result<Self, NoSecretForm> {
        Ok(match form.as_ref() {
            "text" => Self::Text,
            "hex" => Self::Hex,
            "base64" => Self::Base64,
            "whsec" => Self::Whsec,
            "whpk" => Self::Whpk,
            _ => return Err(NoSecretForm),
        })
    }
}

/// A scheme whose parts do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadScheme {
    /// Something is missing.
    #[error("expected `{key}` in the scheme: {what}")]
    Missing {
        /// Its name.
        key: &'static str,
        /// What it would say.
        what: &'static str,
    },
    /// Something is there that such a scheme does not have.
    #[error("expected no `{key}` in the scheme: {why}; leave it out")]
    Needless {
        /// Its name.
        key: &'static str,
        /// Why it means nothing.
        why: &'static str,
    },
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
        let algorithm = match written.algorithm {
            WrittenAlgorithm::HmacSha1 => Algorithm::HmacSha1,
            WrittenAlgorithm::HmacSha256 => Algorithm::HmacSha256,
            WrittenAlgorithm::HmacSha512 => Algorithm::HmacSha512,
            WrittenAlgorithm::Sha256 => Algorithm::Sha256,
            WrittenAlgorithm::Ed25519 => Algorithm::Ed25519,
            WrittenAlgorithm::Token => return token(written),
        };
        if written.body.is_some() {
            return Err(BadScheme::Needless {
                key: "body",
                why: "only a token is looked for in the body",
            });
        }
        let secret = match written.secret {
            Some(form) if (form == SecretForm::Whpk) != (algorithm == Algorithm::Ed25519) => {
                return Err(BadScheme::Needless {
                    key: "secret",
                    why: "ed25519 has keys of the form `whpk`, and nothing else has them",
                });
            }
            Some(form) => form,
            None if algorithm == Algorithm::Ed25519 => SecretForm::Whpk,
            None => SecretForm::Text,
        };
        let code = Code {
            header: written.header.ok_or(NO_HEADER)?,
            separator: written.separator,
            signed: written.signed.unwrap_or(Template::new(&[Part::Body])),
            ways: Cow::Owned(vec![Way {
                algorithm,
                encoding: written.encoding.ok_or(BadScheme::Missing {
                    key: "encoding",
                    what: "`hex`, `base64` or `base64url`",
                })?,
                prefix: written.prefix,
                secret,
            }]),
        };
        let signs = |part: &Part| code.signed.parts().contains(part);
        if written.id.is_none() && signs(&Part::Id) {
            return Err(BadScheme::NoHeader { part: "id" });
        }
        match (signs(&Part::Timestamp), &written.timestamp) {
            (true, None) => return Err(BadScheme::NoHeader { part: "timestamp" }),
            (false, Some(_)) => return Err(BadScheme::TimeNotSigned),
            (true, Some(at)) => told_apart(&code, at)?,
            (false, None) => {}
        }
        Ok(Self {
            proof: Proof::Code(code),
            id: written.id,
            timestamp: written.timestamp,
        })
    }
}

const NO_HEADER: BadScheme = BadScheme::Missing {
    key: "header",
    what: "the name of the header that shows that a request is genuine",
};

fn token(written: Written) -> Result<Scheme, BadScheme> {
    let given = [
        ("encoding", written.encoding.is_some()),
        ("separator", written.separator.is_some()),
        ("signed", written.signed.is_some()),
        ("secret", written.secret.is_some()),
    ];
    if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
        return Err(BadScheme::Needless {
            key,
            why: "a token is sent as it is",
        });
    }
    if written.timestamp.is_some() {
        return Err(BadScheme::TimeNotSigned);
    }
    let at = match (written.header, written.body) {
        (Some(header), None) => TokenAt::Header {
            header,
            prefix: written.prefix,
        },
        (None, Some(at)) => {
            if !written.prefix.is_empty() {
                return Err(BadScheme::Needless {
                    key: "prefix",
                    why: "a token in the body is the whole text",
                });
            }
            TokenAt::Body(at)
        }
        (None, None) => return Err(NO_HEADER),
        (Some(_), Some(_)) => {
            return Err(BadScheme::Needless {
                key: "body",
                why: "the token is in the header",
            });
        }
    };
    Ok(Scheme {
        proof: Proof::Token(at),
        id: written.id,
        timestamp: None,
    })
}

/// Whether the time and the codes can be told apart, should they be in one header.
fn told_apart(code: &Code, at: &TimestampAt) -> Result<(), BadScheme> {
    let Some(header) = code.header.shared_with(&at.header) else {
        return Ok(());
    };
    let time = at.prefix.as_ref();
    let apart = code.separator.is_some()
        && code.separator == at.separator
        && code
            .ways
            .iter()
            .all(|way| !way.prefix.starts_with(time) && !time.starts_with(way.prefix.as_ref()));
    if apart {
        return Ok(());
    }
    Err(BadScheme::OneHeader {
        header: header.to_owned(),
    })
}
