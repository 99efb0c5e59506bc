//! The binding in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod webhooks;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
