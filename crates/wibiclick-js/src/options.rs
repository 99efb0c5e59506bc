//! What `new WibiClick(…)` takes.
//!
//! Read by hand: derived readers would be a tenth of the wasm, and name one
//! problem in the words of a parser.

use std::time::Duration;

use serde_json::Value;
use wibiclick::{
    client::{Config, ConfigError},
    error::Error,
};

use crate::refusal;

/// The configuration that the JSON text of options asks for; `fetch` is no JSON
/// and comes on its own.
pub(crate) fn read(text: &str) -> Result<Config, Error> {
    let Ok(Value::Object(given)) = serde_json::from_str(text) else {
        return Err(refusal(
            "the options are no object; expected { apiKey, baseUrl?, websiteId?, timeoutMs?, fetch? }",
        ));
    };
    let (mut api_key, mut base_url, mut website_id, mut timeout) = (None, None, None, None);
    for (name, value) in &given {
        match name.as_str() {
            "apiKey" => api_key = text_of(name, value)?,
            "baseUrl" => base_url = text_of(name, value)?,
            "websiteId" => website_id = text_of(name, value)?,
            "timeoutMs" => timeout = Some(timeout_of(value)?),
            _ => {
                return Err(refusal(&format!(
                    "there is no option `{name}`; expected apiKey, baseUrl, websiteId, timeoutMs or fetch"
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
    with_timeout(config, timeout)
}

/// A configuration with another timeout, if there is one.
pub(crate) fn with_timeout(config: Config, timeout: Option<Duration>) -> Result<Config, Error> {
    match timeout {
        Some(timeout) => config
            .with_timeout(Some(timeout))
            .map_err(|error| refused(&error)),
        None => Ok(config),
    }
}

/// A timeout in milliseconds, as JavaScript has them.
pub(crate) fn timeout_of(value: &Value) -> Result<Duration, Error> {
    /// What a timer of JavaScript can wait at most: 24.8 days.
    const LONGEST: u64 = 2_147_483_647;
    value
        .as_u64()
        .filter(|milliseconds| (1..=LONGEST).contains(milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| {
            refusal(&format!(
                "`timeoutMs` is {value}; expected a whole number of milliseconds from 1 to {LONGEST}"
            ))
        })
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
