//! The client as JavaScript sees it through wasm.
//!
//! What crosses the boundary is JSON text: faster for these payloads than
//! building objects from here, and the same in every runtime. The npm package's
//! TypeScript puts types and an error class around it.
#![forbid(unsafe_code)]

mod described;
mod options;
mod thrown;

use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;
use wibiclick::{
    action::{Method, Params},
    client::{Client, Config},
    error::{Error, ErrorKind},
    request::RawRequest,
    transport::Fetch,
};

use crate::thrown::thrown;

/// A client; every method throws the JSON text of an error.
#[wasm_bindgen(js_name = Client)]
#[derive(Debug)]
pub struct JsClient {
    config: Config,
    fetch: Fetch,
}

#[wasm_bindgen(js_class = Client)]
impl JsClient {
    /// A client by the JSON text of its options; `fetch` is used instead of the
    /// global one.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, fetch: Option<js_sys::Function>) -> Result<JsClient, JsValue> {
        let config = options::read(options).map_err(|error| thrown(&error))?;
        let fetch = Fetch::new().with_function(fetch);
        Ok(Self { config, fetch })
    }

    /// Carries out an action; promises the JSON text of its reply.
    pub async fn call(
        &self,
        id: String,
        params: String,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
    ) -> Result<String, JsValue> {
        let reply = async {
            let params = read_params(&id, &params)?;
            self.client(signal, timeout_ms)?.call(&id, &params).await
        };
        written(reply.await)
    }

    /// The JSON text of what `call` would send.
    pub fn preview(&self, id: &str, params: &str) -> Result<String, JsValue> {
        let preview = read_params(id, params).and_then(|params| {
            let client = Client::new(self.config.clone(), self.fetch.clone());
            client.preview(id, &params)
        });
        let preview = preview.map_err(|error| thrown(&error))?;
        serde_json::to_string(&preview).map_err(|error| JsValue::from_str(&error.to_string()))
    }

    /// Sends a request of the caller's own making; promises the JSON text of
    /// its reply.
    pub async fn request(
        &self,
        request: String,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
    ) -> Result<String, JsValue> {
        let reply = async {
            let raw = read_request(&request)?;
            self.client(signal, timeout_ms)?.request(&raw).await
        };
        written(reply.await)
    }

    fn client(
        &self,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
    ) -> Result<Client<Fetch>, Error> {
        let timeout = timeout_ms
            .map(|milliseconds| options::timeout_of(&whole(milliseconds)))
            .transpose()?;
        let config = options::with_timeout(self.config.clone(), timeout)?;
        Ok(Client::new(config, self.fetch.clone().with_signal(signal)))
    }
}

/// The JSON text of the catalogue.
#[wasm_bindgen]
pub fn catalogue() -> String {
    described::catalogue()
}

/// The version of this package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn read_params(id: &str, text: &str) -> Result<Params, Error> {
    match serde_json::from_str(text) {
        Ok(Value::Object(params)) => Ok(params),
        _ => Err(refusal(&format!(
            "the params of `{id}` are no object; expected {{ name: value, … }}"
        ))),
    }
}

fn read_request(text: &str) -> Result<RawRequest, Error> {
    const EXPECTED: &str = "expected { method, path, query?, body? }";
    let Ok(Value::Object(mut given)) = serde_json::from_str(text) else {
        return Err(refusal(&format!("the request is no object; {EXPECTED}")));
    };
    let mut text_of = |name: &str| match given.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(refusal(&format!(
            "`{name}` of the request is no text; {EXPECTED}"
        ))),
    };
    let (method, path) = (text_of("method")?, text_of("path")?);
    let method: Method = method
        .parse()
        .map_err(|error| refusal(&format!("`method`: {error}")))?;
    let query = match given.remove("query") {
        Some(Value::Object(query)) => query,
        None | Some(Value::Null) => Params::new(),
        Some(_) => return Err(refusal("`query` of the request is no object")),
    };
    let body = given.remove("body");
    match given.keys().next() {
        Some(name) => Err(refusal(&format!(
            "there is no `{name}` of a request; {EXPECTED}"
        ))),
        None => Ok(RawRequest {
            method,
            path,
            query,
            body,
        }),
    }
}

/// A number of JavaScript, as JSON has whole numbers.
fn whole(number: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float saturates, and what does not come back the same is kept as it is"
    )]
    let whole = number as u64;
    #[expect(clippy::cast_precision_loss, reason = "it is compared to find out")]
    let is_whole = (whole as f64).to_bits() == number.to_bits();
    if is_whole {
        whole.into()
    } else {
        number.into()
    }
}

fn written(reply: Result<Value, Error>) -> Result<String, JsValue> {
    reply
        .map(|value| value.to_string())
        .map_err(|error| thrown(&error))
}

fn refusal(message: &str) -> Error {
    Error::new(ErrorKind::InvalidParams, message)
}
