//! A scheme as a configuration writes it: one flat record, whose parts may not
//! fit together.

use super::{
    Algorithm, Code, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Template, TimestampAt,
    TokenAt, Unit, Way,
};
use crate::{
    path::At,
    written::{BadRecord, Fields},
};
use serde_json::Value;
use std::borrow::Cow;

const WHAT: &str = "the scheme";
const KEYS: &[&str] = &[
    "algorithm",
    "header",
    "body",
    "encoding",
    "separator",
    "prefix",
    "signed",
    "secret",
    "id",
    "timestamp",
];
const TIMESTAMP_KEYS: &[&str] = &["header", "separator", "prefix", "unit", "tolerance_seconds"];

/// No algorithm: the secret itself is sent.
const TOKEN: Option<Algorithm> = None;

const ALGORITHMS: &[(&str, Option<Algorithm>)] = &[
    ("hmac-sha1", Some(Algorithm::HmacSha1)),
    ("hmac-sha256", Some(Algorithm::HmacSha256)),
    ("hmac-sha512", Some(Algorithm::HmacSha512)),
    ("sha256", Some(Algorithm::Sha256)),
    ("ed25519", Some(Algorithm::Ed25519)),
    ("token", TOKEN),
];
const ENCODINGS: &[(&str, Encoding)] = &[
    ("hex", Encoding::Hex),
    ("base64", Encoding::Base64),
    ("base64url", Encoding::Base64url),
];
const FORMS: &[(&str, SecretForm)] = &[
    ("text", SecretForm::Text),
    ("hex", SecretForm::Hex),
    ("base64", SecretForm::Base64),
    ("whsec", SecretForm::Whsec),
    ("whpk", SecretForm::Whpk),
];
const UNITS: &[(&str, Unit)] = &[
    ("seconds", Unit::Seconds),
    ("milliseconds", Unit::Milliseconds),
    ("seconds-or-iso8601", Unit::SecondsOrIso8601),
];

/// A scheme whose parts do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadScheme {
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
        "the header `{header}` has both the time and the signature; expected the same `separator` \
         for both, and for each a `prefix` that the other does not start with"
    )]
    OneHeader {
        /// The header.
        header: String,
    },
}

impl TryFrom<Value> for Scheme {
    type Error = BadRecord;

    fn try_from(record: Value) -> Result<Self, BadRecord> {
        let mut fields = Fields::of(WHAT, KEYS, record)?;
        let algorithm = fields
            .one_of("algorithm", ALGORITHMS)?
            .ok_or_else(|| fields.missing("algorithm", "how codes are computed, or `token`"))?;
        let Some(algorithm) = algorithm else {
            return token(fields);
        };
        if fields.take("body").is_some() {
            return Err(needless("body", "only a token is looked for in the body"));
        }
        let secret = match fields.one_of("secret", FORMS)? {
            Some(form) if (form == SecretForm::Whpk) != (algorithm == Algorithm::Ed25519) => {
                return Err(needless(
                    "secret",
                    "ed25519 has keys of the form `whpk`, and nothing else has them",
                ));
            }
            Some(form) => form,
            None if algorithm == Algorithm::Ed25519 => SecretForm::Whpk,
            None => SecretForm::Text,
        };
        let signed = match fields.text("signed")? {
            None => Template::new(&[Part::Body]),
            Some(text) => Template::try_from(text)
                .map_err(|error| fields.unexpected("signed", &error.to_string()))?,
        };
        let encoding = fields.one_of("encoding", ENCODINGS)?;
        let code = Code {
            header: header(&mut fields, "header")?.ok_or_else(|| no_header(&fields))?,
            separator: fields.character("separator")?,
            signed,
            ways: Cow::Owned(vec![Way {
                algorithm,
                encoding: encoding
                    .ok_or_else(|| fields.missing("encoding", "`hex`, `base64` or `base64url`"))?,
                prefix: fields.text("prefix")?.unwrap_or_default().into(),
                secret,
            }]),
        };
        let id = header(&mut fields, "id")?;
        let timestamp = fields.take("timestamp").map(timestamp).transpose()?;
        let signs = |part: &Part| code.signed.parts().contains(part);
        if id.is_none() && signs(&Part::Id) {
            return Err(BadScheme::NoHeader { part: "id" }.into());
        }
        match (signs(&Part::Timestamp), &timestamp) {
            (true, None) => return Err(BadScheme::NoHeader { part: "timestamp" }.into()),
            (false, Some(_)) => return Err(BadScheme::TimeNotSigned.into()),
            (true, Some(at)) => told_apart(&code, at)?,
            (false, None) => {}
        }
        Ok(Self {
            proof: Proof::Code(code),
            id,
            timestamp,
        })
    }
}

fn timestamp(record: Value) -> Result<TimestampAt, BadRecord> {
    let mut fields = Fields::of("the scheme's timestamp", TIMESTAMP_KEYS, record)?;
    Ok(TimestampAt {
        header: header(&mut fields, "header")?
            .ok_or_else(|| fields.missing("header", "the name of the header with the time"))?,
        separator: fields.character("separator")?,
        prefix: fields.text("prefix")?.unwrap_or_default().into(),
        unit: fields
            .one_of("unit", UNITS)?
            .ok_or_else(|| fields.missing("unit", "what it counts: seconds or milliseconds"))?,
        tolerance_seconds: fields
            .number("tolerance_seconds")?
            .ok_or_else(|| fields.missing("tolerance_seconds", "how far the time may be off"))?,
    })
}

fn header(fields: &mut Fields, key: &'static str) -> Result<Option<HeaderNames>, BadRecord> {
    Ok(fields.texts(key)?.and_then(HeaderNames::new))
}

fn no_header(fields: &Fields) -> BadRecord {
    fields.missing(
        "header",
        "the name of the header that shows that a request is genuine",
    )
}

fn needless(key: &'static str, why: &'static str) -> BadRecord {
    BadScheme::Needless { key, why }.into()
}

fn token(mut fields: Fields) -> Result<Scheme, BadRecord> {
    for key in ["encoding", "separator", "signed", "secret"] {
        if fields.take(key).is_some() {
            return Err(needless(key, "a token is sent as it is"));
        }
    }
    if fields.take("timestamp").is_some() {
        return Err(BadScheme::TimeNotSigned.into());
    }
    let prefix = fields.text("prefix")?.unwrap_or_default();
    let at = match (header(&mut fields, "header")?, fields.text("body")?) {
        (Some(header), None) => TokenAt::Header {
            header,
            prefix: prefix.into(),
        },
        (None, Some(text)) => {
            if !prefix.is_empty() {
                return Err(needless("prefix", "a token in the body is the whole text"));
            }
            TokenAt::Body(At::read(&fields, "body", text)?)
        }
        (None, None) => return Err(no_header(&fields)),
        (Some(_), Some(_)) => return Err(needless("body", "the token is in the header")),
    };
    Ok(Scheme {
        proof: Proof::Token(at),
        id: header(&mut fields, "id")?,
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
