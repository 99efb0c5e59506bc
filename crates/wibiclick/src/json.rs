//! JSON as text, by one road.

use serde_json::Value;

/// The text of a value. Not by its `Display`, which brings two more writers,
/// and the errors of I/O.
pub(crate) fn text(value: &Value) -> String {
    // A `Value` has nothing that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}
