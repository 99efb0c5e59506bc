//! Handshakes: requests that must be answered at once and are no events.

use crate::{error::WebhookError, path::Path, request::Request, scheme::single_header};
use serde_json::Value;

/// How a kind of source asks whether somebody is there.
#[derive(Debug)]
pub(crate) struct Handshake {
    pub(crate) method: &'static str,
    /// Whether it is signed as events are. One that is not is answered before
    /// any signature is checked, and so must tell the sender nothing.
    pub(crate) signed: bool,
    pub(crate) known_by: Mark,
    pub(crate) reply: Reply,
}

/// By what a handshake is known.
#[derive(Debug)]
pub(crate) enum Mark {
    /// There is such a header.
    Header(&'static str),
    /// A header has this value.
    HeaderIs {
        header: &'static str,
        is: &'static str,
    },
    /// A field of the body, which is JSON, is this text.
    FieldIs { at: Path, is: &'static str },
    /// A field of the body, which is short JSON, is a text, and a header that
    /// events have is not there.
    FieldWithout { at: Path, header: &'static str },
    /// The body is one of these texts, to the byte.
    BodyIs(&'static [&'static str]),
}

/// With what a handshake is answered, besides the status 200.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Nothing.
    Empty,
    /// A JSON object of one field that repeats a header.
    HeaderAsJson {
        field: &'static str,
        header: &'static str,
    },
    /// A field of the body, as plain text.
    FieldAsText(Path),
}

impl Handshake {
    /// The answer, if the request is this handshake.
    pub(crate) fn answer(&self, request: &Request<'_>) -> Result<Option<Answer>, WebhookError> {
        let known = request.method == self.method
            && match self.known_by {
                Mark::Header(header) => request.headers.get(header).is_some(),
                Mark::HeaderIs { header, is } => {
                    single_header(request.headers, header).is_ok_and(|value| value == is)
                }
                Mark::FieldWithout { at, header } => {
                    request.headers.get(header).is_none()
                        && request.body.len() <= LONGEST_UNSIGNED
                        && field(request, at).is_some()
                }
                Mark::BodyIs(texts) => texts.iter().any(|text| text.as_bytes() == request.body),
                Mark::FieldIs { at, is } => field(request, at).is_some_and(|text| text == is),
            };
        if !known {
            return Ok(None);
        }
        let (content_type, body) = match self.reply {
            Reply::Empty => (None, String::new()),
            Reply::HeaderAsJson { field, header } => {
                let challenge = single_header(request.headers, header)?;
                let body =
                    Value::Object([(field.to_owned(), challenge.into())].into_iter().collect());
                (Some("application/json"), body.to_string())
            }
            Reply::FieldAsText(at) => {
                let text = field(request, at).ok_or_else(|| WebhookError::Malformed {
                    reason: format!("expected a text at `{at}`, to be sent back"),
                })?;
                (Some("text/plain"), text)
            }
        };
        Ok(Some(Answer {
            status: 200,
            headers: content_type
                .map(|it| ("content-type".to_owned(), it.to_owned()))
                .into_iter()
                .collect(),
            body,
        }))
    }
}

/// So much is parsed of what nobody signed, in bytes.
const LONGEST_UNSIGNED: usize = 4_096;

fn field(request: &Request<'_>, at: Path) -> Option<String> {
    let body: Value = serde_json::from_slice(request.body).ok()?;
    at.find(&body)?.as_str().map(str::to_owned)
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
