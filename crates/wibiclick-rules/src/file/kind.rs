//! Reads the kind of a source: one that there is, or one that `[source.scheme]`
//! and `[source.event]` describe.

use serde_json::Value as Json;
use toml_span::Value;
use wibiclick_hooks::{BadRecord, Custom, EventAt, Kind, kind, kinds};

use super::{Fields, Reader, corrections::json, fields::Placed};

impl<'t> Reader<'_, 't> {
    pub(super) fn kind(&mut self, fields: &mut Fields<'t>) -> Option<Kind> {
        let scheme = fields.take("scheme");
        let event = fields.take("event");
        let (at, name) = self.required_text(fields, "kind")?;
        if name == Kind::CUSTOM {
            return self.custom(fields, scheme, event);
        }
        let Some(found) = kind(&name) else {
            let known = kinds().map(|kind| kind.name()).chain([Kind::CUSTOM]);
            let known: Vec<&str> = known.collect();
            let message = format!(
                "there is no kind of source `{name}`; there are {}",
                known.join(", ")
            );
            self.report
                .add_with(at, message, wibiclick_hooks::nearest(&name));
            return None;
        };
        for (key, table) in [("scheme", scheme), ("event", event)] {
            if let Some((at, _)) = table {
                let message = format!("`{key}` is not for the kind `{name}`, which has its own");
                self.report.add_with(at, message, Some("kind = \"custom\""));
            }
        }
        Some(found)
    }

    fn custom(
        &mut self,
        fields: &Fields<'t>,
        scheme: Option<Placed<Value<'t>>>,
        event: Option<Placed<Value<'t>>>,
    ) -> Option<Kind> {
        if scheme.is_none() {
            let expected = "[source.scheme], which says how it signs, as its kind is `custom`";
            self.missing(fields, "scheme", expected);
        }
        let scheme = scheme.map(|table| self.described("scheme", table));
        let event = match event {
            Some(table) => self.described("event", table),
            None => Some(EventAt::default()),
        };
        Some(Kind::custom(Custom {
            scheme: scheme??,
            event: event?,
        }))
    }

    /// All that is wrong with such a table is reported where it begins.
    fn described<T: TryFrom<Json, Error = BadRecord>>(
        &mut self,
        key: &'static str,
        (at, table): Placed<Value<'t>>,
    ) -> Option<T> {
        if table.as_table().is_none() {
            let message = format!("`{key}` is no table; expected [source.{key}]");
            self.report.add(at, message);
            return None;
        }
        T::try_from(json(table))
            .map_err(|error| self.report.add(at, format!("`{key}`: {error}")))
            .ok()
    }
}
