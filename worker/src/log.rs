//! Structured log lines. They carry ids, counts and reasons, never a secret and
//! nothing about a person.

use serde_json::{Value, json};
use worker::{console_error, console_log, console_warn};

/// What went as it should.
pub(crate) fn info(message: &str, fields: &Value) {
    console_log!("{}", line(message, fields));
}

/// What somebody should look at some time.
pub(crate) fn warn(message: &str, fields: &Value) {
    console_warn!("{}", line(message, fields));
}

/// What somebody should look at now.
pub(crate) fn error(message: &str, fields: &Value) {
    console_error!("{}", line(message, fields));
}

fn line(message: &str, fields: &Value) -> Value {
    let mut line = json!({ "message": message });
    if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
        line.extend(fields.clone());
    }
    line
}
