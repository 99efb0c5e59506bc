//! Paths and filters: `emails[type eq "work"].value` and
//! `userName eq "jane" and active eq true` (RFC 7644, section 3.4.2.2).
//!
//! Of the operators `eq` and `and` are understood, which are those that Entra and
//! Okta use. Everything else is refused: a filter that is half understood finds
//! the wrong person.

use super::{
    error::{self, Refused},
    schema::{CORE, ENTERPRISE},
};
use serde_json::Value;

/// Where something is in a user.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    /// The extension it is in; none is the user itself.
    pub(super) schema: Option<String>,
    /// The attribute; empty is all of them.
    pub(super) name: String,
    /// Which of several: those of which all this is so.
    pub(super) filter: Option<Vec<Condition>>,
    /// What is inside.
    pub(super) sub: Option<String>,
}

/// Something has this value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) path: Path,
    pub(super) value: Value,
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, Refused> {
        let mut rest = text.trim();
        let path = Self::take(&mut rest, true)?;
        if rest.is_empty() {
            Ok(path)
        } else {
            Err(&error::BAD_PATH)
        }
    }

    /// All that is in an extension.
    pub(super) fn all_of(schema: &str) -> Self {
        Self {
            schema: extension(schema),
            name: String::new(),
            filter: None,
            sub: None,
        }
    }

    /// Takes a path off a text; with a filter if it may have one.
    fn take(rest: &mut &str, may_filter: bool) -> Result<Self, Refused> {
        let text = name(rest);
        let (schema, mut names) = match text.rsplit_once(':') {
            Some((_, "User" | "user")) => return Ok(Self::all_of(text)),
            Some((schema, names)) if schema.contains(':') => (extension(schema), names),
            Some(_) => return Err(&error::BAD_PATH),
            None => (None, text),
        };
        let mut sub = None;
        if let Some((name, inner)) = names.split_once('.') {
            (names, sub) = (name, Some(inner));
        }
        let mut filter = None;
        if let (true, None, Some(inside)) = (may_filter, sub, rest.strip_prefix('[')) {
            *rest = inside;
            filter = Some(conditions(rest, false)?);
            *rest = rest.strip_prefix(']').ok_or(&error::BAD_PATH)?;
            if let Some(inner) = rest.strip_prefix('.') {
                *rest = inner;
                sub = Some(name(rest));
            }
        }
        let nested = sub.is_some_and(|sub| sub.is_empty() || sub.contains(['.', ':']));
        if names.is_empty() || nested {
            return Err(&error::BAD_PATH);
        }
        Ok(Self {
            schema,
            name: names.to_owned(),
            filter,
            sub: sub.map(str::to_owned),
        })
    }

    /// Whether it is that attribute of the user itself, whole.
    pub(super) fn is(&self, name: &str) -> bool {
        self.schema.is_none()
            && self.filter.is_none()
            && self.sub.is_none()
            && self.name.eq_ignore_ascii_case(name)
    }
}

/// Reads a filter: conditions of which all must hold.
pub(super) fn parse(text: &str) -> Result<Vec<Condition>, Refused> {
    let mut rest = text;
    let conditions = conditions(&mut rest, true).map_err(|_| &error::BAD_FILTER)?;
    if rest.is_empty() {
        Ok(conditions)
    } else {
        Err(&error::BAD_FILTER)
    }
}

fn conditions(rest: &mut &str, may_filter: bool) -> Result<Vec<Condition>, Refused> {
    let mut conditions = Vec::new();
    loop {
        *rest = rest.trim_start();
        let path = Path::take(rest, may_filter)?;
        let is_eq = word(rest, "eq");
        let value = literal(rest);
        *rest = rest.trim_start();
        match value {
            Some(value) if is_eq => conditions.push(Condition { path, value }),
            _ => return Err(&error::BAD_FILTER),
        }
        if !word(rest, "and") {
            return Ok(conditions);
        }
    }
}

/// Whether all conditions hold for a user, or for one of several values.
pub(super) fn holds(conditions: &[Condition], of: &Value) -> bool {
    for Condition { path, value } in conditions {
        let holder = match &path.schema {
            None => Some(of),
            Some(schema) => get(of, schema),
        };
        let found = match holder.and_then(|holder| get(holder, &path.name)) {
            Some(Value::Array(several)) => several.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let exact = path.is("id") || path.is("externalId");
        let mut any = false;
        for one in found {
            // Of several values the value is meant, says the RFC.
            let inner = match (one, &path.sub) {
                (Value::Object(_), sub) => get(one, sub.as_deref().unwrap_or("value")),
                (_, None) => Some(one),
                (_, Some(_)) => None,
            };
            any |= inner.is_some_and(|inner| same(inner, value, exact))
                && holds(path.filter.as_deref().unwrap_or_default(), one);
        }
        if !any {
            return false;
        }
    }
    true
}

/// What has that name, which may be written in any case.
pub(super) fn get<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    for (key, value) in object.as_object()? {
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
    }
    None
}

/// Whether two values are the same; texts in any case unless `exact`. Entra
/// writes truth values as texts too.
fn same(found: &Value, value: &Value, exact: bool) -> bool {
    match (found, value) {
        (Value::String(found), Value::String(value)) if !exact => found.eq_ignore_ascii_case(value),
        (Value::Bool(found), Value::String(value)) => {
            value.eq_ignore_ascii_case(if *found { "true" } else { "false" })
        }
        _ => found == value,
    }
}

/// The extension of that name; none is the user itself.
fn extension(schema: &str) -> Option<String> {
    if schema.eq_ignore_ascii_case(CORE) {
        return None;
    }
    let known = schema.eq_ignore_ascii_case(ENTERPRISE);
    Some(if known { ENTERPRISE } else { schema }.to_owned())
}

/// Takes the characters off that names are made of.
fn name<'t>(rest: &mut &'t str) -> &'t str {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"-_$.:".contains(&byte);
    take(rest, belongs)
}

/// Takes that word off, if it is there, with the blanks around it.
fn word(rest: &mut &str, word: &str) -> bool {
    let mut after = rest.trim_start();
    let is = take(&mut after, |byte| byte.is_ascii_alphabetic()).eq_ignore_ascii_case(word);
    if is {
        *rest = after.trim_start();
    }
    is
}

/// Takes a value off: a quoted text as in JSON, `true`, `false` or a number.
fn literal(rest: &mut &str) -> Option<Value> {
    let mut previous = b' ';
    let mut quotes = 0;
    let text = take(rest, |byte| {
        if byte == b'"' && previous != b'\\' {
            quotes += 1;
        }
        // Two backslashes are one that is written, and hide nothing.
        previous = if previous == b'\\' { b' ' } else { byte };
        quotes == 1 || (byte != b' ' && byte != b']')
    });
    match text.parse().ok()? {
        value @ (Value::String(_) | Value::Bool(_) | Value::Number(_)) => Some(value),
        _ => None,
    }
}

/// Takes bytes off as long as they fit.
fn take<'t>(rest: &mut &'t str, mut fits: impl FnMut(u8) -> bool) -> &'t str {
    let mut end = 0;
    for byte in rest.bytes() {
        if !fits(byte) {
            break;
        }
        end += 1;
    }
    let (taken, after) = rest.split_at_checked(end).unwrap_or(("", rest));
    *rest = after;
    taken
}
