//! Records of all sorts, as the API shows them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One record, under the names that reads have.
pub(crate) type Record = Map<String, Value>;

/// The lists of records, by their names: `jobs`, `invoices`, ….
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Store(BTreeMap<String, Vec<Record>>);

impl Store {
    /// All records of a list, in the order in which they were made.
    pub(crate) fn all(&self, list: &str) -> &[Record] {
        self.0.get(list).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn all_mut(&mut self, list: &str) -> &mut Vec<Record> {
        self.0.entry(list.to_owned()).or_default()
    }

    pub(crate) fn find(&self, list: &str, id: &str) -> Option<&Record> {
        self.all(list).iter().find(|record| is(record, "id", id))
    }

    pub(crate) fn find_mut(&mut self, list: &str, id: &str) -> Option<&mut Record> {
        self.all_mut(list)
            .iter_mut()
            .find(|record| is(record, "id", id))
    }

    /// Whether there was one to remove.
    pub(crate) fn remove(&mut self, list: &str, id: &str) -> bool {
        let records = self.all_mut(list);
        let before = records.len();
        records.retain(|record| !is(record, "id", id));
        records.len() < before
    }

    /// The records of a list whose field is this text.
    pub(crate) fn of<'a>(
        &'a self,
        list: &str,
        field: &'a str,
        value: &'a str,
    ) -> impl Iterator<Item = &'a Record> {
        self.all(list)
            .iter()
            .filter(move |record| is(record, field, value))
    }

    /// Every record of every list.
    pub(crate) fn everything(&mut self) -> impl Iterator<Item = &mut Record> {
        self.0.values_mut().flatten()
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = (&String, &Vec<Record>)> {
        self.0.iter()
    }
}

/// Whether a field of a record is this text.
pub(crate) fn is(record: &Record, field: &str, value: &str) -> bool {
    text(record, field) == value
}

/// A field's text; empty where there is none.
pub(crate) fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A field's number, also where it is text; 0 where there is none.
pub(crate) fn number(record: &Record, field: &str) -> f64 {
    match record.get(field) {
        Some(Value::Number(number)) => number.as_f64().unwrap_or_default(),
        Some(Value::String(text)) => text.parse().unwrap_or_default(),
        _ => 0.0,
    }
}

/// Some fields of a record.
pub(crate) fn picked(record: &Record, fields: &[&str]) -> Record {
    let picked = fields
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), record.get(*field)?.clone())));
    picked.collect()
}
