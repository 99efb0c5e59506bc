//! Changes to a user, by either dialect of PATCH (RFC 7644, section 3.5.2) and by
//! whole users, which are the same thing from nothing.
//!
//! Okta sends `{"op": "replace", "value": {"active": false}}`, Entra
//! `{"op": "Replace", "path": "active", "value": "False"}`. Entra also sends paths
//! as keys of a value, single values in a list or as objects, a bare text for a
//! manager, and `Replace` for elements that are not there, which it expects to be
//! made.
//!
//! What is removed is null until [`tidied`], which also drops passwords.

use super::{
    error::{self, Refused},
    filter::{self, Path},
    schema::{self, Attribute, Form, UNKNOWN},
};
use serde_json::{Map, Value};

/// Of several values, and of operations, so many at most.
const MOST: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Add,
    Replace,
    Remove,
}

/// Carries all operations out, up to the one that cannot be.
pub(super) fn patch(user: &mut Value, body: &Value) -> Result<(), Refused> {
    let operations = match filter::get(body, "Operations") {
        Some(Value::Array(operations)) if operations.len() <= MOST => operations,
        _ => return Err(&error::NO_OPERATIONS),
    };
    for operation in operations {
        let op = filter::get(operation, "op").and_then(Value::as_str);
        let op = match op.unwrap_or_default() {
            op if op.eq_ignore_ascii_case("add") => Op::Add,
            op if op.eq_ignore_ascii_case("replace") => Op::Replace,
            op if op.eq_ignore_ascii_case("remove") => Op::Remove,
            _ => return Err(&error::NO_OP),
        };
        let value = match filter::get(operation, "value") {
            Some(value) => value,
            None if op == Op::Remove => &Value::Null,
            None => return Err(&error::NO_VALUE),
        };
        match filter::get(operation, "path").unwrap_or(&Value::Null) {
            Value::Null if op == Op::Remove => {
                return Err(&error::NO_PATH);
            }
            Value::Null => merge(user, op, None, value)?,
            Value::String(path) if path.contains(':') && filter::get(user, path).is_some() => {
                apply(user, op, false, &Path::all_of(path), value)?;
            }
            Value::String(path) => apply(user, op, false, &Path::parse(path)?, value)?,
            _ => return Err(&error::BAD_PATH),
        }
    }
    Ok(())
}

/// Takes values over whose keys are paths, by themselves or within an extension.
/// What only the server writes is passed over: clients send it back as it came.
pub(super) fn merge(
    user: &mut Value,
    op: Op,
    schema: Option<&str>,
    values: &Value,
) -> Result<(), Refused> {
    let Value::Object(values) = values else {
        return Err(&error::NO_VALUE);
    };
    for (key, value) in values {
        let mut path = Path::parse(key)?;
        match path.schema.as_deref() {
            None => path.schema = schema.map(str::to_owned),
            // Entra writes what is in this one as keys; others are whole.
            Some(schema::ENTERPRISE) => {}
            Some(_) if value.is_object() => path = Path::all_of(key),
            Some(_) => {}
        }
        apply(user, op, true, &path, value)?;
    }
    Ok(())
}

/// Changes what is at a path. `passing` is how what only the server writes is
/// treated: passed over or refused.
fn apply(
    user: &mut Value,
    op: Op,
    passing: bool,
    path: &Path,
    value: &Value,
) -> Result<(), Refused> {
    let name = path.name.as_str();
    match (&path.schema, name) {
        (Some(schema), "") if op == Op::Remove => {
            *slot(user, schema, &UNKNOWN) = Value::Null;
            return Ok(());
        }
        (schema, "") => return merge(user, op, schema.as_deref(), value),
        (None, name) if name.eq_ignore_ascii_case("id") => {
            let own = user.get("id");
            return if own.is_none_or(|own| own == value) {
                Ok(())
            } else {
                Err(&error::SERVERS)
            };
        }
        (None, name) => {
            for servers in ["meta", "groups", "schemas"] {
                if name.eq_ignore_ascii_case(servers) {
                    return if passing {
                        Ok(())
                    } else {
                        Err(&error::SERVERS)
                    };
                }
            }
        }
        _ => {}
    }
    let attribute = schema::find(schema::within(path.schema.as_deref()), name);
    let holder = match &path.schema {
        None => user,
        Some(schema) => slot(user, schema, &UNKNOWN),
    };
    let slot = slot(holder, name, attribute);
    let several = match attribute.form {
        Form::List => true,
        Form::Any => slot.is_array() || slot.is_null() && path.filter.is_some(),
        _ => false,
    };
    match (&path.filter, several) {
        (None, false) => set_at(slot, op, path.sub.as_deref(), attribute, value),
        (None, true) if path.sub.is_none() => set(slot, op, attribute, value),
        (_, true) => set_elements(slot, op, path, attribute, value),
        (Some(_), false) => Err(&error::BAD_PATH),
    }
}

