//! Handshakes: requests that must be answered at once and are no events.

use crate::{error::WebhookError, request::Request, scheme::single_header};
use serde_json::Value;

/// How a kind of source asks whether somebody is there. Such a request is
/// answered before any signature is checked, since it carries none.
#[derive(Debug)]
pub(crate) struct Handshake {
    pub(crate) method: &'static str,
    /// The header that carries the challenge, and by which the request is known.
    pub(crate) header: &'static str,
    /// The field of the JSON answer that repeats the challenge.
    pub(crate) field: &'static str,
}

impl Handshake {
    /// The answer, if the request is this handshake.
    pub(crate) fn answer(&self, request: &Request<'_>) -> Result<Option<Answer>, WebhookError> {
        if request.method != self.method || request.headers.get(self.header).is_none() {
            return Ok(None);
        }
        let challenge = single_header(request.headers, self.header)?;
        let body = Value::Object(
            [(self.field.to_owned(), challenge.into())]
                .into_iter()
                .collect(),
        );
        Ok(Some(Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string(),
        }))
    }
}

/// What to answer a handshake with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}
