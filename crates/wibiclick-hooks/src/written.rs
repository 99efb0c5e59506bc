//! Records as a configuration writes them: fields are taken one by one, each of the
//! type that is expected there, and none may be left over.
//!
//! By hand, since derived readers would be a tenth of the webhooks' wasm.

use serde_json::{Map, Value};

/// What is wrong with a record that a configuration writes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRecord {
    /// It is no record.
    #[error("expected {what} to be a record, with {keys}", keys = list(.keys))]
    NoRecord {
        /// Which record.
        what: &'static str,
        /// The keys that it would have.
        keys: &'static [&'static str],
    },
    /// It has a key that there is not.
    #[error("{what} has no `{key}`; it has {keys}", keys = list(.keys))]
    UnknownKey {
        /// Which record.
        what: &'static str,
        /// The key.
        key: String,
        /// The keys that it has.
        keys: &'static [&'static str],
    },
    /// It has something else than what is expected there. Not what: it may be a
    /// secret.
    #[error("expected as `{key}` of {what} {expected}")]
    Unexpected {
        /// Which record.
        what: &'static str,
        /// The key.
        key: String,
        /// What would have been right.
        expected: String,
    },
    /// Something is missing.
    #[error("expected `{key}` in {what}: {expected}")]
    Missing {
        /// Which record.
        what: &'static str,
        /// The key.
        key: &'static str,
        /// What it would say.
        expected: &'static str,
    },
    /// The parts of a scheme do not fit together.
    #[error(transparent)]
    Scheme(#[from] crate::scheme::BadScheme),
}

fn list(keys: &[&str]) -> String {
    keys.join(", ")
}

/// The fields of a record that are not yet taken.
pub(crate) struct Fields {
    what: &'static str,
    keys: &'static [&'static str],
    left: Map<String, Value>,
}

impl Fields {
    /// Of a record with these keys, which may also be written in camel case.
    pub(crate) fn of(
        what: &'static str,
        keys: &'static [&'static str],
        record: Value,
    ) -> Result<Self, BadRecord> {
        let Value::Object(given) = record else {
            return Err(BadRecord::NoRecord { what, keys });
        };
        let mut left = Map::new();
        for (name, value) in given {
            let key = snake_case(&name);
            if !keys.contains(&key.as_str()) || left.contains_key(&key) {
                return Err(BadRecord::UnknownKey {
                    what,
                    key: name,
                    keys,
                });
            }
            left.insert(key, value);
        }
        Ok(Self { what, keys, left })
    }

    /// Whatever is there; null is nothing.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Value> {
        debug_assert!(self.keys.contains(&key));
        self.left.remove(key).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Result<Option<String>, BadRecord> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.unexpected(key, "text")),
        }
    }

    pub(crate) fn character(&mut self, key: &'static str) -> Result<Option<char>, BadRecord> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(Some(character)),
            _ => Err(self.unexpected(key, "one character")),
        }
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Result<bool, BadRecord> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(self.unexpected(key, "true or false")),
        }
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Result<Option<u32>, BadRecord> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        // What came is not said: a writer of all JSON is three kilobytes of wasm.
        match value.as_u64().and_then(|number| u32::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(self.unexpected(key, "a whole number from 0 on")),
        }
    }

    /// One of several words.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, BadRecord> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meant)) => Ok(Some(*meant)),
            None => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let words = words.join(", ");
                let expected = if key == "secret" {
                    // Somebody may have put the secret itself there.
                    format!("how it is written, one of {words}; the secret itself goes elsewhere")
                } else {
                    format!("one of {words}, got {text}")
                };
                Err(self.unexpected(key, &expected))
            }
        }
    }

    /// One text, or a list of them; none of them empty.
    pub(crate) fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>, BadRecord> {
        let values = match self.take(key) {
            None => return Ok(None),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Value::String(text) if !text.is_empty() => texts.push(text),
                _ => texts.clear(),
            }
            if texts.is_empty() {
                break;
            }
        }
        if texts.is_empty() {
            return Err(self.unexpected(key, "the name of a header, or a list of them"));
        }
        Ok(Some(texts))
    }

    pub(crate) fn missing(&self, key: &'static str, expected: &'static str) -> BadRecord {
        BadRecord::Missing {
            what: self.what,
            key,
            expected,
        }
    }

    pub(crate) fn unexpected(&self, key: &str, expected: &str) -> BadRecord {
        BadRecord::Unexpected {
            what: self.what,
            key: key.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

/// `toleranceSeconds` as `tolerance_seconds`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
