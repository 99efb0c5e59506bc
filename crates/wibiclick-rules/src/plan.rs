//! The dry run: what an event leads to, before anything is called.

use serde_json::{Map, Value};
use wibiclick::action::Params;
use wibiclick_hooks::{Event, Timestamp};

use crate::{
    Env,
    hooks::Hooks,
    rule::Rule,
    run::{RuleError, Run},
};

/// What an event leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan(pub Vec<PlannedRule>);

/// A rule that wants the event.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRule {
    /// The rule's name.
    pub rule: String,
    /// Whether its `when` holds.
    pub matches: bool,
    /// When it is carried out; none for at once, and where it does not match.
    pub at: Option<Timestamp>,
    /// How many destructive calls it may make in an hour.
    pub brake: Option<u32>,
    /// Its steps; none if it does not match.
    pub steps: Vec<PlannedStep>,
    /// Why it cannot be evaluated.
    pub error: Option<String>,
}

/// A step of a rule that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep {
    /// The step's name, or its number, counted from 1.
    pub step: String,
    /// The action's id.
    pub action: String,
    /// Whether the action takes something away.
    pub destructive: bool,
    /// What comes of it.
    pub outcome: StepOutcome,
}

/// What comes of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum StepOutcome {
    /// These calls.
    Calls(Vec<PlannedCall>),
    /// Only the replies to these steps will tell.
    WaitsFor(Vec<String>),
    /// It cannot be carried out.
    Error(String),
}

/// A call that would be made.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedCall {
    /// The call's key.
    pub key: String,
    /// The action's params.
    pub params: Params,
}

/// The plan as JSON. By hand, since what is derived would be a fiftieth of the
/// Worker.
impl From<Plan> for Value {
    fn from(plan: Plan) -> Self {
        list(plan.0)
    }
}

impl From<PlannedRule> for Value {
    fn from(rule: PlannedRule) -> Self {
        object(&mut [
            ("rule", rule.rule.into()),
            ("matches", rule.matches.into()),
            ("at", rule.at.map(|at| at.to_string()).into()),
            ("brake", rule.brake.into()),
            ("steps", list(rule.steps)),
            ("error", rule.error.into()),
        ])
    }
}

impl From<PlannedStep> for Value {
    fn from(step: PlannedStep) -> Self {
        let (name, outcome) = match step.outcome {
            StepOutcome::Calls(calls) => ("calls", list(calls)),
            StepOutcome::WaitsFor(steps) => ("waitsFor", list(steps)),
            StepOutcome::Error(error) => ("error", error.into()),
        };
        object(&mut [
            ("step", step.step.into()),
            ("action", step.action.into()),
            ("destructive", step.destructive.into()),
            (name, outcome),
        ])
    }
}

impl From<PlannedCall> for Value {
    fn from(call: PlannedCall) -> Self {
        object(&mut [("key", call.key.into()), ("params", call.params.into())])
    }
}

pub(crate) fn object(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.take());
    }
    object.into()
}

fn list<T: Into<Value>>(items: Vec<T>) -> Value {
    let mut list = Vec::new();
    for item in items {
        list.push(item.into());
    }
    Value::Array(list)
}

pub(crate) fn plan(hooks: &Hooks, source: &str, event: &Event, env: &Env) -> Plan {
    let rules = hooks.wants(source, event);
    Plan(
        rules
            .into_iter()
            .map(|rule| planned(hooks, rule, event, env))
            .collect(),
    )
}

fn planned(hooks: &Hooks, rule: &Rule, event: &Event, env: &Env) -> PlannedRule {
    let mut planned = PlannedRule {
        rule: rule.name.clone(),
        matches: false,
        at: None,
        brake: rule.brake,
        steps: Vec::new(),
        error: None,
    };
    match hooks.matches(rule, event, env) {
        Ok(false) => {}
        Ok(true) => {
            planned.matches = true;
            planned.steps = steps(hooks, rule, event, env);
            match hooks.at(rule, event, env) {
                Ok(at) => planned.at = at,
                Err(error) => planned.error = Some(error.to_string()),
            }
        }
        Err(error) => planned.error = Some(error.to_string()),
    }
    planned
}

/// Every step on its own: those that read no reply are known to the last param.
fn steps(hooks: &Hooks, rule: &Rule, event: &Event, env: &Env) -> Vec<PlannedStep> {
    let mut steps = Vec::new();
    for (at, step) in rule.steps.iter().enumerate() {
        let outcome = if step.reads.is_empty() {
            calls(hooks.run(rule, event, env).only(at)).map_or_else(
                |error| StepOutcome::Error(error.to_string()),
                StepOutcome::Calls,
            )
        } else {
            StepOutcome::WaitsFor(step.reads.clone())
        };
        steps.push(PlannedStep {
            step: step.label.clone(),
            action: step.action.id().to_owned(),
            destructive: step.action.spec().destructive,
            outcome,
        });
    }
    steps
}

fn calls(mut run: Run<'_>) -> Result<Vec<PlannedCall>, RuleError> {
    let mut calls = Vec::new();
    while let Some(call) = run.next()? {
        calls.push(PlannedCall {
            key: call.key.to_string(),
            params: call.params,
        });
        run.pass();
    }
    Ok(calls)
}
