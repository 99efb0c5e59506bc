//! What carries one HTTP request.

#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "native")]
mod native;
mod recording;

use std::future::Future;

use crate::{
    error::{Error, ErrorKind},
    request::HttpRequest,
};

#[cfg(feature = "fetch")]
pub use fetch::Fetch;
#[cfg(feature = "native")]
pub use native::Native;
pub use recording::Recording;

/// Carries one HTTP request and brings its response, whatever its status.
///
/// Redirects are not followed: the API key must not reach another host.
pub trait Transport {
    /// Sends the request, and waits for the whole response, no longer than its
    /// timeout.
    fn send(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>>;
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
    /// The connection was not made, or broke.
    Network,
    /// It took too long.
    Timeout,
    /// The caller gave up.
    Aborted,
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let (kind, what) = match error.failure {
            Failure::Network => (ErrorKind::Network, "the API was not reached"),
            Failure::Timeout => (ErrorKind::Timeout, "the API did not answer in time"),
            Failure::Aborted => (ErrorKind::Aborted, "the call was aborted"),
        };
        Self::new(kind, format!("{what}: {}", error.message))
    }
}
