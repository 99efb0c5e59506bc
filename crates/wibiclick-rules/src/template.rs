//! Expressions and templates: Jinja, strict, and with a limit to what one may
//! cost.

mod lexical;
mod vocabulary;

use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

/// How much one evaluation may do. A long list of users is searched with a
/// tenth of it; an endless loop ends.
const FUEL: u64 = 100_000;

/// The name under which an expression's template leaves its value.
const VALUE: &str = "__value";

/// All compiled expressions and templates of a hooks.toml.
///
/// An expression is kept as a template that sets a variable, since the engine
/// keeps templates, but no expressions, together with their environment.
pub(crate) struct Engine {
    environment: Environment<'static>,
    count: usize,
}

/// A compiled expression: its value keeps its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    name: String,
    pub(crate) source: String,
}

/// A compiled template: text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    name: String,
    pub(crate) source: String,
}

/// Why a source does not compile.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    /// The line within the source, counted from 0.
    pub(crate) line: usize,
}

impl Engine {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::empty();
        vocabulary::teach(&mut environment);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_formatter(|out, state, value| {
            // `none` in a text is a gap that nobody meant to be there.
            if value.is_none() {
                return Err(Error::new(
                    ErrorKind::InvalidOperation,
                    "a value inside a text is none",
                ));
            }
            minijinja::escape_formatter(out, state, value)
        });
        Self {
            environment,
            count: 0,
        }
    }

    pub(crate) fn expression(&mut self, source: &str) -> Result<Expression, SyntaxError> {
        // On its own first: closed early, it could end the tag around it.
        self.environment
            .compile_expression_owned(source.to_owned())
            .map_err(|error| syntax_error(&error))?;
        self.check_names(source)?;
        let name = self.add(format!("{{% set {VALUE} = ({source}\n) %}}"))?;
        Ok(Expression {
            name,
            source: source.to_owned(),
        })
    }

    pub(crate) fn text(&mut self, source: &str) -> Result<Text, SyntaxError> {
        let name = self.add(source.to_owned())?;
        for (open, close) in [("{{", "}}"), ("{%", "%}")] {
            for rest in source.split(open).skip(1) {
                self.check_names(rest.split(close).next().unwrap_or_default())?;
            }
        }
        Ok(Text {
            name,
            source: source.to_owned(),
        })
    }

    fn add(&mut self, source: String) -> Result<String, SyntaxError> {
        let name = self.count.to_string();
        self.count += 1;
        self.environment
            .add_template_owned(name.clone(), source)
            .map_err(|error| syntax_error(&error))?;
        Ok(name)
    }

    /// Refuses filters and tests that do not exist, which the engine itself
    /// finds only when it meets them.
    fn check_names(&self, code: &str) -> Result<(), SyntaxError> {
        let mut state = self.environment.empty_state();
        for word in lexical::names(code) {
            let (found, what, name) = match word {
                lexical::Name::Filter(name) => {
                    (state.apply_filter(name, &[]).err(), "filter", name)
                }
                lexical::Name::Test(name) => (state.perform_test(name, &[]).err(), "test", name),
            };
            let unknown = found.is_some_and(|error| {
                matches!(
                    error.kind(),
                    ErrorKind::UnknownFilter | ErrorKind::UnknownTest
                )
            });
            if unknown {
                return Err(SyntaxError {
                    message: format!("there is no {what} `{name}`"),
                    line: 0,
                });
            }
        }
        Ok(())
    }

    /// The names that an expression reads, with their fields: `event.subject.email`.
    pub(crate) fn reads(&self, name: &str) -> Vec<String> {
        let template = self.environment.get_template(name).ok();
        let mut reads: Vec<String> = Vec::new();
        for path in template.iter().flat_map(|it| it.undeclared_variables(true)) {
            // In one order always, whatever the engine's.
            if let Err(at) = reads.binary_search(&path) {
                reads.insert(at, path);
            }
        }
        reads
    }

    /// Whether the engine itself knows the name: `range`, `dict`, ….
    pub(crate) fn is_global(&self, name: &str) -> bool {
        self.environment.globals().any(|(global, _)| global == name)
    }

    /// An expression's value; undefined where it has none.
    pub(crate) fn evaluate(&self, expression: &Expression, scope: Value) -> Result<Value, String> {
        let template = self
            .environment
            .get_template(&expression.name)
            .map_err(|error| said(&error))?;
        let captured = template
            .render_captured(scope)
            .map_err(|error| said(&error))?;
        Ok(captured.state().lookup(VALUE).unwrap_or(Value::UNDEFINED))
    }

    pub(crate) fn render(&self, text: &Text, scope: Value) -> Result<String, String> {
        self.environment
            .get_template(&text.name)
            .and_then(|template| template.render(scope))
            .map_err(|error| said(&error))
    }
}

impl Expression {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Text {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// The expression of a text that is one `{{ … }}` and nothing else.
pub(crate) fn sole_expression(source: &str) -> Option<&str> {
    let inner = source.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
    Environment::empty()
        .compile_expression_owned(inner.to_owned())
        .is_ok()
        .then_some(inner)
}

/// Whether a text has anything of a template in it.
pub(crate) fn is_template(source: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|mark| source.contains(mark))
}

fn syntax_error(error: &Error) -> SyntaxError {
    SyntaxError {
        message: said(error),
        line: error.line().unwrap_or(1).saturating_sub(1),
    }
}

/// What the engine says, without the names that only it knows.
fn said(error: &Error) -> String {
    match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => format!("it does too much: over {FUEL} steps"),
        (ErrorKind::UndefinedError, None) => "a value is undefined".to_owned(),
        (kind, None) => kind.to_string(),
        (ErrorKind::SyntaxError | ErrorKind::InvalidOperation, Some(detail)) => detail.to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
    }
}
