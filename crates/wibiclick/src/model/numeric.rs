//! A number that may come as text.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

/// A number of a reply: amounts come as numbers from some endpoints, and as text
/// (`"125.50"`) from others, as databases write decimals.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Numeric(pub f64);

impl<'de> Deserialize<'de> for Numeric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let number = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|it: &f64| it.is_finite()),
            _ => None,
        };
        number
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{value} where a number is expected")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_a_number_and_from_text() {
        for text in ["125.5", "\"125.50\"", "\" 125.5 \""] {
            assert_eq!(
                serde_json::from_str::<Numeric>(text).unwrap(),
                Numeric(125.5)
            );
        }
        for text in ["\"\"", "\"inf\"", "true", "{}"] {
            assert!(serde_json::from_str::<Numeric>(text).is_err(), "{text}");
        }
    }
}
