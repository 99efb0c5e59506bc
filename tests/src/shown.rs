//! What an answer and a delivery show, for tests that cannot go on without.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use serde_json::Value;

/// The id of the first delivery that an answer names.
///
/// # Panics
/// Where it names none.
pub fn id(body: &Value) -> &str {
    body["deliveries"][0]["id"].as_str().expect("a delivery id")
}

/// The calls of a delivery: each one's action and outcome.
///
/// # Panics
/// Where it has no list of them.
pub fn calls(delivery: &Value) -> Vec<(&str, &str)> {
    let calls = delivery["calls"].as_array().expect("calls");
    calls
        .iter()
        .map(|call| {
            (
                call["action"].as_str().unwrap_or_default(),
                call["outcome"].as_str().unwrap_or_default(),
            )
        })
        .collect()
}
