//! JSON into what it stands for, by one road.

use serde::de::DeserializeOwned;
use serde_json::Value;
use worker::Result;

/// Reads a text by way of a [`Value`]: a reader from text for each type is twice
/// the size of one from values.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    // From bytes, as the body of a webhook is read: one parser for both.
    let value: Value = serde_json::from_slice(text.as_bytes())?;
    Ok(serde_json::from_value(value)?)
}
