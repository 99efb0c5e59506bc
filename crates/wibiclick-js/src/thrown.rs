//! An error as JavaScript gets it.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wibiclick::error::Error;

#[derive(Serialize)]
struct Thrown<'a> {
    #[serde(flatten)]
    error: &'a Error,
    retryable: bool,
}

/// The JSON text from which the package makes a `WibiClickError`.
pub(crate) fn thrown(error: &Error) -> JsValue {
    let retryable = error.retryable();
    // The message stands alone where even that cannot be written.
    serde_json::to_string(&Thrown { error, retryable }).map_or_else(
        |_| JsValue::from_str(&error.message),
        |text| JsValue::from_str(&text),
    )
}
