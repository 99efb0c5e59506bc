//! The clock; the one place that reads it.

use worker::Date;

/// Now, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}
