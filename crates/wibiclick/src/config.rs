//! Where the API is and how to speak to it, refused at once where it cannot work.

use std::time::Duration;

use crate::{
    corrections::Corrections,
    credentials::{Credentials, checked_token},
    model::WebsiteId,
    retry,
};

/// Where the product's own front end finds the API.
pub const PRODUCTION: &str = "https://wibi.wilbertzgroup.com/";

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Where the API is, and how to speak to it. `Debug` does not show the key.
///
/// Clones share the token: one that is replaced is replaced for all of them.
#[derive(Debug, Clone)]
pub struct Config {
    /// Without the slash at its end.
    base_url: String,
    credentials: Credentials,
    website_id: Option<WebsiteId>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) repeatable: bool,
    corrections: Corrections,
}

/// A configuration that cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not one.
    #[error("the base URL `{url}` {why}; expected something like {PRODUCTION}")]
    BaseUrl {
        /// What was given.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The key is empty.
    #[error("the API key is empty; leave it out for calls that need none")]
    EmptyKey,
    /// The key cannot be sent in a header.
    #[error(
        "the API key has a character at position {position} that a header cannot carry; \
         was it copied with a line break or a space?"
    )]
    Key {
        /// Which character, counted from 1.
        position: usize,
    },
    /// No header of this name can carry the key.
    #[error(
        "the key cannot be sent in a header `{header}`; expected a name such as x-api-key, \
         and none that the client writes itself"
    )]
    KeyHeader {
        /// What was given, in lower case.
        header: String,
    },
    /// What is to precede the key is no word.
    #[error(
        "the scheme before the key is no single word such as Bearer; to send the key bare, say \
         that there is none"
    )]
    KeyScheme,
    /// The website id is empty.
    #[error("the website id is empty; leave it out if there is no default")]
    EmptyWebsiteId,
    /// The timeout is zero.
    #[error("the timeout is 0 ms; leave it out for the default of 30 s")]
    NoTime,
}

impl Config {
    /// A configuration with the default timeout of 30 seconds, and
    /// [`DEFAULT_RETRIES`](retry::DEFAULT_RETRIES) retries.
    ///
    /// Without a base URL it is [`PRODUCTION`]. Without a key only actions that
    /// need none succeed.
    ///
    /// # Errors
    /// A base URL must be https, or http to this machine, and without a query;
    /// a key must be printable ASCII.
    pub fn new(base_url: Option<&str>, api_key: Option<&str>) -> Result<Self, ConfigError> {
        let base_url = checked_base_url(base_url.unwrap_or(PRODUCTION))?;
        let token = api_key.map(checked_token).transpose()?;
        Ok(Self {
            base_url,
            credentials: Credentials::new(token),
            website_id: None,
            timeout: Some(DEFAULT_TIMEOUT),
            retries: retry::DEFAULT_RETRIES,
            repeatable: false,
            corrections: Corrections::default(),
        })
    }

    /// With a website for every action that takes one, where none is given.
    pub fn with_website_id(mut self, id: impl Into<WebsiteId>) -> Result<Self, ConfigError> {
        let id = id.into();
        if id.as_str().trim().is_empty() {
            return Err(ConfigError::EmptyWebsiteId);
        }
        self.website_id = Some(id);
        Ok(self)
    }

    /// With the key in another header than `Authorization: Bearer …`: behind
    /// another scheme, or bare. Which one the API takes from a program is not
    /// public.
    pub fn with_key_header(
        mut self,
        header: &str,
        scheme: Option<&str>,
    ) -> Result<Self, ConfigError> {
        self.credentials = self.credentials.in_header(header, scheme)?;
        Ok(self)
    }

    /// Another key or token from now on, for all clones and their clients.
    pub fn set_token(&self, token: &str) -> Result<(), ConfigError> {
        self.credentials.set(checked_token(token)?);
        Ok(())
    }

    /// With another number of retries: how often a request that failed is sent
    /// again, where that is safe; see [`retry`].
    #[must_use]
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// With calls of which it is known whether carrying them out twice is the
    /// same as once: if so, writes are sent again where reads are. Not so unless
    /// said, since it depends on the action and the params.
    #[must_use]
    pub fn with_repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = repeatable;
        self
    }

    /// With another time in which each try must be answered, or none at all.
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Result<Self, ConfigError> {
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(ConfigError::NoTime);
        }
        self.timeout = timeout;
        Ok(self)
    }

    /// With corrections of the catalogue.
    #[must_use]
    pub fn with_corrections(mut self, corrections: Corrections) -> Self {
        self.corrections = corrections;
        self
    }

    /// The corrections of the catalogue.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// The website for actions that are called without one.
    pub fn website_id(&self) -> Option<&WebsiteId> {
        self.website_id.as_ref()
    }

    /// In what time each try must be answered.
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

/// Reads just enough of a URL to be sure that keys go where they should: a
/// whole URL parser would be most of the client's size.
fn checked_base_url(url: &str) -> Result<String, ConfigError> {
    let refuse = |why| {
        Err(ConfigError::BaseUrl {
            // Whatever precedes an `@` may be a password.
            url: url.rsplit('@').next().unwrap_or_default().to_owned(),
            why,
        })
    };
    if !url.chars().all(|it| it.is_ascii_graphic() && it != '\\') {
        return refuse("has characters that a URL cannot have");
    }
    let scheme_and_rest = url
        .split_once(':')
        .and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
    let Some((scheme, rest)) = scheme_and_rest else {
        return refuse("has no scheme");
    };
    if rest.contains(['?', '#']) {
        return refuse("has a query or a fragment");
    }
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        return refuse("has a user name or password");
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return refuse("has no valid host and port");
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => return refuse("is not https, and not on this machine"),
        _ => return refuse("is not https"),
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// Not by the standard library's own parser, which is half a kilobyte of wasm.
fn is_loopback(host: &str) -> bool {
    let is_part =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    host.eq_ignore_ascii_case("localhost")
        || host == "[::1]"
        || (host.starts_with("127.")
            && host.split('.').count() == 4
            && host.split('.').all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_to_https_or_to_this_machine_only() {
        let with = |url| Config::new(Some(url), None).map(|config| config.endpoint("/x"));
        for good in [
            "https://api.example",
            "https://api.example:8443/base/",
            "http://localhost:8787/",
            "http://127.0.0.1:1",
            "http://[::1]:1",
        ] {
            assert_eq!(
                with(good).unwrap(),
                format!("{}/x", good.trim_end_matches('/'))
            );
        }
        for bad in [
            "",
            "api.example",
            "http://api.example",
            "http://127.0.0.1.evil.example",
            "http://127.evil.example.com",
            "http://127.0.0.+1",
            "http://127.0.0.",
            "http://127.1",
            "http://localhost@evil.example",
            "https://user:pass@api.example",
            "https://",
            "https://a b",
            "https://a/?q",
            "https://a/#f",
            "https://a:port",
            "ftp://127.0.0.1",
            "https:\\\\a",
        ] {
            let error = with(bad).unwrap_err();
            assert!(!error.to_string().contains("pass@"), "{error}");
        }
    }

    #[test]
    fn empty_and_garbled_keys_are_refused_without_being_shown() {
        let with = |key: &str| Config::new(None, Some(key)).unwrap_err();
        assert_eq!(with(""), ConfigError::EmptyKey);
        assert_eq!(with("secret\n"), ConfigError::Key { position: 7 });
        assert!(!with("secret\n").to_string().contains("secret"));
        assert!(
            Config::new(None, None)
                .unwrap()
                .with_website_id("")
                .is_err()
        );
    }
}
