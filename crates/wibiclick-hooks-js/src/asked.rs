//! What JavaScript asks for: the arguments, as JSON text.
//!
//! Read by hand: derived readers would be larger, and name a problem in the words
//! of a parser. What only JavaScript can get wrong, such as a body that was
//! parsed, TypeScript has found before.

use std::time::Duration;

use serde_json::{Map, Value};
use wibiclick_hooks::{Headers, Timestamp};

use crate::{kind_or_scheme::KindOrScheme, parsed, thrown::Failure};

/// A request to be verified.
pub(crate) struct ToVerify {
    pub(crate) from: KindOrScheme,
    pub(crate) method: String,
    pub(crate) url: Option<String>,
    pub(crate) headers: Headers,
    pub(crate) secrets: Vec<String>,
    pub(crate) now: Timestamp,
    pub(crate) tolerance: Option<Duration>,
}

/// A request to be signed.
pub(crate) struct ToSign {
    pub(crate) to: KindOrScheme,
    pub(crate) method: String,
    pub(crate) url: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) timestamp: Timestamp,
    pub(crate) secret: String,
}

pub(crate) fn to_verify(text: &str) -> Result<ToVerify, Failure> {
    let asked = Asked::read(text)?;
    Ok(ToVerify {
        from: asked.kind_or_scheme()?,
        method: asked.method()?,
        url: asked.text("url")?,
        headers: asked.headers()?,
        secrets: asked.secrets()?,
        now: asked.time("now")?,
        tolerance: asked.tolerance()?,
    })
}

pub(crate) fn to_sign(text: &str) -> Result<ToSign, Failure> {
    let asked = Asked::read(text)?;
    Ok(ToSign {
        to: asked.kind_or_scheme()?,
        method: asked.method()?,
        url: asked.text("url")?,
        id: asked.text("id")?,
        timestamp: asked.time("timestamp")?,
        secret: asked
            .secrets()?
            .pop()
            .ok_or_else(|| Failure::bad_secret("expected a secret, got none"))?,
    })
}

/// The arguments by their names.
struct Asked(Map<String, Value>);

impl Asked {
    fn read(text: &str) -> Result<Self, Failure> {
        match parsed(text) {
            Some(Value::Object(asked)) => Ok(Self(asked)),
            _ => Err(Failure::arguments("the arguments are no JSON object")),
        }
    }

    fn kind_or_scheme(&self) -> Result<KindOrScheme, Failure> {
        KindOrScheme::read(self.0.get("kindOrScheme").unwrap_or(&Value::Null))
    }

    fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Failure::arguments(&format!("`{name}` is no text"))),
        }
    }

    fn method(&self) -> Result<String, Failure> {
        let method = self.text("method")?;
        Ok(method.map_or_else(|| "POST".to_owned(), |it| it.to_ascii_uppercase()))
    }

    /// A list of pairs.
    fn headers(&self) -> Result<Headers, Failure> {
        let pair = |pair: &Value| match pair.as_array().map(Vec::as_slice) {
            Some([Value::String(name), Value::String(value)]) => {
                Some((name.clone(), value.clone()))
            }
            _ => None,
        };
        let pairs = self.0.get("headers").and_then(Value::as_array);
        pairs
            .and_then(|pairs| pairs.iter().map(pair).collect())
            .ok_or_else(|| Failure::arguments("`headers` are no pairs of texts"))
    }

    fn secrets(&self) -> Result<Vec<String>, Failure> {
        let secrets = self.0.get("secrets").and_then(Value::as_array);
        let text = |secret: &Value| secret.as_str().map(str::to_owned);
        secrets
            .and_then(|secrets| secrets.iter().map(text).collect())
            .ok_or_else(|| Failure::bad_secret("expected secrets that are texts"))
    }

    /// Milliseconds since 1970, or RFC 3339.
    fn time(&self, name: &str) -> Result<Timestamp, Failure> {
        let time = match self.0.get(name) {
            Some(Value::Number(millis)) => millis.as_i64().and_then(Timestamp::from_unix_millis),
            Some(Value::String(text)) => Timestamp::parse(text),
            _ => None,
        };
        time.ok_or_else(|| {
            Failure::arguments(&format!(
                "`{name}` is no time; expected a valid Date, or a text as in RFC 3339 \
                 (2026-01-31T18:42:00Z)"
            ))
        })
    }

    fn tolerance(&self) -> Result<Option<Duration>, Failure> {
        match self.0.get("toleranceSeconds") {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value
                .as_f64()
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .map(Some)
                .ok_or_else(|| {
                    Failure::arguments("`toleranceSeconds` is not as expected: seconds, 0 or more")
                }),
        }
    }
}
