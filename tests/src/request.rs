//! A request to a Worker on stage, and its answer, in which no secret may be: every
//! test looks for them, without saying so.

use crate::Secrets;
use anyhow::{Context, Result, bail, ensure};
use reqwest::{RequestBuilder, StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// A request.
pub struct Request {
    request: RequestBuilder,
    secrets: Arc<Secrets>,
}

impl Request {
    pub(crate) fn new(request: RequestBuilder, secrets: Arc<Secrets>) -> Self {
        Self { request, secrets }
    }

    fn with(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        Self {
            request: change(self.request),
            secrets: self.secrets,
        }
    }

    /// With one more header.
    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with(|request| request.header(name.as_ref(), value.as_ref()))
    }

    /// With a body.
    #[must_use]
    pub fn body(self, body: impl Into<reqwest::Body>) -> Self {
        self.with(|request| request.body(body))
    }

    /// With a body in JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.with(|request| request.json(body))
    }

    /// With a token.
    #[must_use]
    pub fn bearer_auth(self, token: &str) -> Self {
        self.with(|request| request.bearer_auth(token))
    }

    /// Sends it; an error where the answer has a secret in it.
    pub async fn send(self) -> Result<Response> {
        let response = self.request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let (url, body) = (response.url().path().to_owned(), response.bytes().await?);
        let mut said = body.to_vec();
        for (name, value) in &headers {
            said.extend_from_slice(name.as_str().as_bytes());
            said.extend_from_slice(value.as_bytes());
        }
        if let Some(name) = self.secrets.found_in(&said).first() {
            bail!("the answer to {url} has the secret {name} in it");
        }
        Ok(Response {
            status,
            headers,
            body: body.to_vec(),
        })
    }
}

/// An answer, as a whole.
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Response {
    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Its body.
    #[expect(clippy::unused_async, reason = "it is asked as reqwest's own is")]
    pub async fn text(self) -> Result<String> {
        Ok(String::from_utf8(self.body)?)
    }

    /// Its body, read as JSON.
    #[expect(clippy::unused_async, reason = "it is asked as reqwest's own is")]
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .with_context(|| String::from_utf8_lossy(&self.body).into_owned())
    }

    /// Itself, unless its status says that something is wrong.
    pub fn error_for_status(self) -> Result<Self> {
        let status = self.status;
        ensure!(
            !status.is_client_error() && !status.is_server_error(),
            "{status}: {}",
            String::from_utf8_lossy(&self.body)
        );
        Ok(self)
    }
}
