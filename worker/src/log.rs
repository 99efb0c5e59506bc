//! Structured log lines. They carry ids, counts and reasons, never a secret and
//! nothing about a person.

use crate::json;
use serde_json::{Map, Value};
use worker::{console_error, console_log, console_warn};

/// What a line may carry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Field<'a> {
    Text(&'a str),
    Count(usize),
}

impl<'a> From<&'a str> for Field<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Field<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count as usize)
    }
}

impl From<usize> for Field<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

/// What went as it should.
pub(crate) fn info(message: &str, fields: &[(&str, Field<'_>)]) {
    console_log!("{}", line(message, fields));
}

/// What somebody should look at some time.
pub(crate) fn warn(message: &str, fields: &[(&str, Field<'_>)]) {
    console_warn!("{}", line(message, fields));
}

/// What somebody should look at now.
pub(crate) fn error(message: &str, fields: &[(&str, Field<'_>)]) {
    console_error!("{}", line(message, fields));
}

fn line(message: &str, fields: &[(&str, Field<'_>)]) -> String {
    let mut line = Map::new();
    line.insert("message".to_owned(), message.into());
    for (name, field) in fields {
        let value = match *field {
            Field::Text(text) => Value::from(text),
            Field::Count(count) => Value::from(count),
        };
        line.insert((*name).to_owned(), value);
    }
    json::text(&line.into())
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_one_object() {
        let fields = [("source", "okta".into()), ("count", 2_usize.into())];
        let expected = r#"{"count":2,"message":"overdue","source":"okta"}"#;
        assert_eq!(line("overdue", &fields), expected);
    }
}
