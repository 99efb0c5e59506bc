//! The clock; the one place that reads it.

use wibiclick_hooks::Timestamp;
use worker::{Date, Error, Result};

/// Now, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// Now.
pub(crate) fn timestamp() -> Result<Timestamp> {
    Timestamp::from_unix_millis(now())
        .ok_or_else(|| Error::RustError("the clock is past the year 9999".into()))
}
