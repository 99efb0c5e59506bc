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
        match fields.one_of("algorithm", ALGORITHMS) {
            None => fields.end_without("algorithm", "how codes are computed, or `token`"),
            Some(TOKEN) => token(fields),
            Some(Some(algorithm)) => code(fields, algorithm),
        }
    }
}

fn code(mut fields: Fields, algorithm: Algorithm) -> Result<Scheme, BadRecord> {
    needless(
        &mut fields,
        &["body"],
        "only a token is looked for in the body",
    );
    let is_asymmetric = algorithm == Algorithm::Ed25519;
    let usual = if is_asymmetric {
        SecretForm::Whpk
    } else {
        SecretForm::Text
    };
    let secret = fields.one_of("secret", FORMS).unwrap_or(usual);
    if (secret == SecretForm::Whpk) != is_asymmetric {
        let why = "ed25519 has keys of the form `whpk`, and nothing else has them";
        let key = "secret";
        fields.wrong(BadScheme::Needless { key, why }.into());
    }
    let signed = match fields.text("signed").map(Template::try_from) {
        Some(Ok(signed)) => signed,
        Some(Err(error)) => {
            fields.unexpected("signed", &error.to_string());
            Template::new(&[])
        }
        None => Template::new(&[Part::Body]),
    };
    let Some(encoding) = fields.one_of("encoding", ENCODINGS) else {
        return fields.end_without("encoding", "`hex`, `base64` or `base64url`");
    };
    let Some(header) = header(&mut fields, "header") else {
        return fields.end_without("header", HEADER);
    };
    let code = Code {
        header,
        separator: fields.character("separator"),
        signed,
        ways: Cow::Owned(vec![Way {
            algorithm,
            encoding,
            prefix: fields.text("prefix").unwrap_or_default().into(),
            secret,
        }]),
    };
    let id = self::header(&mut fields, "id");
    let timestamp = match fields.take("timestamp").map(timestamp) {
        Some(Ok(timestamp)) => Some(timestamp),
        Some(Err(why)) => {
            fields.wrong(why);
            None
        }
        None => None,
    };
    let signs = |part: &Part| code.signed.parts().contains(part);
    let apart = match (signs(&Part::Timestamp), &timestamp) {
        _ if id.is_none() && signs(&Part::Id) => Err(BadScheme::NoHeader { part: "id" }),
        (true, None) => Err(BadScheme::NoHeader { part: "timestamp" }),
        (false, Some(_)) => Err(BadScheme::TimeNotSigned),
        (true, Some(at)) => told_apart(&code, at),
        (false, None) => Ok(()),
    };
    if let Err(why) = apart {
        fields.wrong(why.into());
    }
    fields.end(Scheme {
        proof: Proof::Code(code),
        id,
        timestamp,
    })
}

fn timestamp(record: Value) -> Result<TimestampAt, BadRecord> {
    let mut fields = Fields::of("the scheme's timestamp", TIMESTAMP_KEYS, record)?;
    let Some(header) = header(&mut fields, "header") else {
        return fields.end_without("header", "the name of the header with the time");
    };
    let Some(unit) = fields.one_of("unit", UNITS) else {
        return fields.end_without("unit", "what it counts: seconds or milliseconds");
    };
    let Some(tolerance_seconds) = fields.number("tolerance_seconds") else {
        return fields.end_without("tolerance_seconds", "how far the time may be off");
    };
    let at = TimestampAt {
        header,
        separator: fields.character("separator"),
        prefix: fields.text("prefix").unwrap_or_default().into(),
        unit,
        tolerance_seconds,
    };
    fields.end(at)
}

/// What is expected where there is no header.
const HEADER: &str = "the name of the header that shows that a request is genuine";

fn header(fields: &mut Fields, key: &'static str) -> Option<HeaderNames> {
    Some(HeaderNames::configured(&fields.texts(key)?))
}

fn needless(fields: &mut Fields, keys: &[&'static str], why: &'static str) {
    for key in keys {
        if fields.take(key).is_some() {
            fields.wrong(BadScheme::Needless { key, why }.into());
        }
    }
}

fn token(mut fields: Fields) -> Result<Scheme, BadRecord> {
    needless(
        &mut fields,
        &["encoding", "separator", "signed", "secret"],
        "a token is sent as it is",
    );
    if fields.take("timestamp").is_some() {
        fields.wrong(BadScheme::TimeNotSigned.into());
    }
    let at = if let Some(header) = header(&mut fields, "header") {
        needless(&mut fields, &["body"], "the token is in the header");
        TokenAt::Header {
            header,
            prefix: fields.text("prefix").unwrap_or_default().into(),
        }
    } else if let Some(at) = At::take(&mut fields, "body") {
        needless(
            &mut fields,
            &["prefix"],
            "a token in the body is the whole text",
        );
        TokenAt::Body(at)
    } else {
        return fields.end_without("header", HEADER);
    };
    let scheme = Scheme {
        proof: Proof::Token(at),
        id: header(&mut fields, "id"),
        timestamp: None,
    };
    fields.end(scheme)
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
