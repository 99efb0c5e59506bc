//! JSON into what it stands for, and back, by one road: through values, and by
//! hand, since what serde derives is a fiftieth of the Worker.

use serde_json::{Map, Value};
use worker::{Error, Result};

/// Reads a text. From bytes, as the body of a webhook is read: one parser for
/// both.
pub(crate) fn read(text: &str) -> Result<Value> {
    Ok(serde_json::from_slice(text.as_bytes())?)
}

/// The text of a value. Not by its `Display`, which brings another writer.
pub(crate) fn text(value: &Value) -> String {
    // A `Value` has nothing that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}

/// Bytes, as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// A list of what is JSON already.
pub(crate) fn joined(items: &[String]) -> String {
    let mut list = "[".to_owned();
    for item in items {
        if list.len() > 1 {
            list.push(',');
        }
        list += item;
    }
    list.push(']');
    list
}

/// JSON that goes between the Worker and its journal: a line that is read, and after it,
/// a line each, what is passed on as it is. No JSON that this Worker or the database has
/// written has a line break in it.
#[derive(Debug)]
pub(crate) struct Lines(String);

impl Lines {
    pub(crate) fn of(head: &Value) -> Self {
        Self(text(head))
    }

    pub(crate) fn enclose(&mut self, json: &str) {
        self.0.push('\n');
        self.0 += json;
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// The first of [`Lines`], read, and those that are enclosed.
pub(crate) fn lines(text: &str) -> Result<(Value, Enclosed<'_>)> {
    let mut lines = Enclosed(Some(text));
    let head = read(lines.next().unwrap_or_default())?;
    Ok((head, lines))
}

/// Lines that are taken one after the other.
pub(crate) struct Enclosed<'a>(Option<&'a str>);

impl<'a> Enclosed<'a> {
    pub(crate) fn next(&mut self) -> Option<&'a str> {
        let lines = self.0?;
        match lines.split_once('\n') {
            Some((line, rest)) => {
                self.0 = Some(rest);
                Some(line)
            }
            None => self.0.take(),
        }
    }

    /// The next one, which has to be there.
    pub(crate) fn take(&mut self, what: &str) -> Result<String> {
        let line = self.next().ok_or_else(|| unexpected(what))?;
        Ok(line.to_owned())
    }

    /// All that are left.
    pub(crate) fn all(mut self) -> Vec<String> {
        let mut all = Vec::new();
        while let Some(line) = self.next() {
            all.push(line.to_owned());
        }
        all
    }
}

/// An object of these fields.
pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}

/// A list of what can be written.
pub(crate) fn list<T: Into<Value>>(items: Vec<T>) -> Value {
    let mut list = Vec::new();
    for item in items {
        list.push(item.into());
    }
    Value::Array(list)
}

/// One of several things, under its name: `{ "name": content }`.
pub(crate) fn named(name: &str, content: Value) -> Value {
    object(&mut [(name, content)])
}

/// What [`named`] has written; a name alone has no content.
pub(crate) fn by_name(value: Value) -> Result<(String, Value)> {
    match value {
        Value::String(name) => Ok((name, Value::Null)),
        value => {
            let mut fields = Fields::of(value)?;
            let name = fields.0.keys().next().cloned().unwrap_or_default();
            let content = fields.take(&name);
            Ok((name, content))
        }
    }
}

/// What is in a list.
pub(crate) fn values(value: Value) -> Result<Vec<Value>> {
    match value {
        Value::Array(values) => Ok(values),
        _ => Err(unexpected("a list")),
    }
}

/// The items of a list.
pub(crate) fn items<T: TryFrom<Value, Error = Error>>(value: Value) -> Result<Vec<T>> {
    let mut items = Vec::new();
    for value in values(value)? {
        items.push(value.try_into()?);
    }
    Ok(items)
}

/// What is read from an object. A key that is not there is as good as null, and
/// one that nobody knows is passed over: another version may have written it.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn of(value: Value) -> Result<Self> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(unexpected("an object")),
        }
    }

    pub(crate) fn into_map(self) -> Map<String, Value> {
        self.0
    }

    pub(crate) fn take(&mut self, key: &str) -> Value {
        self.0.get_mut(key).map(Value::take).unwrap_or_default()
    }

    pub(crate) fn text(&mut self, key: &str) -> Result<String> {
        self.optional_text(key)?.ok_or_else(|| unexpected(key))
    }

    pub(crate) fn optional_text(&mut self, key: &str) -> Result<Option<String>> {
        match self.take(key) {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text)),
            _ => Err(unexpected(key)),
        }
    }

    /// Whether it is true; what is not there is not.
    pub(crate) fn is(&mut self, key: &str) -> bool {
        self.take(key) == Value::Bool(true)
    }

    pub(crate) fn flag(&mut self, key: &str) -> Result<bool> {
        self.take(key).as_bool().ok_or_else(|| unexpected(key))
    }

    pub(crate) fn number(&mut self, key: &str) -> Result<i64> {
        self.take(key).as_i64().ok_or_else(|| unexpected(key))
    }

    /// A number from 0 on.
    pub(crate) fn count(&mut self, key: &str) -> Result<u32> {
        u32::try_from(self.number(key)?).map_err(|_| unexpected(key))
    }
}

/// The journal's JSON has something else than expected there.
pub(crate) fn unexpected(what: &str) -> Error {
    Error::RustError(format!(
        "the journal's JSON has no {what} where one belongs"
    ))
}
