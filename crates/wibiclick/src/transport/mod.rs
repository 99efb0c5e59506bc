//! What carries one HTTP request.

#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "native")]
mod native;
mod recording;

use std::{future::Future, time::Duration};

use crate::{
    error::{Error, ErrorKind},
    request::HttpRequest,
};

#[cfg(feature = "fetch")]
pub use fetch::{Fetch, bytes};
#[cfg(feature = "native")]
pub use native::{Native, Tokio};
pub use recording::Recording;

/// How long a response's body may be, in bytes: 10 MiB. It is held in memory, which
/// a Worker has little of; a longer one is not read to its end.
pub const MAX_REPLY_BYTES: usize = 10 * 1024 * 1024;

/// Carries one HTTP request and brings its response, whatever its status.
///
/// Redirects are not followed: the API key must not reach another host.
pub trait Transport {
    /// Sends the request, and waits for the whole response, no longer than its
    /// timeout. Dropping the future gives up.
    fn send(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>>;
}

/// The clock and the chance that go with a transport: what retries wait by.
pub trait Timer {
    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// The time since a moment that stays the same.
    fn now(&self) -> Duration;

    /// Any number, all as likely. No secret depends on it.
    fn chance(&self) -> u32;
}

impl<T: Transport> Transport for &T {
    fn send(
        &self,
        request: &HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>> {
        T::send(self, request)
    }
}

impl<T: Timer> Timer for &T {
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        T::sleep(self, duration)
    }

    fn now(&self) -> Duration {
        T::now(self)
    }

    fn chance(&self) -> u32 {
        T::chance(self)
    }
}

/// One HTTP response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// A response with a JSON body, for tests.
    pub fn json(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), "application/json".into())],
            body: body.as_bytes().to_vec(),
        }
    }

    /// The first header of this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// A request without a response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    /// What sort of failure it is.
    pub failure: Failure,
    /// What the platform said.
    pub message: String,
}

/// Why there is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The connection was not made, so that nothing was sent. Where a transport
    /// is not certain of that, it is [`Network`](Self::Network).
    NotSent,
    /// The connection broke, or was not made.
    Network,
    /// It took too long.
    Timeout,
    /// The caller gave up.
    Aborted,
    /// The response has more than [`MAX_REPLY_BYTES`].
    TooLarge,
}

impl TransportError {
    /// The response is longer than it may be.
    #[cfg(any(feature = "fetch", feature = "native"))]
    pub(crate) fn too_large() -> Self {
        Self {
            failure: Failure::TooLarge,
            message: format!("it has over {MAX_REPLY_BYTES} bytes; ask for less at a time"),
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let (kind, what) = match error.failure {
            Failure::NotSent | Failure::Network => (ErrorKind::Network, "the API was not reached"),
            Failure::Timeout => (ErrorKind::Timeout, "the API did not answer in time"),
            Failure::Aborted => (ErrorKind::Aborted, "the call was aborted"),
            Failure::TooLarge => (ErrorKind::BadReply, "the reply is too large"),
        };
        Self::new(kind, format!("{what}: {}", error.message))
    }
}
