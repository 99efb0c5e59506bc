//! Where something is in a JSON document, as text: `data.events[].target[type=User].id`.
//!
//! | written | leads to |
//! |---|---|
//! | `data.id` | a field of a field |
//! | `[0]` | the element of a list at that place |
//! | `[type=User]` | the one element whose field is that text |
//! | `[id=@data.primary]` | the one element whose field is what the path finds from the top |
//! | `[]` | the one element of a list; where several may be wanted, every element |
//! | `a.b\|c` | what the first of these finds |
//! | nothing | the document itself |

use crate::written::Fields;
use serde_json::Value;
use std::borrow::Cow;

/// Where something is, of text from wherever: a record's, or a configuration's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Path<'t>(pub(crate) &'t str);

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'t> {
    Field(&'t str),
    At(usize),
    Each,
    Element { field: &'t str, is: &'t str },
    ElementOf { field: &'t str, is: Path<'t> },
}

static NULL: Value = Value::Null;

impl<'t> Path<'t> {
    /// What is there. A list with several fitting elements, unless they are all
    /// the same, has none: whom an event is about must not depend on an order
    /// that no vendor promises.
    pub(crate) fn find(self, top: &Value) -> Option<&Value> {
        for steps in self.ways() {
            if let Some(value) = steps.find(top)
                && !value.is_null()
            {
                return Some(value);
            }
        }
        None
    }

    /// Everything that is there, where `[]` leads to every element; null for each
    /// element in which the rest of the path leads nowhere. `None` where there is
    /// no list.
    pub(crate) fn all(self, top: &Value) -> Option<Vec<&Value>> {
        for steps in self.ways() {
            if let Some(found) = steps.all(top) {
                return Some(found);
            }
        }
        None
    }

    /// Makes null of everything to which any of its ways may lead.
    pub(crate) fn blank(self, top: &mut Value) {
        for steps in self.ways() {
            steps.blank(top);
        }
    }

    /// The text there, or a whole number as text; `None` where it is blank.
    pub(crate) fn text(self, top: &Value) -> Option<String> {
        match self.find(top)? {
            Value::String(text) => Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => Some(number.to_string()),
                (None, Some(number)) => Some(number.to_string()),
                (None, None) => None,
            },
            _ => None,
        }
    }

    /// Puts the names of all fields that it can lead through into the list.
    pub(crate) fn names(self, names: &mut Vec<&'t str>) {
        for way in self.ways() {
            for step in way {
                match step {
                    Step::Field(name) if !names.contains(&name) => names.push(name),
                    Step::ElementOf { is, .. } => is.names(names),
                    _ => {}
                }
            }
        }
    }

    /// The last field that the path names.
    pub(crate) fn last_field(self) -> &'t str {
        self.steps()
            .filter_map(|step| match step {
                Step::Field(name) => Some(name),
                _ => None,
            })
            .last()
            .unwrap_or_default()
    }

    fn ways(self) -> impl Iterator<Item = Steps<'t>> {
        self.0.split('|').map(Steps)
    }

    fn steps(self) -> Steps<'t> {
        Steps(self.0)
    }

    /// What is wrong with it, if anything.
    pub(crate) fn problem(self) -> Option<&'static str> {
        if self.0.is_empty() {
            return None;
        }
        for steps in self.ways() {
            if let Some(problem) = steps.problem() {
                return Some(problem);
            }
        }
        None
    }
}

/// The steps of one way, read from its text one by one.
#[derive(Debug, Clone)]
struct Steps<'t>(&'t str);

/// What is left of a path that ends in a dot.
const TRAILING_DOT: &str = ".";

impl<'t> Iterator for Steps<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        if self.0.is_empty() {
            return None;
        }
        if self.0 == TRAILING_DOT {
            self.0 = "";
            return Some(Step::Field(""));
        }
        let (step, rest) = if let Some(inside) = self.0.strip_prefix('[') {
            let (inside, rest) = inside.split_once(']')?;
            (bracket(inside), rest)
        } else {
            // By bytes: a search of letters takes three times as long.
            let ends = |byte: u8| matches!(byte, b'.' | b'[');
            let end = self.0.bytes().position(ends).unwrap_or(self.0.len());
            let (name, rest) = self.0.split_at_checked(end)?;
            (Step::Field(name), rest)
        };
        self.0 = match rest.strip_prefix('.') {
            Some("") => TRAILING_DOT,
            Some(more) => more,
            None => rest,
        };
        Some(step)
    }
}

