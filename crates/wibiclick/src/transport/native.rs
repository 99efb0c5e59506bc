//! A transport for programs on an operating system.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    time::{Duration, Instant},
};

use super::{Failure, HttpResponse, MAX_REPLY_BYTES, Timer, Transport, TransportError};
use crate::{action::Method, request::HttpRequest};

/// Sends over TCP and TLS; connections are kept and used again. It needs a
/// runtime of Tokio around it, with I/O and time enabled.
#[derive(Debug, Clone)]
pub struct Native {
    client: reqwest::Client,
    timer: Tokio,
}

/// The clock of Tokio, and the chance of the operating system, also for
/// transports of one's own.
#[derive(Debug, Clone)]
pub struct Tokio {
    start: Instant,
}

impl Default for Tokio {
    fn default() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Timer for Tokio {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    #[expect(clippy::cast_possible_truncation, reason = "any part of it will do")]
    fn chance(&self) -> u32 {
        // The standard library's own chance: every new state hashes differently.
        RandomState::new().hash_one(()) as u32
    }
}

impl Timer for Native {
    async fn sleep(&self, duration: Duration) {
        self.timer.sleep(duration).await;
    }

    fn now(&self) -> Duration {
        self.timer.now()
    }

    fn chance(&self) -> u32 {
        self.timer.chance()
    }
}

impl Native {
    /// A transport with connections of its own.
    ///
    /// # Errors
    /// [`Failure::Network`] when TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, TransportError> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(failed)?;
        Ok(Self {
            client,
            timer: Tokio::default(),
        })
    }
}

impl Transport for Native {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.client.request(method, &request.url);
        for (name, value) in request.exposed_headers() {
            builder = builder.header(name, value);
        }
        if let Some(timeout) = request.timeout {
            builder = builder.timeout(timeout);
        }
        let mut response = builder
            .body(request.body.clone())
            .send()
            .await
            .map_err(failed)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(failed)? {
            if piece.len() > MAX_REPLY_BYTES - body.len() {
                return Err(TransportError::too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(HttpResponse {
            status,
            headers,
            body,
        })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn failed(error: reqwest::Error) -> TransportError {
    let failure = if error.is_connect() {
        Failure::NotSent
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Network
    };
    let mut message = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        message = format!("{message}: {cause}");
        source = cause.source();
    }
    TransportError { failure, message }
}
