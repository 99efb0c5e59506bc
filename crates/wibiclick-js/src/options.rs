//! What `new WibiClick(…)` takes.

use std::time::Duration;

use serde::Deserialize;
use wibiclick::{
    client::{Config, ConfigError},
    error::{Error, ErrorKind},
};

/// The options, but for `fetch`, which is no JSON.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Options {
    api_key: Option<String>,
    base_url: Option<String>,
    website_id: Option<String>,
    timeout_ms: Option<f64>,
}

impl Options {
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| {
            refusal(&format!(
                "the options are not understood: {error}; \
                 expected {{ apiKey, baseUrl?, websiteId?, timeoutMs?, fetch? }}"
            ))
        })
    }

    pub(crate) fn config(self) -> Result<Config, Error> {
        let mut config = Config::new(self.base_url.as_deref(), self.api_key.as_deref())
            .map_err(|error| refused(&error))?;
        if let Some(id) = self.website_id {
            config = config
                .with_website_id(id)
                .map_err(|error| refused(&error))?;
        }
        match self.timeout_ms {
            Some(timeout_ms) => with_timeout(config, timeout_ms),
            None => Ok(config),
        }
    }
}

/// A configuration with a timeout in milliseconds, as JavaScript has them.
pub(crate) fn with_timeout(config: Config, timeout_ms: f64) -> Result<Config, Error> {
    /// What a timer of JavaScript can wait at most: 24.8 days.
    const LONGEST: f64 = 2_147_483_647.0;
    if !(1.0..=LONGEST).contains(&timeout_ms) {
        return Err(refusal(&format!(
            "`timeoutMs` is {timeout_ms}; expected milliseconds from 1 to {LONGEST}"
        )));
    }
    config
        .with_timeout(Some(Duration::from_secs_f64(timeout_ms / 1000.0)))
        .map_err(|error| refused(&error))
}

fn refused(error: &ConfigError) -> Error {
    refusal(&error.to_string())
}

fn refusal(message: &str) -> Error {
    Error::new(ErrorKind::InvalidParams, message)
}
