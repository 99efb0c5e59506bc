//! A kind by its name, or a scheme record of the caller's own: the one place where
//! both become something that receives and signs.

use std::time::Duration;

use serde_json::{Map, Value};
use wibiclick_hooks::{
    Kind, Received, Request, Scheme, Secrets, SignError, Timestamp, ToSign, Weakness, WebhookError,
    kind, nearest,
};

use crate::{hint::PROBE_SECRET, json, record, thrown::Failure};

/// How a request is to be read.
pub(crate) enum KindOrScheme {
    Kind(&'static Kind),
    Scheme(Box<Scheme>),
}

impl KindOrScheme {
    /// A name, or the JSON text of a record.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        if let Some(kind) = kind(text) {
            return Ok(Self::Kind(kind));
        }
        if let Some(Value::Object(record)) = json::read(text) {
            return match record::read(&snake_case(&record)) {
                Ok(scheme) => Ok(Self::Scheme(Box::new(scheme))),
                Err(error) => Err(Failure::arguments(&format!(
                    "the scheme cannot be: {error}"
                ))),
            };
        }
        // What is near no name is not repeated: it may be a secret.
        Err(match nearest(text) {
            Some(near) => Failure::arguments(&format!(
                "there is no kind `{text}`; did you mean `{near}`?"
            )),
            None => Failure::arguments(
                "there is no such kind; `sources()` lists all, and a scheme record describes one \
                 of your own",
            ),
        })
    }

    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Kind(kind) => Some(kind.name),
            Self::Scheme(_) => None,
        }
    }

    pub(crate) fn receive(
        &self,
        request: &Request<'_>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Received, WebhookError> {
        match self {
            Self::Kind(kind) => kind.receive(request, secrets, now, tolerance),
            Self::Scheme(scheme) => receive(scheme, request, secrets, now, tolerance),
        }
    }

    pub(crate) fn sign(
        &self,
        request: &ToSign<'_>,
        secret: &str,
    ) -> Result<Vec<(String, String)>, SignError> {
        match self {
            Self::Kind(kind) => kind.sign(request, secret),
            Self::Scheme(scheme) => scheme.sign(request, secret),
        }
    }

    pub(crate) fn weakness(&self, secrets: &Secrets) -> Option<Weakness> {
        match self {
            Self::Kind(kind) => kind.weakness(secrets),
            Self::Scheme(scheme) => scheme.weakness(secrets),
        }
    }

    /// Whether the URL is signed, which shows in the signature.
    pub(crate) fn signs_url(&self) -> bool {
        let sign = |url| self.probe(url, PROBE_SECRET);
        sign("https://a.example/") != sign("https://b.example/")
    }

    /// Whether the key is the secret decoded, not the secret itself: then there
    /// are texts that are no secrets.
    pub(crate) fn decodes_secret(&self) -> bool {
        matches!(self.probe("", "!"), Err(SignError::BadSecret { .. }))
    }

    /// The names of the headers that make a request a genuine one.
    pub(crate) fn headers(&self) -> Vec<String> {
        let headers = self.probe("https://a.example/", PROBE_SECRET);
        let headers = headers.unwrap_or_default();
        headers.into_iter().map(|(name, _)| name).collect()
    }

    fn probe(&self, url: &str, secret: &str) -> Result<Vec<(String, String)>, SignError> {
        let Some(timestamp) = Timestamp::from_unix_millis(0) else {
            return Ok(Vec::new());
        };
        let request = ToSign {
            method: "POST",
            url,
            body: b"{}",
            id: Some("1"),
            timestamp,
        };
        self.sign(&request, secret)
    }
}

/// The events of a request that is signed by a scheme of the caller's own. They
/// are read as Standard Webhooks writes them: verified, the request is passed on
/// as one of that kind.
fn receive(
    scheme: &Scheme,
    request: &Request<'_>,
    secrets: &Secrets,
    now: Timestamp,
    tolerance: Option<Duration>,
) -> Result<Received, WebhookError> {
    if request.method != "POST" {
        return Err(WebhookError::Unsupported {
            method: request.method.to_owned(),
        });
    }
    let verified = scheme.verify(request, secrets, now, tolerance)?;
    let unreadable = || WebhookError::Malformed {
        reason: "expected an id and a time that Standard Webhooks allows".to_owned(),
    };
    let standard = kind("standard-webhooks").ok_or_else(unreadable)?;
    let signed_at = verified.timestamp();
    let passed_on = ToSign {
        method: request.method,
        url: request.url,
        body: request.body,
        id: verified.id(),
        timestamp: signed_at.unwrap_or(now),
    };
    let headers = standard.sign(&passed_on, PROBE_SECRET);
    let headers = headers.map_err(|_| unreadable())?.into_iter().collect();
    let secrets = Secrets::new([PROBE_SECRET.to_owned()]).map_err(|_| unreadable())?;
    let passed_on = Request {
        headers: &headers,
        ..*request
    };
    let time = signed_at.unwrap_or(now);
    let mut received = standard.receive(&passed_on, &secrets, time, None)?;
    if let Received::Events { events, .. } = &mut received {
        for event in events {
            let own = |name: &str| event.data.get(name).and_then(Value::as_str);
            if verified.id().is_none() {
                event.id = own("id").map(str::to_owned);
            }
            if signed_at.is_none() {
                event.occurred_at = own("timestamp").and_then(Timestamp::parse);
            }
        }
    }
    Ok(received)
}

/// A record with its keys as Rust has them: `tolerance_seconds`.
fn snake_case(record: &Map<String, Value>) -> Value {
    let mut renamed = Map::new();
    for (name, value) in record {
        let mut snake = String::with_capacity(name.len() + 2);
        for letter in name.chars() {
            if letter.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        let value = match value {
            Value::Object(record) => snake_case(record),
            value => value.clone(),
        };
        renamed.insert(snake, value);
    }
    renamed.into()
}
