//! Values of the template engine out of JSON, and into it.
//!
//! By hand: by way of serde, the engine's own readers and writers would be a
//! hundredth of the Worker.

use minijinja::{
    Value,
    value::{Enumerator, Object, ObjectExt as _, ValueKind},
};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use wibiclick_hooks::Event;

/// What expressions see of JSON.
pub(crate) fn of(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => {
            if let Some(number) = number.as_u64() {
                Value::from(number)
            } else if let Some(number) = number.as_i64() {
                Value::from(number)
            } else {
                Value::from(number.as_f64().unwrap_or(f64::NAN))
            }
        }
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(of(item));
            }
            Value::from_object(list)
        }
        Json::Object(fields) => of_object(fields),
    }
}

/// What expressions see of an event: its data only where one of them reads it.
pub(crate) fn of_event(event: &Event, with_data: bool) -> Value {
    let mut table = match Json::from(event.without_data()) {
        Json::Object(fields) => table(&fields),
        _ => Vec::new(),
    };
    for (name, field) in &mut table {
        if with_data && name.as_str() == Some("data") {
            *field = of(&event.data);
        }
    }
    Value::from_object(Table(table))
}

/// What expressions see of an object.
pub(crate) fn of_object(fields: &Map<String, Json>) -> Value {
    Value::from_object(Table(table(fields)))
}

fn table(fields: &Map<String, Json>) -> Vec<(Value, Value)> {
    let mut table: Vec<(Value, Value)> = Vec::with_capacity(fields.len());
    for (name, field) in fields {
        // The last place, unless somebody has serde_json keep the order of the text.
        let before = |(known, _): &(Value, Value)| known.as_str() < Some(name);
        let place = table.iter().rposition(before).map_or(0, |last| last + 1);
        table.insert(place, (Value::from(name.as_str()), of(field)));
    }
    table
}

/// An object's fields, in the order of their names. The engine's own tables would
/// compare each name with others, as values of any kind, to find its place.
#[derive(Debug)]
struct Table(Vec<(Value, Value)>);

impl Object for Table {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        let name = name.as_str()?;
        let at = self
            .0
            .binary_search_by(|(known, _)| known.as_str().unwrap_or_default().cmp(name))
            .ok()?;
        self.0.get(at).map(|(_, field)| field.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.mapped_enumerator(|table| Box::new(table.0.iter().map(|(name, _)| name.clone())))
    }
}

/// A value as JSON; within lists and tables, undefined is null.
pub(crate) fn json(value: &Value) -> Result<Json, String> {
    Ok(match value.kind() {
        ValueKind::Undefined | ValueKind::None => Json::Null,
        ValueKind::Bool => value.is_true().into(),
        ValueKind::Number => number(value)?,
        ValueKind::String => value.as_str().unwrap_or_default().into(),
        ValueKind::Seq | ValueKind::Iterable => {
            let mut list = Vec::new();
            for item in value.try_iter().map_err(|error| error.to_string())? {
                list.push(json(&item)?);
            }
            list.into()
        }
        ValueKind::Map => {
            let mut fields = Map::new();
            let pairs = value
                .as_object()
                .and_then(minijinja::value::DynObject::try_iter_pairs);
            for (name, field) in pairs.into_iter().flatten() {
                fields.insert(key(&name)?, json(&field)?);
            }
            fields.into()
        }
        ValueKind::Plain => value.to_string().into(),
        other => return Err(format!("it is no JSON: there is a value that is {other}")),
    })
}

/// What is no number, or beyond all of them, is null in JSON.
fn number(value: &Value) -> Result<Json, String> {
    if !value.is_integer() {
        return Ok(f64::try_from(value.clone()).unwrap_or(f64::NAN).into());
    }
    if let Some(number) = value.as_i64() {
        return Ok(number.into());
    }
    u64::try_from(value.clone())
        .map(Json::from)
        .map_err(|_| "it is no JSON: number out of range".to_owned())
}

/// The key of an object is text.
fn key(value: &Value) -> Result<String, String> {
    match json(value)? {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(flag) => Ok(if flag { "true" } else { "false" }.to_owned()),
        _ => Err("it is no JSON: key must be a string".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn evaluated(expression: &str) -> Result<Json, String> {
        let environment = minijinja::Environment::new();
        let expression = environment.compile_expression(expression).unwrap();
        json(&expression.eval(()).unwrap())
    }

    #[test]
    fn what_expressions_see_is_what_json_says() {
        let json = json!({
            "none": null, "flags": [true, false], "text": "ä", "empty": {}, "list": [],
            "numbers": [0, -1, 1.5, -0.0, 2.0, u64::MAX, i64::MIN, i64::MAX, 1e300],
            "deep": { "a": [{ "b": [[1], { "c": null }] }] },
        });
        assert_eq!(super::json(&of(&json)), Ok(json.clone()));
        let Json::Object(fields) = &json else {
            panic!("{json}")
        };
        assert_eq!(super::json(&of_object(fields)), Ok(json.clone()));
    }

    #[test]
    fn a_number_keeps_its_type() {
        assert!(of(&json!(2)).is_integer());
        assert!(!of(&json!(2.0)).is_integer());
        assert_eq!(evaluated("1 + 1").unwrap().to_string(), "2");
        assert_eq!(evaluated("1 + 1.0").unwrap().to_string(), "2.0");
        assert_eq!(evaluated("1e400"), Ok(Json::Null));
        assert_eq!(
            evaluated("18446744073709551615").unwrap().to_string(),
            "18446744073709551615"
        );
        assert_eq!(
            evaluated("18446744073709551615 + 1").unwrap_err(),
            "it is no JSON: number out of range"
        );
    }

    #[test]
    fn keys_become_text_where_they_can() {
        assert_eq!(
            evaluated("{'a': 1, 2: 'b', true: none, 1.5: nowhere}"),
            Ok(json!({ "a": 1, "2": "b", "true": null, "1.5": null }))
        );
        let refused = Err("it is no JSON: key must be a string".to_owned());
        assert_eq!(evaluated("{none: 1}"), refused);
        assert_eq!(evaluated("{[1]: 1}"), refused);
    }

    #[test]
    fn what_can_be_gone_through_is_a_list() {
        assert_eq!(evaluated("range(3)"), Ok(json!([0, 1, 2])));
        assert_eq!(evaluated("[1, 'a', [none]]"), Ok(json!([1, "a", [null]])));
        assert_eq!(evaluated("(1, 2)"), Ok(json!([1, 2])));
    }
}
