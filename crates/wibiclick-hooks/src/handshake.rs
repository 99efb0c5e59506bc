//! Handshakes: requests that must be answered at once and are no events.

use crate::{
    error::WebhookError,
    form, hex,
    path::Path,
    request::Request,
    scheme::{is_any_of, single_header},
    secrets::Secrets,
    skim::skim,
};

/// How a kind of source asks whether somebody is there.
#[derive(Debug)]
pub(crate) struct Handshake {
    pub(crate) method: &'static str,
    pub(crate) shown_by: ShownBy,
    pub(crate) known_by: Mark,
    pub(crate) reply: Reply,
}

/// What shows that a handshake is the sender's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShownBy {
    /// What shows it of events.
    Signature,
    /// One of the source's secrets, in the query under that name.
    Query(&'static str),
    /// Nothing: it is answered before any signature is checked, and the answer
    /// must tell the sender nothing.
    Nothing,
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
    /// The query has such a name.
    Query(&'static str),
    /// The query has this value under that name.
    QueryIs {
        name: &'static str,
        is: &'static str,
    },
    /// A field of the body, which is JSON, is this text.
    FieldIs { at: Path<'static>, is: &'static str },
    /// A field of the body, which is short JSON, is a text, and a header that
    /// events have is not there.
    FieldWithout {
        at: Path<'static>,
        header: &'static str,
    },
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
    FieldAsText(Path<'static>),
    /// What the query has under that name, decoded, as plain text.
    QueryAsText(&'static str),
}

impl Handshake {
    /// The answer, if the request is this handshake.
    pub(crate) fn answer(
        &self,
        request: &Request<'_>,
        secrets: &Secrets,
    ) -> Result<Option<Answer>, WebhookError> {
        if request.method != self.method || !self.known_by.is_on(request) {
            return Ok(None);
        }
        if let ShownBy::Query(name) = self.shown_by {
            let token = form::query(request.url, name).unwrap_or_default();
            if !bool::from(is_any_of(secrets, &token)) {
                return Err(WebhookError::BadSignature {
                    secrets: secrets.len(),
                });
            }
        }
        let (content_type, body) = match self.reply {
            Reply::Empty => (None, String::new()),
            Reply::HeaderAsJson { field, header } => {
                let challenge = single_header(request.headers, header)?;
                let body = format!("{{\"{field}\":\"{}\"}}", escaped(challenge));
                (Some("application/json"), body)
            }
            Reply::FieldAsText(at) => {
                let text = field(request, at).ok_or_else(|| WebhookError::Malformed {
                    reason: format!("expected a text at `{at}`, to be sent back"),
                })?;
                (Some("text/plain"), text)
            }
            Reply::QueryAsText(name) => {
                let text =
                    form::query(request.url, name).ok_or_else(|| WebhookError::Malformed {
                        reason: format!("expected one `{name}` in the query, to be sent back"),
                    })?;
                (Some("text/plain"), text)
            }
        };
        let mut headers = Vec::new();
        if let Some(content_type) = content_type {
            headers.push(("content-type".to_owned(), content_type.to_owned()));
        }
        if !body.is_empty() {
            // What somebody else wrote is never to be taken for a page.
            headers.push(("x-content-type-options".to_owned(), "nosniff".to_owned()));
        }
        Ok(Some(Answer {
            status: 200,
            headers,
            body,
        }))
    }
}

impl Mark {
    pub(crate) fn is_on(&self, request: &Request<'_>) -> bool {
        match *self {
            Self::Header(header) => request.headers.get(header).is_some(),
            Self::HeaderIs { header, is } => {
                single_header(request.headers, header).is_ok_and(|value| value == is)
            }
            Self::Query(name) => form::query(request.url, name).is_some(),
            Self::QueryIs { name, is } => {
                form::query(request.url, name).is_some_and(|value| value == is)
            }
            Self::FieldWithout { at, header } => {
                request.headers.get(header).is_none()
                    && request.body.len() <= LONGEST_UNSIGNED
                    && field(request, at).is_some()
            }
            Self::BodyIs(texts) => texts.iter().any(|text| text.as_bytes() == request.body),
            Self::FieldIs { at, is } => field(request, at).is_some_and(|text| text == is),
        }
    }
}

/// So much is parsed of what nobody signed, in bytes.
const LONGEST_UNSIGNED: usize = 4_096;

/// A text as it stands between the quotes of JSON. A writer of all JSON would be a
/// twentieth of the webhooks' wasm.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            _ if letter.is_control() && letter.is_ascii() => {
                escaped.push_str("\\u00");
                escaped.push_str(&hex::encode(&[letter as u8]));
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

fn field(request: &Request<'_>, at: Path<'_>) -> Option<String> {
    let mut names = Vec::new();
    at.names(&mut names);
    let body = skim(request.body, &names)?;
    at.find(&body)?.as_str().map(str::to_owned)
}

/// What to answer a request with, at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_is_sent_back_is_one_text_of_json() {
        for text in [
            "plain",
            "\"},\"a\":\"",
            "\\",
            "\t\u{1}\u{7f}\u{80}é\u{2028}",
        ] {
            let read = serde_json::from_str::<String>(&format!("\"{}\"", escaped(text)));
            assert_eq!(read.ok().as_deref(), Some(text));
        }
    }
}
