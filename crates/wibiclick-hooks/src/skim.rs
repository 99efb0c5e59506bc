//! JSON of which only some fields are wanted: the others are passed over, without
//! anything being made of them. Most of a body is of no concern to us, and whoever
//! wants all of it has a reader of their own.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::reading::without_mark;

/// What of a JSON text is in fields of these names, in whatever objects; lists are
/// read whole, since their elements are compared. `None` where it is not JSON.
pub(crate) fn skim(body: &[u8], names: &[&str]) -> Option<Value> {
    // Of what is passed over, nobody else would look.
    let text = std::str::from_utf8(without_mark(body)).ok()?;
    let mut reader = serde_json::Deserializer::from_slice(text.as_bytes());
    let value = Wanted(names).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

#[derive(Clone, Copy)]
struct Wanted<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = list.next_element()? {
            all.push(element);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut wanted = Map::new();
        while let Some(Name(name)) = fields.next_key()? {
            if self.0.contains(&name.as_ref()) {
                wanted.insert(name.into_owned(), fields.next_value_seed(self)?);
            } else {
                let IgnoredAny = fields.next_value()?;
            }
        }
        Ok(Value::Object(wanted))
    }
}

/// A field's name, borrowed where nothing in it is escaped.
struct Name<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        reader.deserialize_str(Names)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::path::Path;

    fn skimmed(text: &str, names: &[&str]) -> Option<Value> {
        skim(text.as_bytes(), names)
    }

    #[test]
    fn fields_of_other_names_are_passed_over() {
        let text = r#"{"a":{"b":1,"x":[{}]},"x":{"a":2},"l":[{"x":3}],"\u0062":"\u00e9"}"#;
        assert_eq!(
            skimmed(text, &["a", "b", "l"]),
            Some(json!({ "a": { "b": 1 }, "l": [{ "x": 3 }], "b": "é" }))
        );
    }

    #[test]
    fn the_last_of_two_fields_of_a_name_counts() {
        assert_eq!(
            skimmed(r#"{"a":1,"x":2,"a":3}"#, &["a"]),
            Some(json!({ "a": 3 }))
        );
    }

    #[test]
    fn what_is_broken_where_nobody_looks_is_broken_too() {
        for broken in [
            r#"{"x":}"#,
            r#"{"x":[1,]}"#,
            r#"{"x":01}"#,
            r#"{"x":tru}"#,
            r#"{"x":"\q"}"#,
            "{\"x\":\"\n\"}",
            r#"{"x":1"#,
            r#"{"x":1}}"#,
            "",
        ] {
            assert_eq!(skimmed(broken, &["a"]), None, "{broken}");
        }
        assert_eq!(skim(b"{\"x\":\"\xff\"}", &["a"]), None);
    }

    fn documents() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            "[a-d]{0,2}|\\PC{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-d]|é", inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_a_path_finds_is_what_it_finds_in_all(document in documents()) {
            let text = document.to_string();
            for path in ["a", "a.b", "a.b|c", "b[a=c].d", "c[].a", "a[b=@d].c", "a[0].b", "d.d.d"] {
                let path = Path(path);
                let mut names = Vec::new();
                path.names(&mut names);
                let some = skimmed(&text, &names).unwrap();
                prop_assert_eq!(path.text(&some), path.text(&document));
                prop_assert_eq!(path.find(&some).is_some(), path.find(&document).is_some());
            }
        }
    }
}