impl Steps<'_> {
    fn find(self, top: &Value) -> Option<&Value> {
        let mut value = top;
        for step in self {
            value = step.one(value, top)?;
        }
        Some(value)
    }

    fn all(self, top: &Value) -> Option<Vec<&Value>> {
        let mut found = vec![top];
        let mut several = false;
        for step in self {
            if step == Step::Each {
                let mut elements = Vec::new();
                for value in found {
                    match value.as_array() {
                        Some(list) => elements.extend(list),
                        // Within one of several elements, a list may be missing.
                        None if several => {}
                        None => return None,
                    }
                }
                found = elements;
                several = true;
            } else {
                for value in &mut found {
                    *value = step.one(value, top).unwrap_or(&NULL);
                }
            }
        }
        several.then_some(found)
    }

    fn problem(mut self) -> Option<&'static str> {
        if self.0.is_empty() {
            return Some("nothing on one side of a `|`");
        }
        while !self.0.is_empty() {
            match self.next() {
                None => return Some("a bracket without its partner"),
                Some(Step::Field("")) => return Some("a field without a name"),
                Some(Step::Element { field: "", .. } | Step::ElementOf { field: "", .. }) => {
                    return Some("a condition without a field");
                }
                Some(Step::ElementOf { is: Path(""), .. }) => {
                    return Some("a condition without a path");
                }
                Some(Step::ElementOf { is, .. }) => {
                    if let Some(problem) = is.problem() {
                        return Some(problem);
                    }
                }
                Some(_) => {}
            }
            if self.0 == TRAILING_DOT {
                return Some("a dot at its end");
            }
        }
        None
    }

    fn blank(mut self, value: &mut Value) {
        let Some(step) = self.next() else {
            *value = Value::Null;
            return;
        };
        let next = match step {
            Step::Field(name) => value.get_mut(name),
            Step::At(place) => value.get_mut(place),
            // Rather one too many than one too few.
            Step::Each | Step::Element { .. } | Step::ElementOf { .. } => {
                for element in value.as_array_mut().into_iter().flatten() {
                    self.clone().blank(element);
                }
                None
            }
        };
        if let Some(next) = next {
            self.blank(next);
        }
    }
}

fn bracket(inside: &str) -> Step<'_> {
    if inside.is_empty() {
        return Step::Each;
    }
    match inside.split_once('=') {
        Some((field, is)) => match is.strip_prefix('@') {
            Some(path) => Step::ElementOf {
                field,
                is: Path(path),
            },
            None => Step::Element { field, is },
        },
        None => inside.parse().map_or(Step::Field(inside), Step::At),
    }
}

impl Step<'_> {
    fn one<'v>(self, value: &'v Value, top: &'v Value) -> Option<&'v Value> {
        match self {
            Step::Field(name) => value.get(name),
            Step::At(place) => value.get(place),
            Step::Each => only(value, |_| true),
            Step::Element { field, is } => only(value, |element| {
                element.get(field).and_then(Value::as_str) == Some(is)
            }),
            Step::ElementOf { field, is } => {
                let wanted = is.find(top)?;
                only(value, |element| element.get(field) == Some(wanted))
            }
        }
    }
}

fn only(list: &Value, fits: impl Fn(&Value) -> bool) -> Option<&Value> {
    let mut fitting = list.as_array()?.iter().filter(|element| fits(element));
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

/// Where something is in a body, as configured: `data.events[].id`.
///
/// Fields are parted by dots; `[0]` is a place in a list, `[type=User]` the one
/// element whose field is that text, `[id=@data.primary]` the one whose field is
/// what that path finds from the top, `[]` every element, `a|b` the first that is
/// there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At(Cow<'static, str>);

impl At {
    /// From a text that is right.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// What a configuration has at that key.
    pub(crate) fn take(fields: &mut Fields, key: &'static str) -> Option<Self> {
        match Self::try_from(Cow::Owned(fields.text(key)?)) {
            Ok(at) => Some(at),
            Err(error) => {
                fields.unexpected(key, &error.to_string());
                None
            }
        }
    }

    pub(crate) fn path(&self) -> Path<'_> {
        Path(&self.0)
    }
}

