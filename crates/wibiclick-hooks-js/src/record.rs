//! A scheme record that was written as JSON.
//!
//! serde reads it, by a reader of values that never says what came: the texts
//! with which serde would say it are a fifth of this wasm.

use std::fmt::Display;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_json::{Map, Value, map};

/// Reads a record.
pub(crate) fn read<T: DeserializeOwned>(record: &Value) -> Result<T, BadRecord> {
    T::deserialize(Written(record))
}

/// What is wrong with a record, and where.
#[derive(Debug)]
pub(crate) struct BadRecord(String);

impl BadRecord {
    fn at(self, name: &str) -> Self {
        Self(format!("`{name}`: {}", self.0))
    }
}

impl Display for BadRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadRecord {}

impl serde::de::Error for BadRecord {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("expected {expected}"))
    }
}

/// A value that is to be read.
#[derive(Clone, Copy)]
struct Written<'de>(&'de Value);

impl<'de> Deserializer<'de> for Written<'de> {
    type Error = BadRecord;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BadRecord> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match number.as_u64() {
                Some(number) => visitor.visit_u64(number),
                None => Err(BadRecord::custom("expected a whole number, 0 or more")),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter())),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BadRecord> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, BadRecord> {
        visitor.visit_newtype_struct(self)
    }

    /// A name, or an object of one field: the name, and what belongs to it.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BadRecord> {
        let mut fields = self.0.as_object().into_iter().flatten();
        match (self.0, fields.next(), fields.next()) {
            (Value::String(name), ..) => visitor.visit_enum(Variant { name, of: None }),
            (_, Some((name, of)), None) => visitor.visit_enum(Variant { name, of: Some(of) }),
            _ => Err(BadRecord::custom("expected a name, or an object of one")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items<'de>(std::slice::Iter<'de, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = BadRecord;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, BadRecord> {
        let item = self.0.next();
        item.map(|item| seed.deserialize(Written(item))).transpose()
    }
}

struct Fields<'de> {
    rest: map::Iter<'de>,
    next: Option<(&'de str, &'de Value)>,
}

impl<'de> Fields<'de> {
    fn of(fields: &'de Map<String, Value>) -> Self {
        let (rest, next) = (fields.iter(), None);
        Self { rest, next }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = BadRecord;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, BadRecord> {
        self.next = self.rest.next().map(|(name, value)| (name.as_str(), value));
        let name = self.next.map(|(name, _)| Name(name));
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, BadRecord> {
        let (name, value) = self.next.unwrap_or(("", &Value::Null));
        seed.deserialize(Written(value))
            .map_err(|error| error.at(name))
    }
}

/// A name in a record.
struct Name<'de>(&'de str);

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = BadRecord;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BadRecord> {
        visitor.visit_borrowed_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any option newtype_struct
        enum
    }
}

struct Variant<'de> {
    name: &'de str,
    of: Option<&'de Value>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = BadRecord;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), BadRecord> {
        Ok((seed.deserialize(Name(self.name))?, self))
    }
}

impl<'de> Variant<'de> {
    fn belonging(&self) -> Written<'de> {
        Written(self.of.unwrap_or(&Value::Null))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = BadRecord;

    fn unit_variant(self) -> Result<(), BadRecord> {
        match self.of {
            None => Ok(()),
            Some(_) => Err(BadRecord::custom("expected a name alone")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, BadRecord> {
        let read = seed.deserialize(self.belonging());
        read.map_err(|error| error.at(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, BadRecord> {
        self.belonging().deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BadRecord> {
        let read = self.belonging().deserialize_any(visitor);
        read.map_err(|error| error.at(self.name))
    }
}
