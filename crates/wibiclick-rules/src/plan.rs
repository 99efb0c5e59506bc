//! The dry run: what an event leads to, before anything is called.

use serde::Serialize;
use wibiclick::action::Params;
use wibiclick_hooks::Event;

use crate::{
    Env,
    hooks::Hooks,
    rule::Rule,
    run::{RuleError, Run},
};

/// What an event leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Plan(pub Vec<PlannedRule>);

/// A rule that wants the event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedRule {
    /// The rule's name.
    pub rule: String,
    /// Whether its `when` holds.
    pub matches: bool,
    /// Its steps; none if it does not match.
    pub steps: Vec<PlannedStep>,
    /// Why it cannot be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A step of a rule that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedStep {
    /// The step's name, or its number, counted from 1.
    pub step: String,
    /// The action's id.
    pub action: String,
    /// What comes of it.
    #[serde(flatten)]
    pub outcome: StepOutcome,
}

/// What comes of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StepOutcome {
    /// These calls.
    Calls(Vec<PlannedCall>),
    /// Only the replies to these steps will tell.
    WaitsFor(Vec<String>),
    /// It cannot be carried out.
    Error(String),
}

/// A call that would be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedCall {
    /// The call's key.
    pub key: String,
    /// The action's params.
    pub params: Params,
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
    let matches = hooks.matches(rule, event, env);
    PlannedRule {
        rule: rule.name.clone(),
        matches: matches == Ok(true),
        steps: if matches == Ok(true) {
            steps(hooks, rule, event, env)
        } else {
            Vec::new()
        },
        error: matches.err().map(|error| error.to_string()),
    }
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
