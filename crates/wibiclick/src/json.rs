//! JSON, by the roads that are short in wasm.

use serde_json::{Map, Value};

/// The text of a value. Not by its `Display`, which brings two more writers,
/// and the errors of I/O.
pub(crate) fn text(value: &Value) -> String {
    // A `Value` has nothing that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}

/// An object of these fields. Not by `json!`, which goes by way of a serializer
/// that can fail, and brings the messages of its panic.
pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}
