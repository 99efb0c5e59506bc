//! Where something is in a JSON document, as data.

use serde_json::Value;

/// Steps from a JSON value to a value inside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path(pub(crate) &'static [Step]);

/// One step.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// To a field of an object.
    Field(&'static str),
    /// To the one element of a list whose field is that text.
    Element {
        field: &'static str,
        is: &'static str,
    },
    /// To the one element of a list whose field is what the second path finds
    /// from the top of the document.
    ElementOf { field: &'static str, is: Path },
}

impl Path {
    /// What is there. A list with several fitting elements, unless they are all
    /// the same, has none: whom an event is about must not depend on an order
    /// that no vendor promises.
    pub(crate) fn find(self, top: &Value) -> Option<&Value> {
        self.0.iter().try_fold(top, |value, step| match step {
            Step::Field(name) => value.get(name),
            Step::Element { field, is } => only(value, |element| {
                element.get(field).and_then(Value::as_str) == Some(is)
            }),
            Step::ElementOf { field, is } => {
                let wanted = is.find(top).filter(|wanted| !wanted.is_null())?;
                only(value, |element| element.get(field) == Some(wanted))
            }
        })
    }

    /// The text there, or a whole number as text; `None` where it is blank.
    pub(crate) fn text(self, top: &Value) -> Option<String> {
        match self.find(top)? {
            Value::String(text) => Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            Value::Number(number) if !number.is_f64() => Some(number.to_string()),
            _ => None,
        }
    }
}

fn only(list: &Value, fits: impl Fn(&Value) -> bool) -> Option<&Value> {
    let mut fitting = list.as_array()?.iter().filter(|element| fits(element));
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

/// The path, as it is written in documentation: `data.events`.
impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if index == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Element { field, is } => write!(f, "[{field} == {is:?}]")?,
                Step::ElementOf { field, is } => write!(f, "[{field} == {is}]")?,
            }
        }
        Ok(())
    }
}
