//! What expressions see, and their evaluation with errors that say where.

use std::sync::Arc;

use minijinja::{Value, value::Object};
use serde_json::Value as Json;
use wibiclick_hooks::Event;

use crate::{
    Env,
    rule::{Rule, Step, Template},
    run::RuleError,
    template::{Engine, Expression},
    value,
};

/// The names that every expression may read; steps may not have them.
pub(crate) const RESERVED: [&str; 4] = ["env", "event", "item", "reply"];

/// The values by their names.
#[derive(Debug, Clone)]
pub(crate) struct Scope(Vec<(String, Value)>);

/// The part of a rule that is being evaluated, for messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) step: Option<&'a Step>,
    /// `when`, `at`, `each`, `pick`, or a param.
    pub(crate) part: &'a str,
}

impl Scope {
    /// With the event's data only where it is read.
    pub(crate) fn new(event: &Event, with_data: bool, env: &Env) -> Self {
        Self(vec![
            ("event".to_owned(), value::of_event(event, with_data)),
            ("env".to_owned(), value::of_object(env)),
        ])
    }

    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    pub(crate) fn with(&self, name: &str, value: Value) -> Self {
        let mut scope = self.clone();
        scope.set(name, value);
        scope
    }

    fn value(&self) -> Value {
        Value::from_object(self.clone())
    }

    /// An expression's value, which may be undefined.
    pub(crate) fn evaluate(
        &self,
        engine: &Engine,
        place: Place<'_>,
        expression: &Expression,
    ) -> Result<Value, RuleError> {
        engine
            .evaluate(expression, self.value())
            .map_err(|why| place.error(&expression.source, why))
    }

    /// Whether a condition holds; one that is not there does.
    pub(crate) fn holds(
        &self,
        engine: &Engine,
        rule: &Rule,
        step: Option<&Step>,
        when: Option<&Expression>,
    ) -> Result<bool, RuleError> {
        let Some(when) = when else { return Ok(true) };
        let place = Place {
            rule,
            step,
            part: "when",
        };
        let value = self.evaluate(engine, place, when)?;
        if value.is_undefined() {
            return Err(place.error(&when.source, "it is undefined".to_owned()));
        }
        Ok(value.is_true())
    }

    /// What becomes of a param.
    pub(crate) fn fill(
        &self,
        engine: &Engine,
        place: Place<'_>,
        template: &Template,
    ) -> Result<Json, RuleError> {
        match template {
            Template::Literal(value) => Ok(value.clone()),
            Template::Expression(expression) => {
                let value = self.evaluate(engine, place, expression)?;
                if value.is_undefined() {
                    return Err(place.error(&expression.source, "it is undefined".to_owned()));
                }
                value::json(&value).map_err(|why| place.error(&expression.source, why))
            }
            Template::Text(text) => engine
                .render(text, self.value())
                .map(Json::from)
                .map_err(|why| place.error(&text.source, why)),
            Template::List(items) => items
                .iter()
                .map(|item| self.fill(engine, place, item))
                .collect(),
            Template::Table(fields) => {
                let mut table = serde_json::Map::new();
                for (name, field) in fields {
                    table.insert(name.clone(), self.fill(engine, place, field)?);
                }
                Ok(table.into())
            }
        }
    }
}

/// The engine looks names up here itself: a map of its own would be sorted first.
impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let wanted = key.as_str()?;
        let known = self.0.iter().rev().find(|(name, _)| name == wanted);
        known.map(|(_, value)| value.clone())
    }
}

impl Place<'_> {
    pub(crate) fn error(&self, expression: &str, message: String) -> RuleError {
        RuleError {
            rule: self.rule.name.clone(),
            step: self.step.map(|step| step.label.clone()),
            part: self.part.to_owned(),
            expression: expression.to_owned(),
            message,
        }
    }
}