/// Sets those of several elements that the path means; where there is none, makes
/// one.
fn set_elements(
    slot: &mut Value,
    op: Op,
    path: &Path,
    attribute: &Attribute,
    value: &Value,
) -> Result<(), Refused> {
    let conditions = path.filter.as_deref().unwrap_or_default();
    let (one, sub) = (element(attribute), path.sub.as_deref());
    if !slot.is_array() {
        *slot = Value::Array(Vec::new());
    }
    let Value::Array(elements) = slot else {
        return Ok(());
    };
    let mut found = None;
    for (at, element) in elements.iter_mut().enumerate() {
        if filter::holds(conditions, element) {
            set_at(element, op, sub, &one, value)?;
            found = Some(at);
        }
    }
    if found.is_none() && op != Op::Remove {
        let mut element = Value::Null;
        for condition in conditions {
            set_at(
                &mut element,
                op,
                Some(&condition.path.name),
                &one,
                &condition.value,
            )?;
        }
        set_at(&mut element, op, sub, &one, value)?;
        return push(elements, element);
    }
    if let Some(at) = found {
        only_primary(elements, at);
    }
    Ok(())
}

/// Sets a value, or something in it.
fn set_at(
    whole: &mut Value,
    op: Op,
    sub: Option<&str>,
    attribute: &Attribute,
    value: &Value,
) -> Result<(), Refused> {
    match (sub, attribute.form) {
        (None, _) => set(whole, op, attribute, value),
        (Some(_), Form::Text | Form::Flag) => Err(&error::BAD_PATH),
        (Some(name), _) => {
            let inner = schema::find(attribute.within, name);
            set(slot(whole, name, inner), op, inner, value)
        }
    }
}

/// Sets a value, in the form that it should have.
fn set(slot: &mut Value, op: Op, attribute: &Attribute, value: &Value) -> Result<(), Refused> {
    if op == Op::Remove {
        remove(slot, value);
        return Ok(());
    }
    match (attribute.form, single(attribute.form, value)) {
        (_, Value::Null) => *slot = Value::Null,
        (Form::Flag, value) => {
            *slot = Value::Bool(match value {
                Value::Bool(truth) => *truth,
                Value::String(text) if text.eq_ignore_ascii_case("true") => true,
                Value::String(text) if text.eq_ignore_ascii_case("false") => false,
                _ => return Err(&error::BAD_VALUE),
            });
        }
        (Form::List, value) | (Form::Any, value @ Value::Array(_)) => {
            if op != Op::Add || !slot.is_array() {
                *slot = Value::Array(Vec::new());
            }
            let Value::Array(elements) = slot else {
                return Ok(());
            };
            for item in items(value) {
                let mut made = Value::Null;
                if attribute.form == Form::Any {
                    made = item.clone();
                } else {
                    set(&mut made, op, &element(attribute), item)?;
                }
                push(elements, made)?;
            }
        }
        (Form::Complex | Form::Any, Value::Object(values)) => {
            for (name, value) in values {
                set_at(slot, op, Some(name), attribute, value)?;
            }
        }
        // A manager, or an address, as Entra writes it; a blank one is none.
        (Form::Complex, Value::String(text))
            if schema::find(attribute.within, "value").form == Form::Text =>
        {
            if text.trim().is_empty() {
                *slot = Value::Null;
            } else {
                set_at(slot, op, Some("value"), attribute, value)?;
            }
        }
        (Form::Text, value @ Value::String(_)) | (Form::Any, value) => *slot = value.clone(),
        _ => return Err(&error::BAD_VALUE),
    }
    Ok(())
}