/// A text that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("where something is in the body, like `data.events[].id`; `{text}` has {problem}")]
pub struct BadPath {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl TryFrom<Cow<'static, str>> for At {
    type Error = BadPath;

    fn try_from(text: Cow<'static, str>) -> Result<Self, BadPath> {
        match Path(&text).problem() {
            Some(problem) => Err(BadPath {
                problem,
                text: text.into_owned(),
            }),
            None => Ok(Self(text)),
        }
    }
}

/// The path, as it is written.
impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use serde_json::json;

    fn find(path: &str, document: &Value) -> Option<Value> {
        assert_eq!(Path(path).problem(), None);
        Path(path).find(document).cloned()
    }

    #[test]
    fn fields_places_and_elements_are_found() {
        let document = json!({
            "a": { "b": [{ "t": "x", "v": 1 }, { "t": "y", "v": 2 }] },
            "main": 2,
        });
        assert_eq!(find("", &document), Some(document.clone()));
        assert_eq!(find("a.b[1].v", &document), Some(json!(2)));
        assert_eq!(find("a.b[t=x].v", &document), Some(json!(1)));
        assert_eq!(find("a.b[v=@main].t", &document), Some(json!("y")));
        assert_eq!(find("a.b[t=z].v", &document), None);
        assert_eq!(find("a.b[2].v", &document), None);
        assert_eq!(find("none|a.none|main", &document), Some(json!(2)));
    }

    #[test]
    fn of_several_elements_none_is_meant_unless_they_are_the_same() {
        let two = json!({ "l": [{ "t": "x", "v": 1 }, { "t": "x", "v": 2 }] });
        assert_eq!(find("l[t=x].v", &two), None);
        assert_eq!(find("l[].v", &two), None);
        let same = json!({ "l": [{ "t": "x" }, { "t": "x" }] });
        assert_eq!(find("l[].t", &same), Some(json!("x")));
    }

    #[test]
    fn every_element_of_lists_in_lists_is_found() {
        let document = json!({ "e": [{ "c": [1, 2] }, { "c": [3] }, {}] });
        let found = |path| Path(path).all(&document).map(|all| json!(all));
        assert_eq!(found("e[].c[]"), Some(json!([1, 2, 3])));
        assert_eq!(found("e[].x"), Some(json!([null, null, null])));
        assert_eq!(found("x[]"), None);
        assert_eq!(found("e"), None);
        assert_eq!(Path("[]").all(&json!([7])), Some(vec![&json!(7)]));
    }

    #[test]
    fn what_is_blanked_is_so_in_every_element_and_nothing_else_is() {
        let mut document = json!({ "e": [{ "t": "x", "s": 1 }, { "s": 2 }, {}], "s": 3 });
        Path("e[].s|none.s").blank(&mut document);
        let without = json!({ "e": [{ "t": "x", "s": null }, { "s": null }, {}], "s": 3 });
        assert_eq!(document, without);
        Path("e[t=x].t|e[1]|s").blank(&mut document);
        assert_eq!(
            document,
            json!({ "e": [{ "t": null, "s": null }, null, {}], "s": null })
        );
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for wrong in [
            "a.",
            "a..b",
            ".a",
            "a[",
            "a[0",
            "a|",
            "a[=x]",
            "[].",
            "a[b=@]",
            "a[b=@c.]",
            "a[b=@c[0]]",
        ] {
            let text = Cow::Owned(wrong.to_owned());
            assert!(At::try_from(text).is_err(), "{wrong}");
        }
        assert!(At::try_from(Cow::Borrowed("a[x=1].b|c")).is_ok());
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]
mod properties;
