//! What a sender is answered.
//!
//! Senders act on the status alone: a 4xx is for ever, a 5xx is tried again. So
//! nothing passing ever gets a 4xx, and nothing that is not stored a 2xx.

use crate::{delivery::Claimed, json::object, provision, rate, receive::Door};
use serde_json::Value;
use wibiclick_hooks::Answer as InVendorsForm;
use worker::{Headers, Response, Result};

/// Every answer that receiving has.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Stored, and on its way; or known already, or wanted by no rule.
    Stored(Vec<Claimed>),
    /// A handshake or an acknowledgement, in the vendor's form.
    AsAsked(InVendorsForm),
    /// A directory's request, answered by the journal.
    Provisioned(Response),
    /// The body is genuine, and not understood; or the request is malformed.
    Malformed(String),
    /// Not genuine. Says nothing about why; the log does.
    Unauthorized,
    UnknownSource,
    MethodNotAllowed {
        allow: &'static str,
    },
    TooLarge {
        max_bytes: usize,
    },
    UnsupportedType,
    /// Too many requests from that address.
    TooMany,
    /// The source has no usable secret.
    NoSecret,
    /// Could not be stored, now: to be sent again.
    NotStored,
}

impl Answer {
    /// The HTTP response; errors are in the form that the sender at that door reads.
    pub(crate) fn into_response(self, door: Door) -> Result<Response> {
        let error = match door {
            Door::Hooks => error,
            Door::Scim => provision::error,
        };
        match self {
            Self::Provisioned(response) => Ok(response),
            Self::Stored(claimed) => {
                let accepted = claimed.iter().any(Claimed::is_accepted);
                let mut deliveries = Vec::new();
                for claim in &claimed {
                    deliveries.push(object(&mut [
                        ("id", claim.id.as_str().into()),
                        ("status", claim.word().into()),
                    ]));
                }
                let body = object(&mut [("deliveries", deliveries.into())]);
                json_response(if accepted { 202 } else { 200 }, &body)
            }
            Self::AsAsked(answer) => {
                let headers = Headers::new();
                for (name, value) in &answer.headers {
                    headers.set(name, value)?;
                }
                let response = Response::ok(answer.body)?;
                Ok(response.with_headers(headers).with_status(answer.status))
            }
            Self::Malformed(message) => error(400, &message),
            Self::Unauthorized => error(401, "the request is not signed as this source signs"),
            Self::UnknownSource => error(404, "no such source"),
            Self::MethodNotAllowed { allow } => {
                let response = error(405, &format!("expected {allow}"))?;
                response.headers().set("allow", allow)?;
                Ok(response)
            }
            Self::TooLarge { max_bytes } => {
                error(413, &format!("expected at most {max_bytes} bytes"))
            }
            Self::UnsupportedType => error(415, "this source does not send that content-type"),
            Self::TooMany => {
                let response = error(429, "too many requests; send it again later")?;
                response.headers().set("retry-after", rate::PERIOD)?;
                Ok(response)
            }
            Self::NoSecret => error(500, "this source is not set up: it has no usable secret"),
            Self::NotStored => error(503, "not stored; send it again"),
        }
    }
}

/// A JSON response.
pub(crate) fn json_response(status: u16, body: &Value) -> Result<Response> {
    Ok(Response::from_json(body)?.with_status(status))
}

/// An error in JSON: `{ "error": … }`.
pub(crate) fn error(status: u16, message: &str) -> Result<Response> {
    json_response(status, &object(&mut [("error", message.into())]))
}
