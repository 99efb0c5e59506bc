//! The client as JavaScript sees it through wasm.
//!
//! What crosses the boundary is JSON text: faster for these payloads than
//! building objects from here, and the same in every runtime. The npm package's
//! TypeScript puts types and an error class around it.
#![forbid(unsafe_code)]

mod callbacks;
mod described;
mod options;
mod thrown;

use js_sys::{Function, Promise};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;
use wibiclick::{
    action::{Method, Params},
    client::{Client, Config},
    error::{Error, ErrorKind},
    page::{Page, Seen},
    request::{Preview, RawRequest},
    transport::Fetch,
};

use crate::{callbacks::JsCallbacks, described::object, thrown::thrown};

/// Half the size of the one that Rust brings, with as little memory in use
/// after long lists and large files.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A client; every method throws the JSON text of an error.
#[wasm_bindgen(js_name = Client)]
#[derive(Debug)]
pub struct JsClient {
    config: Config,
    fetch: Fetch,
    callbacks: JsCallbacks,
}

#[wasm_bindgen(js_class = Client)]
impl JsClient {
    /// A client by the JSON text of its options. `fetch` is used instead of the
    /// global one; `refresh` promises another token; `told` gets what an attempt
    /// was: action, method, URL, number, status or error, and milliseconds.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &str,
        fetch: Option<Function>,
        refresh: Option<Function>,
        told: Option<Function>,
    ) -> Result<JsClient, JsValue> {
        Ok(Self {
            config: options::read(options).map_err(|error| thrown(&error))?,
            fetch: Fetch::new().with_function(fetch),
            callbacks: JsCallbacks { refresh, told },
        })
    }

    /// Carries out an action; promises the JSON text of its reply.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn call(
        &self,
        id: String,
        params: String,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
        retries: Option<f64>,
        repeatable: bool,
    ) -> Promise {
        self.carry_out(
            Job::Call { id, params },
            signal,
            timeout_ms,
            retries,
            repeatable,
        )
    }

    /// The JSON text of what `call` would send.
    pub fn preview(&self, id: &str, params: &str) -> Result<String, JsValue> {
        let preview = read_params(id, params).and_then(|params| self.client().preview(id, &params));
        let Preview {
            method,
            url,
            headers,
            body,
            warnings,
        } = preview.map_err(|error| thrown(&error))?;
        let mut shown = object(&mut [
            ("method", method.as_str().into()),
            ("url", url.into()),
            ("headers", headers.into()),
            ("warnings", thrown::issues(&warnings)),
        ]);
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("body".to_owned(), body.unwrap_or_default());
        }
        Ok(json(&shown))
    }

    /// The JSON text of the catalogue, with the corrections of the options.
    pub fn catalogue(&self) -> String {
        json(&described::catalogue(self.config.corrections()))
    }

    /// Another key or token from now on.
    #[wasm_bindgen(js_name = setToken)]
    pub fn set_token(&self, token: &str) -> Result<(), JsValue> {
        let set = self.config.set_token(token);
        set.map_err(|error| thrown(&refusal(&error.to_string())))
    }

    /// Sends a request of the caller's own making; promises the JSON text of
    /// its reply.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn request(
        &self,
        request: String,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
        retries: Option<f64>,
        repeatable: bool,
    ) -> Promise {
        self.carry_out(
            Job::Request(request),
            signal,
            timeout_ms,
            retries,
            repeatable,
        )
    }

    /// By hand and once, since each async method would bring its own copy of
    /// all that it awaits.
    fn carry_out(
        &self,
        job: Job,
        signal: Option<AbortSignal>,
        timeout_ms: Option<f64>,
        retries: Option<f64>,
        repeatable: bool,
    ) -> Promise {
        let fetch = self.fetch.clone().with_signal(signal);
        let callbacks = self.callbacks.clone();
        let config = options::for_call(self.config.clone(), timeout_ms, retries, repeatable);
        future_to_promise(async move {
            let call = async {
                let client = Client::new(config?, &fetch).with_callbacks(&callbacks);
                match &job {
                    Job::Call { id, params } => {
                        client.call_text(id, &read_params(id, params)?).await
                    }
                    Job::Request(request) => {
                        let reply = client.request(&read_request(request)?).await?;
                        Ok(json(&reply))
                    }
                }
            };
            let reply = fetch.unless_aborted(Box::pin(call)).await;
            match reply.unwrap_or_else(|aborted| Err(Error::from(aborted))) {
                Ok(text) => Ok(text.into()),
                Err(mut error) => {
                    if let Job::Call { id, .. } = job {
                        error.action = Some(id);
                    }
                    Err(thrown(&error))
                }
            }
        })
    }

    fn client(&self) -> Client<Fetch> {
        Client::new(self.config.clone(), Fetch::new())
    }
}

/// What is to be carried out, as JavaScript says it.
enum Job {
    Call { id: String, params: String },
    Request(String),
}

/// What a page of a list is, by its numbers of records: 0 the last one, 1 one of
/// several, 2 one with nothing new in it, 3 the one before although there should
/// be others.
#[wasm_bindgen(js_name = pageOf)]
pub fn page_of(count: f64, limit: f64, offset: f64, total: Option<f64>, is_repeated: bool) -> u32 {
    let seen = Seen {
        count,
        limit,
        offset,
        total,
        is_repeated,
    };
    match seen.page() {
        Page::Last => 0,
        Page::More => 1,
        Page::Nothing => 2,
        Page::Repeated => 3,
    }
}

/// The version of this package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn read_params(id: &str, text: &str) -> Result<Params, Error> {
    match parsed(text) {
        Some(Value::Object(params)) => Ok(params),
        _ => Err(refusal(&format!(
            "the params of `{id}` are no object; expected {{ name: value, … }}"
        ))),
    }
}

fn read_request(text: &str) -> Result<RawRequest, Error> {
    const EXPECTED: &str = "expected { method, path, query?, body? }";
    let Some(Value::Object(given)) = parsed(text) else {
        return Err(refusal(&format!("the request is no object; {EXPECTED}")));
    };
    let text_of = |name: &str| match given.get(name) {
        Some(Value::String(text)) => Ok(text.as_str()),
        _ => Err(refusal(&format!(
            "`{name}` of the request is no text; {EXPECTED}"
        ))),
    };
    let method: Method = text_of("method")?
        .parse()
        .map_err(|error| refusal(&format!("`method`: {error}")))?;
    let query = match given.get("query") {
        Some(Value::Object(query)) => query.clone(),
        None | Some(Value::Null) => Params::new(),
        Some(_) => return Err(refusal("`query` of the request is no object")),
    };
    let known = ["method", "path", "query", "body"];
    match given.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(refusal(&format!(
            "there is no `{name}` of a request; {EXPECTED}"
        ))),
        None => Ok(RawRequest {
            method,
            path: text_of("path")?.to_owned(),
            query,
            body: given.get("body").cloned(),
        }),
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

fn refusal(message: &str) -> Error {
    Error::new(ErrorKind::InvalidParams, message)
}