/// Removes a value; of several those that are named, where some are.
fn remove(slot: &mut Value, named: &Value) {
    match slot {
        Value::Array(elements) if !named.is_null() => {
            for element in elements {
                for named in items(named) {
                    let value = named.get("value").unwrap_or(named);
                    if element.get("value").unwrap_or(element) == value {
                        *element = Value::Null;
                    }
                }
            }
        }
        _ => *slot = Value::Null,
    }
}

/// Adds an element. One with the value and the type of another takes its place.
fn push(elements: &mut Vec<Value>, element: Value) -> Result<(), Refused> {
    let mut at = 0;
    for other in elements.iter() {
        let same = |name| other.get(name) == element.get(name);
        if *other == element || element.get("value").is_some() && same("value") && same("type") {
            break;
        }
        at += 1;
    }
    match elements.get_mut(at) {
        Some(other) => *other = element,
        None if at < MOST => elements.push(element),
        None => return Err(&error::TOO_MANY),
    }
    only_primary(elements, at);
    Ok(())
}

/// If that element is the primary one, no other is.
fn only_primary(elements: &mut [Value], primary: usize) {
    let mut is = false;
    for (at, element) in elements.iter_mut().enumerate() {
        is |= at == primary && is_primary(element);
    }
    for (at, element) in elements.iter_mut().enumerate() {
        if is && at != primary && is_primary(element) {
            *slot(element, "primary", &UNKNOWN) = false.into();
        }
    }
}

pub(super) fn is_primary(element: &Value) -> bool {
    element.get("primary") == Some(&Value::Bool(true))
}

/// The same without what is nothing, and without passwords.
pub(super) fn tidied(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (name, value) in fields {
                let value = tidied(value);
                if !value.is_null() && !name.eq_ignore_ascii_case("password") {
                    kept.insert(name.clone(), value);
                }
            }
            if kept.is_empty() {
                Value::Null
            } else {
                Value::Object(kept)
            }
        }
        Value::Array(elements) => {
            let mut kept = Vec::new();
            for element in elements {
                let element = tidied(element);
                if !element.is_null() {
                    kept.push(element);
                }
            }
            if kept.is_empty() {
                Value::Null
            } else {
                Value::Array(kept)
            }
        }
        value => value.clone(),
    }
}

/// A value without what Entra may put around one: a list, an object.
fn single(form: Form, value: &Value) -> &Value {
    if matches!(form, Form::Any | Form::List) {
        return value;
    }
    let value = match items(value) {
        [] => &Value::Null,
        [one] => one,
        _ => value,
    };
    match form {
        Form::Complex => value,
        _ => value.get("value").unwrap_or(value),
    }
}

/// Several values, or the one.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// What each of several values is.
fn element(attribute: &Attribute) -> Attribute {
    let form = if attribute.form == Form::List {
        Form::Complex
    } else {
        Form::Any
    };
    Attribute {
        name: "",
        form,
        within: attribute.within,
    }
}

/// Where the value of that name is, or is to be, in what is an object then. Names
/// are spelt as the RFC does, or as they are there already.
fn slot<'v>(holder: &'v mut Value, name: &str, attribute: &Attribute) -> &'v mut Value {
    if !holder.is_object() {
        *holder = Value::Object(Map::new());
    }
    let Value::Object(fields) = holder else {
        return holder;
    };
    let mut key = if attribute.name.is_empty() {
        name
    } else {
        attribute.name
    };
    for known in fields.keys() {
        if known.eq_ignore_ascii_case(key) {
            key = known;
        }
    }
    let key = key.to_owned();
    fields.entry(key).or_insert(Value::Null)
}
