//! A value that a call can clear.

use crate::action::{ParamValue, Value};

/// A value to set, or none at all where there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clearable<T> {
    /// This value.
    Set(T),
    /// Nothing: sent as null.
    Clear,
}

impl<T> From<T> for Clearable<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: ParamValue> ParamValue for Clearable<T> {
    fn value(&self) -> Option<Value> {
        match self {
            Self::Set(value) => value.value(),
            Self::Clear => Some(Value::Null),
        }
    }
}
