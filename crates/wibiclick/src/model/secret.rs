//! Text that must not be shown: a password, a token.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::action::{Kind, ParamType, REDACTED};

/// Text that must not be shown; `Debug` prints that it is there, and no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for whoever sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl ParamType for Secret {
    const KIND: Kind = Kind::Text;
    const SECRET: bool = true;
    fn value(&self) -> Option<Value> {
        Some(Value::from(self.expose()))
    }
}
