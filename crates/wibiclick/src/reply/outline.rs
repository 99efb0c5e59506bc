//! Whether a JSON text has the shape of a reply, without anything being made of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Whether it is an object and, where a name is given, has a list of that name.
pub(super) fn is_object(text: &str, list: Option<&str>) -> bool {
    // Of bytes everywhere, or there would be another copy of the reader.
    let mut reader = serde_json::Deserializer::from_slice(text.as_bytes());
    let outline = Reader { list }.deserialize(&mut reader);
    matches!(outline, Ok(Outline::Object { has_list: true })) && reader.end().is_ok()
}

enum Outline {
    /// With the list that is wanted, or where none is.
    Object {
        has_list: bool,
    },
    List,
    Other,
}

/// Takes whatever comes: what refuses some of it brings a writer of numbers for the
/// message, a sixth of the wasm.
#[derive(Clone, Copy)]
struct Reader<'k> {
    list: Option<&'k str>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Outline;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Outline, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Outline;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Outline, E> {
        Ok(Outline::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Outline, A::Error> {
        while let Some(IgnoredAny) = list.next_element()? {}
        Ok(Outline::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Outline, A::Error> {
        let mut has_list = self.list.is_none();
        while let Some(is_wanted) = fields.next_key_seed(Name(self.list))? {
            if is_wanted {
                has_list = matches!(fields.next_value_seed(self)?, Outline::List);
            } else {
                let IgnoredAny = fields.next_value()?;
            }
        }
        Ok(Outline::Object { has_list })
    }
}

/// Whether a field's name is this one.
struct Name<'k>(Option<&'k str>);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        // As above; names are always texts.
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0 == Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::is_object;

    #[test]
    fn an_object_is_known_and_its_list() {
        for text in [
            r#"{"users":[],"total":0}"#,
            r#" {"x":{"users":1},"users":[{"a":[1]},2]}"#,
            r#"{"\u0075sers":[]}"#,
        ] {
            assert!(is_object(text, Some("users")), "{text}");
            assert!(is_object(text, None), "{text}");
        }
        for text in [r#"{"people":[]}"#, r#"{"users":{}}"#, "{}"] {
            assert!(!is_object(text, Some("users")), "{text}");
            assert!(is_object(text, None), "{text}");
        }
        // The last of two counts.
        assert!(!is_object(r#"{"users":[],"users":1}"#, Some("users")));
    }

    #[test]
    fn what_is_broken_or_no_object_is_none() {
        for text in [
            "",
            "[]",
            "null",
            r#""text""#,
            "<html>",
            r#"{"users":[}"#,
            r#"{"users":[]"#,
            r#"{"users":[]}x"#,
            r#"{"users":[],"x":tru}"#,
            "\u{feff}{\"users\":[]}",
        ] {
            assert!(!is_object(text, Some("users")), "{text}");
            assert!(!is_object(text, None), "{text}");
        }
    }
}
