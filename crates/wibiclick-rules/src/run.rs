//! Leads through the calls of one rule, without making any.

use std::fmt;

use minijinja::Value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use wibiclick::{action::Params, notation::Entry};

use crate::{
    rule::{Rule, Step},
    scope::{Place, Scope},
    template::Engine,
    value,
};

/// One call that a rule asks for.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which call of its event it is, the same on every attempt.
    pub key: CallKey,
    /// The rule's name.
    pub rule: String,
    /// The step's name, or its number, counted from 1.
    pub step: String,
    /// The action.
    pub action: Entry,
    /// The action's params.
    pub params: Params,
    /// What is picked from the reply, as the rule has it; `None` where later steps see
    /// all of it.
    pub pick: Option<String>,
}

/// Which call of an event it is: `<rule>/<step>`, and `#<item>` counted from 0
/// where the step runs per item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallKey(String);

impl CallKey {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CallKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule that cannot be carried out for its event; another try would end the
/// same way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "rule {rule:?}{}, {part}: {message} in {expression:?}",
    .step.as_ref().map(|step| format!(", step {step}")).unwrap_or_default()
)]
pub struct RuleError {
    /// The rule's name.
    pub rule: String,
    /// The step's name or number; none for the rule's own `when` and `at`.
    pub step: Option<String>,
    /// `when`, `at`, `each`, `pick`, or the param.
    pub part: String,
    /// What could not be evaluated.
    pub expression: String,
    /// Why not.
    pub message: String,
}

/// The way through one rule's calls. Deterministic: the same event and replies
/// lead to the same calls under the same keys.
#[derive(Debug)]
pub struct Run<'h> {
    engine: EngineRef<'h>,
    rule: &'h Rule,
    steps: &'h [Step],
    scope: Scope,
    /// The step to go on with.
    at: usize,
    stage: Stage,
}

/// The engine has no `Debug` of its own.
#[derive(Clone, Copy)]
struct EngineRef<'h>(&'h Engine);

impl fmt::Debug for EngineRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine")
    }
}

/// How far the step is.
#[derive(Debug)]
enum Stage {
    /// Not begun.
    Fresh,
    /// Its one call awaits the reply.
    Once,
    /// It runs per item.
    Each {
        items: Vec<Value>,
        /// What was picked from the replies so far.
        picked: Vec<Value>,
    },
}

impl<'h> Run<'h> {
    pub(crate) fn new(engine: &'h Engine, rule: &'h Rule, scope: Scope) -> Self {
        Self {
            engine: EngineRef(engine),
            rule,
            steps: &rule.steps,
            scope,
            at: 0,
            stage: Stage::Fresh,
        }
    }

