//! Reads `[override."…"]` and `[action."…"]`: corrections of the catalogue.

use serde_json::{Map, Value as Json};
use toml_span::{Value, value::ValueInner};
use wibiclick::corrections::Corrections;

use super::{Fields, Reader};

impl<'t> Reader<'_, 't> {
    /// All that is wrong with a correction is reported where its id stands.
    pub(super) fn corrections(&mut self, top: &mut Fields<'t>) -> Corrections {
        let mut places = Vec::new();
        let overrides = self.records(top, "override", &mut places);
        let actions = self.records(top, "action", &mut places);
        match Corrections::read(&overrides, &actions) {
            Ok(corrections) => corrections,
            Err(error) => {
                for problem in error.problems {
                    let at = places
                        .iter()
                        .find(|(id, _)| *id == problem.action)
                        .map_or(top.at, |(_, at)| *at);
                    self.report
                        .add(at, format!("`{}`: {}", problem.action, problem.message));
                }
                Corrections::default()
            }
        }
    }

    fn records(
        &mut self,
        top: &mut Fields<'t>,
        key: &'static str,
        places: &mut Vec<(String, usize)>,
    ) -> Json {
        let Some((_, mut value)) = top.take(key) else {
            return Json::Null;
        };
        let at = value.span.start;
        let ValueInner::Table(table) = value.take() else {
            let message = format!("`{key}` is no table; expected [{key}.\"resource.operation\"]");
            self.report.add(at, message);
            return Json::Null;
        };
        let mut records = Map::new();
        for (key, value) in table {
            places.push((key.name.as_ref().to_owned(), key.span.start));
            records.insert(key.name.into_owned(), json(value));
        }
        records.into()
    }
}

/// A value of TOML as JSON.
pub(super) fn json(mut value: Value<'_>) -> Json {
    match value.take() {
        ValueInner::String(text) => text.as_ref().into(),
        ValueInner::Integer(number) => number.into(),
        ValueInner::Float(number) => number.into(),
        ValueInner::Boolean(flag) => flag.into(),
        ValueInner::Array(items) => items.into_iter().map(json).collect(),
        ValueInner::Table(table) => {
            // Not collected, which would sort them first.
            let mut fields = Map::new();
            for (key, value) in table {
                fields.insert(key.name.into_owned(), json(value));
            }
            fields.into()
        }
    }
}
