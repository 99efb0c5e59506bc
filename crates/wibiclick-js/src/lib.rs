//! The client as JavaScript sees it through wasm.
//!
//! What crosses the boundary is JSON text: faster for these payloads than
//! building objects from here, and the same in every runtime. The npm package's
//! TypeScript puts types and an error class around it.
#![forbid(unsafe_code)]

mod described;
mod options;
mod thrown;

use serde::Deserialize;
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

use crate::{options::Options, thrown::thrown};

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
        let config = Options::read(options)
            .and_then(Options::config)
            .map_err(|error| thrown(&error))?;
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
        let mut config = self.config.clone();
        if let Some(timeout_ms) = timeout_ms {
            config = options::with_timeout(config, timeout_ms)?;
        }
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
    serde_json::from_str(text).map_err(|_| {
        refusal(format!(
            "the params of `{id}` are no object; expected {{ name: value, … }}"
        ))
    })
}

fn read_request(text: &str) -> Result<RawRequest, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        method: String,
        path: String,
        query: Option<Params>,
        body: Option<Value>,
    }
    let given: Given = serde_json::from_str(text).map_err(|error| {
        let expected = "expected { method, path, query?, body? }";
        refusal(format!(
            "the request is not understood: {error}; {expected}"
        ))
    })?;
    let method: Method = given
        .method
        .parse()
        .map_err(|error| refusal(format!("`method`: {error}")))?;
    Ok(RawRequest {
        method,
        path: given.path,
        query: given.query.unwrap_or_default(),
        body: given.body,
    })
}

fn written(reply: Result<Value, Error>) -> Result<String, JsValue> {
    reply
        .map(|value| value.to_string())
        .map_err(|error| thrown(&error))
}

fn refusal(message: String) -> Error {
    Error::new(ErrorKind::InvalidParams, message)
}
