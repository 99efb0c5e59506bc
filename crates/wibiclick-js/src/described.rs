//! The catalogue as JavaScript gets it.
//!
//! Written as values, whose writer is there anyway: derived writers would be
//! another kilobyte of wasm.

use serde_json::{Map, Value};
use wibiclick::{
    action::{ActionSpec, Auth, Evidence, Kind, Param, Place, ReplyShape},
    corrections::Corrections,
};

/// All actions, with these corrections.
pub(crate) fn catalogue(corrections: &Corrections) -> Value {
    let entries = corrections.all();
    list(&mut entries.iter().map(|entry| action(&entry.spec())))
}

/// An object, without the fields that are null. Of a slice, and by a list that
/// is not generic: each length and each iterator would be compiled for itself.
pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        if !value.is_null() {
            object.insert((*name).to_owned(), value.take());
        }
    }
    object.into()
}

/// A list of values.
pub(crate) fn list(values: &mut dyn Iterator<Item = Value>) -> Value {
    let mut list = Vec::new();
    for value in values {
        list.push(value);
    }
    list.into()
}

fn action(spec: &ActionSpec<'_>) -> Value {
    let (reply, list) = match spec.reply {
        ReplyShape::Object => ("object", None),
        ReplyShape::List(name) => ("list", Some(name)),
        ReplyShape::Done => ("done", None),
        ReplyShape::File => ("file", None),
        _ => ("any", None),
    };
    object(&mut [
        ("id", spec.id.into()),
        ("resource", spec.resource().into()),
        ("operation", spec.operation().into()),
        ("method", spec.method.as_str().into()),
        ("path", spec.path.into()),
        (
            "evidence",
            match spec.evidence {
                Evidence::Documented => "documented",
                Evidence::Observed => "observed",
                Evidence::Guessed => "guessed",
            }
            .into(),
        ),
        ("destructive", spec.destructive.into()),
        (
            "auth",
            match spec.auth {
                Auth::Bearer => "bearer",
                Auth::None => "none",
            }
            .into(),
        ),
        ("params", self::list(&mut spec.params.iter().map(param))),
        ("reply", reply.into()),
        // The name of the list in the reply.
        ("list", list.into()),
    ])
}

fn param(param: &Param<'_>) -> Value {
    let fields = match param.kind {
        Kind::List(item) => match item.kind() {
            Kind::Record(fields) => Some(fields),
            _ => None,
        },
        Kind::Record(fields) => Some(fields),
        _ => None,
    };
    let fields = fields.filter(|fields| !fields.are_free());
    let values = match param.kind {
        Kind::OneOf(values) => Some(values),
        _ => None,
    };
    object(&mut [
        ("name", param.name.into()),
        ("wire", param.wire().into()),
        (
            "place",
            match param.place() {
                Place::Path => "path",
                Place::Query => "query",
                Place::Body => "body",
            }
            .into(),
        ),
        ("type", param.kind.name().into()),
        ("required", param.required.into()),
        ("secret", param.secret.into()),
        (
            "values",
            values.map_or(Value::Null, |values| {
                list(&mut values.iter().map(Value::from))
            }),
        ),
        (
            "fields",
            fields.map_or(Value::Null, |fields| {
                list(&mut fields.iter().map(|it| self::param(&it)))
            }),
        ),
    ])
}
