//! Takes the fields of tables, each of the type that is expected there.

use std::borrow::Cow;

use toml_span::{
    Value,
    value::{Table, ValueInner},
};

use super::Reader;
use crate::problem::nearest;

/// A table whose keys are taken one by one.
pub(super) struct Fields<'t> {
    pub(super) table: Table<'t>,
    /// Where the table begins, for what is missing.
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// Something, and where it stands.
pub(super) type Placed<T> = (usize, T);

impl<'t> Reader<'_, 't> {
    /// The tables of `[[key]]`.
    pub(super) fn tables(&mut self, fields: &mut Fields<'t>, key: &'static str) -> Vec<Fields<'t>> {
        let (what, header) = match key {
            "source" => ("a source", "[[source]]"),
            "rule" => ("a rule", "[[rule]]"),
            _ => ("a step", "[[rule.step]]"),
        };
        let Some((key_at, mut value)) = fields.take(key) else {
            return Vec::new();
        };
        let ValueInner::Array(items) = value.take() else {
            let message = format!("`{key}` is no list of tables; write {header}");
            self.report.add(key_at, message);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for mut item in items {
            let at = item.span.start;
            match item.take() {
                ValueInner::Table(table) => tables.push(Fields { table, at, what }),
                _ => self
                    .report
                    .add(at, format!("expected a table, as {header} makes one")),
            }
        }
        tables
    }

    pub(super) fn text(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
    ) -> Option<Placed<String>> {
        let (_, mut value) = fields.take(key)?;
        let at = value.span.start;
        if let ValueInner::String(text) = value.take() {
            Some((at, text.into_owned()))
        } else {
            self.report.add(at, format!("`{key}` is no text"));
            None
        }
    }

    pub(super) fn required_text(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
    ) -> Option<Placed<String>> {
        let there = fields.has(key);
        let text = self.text(fields, key);
        if !there {
            self.missing(fields, key, "text");
        }
        text
    }

    /// One text, or a list of them.
    pub(super) fn texts(&mut self, value: Value<'t>, key: &str) -> Vec<Placed<String>> {
        let mut value = value;
        let at = value.span.start;
        let items = match value.take() {
            ValueInner::Array(items) => items,
            other => vec![Value::with_span(other, value.span)],
        };
        let mut texts = Vec::new();
        for mut item in items {
            let at = item.span.start;
            match item.take() {
                ValueInner::String(text) if !text.trim().is_empty() => {
                    texts.push((at, Cow::into_owned(text)));
                }
                _ => self
                    .report
                    .add(at, format!("`{key}` has something else than text in it")),
            }
        }
        for (number, (at, text)) in texts.iter().enumerate() {
            if texts
                .iter()
                .take(number)
                .any(|(_, earlier)| earlier == text)
            {
                self.report
                    .add(*at, format!("`{text}` is in `{key}` twice"));
            }
        }
        if texts.is_empty() {
            self.report.add(at, format!("`{key}` is empty"));
        }
        texts
    }

    pub(super) fn required_texts(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
        expected: &str,
    ) -> Vec<Placed<String>> {
        if let Some((_, value)) = fields.take(key) {
            self.texts(value, key)
        } else {
            self.missing(fields, key, expected);
            Vec::new()
        }
    }

    /// Names of variables: what the platform takes for one.
    pub(super) fn names(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
    ) -> Option<Vec<Placed<String>>> {
        let (_, value) = fields.take(key)?;
        if value.as_array().is_some_and(Vec::is_empty) {
            return Some(Vec::new());
        }
        let names = self.texts(value, key);
        for (at, name) in &names {
            let mut bytes = name.bytes();
            let fits = bytes
                .next()
                .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
                && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_');
            if !fits {
                // Not the text: somebody may have put the secret itself there.
                let message = format!(
                    "`{key}` has something in it that is no name of a variable; \
                     put the name there, as in `OKTA_HOOK_TOKEN`, not the value"
                );
                self.report.add(*at, message);
            }
        }
        Some(names)
    }

    pub(super) fn number(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<u32> {
        let (_, value) = fields.take(key)?;
        let number = value
            .as_integer()
            .filter(|number| range.contains(number))
            .and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            let message = format!(
                "`{key}` is no whole number from {} to {}",
                range.start(),
                range.end()
            );
            self.report.add(value.span.start, message);
        }
        number
    }

    pub(super) fn missing(&mut self, fields: &Fields<'t>, key: &str, expected: &str) {
        let message = format!("{} has no `{key}`; expected {expected}", fields.what);
        self.report.add(fields.at, message);
    }

    pub(super) fn no_more(&mut self, fields: &Fields<'t>, known: &[&str]) {
        for key in fields.table.keys() {
            let message = format!(
                "{} has no key `{}`; it has {}",
                fields.what,
                key.name,
                known.join(", ")
            );
            self.report.add_with(
                key.span.start,
                message,
                nearest(&key.name, known.iter().copied()),
            );
        }
    }
}

impl<'t> Fields<'t> {
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether a field is this text.
    pub(super) fn says(&self, key: &'static str, text: &str) -> bool {
        self.table.get(key).and_then(Value::as_str) == Some(text)
    }

    /// Where the value of a field stands; without the field, where the table does.
    pub(super) fn place(&self, key: &'static str) -> usize {
        self.table
            .get(key)
            .map_or(self.at, |value| value.span.start)
    }

    /// A field, and where its key stands.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Placed<Value<'t>>> {
        let (key, value) = self.table.remove_entry(key)?;
        Some((key.span.start, value))
    }
}
