//! Webhooks as JavaScript sees them through wasm.
//!
//! What crosses the boundary is JSON text, and the body as bytes. The npm
//! package's TypeScript puts types and an error class around it.
#![forbid(unsafe_code)]

mod asked;
mod described;
mod hint;
mod kind_or_scheme;
mod thrown;

use serde_json::Value;
use wasm_bindgen::prelude::*;
use wibiclick_hooks::{Received, Request, Secrets};

use crate::{
    asked::{ToSign, ToVerify},
    described::{list, object},
    thrown::{Failure, thrown},
};

/// Half the size of the one that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Takes a request; the JSON text of what it was. Throws the JSON text of an
/// error.
#[wasm_bindgen]
pub fn verify(asked: &str, body: &[u8]) -> Result<String, JsValue> {
    let verified = asked::to_verify(asked).and_then(|asked| received(&asked, body));
    verified.map_err(|failure| thrown(&failure))
}

/// The headers that make a request a genuine one, as JSON text. Throws the JSON
/// text of an error.
#[wasm_bindgen]
pub fn sign(asked: &str, body: &[u8]) -> Result<String, JsValue> {
    let headers = asked::to_sign(asked).and_then(|asked| signed(&asked, body));
    headers.map_err(|failure| thrown(&failure))
}

/// The JSON text of all kinds.
#[wasm_bindgen]
pub fn sources() -> String {
    json(&described::kinds())
}

fn received(asked: &ToVerify, body: &[u8]) -> Result<String, Failure> {
    let request = Request {
        method: &asked.method,
        url: asked.url.as_deref().unwrap_or_default(),
        headers: &asked.headers,
        body,
    };
    let secrets = Secrets::new(asked.secrets.iter().cloned())
        .map_err(|error| Failure::bad_secret(&error.to_string()))?;
    let received = asked
        .from
        .receive(&request, &secrets, asked.now, asked.tolerance);
    match received {
        Ok(Received::Events { events, .. }) => Ok(json(&object(&mut [
            ("type", "events".into()),
            (
                "events",
                list(&mut events.into_iter().map(described::event)),
            ),
        ]))),
        Ok(Received::Handshake(answer)) => Ok(json(&object(&mut [
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

fn signed(asked: &ToSign, body: &[u8]) -> Result<String, Failure> {
    let sign = |url| {
        let request = wibiclick_hooks::ToSign {
            method: &asked.method,
            url,
            body,
            id: asked.id.as_deref(),
            timestamp: asked.timestamp,
        };
        asked.to.sign(&request, &asked.secret)
    };
    let headers = match &asked.url {
        Some(url) => sign(url),
        None if asked.to.signs_url() => return Err(Failure::no_url()),
        None => sign(""),
    };
    match headers {
        Ok(headers) => Ok(json(&described::headers(headers))),
        Err(error) => Err(Failure::not_signed(&error)),
    }
}

/// What a JSON text says. Of bytes everywhere, since reading text would bring
/// another copy of the reader into the wasm.
pub(crate) fn parsed(text: &str) -> Option<Value> {
    serde_json::from_slice(text.as_bytes()).ok()
}

/// A value's JSON text.
pub(crate) fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