    /// The next call; the same one again until its reply is given.
    ///
    /// # Errors
    /// When the rule cannot be carried out further.
    #[expect(
        clippy::should_implement_trait,
        reason = "a call must be replied to before the next: no iterator"
    )]
    pub fn next(&mut self) -> Result<Option<Call>, RuleError> {
        while let Some(step) = self.steps.get(self.at) {
            match &self.stage {
                Stage::Fresh => {
                    let engine = self.engine.0;
                    let when = step.when.as_ref();
                    if !self.scope.holds(engine, self.rule, Some(step), when)? {
                        self.end_step(step, Value::from(()));
                    } else if step.each.is_some() {
                        let items = self.items(step)?;
                        let picked = Vec::new();
                        self.stage = Stage::Each { items, picked };
                    } else {
                        self.stage = Stage::Once;
                    }
                }
                Stage::Once => return self.call(step, None).map(Some),
                Stage::Each { items, picked } => {
                    let number = picked.len();
                    if let Some(item) = items.get(number) {
                        return self.call(step, Some((number, item.clone()))).map(Some);
                    }
                    let all = Value::from(picked.clone());
                    self.end_step(step, all);
                }
            }
        }
        Ok(None)
    }

    /// Takes the reply to the call that [`next`](Self::next) gave; replies to
    /// any other call are passed over.
    ///
    /// # Errors
    /// When the step's `pick` cannot be evaluated.
    pub fn reply(&mut self, key: &CallKey, reply: &Json) -> Result<(), RuleError> {
        let Some(step) = self.awaits(key) else {
            return Ok(());
        };
        let value = self.picked(step, reply)?;
        self.go_on(step, value);
        Ok(())
    }

    /// What is picked from the reply to the call that [`next`](Self::next) gave, for
    /// whoever keeps that for [`resume`](Self::resume) and not all of the reply.
    ///
    /// # Errors
    /// When the step's `pick` cannot be evaluated, or gives what is no JSON.
    pub fn pick(&self, reply: &Json) -> Result<Json, RuleError> {
        let Some(step) = self.steps.get(self.at) else {
            return Ok(Json::Null);
        };
        let picked = self.picked(step, reply)?;
        value::json(&picked).map_err(|problem| {
            let source = step.pick.as_ref().map_or("", |pick| &pick.source);
            self.place(step, "pick").error(source, problem)
        })
    }

    /// Goes on as if the reply to this call had been given, from which this was
    /// [picked](Self::pick) before.
    pub fn resume(&mut self, key: &CallKey, picked: &Json) {
        if let Some(step) = self.awaits(key) {
            self.go_on(step, value::of(picked));
        }
    }

    /// The step whose call has this key, if that is the one to be replied to.
    fn awaits(&self, key: &CallKey) -> Option<&'h Step> {
        let step = self.steps.get(self.at)?;
        let number = match &self.stage {
            Stage::Fresh => return None,
            Stage::Once => None,
            Stage::Each { picked, .. } => Some(picked.len()),
        };
        (*key == self.key(step, number)).then_some(step)
    }

    fn go_on(&mut self, step: &Step, value: Value) {
        match &mut self.stage {
            Stage::Each { picked, .. } => picked.push(value),
            _ => self.end_step(step, value),
        }
    }

    /// Goes through one step alone, which reads none of those before.
    pub(crate) fn only(mut self, at: usize) -> Self {
        self.at = at;
        self.steps = self.steps.get(..=at).unwrap_or_default();
        self
    }

    /// Goes on as if the call had been replied to with nothing.
    pub(crate) fn pass(&mut self) {
        match &mut self.stage {
            Stage::Each { picked, .. } => picked.push(Value::from(())),
            _ => self.at += 1,
        }
    }

    fn end_step(&mut self, step: &Step, value: Value) {
        if let Some(name) = &step.name {
            self.scope.set(name, value);
        }
        self.at += 1;
        self.stage = Stage::Fresh;
    }

    fn place<'a>(&'a self, step: &'a Step, part: &'a str) -> Place<'a> {
        Place {
            rule: self.rule,
            step: Some(step),
            part,
        }
    }

    fn items(&self, step: &Step) -> Result<Vec<Value>, RuleError> {
        let Some(each) = &step.each else {
            return Ok(Vec::new());
        };
        let place = self.place(step, "each");
        let value = self.scope.evaluate(self.engine.0, place, each)?;
        if value.is_undefined() || value.is_none() {
            return Err(place.error(&each.source, "there is no list".to_owned()));
        }
        // Text has letters and a table has keys; neither was meant.
        if !matches!(
            value.kind(),
            minijinja::value::ValueKind::Seq | minijinja::value::ValueKind::Iterable
        ) {
            let came = value.kind();
            return Err(place.error(&each.source, format!("it is a {came}, no list")));
        }
        value
            .try_iter()
            .map(Iterator::collect)
            .map_err(|error| place.error(&each.source, error.to_string()))
    }

    fn call(&self, step: &'h Step, item: Option<(usize, Value)>) -> Result<Call, RuleError> {
        let number = item.as_ref().map(|(number, _)| *number);
        let with_item;
        let scope = match item {
            Some((_, item)) => {
                with_item = self.scope.with("item", item);
                &with_item
            }
            None => &self.scope,
        };
        let mut params = Params::new();
        for (name, template) in &step.with {
            let value = scope.fill(self.engine.0, self.place(step, name), template)?;
            params.insert(name.clone(), value);
        }
        Ok(Call {
            key: self.key(step, number),
            rule: self.rule.name.clone(),
            step: step.label.clone(),
            action: step.action.clone(),
            params,
            pick: step.pick.as_ref().map(|pick| pick.source.clone()),
        })
    }

    fn key(&self, step: &Step, number: Option<usize>) -> CallKey {
        let (rule, step) = (&self.rule.name, &step.label);
        CallKey(match number {
            Some(number) => format!("{rule}/{step}#{number}"),
            None => format!("{rule}/{step}"),
        })
    }

    /// What later steps see of a reply. That nothing was found is no error, but
    /// none.
    fn picked(&self, step: &Step, reply: &Json) -> Result<Value, RuleError> {
        let reply = value::of(reply);
        let Some(pick) = &step.pick else {
            return Ok(reply);
        };
        let scope = self.scope.with("reply", reply);
        let picked = scope.evaluate(self.engine.0, self.place(step, "pick"), pick)?;
        Ok(if picked.is_undefined() {
            Value::from(())
        } else {
            picked
        })
    }
}
