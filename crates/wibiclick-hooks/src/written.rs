//! Records as a configuration writes them: fields are taken one by one, each of the
//! type that is expected there, and none may be left over.
//!
//! By hand, since derived readers would be a tenth of the webhooks' wasm.

use serde_json::Value;

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

fn list(words: &[&str]) -> String {
    words.join(", ")
}

/// The fields of a record that are not yet taken.
///
/// The first that is wrong is kept until the record is read: what came out of the
/// others by then is thrown away in one place, not after each of them.
pub(crate) struct Fields {
    what: &'static str,
    keys: &'static [&'static str],
    left: Vec<(&'static str, Value)>,
    wrong: Option<BadRecord>,
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
        let mut left: Vec<(&'static str, Value)> = Vec::new();
        for (name, value) in given {
            let written = snake_case(&name);
            match keys.iter().find(|key| **key == written) {
                Some(key) if left.iter().all(|(other, _)| other != key) => {
                    left.push((*key, value));
                }
                _ => {
                    return Err(BadRecord::UnknownKey {
                        what,
                        key: name,
                        keys,
                    });
                }
            }
        }
        Ok(Self {
            what,
            keys,
            left,
            wrong: None,
        })
    }

    /// What was made of the fields, unless one of them was wrong.
    pub(crate) fn end<T>(self, made: T) -> Result<T, BadRecord> {
        self.wrong.map_or(Ok(made), Err)
    }

    /// Ends it without what cannot be done without.
    pub(crate) fn end_without<T>(
        mut self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<T, BadRecord> {
        let what = self.what;
        Err(self.wrong.take().unwrap_or(BadRecord::Missing {
            what,
            key,
            expected,
        }))
    }

    /// Something is wrong.
    pub(crate) fn wrong(&mut self, why: BadRecord) {
        self.wrong.get_or_insert(why);
    }

    /// Something else is there than what is expected.
    pub(crate) fn unexpected(&mut self, key: &'static str, expected: &str) {
        self.wrong(BadRecord::Unexpected {
            what: self.what,
            key: key.to_owned(),
            expected: expected.to_owned(),
        });
    }

    /// Whatever is there; null is nothing.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Value> {
        debug_assert!(self.keys.contains(&key));
        let (_, value) = self.left.iter_mut().find(|(other, _)| *other == key)?;
        Some(value.take()).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        if let Value::String(text) = self.take(key)? {
            return Some(text);
        }
        self.unexpected(key, "text");
        None
    }

    pub(crate) fn character(&mut self, key: &'static str) -> Option<char> {
        let text = self.text(key)?;
        let mut characters = text.chars();
        let first = characters.next();
        if first.is_none() || !characters.as_str().is_empty() {
            self.unexpected(key, "one character");
        }
        first
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.unexpected(key, "true or false");
                false
            }
        }
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Option<u32> {
        let number = self.take(key)?.as_u64();
        let number = number.and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            // What came is not said: a writer of all JSON is three kilobytes of wasm.
            self.unexpected(key, "a whole number from 0 on");
        }
        number
    }

    /// One of several words.
    pub(crate) fn one_of<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let place = self.place_of(key, &|place| Some(words.get(place)?.0))?;
        words.get(place).map(|(_, meant)| *meant)
    }

    fn place_of<'w>(
        &mut self,
        key: &'static str,
        word: &dyn Fn(usize) -> Option<&'w str>,
    ) -> Option<usize> {
        let got = self.text(key)?;
        let mut words = String::new();
        let mut place = 0;
        while let Some(word) = word(place) {
            if word == got {
                return Some(place);
            }
            if place > 0 {
                words.push_str(", ");
            }
            words.push_str(word);
            place += 1;
        }
        let expected = if key == "secret" {
            // Somebody may have put the secret itself there.
            format!("how it is written, one of {words}; the secret itself goes elsewhere")
        } else {
            format!("one of {words}, got {got}")
        };
        self.unexpected(key, &expected);
        None
    }

    /// One text, or a list of them; none of them empty.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        let values = match self.take(key)? {
            Value::Array(values) => values,
            value => vec![value],
        };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Value::String(text) if !text.is_empty() => texts.push(text),
                _ => {
                    texts.clear();
                    break;
                }
            }
        }
        if texts.is_empty() {
            self.unexpected(key, "the name of a header, or a list of them");
            return None;
        }
        Some(texts)
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
