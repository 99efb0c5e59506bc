//! Webhooks as JavaScript sees them through wasm.
//!
//! What comes across the boundary is text and the body's bytes; what goes back is
//! JSON text. The npm package's TypeScript puts types and an error class around
//! it.
#![forbid(unsafe_code)]

mod asked;
mod described;
mod hint;
mod json;
mod kind_or_scheme;
mod thrown;

use wasm_bindgen::prelude::*;
use wibiclick_hooks::{Request, Secrets, Skimmed, Timestamp, ToSign};

use crate::{
    asked::{Head, ToVerify},
    described::object,
    thrown::{Failure, thrown},
};

/// Half the size of the one that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Takes a request; the JSON text of what it was. `head` is the method and, if
/// known, the URL, with a space between, and then a line per header:
/// `name:value`. `now` is in milliseconds since 1970. Throws the JSON text of an
/// error.
#[wasm_bindgen]
pub fn verify(
    kind_or_scheme: &str,
    head: &str,
    body: &[u8],
    secrets: Vec<String>,
    now: f64,
    tolerance_seconds: Option<f64>,
) -> Result<String, JsValue> {
    ToVerify::read(kind_or_scheme, head, secrets, now, tolerance_seconds)
        .and_then(|asked| received(&asked, body))
        .map_err(|failure| thrown(&failure))
}

/// The headers that make a request a genuine one, as JSON text. `head` is the
/// method and, if known, the URL; `timestamp` in milliseconds since 1970. Throws
/// the JSON text of an error.
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is optional comes as a value"
)]
pub fn sign(
    kind_or_scheme: &str,
    head: &str,
    body: &[u8],
    secret: &str,
    id: Option<String>,
    timestamp: f64,
) -> Result<String, JsValue> {
    let signed = || {
        let to = kind_or_scheme::read(kind_or_scheme)?;
        let Head { method, url, .. } = Head::read(head);
        if url.is_none() && kind_or_scheme::signs_url(&to) {
            return Err(Failure::no_url());
        }
        let request = ToSign {
            method: &method,
            url: url.as_deref().unwrap_or_default(),
            body,
            id: id.as_deref(),
            timestamp: asked::time(timestamp)?,
        };
        let headers = to.sign(&request, secret);
        let headers = headers.map_err(|error| Failure::not_signed(&error))?;
        Ok(json::written(&described::headers(headers)))
    };
    signed().map_err(|failure| thrown(&failure))
}

/// The milliseconds since 1970 of a time as in RFC 3339.
#[wasm_bindgen]
pub fn millis(time: &str) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "until the year 9999 they are exact"
    )]
    Timestamp::parse(time).map(|time| time.unix_millis() as f64)
}

/// The JSON text of all kinds.
#[wasm_bindgen]
pub fn sources() -> String {
    json::written(&described::kinds())
}

fn received(asked: &ToVerify, body: &[u8]) -> Result<String, Failure> {
    let request = Request {
        method: &asked.head.method,
        url: asked.head.url.as_deref().unwrap_or_default(),
        headers: &asked.head.headers,
        body,
    };
    let secrets = Secrets::new(asked.secrets.iter().cloned())
        .map_err(|error| Failure::bad_secret(&error.to_string()))?;
    let skimmed = asked
        .from
        .skim(&request, &secrets, asked.now, asked.tolerance);
    match skimmed {
        Ok(Skimmed::Body(event, data)) => Ok(described::event_with(&event, data)),
        Ok(Skimmed::Events(events)) => Ok(described::events(&events)),
        Ok(Skimmed::Handshake(answer)) => Ok(json::written(&object(&mut [
            ("type", "handshake".into()),
            (
                "response",
                object(&mut [
                    ("status", answer.status.into()),
                    ("headers", described::headers(answer.headers)),
                    ("body", answer.body.into()),
                ]),
            ),
        ]))),
        Err(error) => Err(Failure::refused(
            &error,
            hint::of(&error, &request, asked, &secrets),
        )),
    }
}
