//! The client: request and reply joined over a transport.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;

use crate::{
    action::{Action, Params},
    corrections::Corrections,
    error::{Error, ErrorKind},
    model::WebsiteId,
    notation::{self, Entry},
    reply,
    request::{self, HttpRequest, Preview, RawRequest},
    transport::{HttpResponse, Transport},
};

/// Where the product's own front end finds the API.
pub const PRODUCTION: &str = "https://wibi.wilbertzgroup.com/";

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Where the API is, and how to speak to it. `Debug` does not show the key.
#[derive(Debug, Clone)]
pub struct Config {
    /// Without the slash at its end.
    base_url: String,
    authorization: Option<SecretString>,
    website_id: Option<WebsiteId>,
    timeout: Option<Duration>,
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
    /// The website id is empty.
    #[error("the website id is empty; leave it out if there is no default")]
    EmptyWebsiteId,
    /// The timeout is zero.
    #[error("the timeout is 0 ms; leave it out for the default of 30 s")]
    NoTime,
}

impl Config {
    /// A configuration with the default timeout of 30 seconds.
    ///
    /// Without a base URL it is [`PRODUCTION`]. Without a key only actions that
    /// need none succeed.
    ///
    /// # Errors
    /// A base URL must be https, or http to this machine, and without a query;
    /// a key must be printable ASCII.
    pub fn new(base_url: Option<&str>, api_key: Option<&str>) -> Result<Self, ConfigError> {
        let base_url = checked_base_url(base_url.unwrap_or(PRODUCTION))?;
        let authorization = api_key.map(checked_key).transpose()?;
        Ok(Self {
            base_url,
            authorization,
            website_id: None,
            timeout: Some(DEFAULT_TIMEOUT),
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

    /// With another time in which a call must be answered, or none at all.
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

    /// In what time a call must be answered.
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    pub(crate) fn authorization(&self) -> Option<SecretString> {
        self.authorization.clone()
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
    let Some((scheme, rest)) = url.split_once("://") else {
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

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host == "[::1]"
        || host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

fn checked_key(key: &str) -> Result<SecretString, ConfigError> {
    if key.is_empty() {
        return Err(ConfigError::EmptyKey);
    }
    match key.chars().position(|it| !it.is_ascii_graphic()) {
        Some(at) => Err(ConfigError::Key { position: at + 1 }),
        None => Ok(SecretString::from(format!("Bearer {key}"))),
    }
}

/// Carries actions out.
#[derive(Debug, Clone)]
pub struct Client<T> {
    config: Config,
    transport: T,
}

impl<T: Transport> Client<T> {
    /// A client that speaks over this transport.
    pub fn new(config: Config, transport: T) -> Self {
        Self { config, transport }
    }

    /// Carries out a typed action.
    ///
    /// # Errors
    /// See [`ErrorKind`]. Nothing is tried twice.
    pub async fn send<A: Action>(&self, action: &A) -> Result<A::Reply, Error> {
        let entry = self.find(notation::id_of(A::ENTRY))?;
        let spec = entry.spec();
        let request = request::build(&spec, &action.params(), &self.config)?;
        let response = self
            .carry(request)
            .await
            .map_err(|error| error.of_action(spec.id))?;
        reply::read_typed::<A>(&spec, &response)
    }

    /// Carries out an action by its id: `user.disconnectFromWebsite`.
    ///
    /// # Errors
    /// See [`ErrorKind`]. Nothing is tried twice.
    pub async fn call(&self, id: &str, params: &Params) -> Result<Value, Error> {
        let entry = self.find(id)?;
        let spec = entry.spec();
        let request = request::build(&spec, params, &self.config)?;
        let response = self
            .carry(request)
            .await
            .map_err(|error| error.of_action(spec.id))?;
        reply::read(&spec, &response)
    }

    /// What [`call`](Self::call) would send; nothing is sent.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParams`].
    pub fn preview(&self, id: &str, params: &Params) -> Result<Preview, Error> {
        request::preview(&self.find(id)?.spec(), params, &self.config)
    }

    /// Sends a request of the caller's own making: the way to what the
    /// catalogue does not have.
    ///
    /// # Errors
    /// See [`ErrorKind`]. Nothing is tried twice.
    pub async fn request(&self, raw: &RawRequest) -> Result<Value, Error> {
        let response = self.carry(request::build_raw(raw, &self.config)?).await?;
        reply::read_raw(&response)
    }

    fn find(&self, id: &str) -> Result<Entry, Error> {
        let corrections = &self.config.corrections;
        corrections.find(id).ok_or_else(|| {
            let hint = corrections.nearest(id).map_or_else(
                || "the catalogue lists all of them".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            Error::new(
                ErrorKind::InvalidParams,
                format!("there is no action `{id}`; {hint}"),
            )
        })
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        self.transport.send(request).await.map_err(Error::from)
    }
}

#[cfg(test)]
mod tests {
    use futures_executor::block_on;
    use serde_json::json;

    use super::*;
    use crate::{
        action::Method,
        actions::user::{DisconnectFromWebsite, GetMany},
        transport::{Failure, Recording, TransportError},
    };

    fn client(responses: impl IntoIterator<Item = HttpResponse>) -> Client<Recording> {
        let config = Config::new(Some("http://127.0.0.1:8000"), Some("key")).unwrap();
        Client::new(config, Recording::new(responses))
    }

    fn params(value: &Value) -> Params {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_typed_call_sends_one_request_and_reads_the_reply() {
        let client = client([HttpResponse::json(200, r#"{"message":"gone"}"#)]);
        let done = block_on(client.send(&DisconnectFromWebsite::new("s", "u"))).unwrap();
        assert_eq!(done.message.as_deref(), Some("gone"));
        let sent = client.transport.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(
            sent[0].url,
            "http://127.0.0.1:8000/disconnect-user-from-website"
        );
        assert_eq!(
            serde_json::from_slice::<Value>(&sent[0].body).unwrap(),
            json!({ "websiteId": "s", "userId": "u" })
        );
    }

    #[test]
    fn a_call_by_id_is_the_same_call() {
        let client = client([HttpResponse::json(200, r#"{"users":[{"id":7}],"total":1}"#)]);
        let reply = block_on(client.call("user.getMany", &params(&json!({ "websiteId": "s" }))));
        assert_eq!(reply.unwrap()["users"][0]["id"], 7);
        assert_eq!(client.transport.sent()[0].method, Method::Get);
    }

    #[test]
    fn an_unknown_action_is_named_with_the_nearest_one() {
        let error = block_on(client([]).call("user.getmany", &Params::new())).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams);
        assert!(error.message.contains("did you mean `user.getMany`?"));
    }

    #[test]
    fn nothing_is_sent_when_params_are_wrong() {
        let client = client([]);
        assert!(block_on(client.send(&DisconnectFromWebsite::new("", "u"))).is_err());
        assert!(client.transport.sent().is_empty());
    }

    #[test]
    fn a_failed_transport_says_whether_it_can_be_tried_again() {
        for (failure, kind, retryable) in [
            (Failure::Network, ErrorKind::Network, true),
            (Failure::Timeout, ErrorKind::Timeout, true),
            (Failure::Aborted, ErrorKind::Aborted, false),
        ] {
            let config = Config::new(None, Some("key")).unwrap();
            let transport = Recording::failing(TransportError {
                failure,
                message: "it broke".into(),
            });
            let error = block_on(Client::new(config, transport).send(&GetMany::new("s")));
            let error = error.unwrap_err();
            assert_eq!((error.kind, error.retryable()), (kind, retryable));
            assert_eq!(error.action.as_deref(), Some("user.getMany"));
        }
    }

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
