//! What `new WibiClick(…)` takes.
//!
//! Read by hand: derived readers would be a tenth of the wasm, and name one
//! problem in the words of a parser.

use std::time::Duration;

use serde_json::Value;
use wibiclick::{
    client::{Config, ConfigError},
    corrections::Corrections,
    error::Error,
};

use crate::{parsed, refusal};

/// The configuration that the JSON text of options asks for; functions are no
/// JSON and come on their own.
pub(crate) fn read(text: &str) -> Result<Config, Error> {
    let Some(Value::Object(given)) = parsed(text) else {
        return Err(refusal(
            "the options are no object; expected { apiKey, baseUrl?, websiteId?, … }",
        ));
    };
    let (mut api_key, mut base_url, mut website_id) = (None, None, None);
    let (mut timeout, mut retries, mut auth) = (None, None, &Value::Null);
    let (mut overrides, mut actions) = (&Value::Null, &Value::Null);
    for (name, value) in &given {
        match name.as_str() {
            "apiKey" => api_key = text_of(name, value)?,
            "baseUrl" => base_url = text_of(name, value)?,
            "websiteId" => website_id = text_of(name, value)?,
            "timeoutMs" => timeout = Some(TIMEOUT.of_json(value)?),
            "retries" => retries = Some(RETRIES.of_json(value)?),
            "auth" => auth = value,
            "overrides" => overrides = value,
            "actions" => actions = value,
            _ => {
                return Err(refusal(&format!(
                    "there is no option `{name}`; expected apiKey, baseUrl, websiteId, timeoutMs, \
                     retries, auth, overrides, actions, fetch or onRequest"
                )));
            }
        }
    }
    let mut config = Config::new(base_url, api_key).map_err(|error| refused(&error))?;
    if let Some(id) = website_id {
        config = config
            .with_website_id(id)
            .map_err(|error| refused(&error))?;
    }
    let corrections =
        Corrections::read(overrides, actions).map_err(|error| refusal(&error.to_string()))?;
    let config = with_key_header(config, auth)?.with_corrections(corrections);
    changed(config, timeout, retries)
}

fn with_key_header(config: Config, auth: &Value) -> Result<Config, Error> {
    let Some(auth) = auth.as_object() else {
        return if auth.is_null() {
            Ok(config)
        } else {
            Err(refusal(AUTH))
        };
    };
    let (mut header, mut scheme) = ("authorization", Some("Bearer"));
    for (name, value) in auth {
        match (name.as_str(), value) {
            ("header", Value::String(text)) => header = text,
            ("scheme", Value::String(text)) => scheme = Some(text),
            ("scheme", Value::Null) => scheme = None,
            _ => return Err(refusal(AUTH)),
        }
    }
    config
        .with_key_header(header, scheme)
        .map_err(|error| refused(&error))
}

const AUTH: &str =
    "`auth` is not as expected: { header?: text, scheme?: text or null, refresh?: function }";

/// A configuration with what a call wants otherwise.
pub(crate) fn for_call(
    config: Config,
    timeout_ms: Option<f64>,
    retries: Option<f64>,
    repeatable: bool,
) -> Result<Config, Error> {
    let timeout = timeout_ms.map(|it| TIMEOUT.checked(whole(it)));
    let retries = retries.map(|it| RETRIES.checked(whole(it)));
    let config = config.with_repeatable(repeatable);
    changed(config, timeout.transpose()?, retries.transpose()?)
}

fn changed(
    mut config: Config,
    timeout_ms: Option<u32>,
    retries: Option<u32>,
) -> Result<Config, Error> {
    if let Some(retries) = retries {
        config = config.with_retries(retries);
    }
    match timeout_ms {
        Some(timeout) => config
            .with_timeout(Some(Duration::from_millis(timeout.into())))
            .map_err(|error| refused(&error)),
        None => Ok(config),
    }
}

/// What a number may be.
struct Range {
    name: &'static str,
    from: u32,
    to: u32,
}

/// In milliseconds: a timer of JavaScript can wait 24.8 days at most.
const TIMEOUT: Range = Range {
    name: "timeoutMs",
    from: 1,
    to: 2_147_483_647,
};

/// Ten retries take a minute; who wants more has another problem.
const RETRIES: Range = Range {
    name: "retries",
    from: 0,
    to: 10,
};

impl Range {
    /// None is what is no whole number, or too large for one.
    fn checked(&self, number: Option<u32>) -> Result<u32, Error> {
        let Self { name, from, to } = self;
        number
            .filter(|number| (from..=to).contains(&number))
            .ok_or_else(|| {
                refusal(&format!(
                    "`{name}` is not as expected: a whole number from {from} to {to}"
                ))
            })
    }

    fn of_json(&self, value: &Value) -> Result<u32, Error> {
        self.checked(value.as_u64().and_then(|it| u32::try_from(it).ok()))
    }
}

fn whole(number: f64) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float saturates, and what does not come back the same is none"
    )]
    let whole = number as u32;
    (f64::from(whole).to_bits() == number.to_bits()).then_some(whole)
}

/// Null is as good as left out.
fn text_of<'a>(name: &str, value: &'a Value) -> Result<Option<&'a str>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        // Not the value: it may be a key.
        _ => Err(refusal(&format!("`{name}` is no text"))),
    }
}

fn refused(error: &ConfigError) -> Error {
    refusal(&error.to_string())
}
