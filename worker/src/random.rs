//! Randomness; the one place that makes ids of it.

use worker::wasm_bindgen::{self, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// A UUID that nobody ever had, by the platform.
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    pub(crate) fn uuid() -> String;
}
