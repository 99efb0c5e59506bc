//! JSON into what it stands for, by one road.

use serde::de::DeserializeOwned;
use serde_json::Value;
use worker::Result;

/// Reads a text by way of a [`Value`]: a reader from text for each type is twice
/// the size of one from values.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    // By `parse`, which serde_json has compiled already.
    let value: Value = text.parse()?;
    Ok(serde_json::from_value(value)?)
}
