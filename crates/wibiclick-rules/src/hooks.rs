//! A whole hooks.toml, compiled.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    time::Duration,
};

use wibiclick_hooks::{Event, Kind};

use crate::{
    Env, file,
    plan::{self, Plan},
    problem::Problems,
    rule::Rule,
    run::{RuleError, Run},
    scope::Scope,
    template::Engine,
};

/// How large a body may be where the source says nothing: 1 MiB.
pub const DEFAULT_MAX_BODY_BYTES: usize = 1024 * 1024;

/// In a rule, every source.
pub(crate) const ANY_SOURCE: &str = "*";

/// A checked hooks.toml, compiled once.
pub struct Hooks {
    pub(crate) env: Vec<String>,
    pub(crate) sources: Vec<Source>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) index: Index,
    pub(crate) engine: Engine,
}

/// One sender of webhooks.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name, the last part of its URL.
    pub name: String,
    /// How its requests are verified and read.
    pub kind: &'static Kind,
    /// The names of the secrets it may sign with.
    pub secret: Vec<String>,
    /// How far its clock may be off; the kind's own where none is set.
    pub tolerance: Option<Duration>,
    /// How large a body may be.
    pub max_body_bytes: usize,
}

/// Rules by source and by what they are on, so that a thousand rules cost an
/// event no more than one.
#[derive(Debug, Default)]
pub(crate) struct Index(HashMap<String, HashMap<String, Vec<usize>>>);

impl Index {
    pub(crate) fn add(&mut self, source: &str, on: &str, rule: usize) {
        self.0
            .entry(source.to_owned())
            .or_default()
            .entry(on.to_owned())
            .or_default()
            .push(rule);
    }

    /// In the order of the file, each once.
    fn find(&self, source: &str, event: &Event) -> BTreeSet<usize> {
        let signal = event.signal.map(wibiclick_hooks::Signal::as_str);
        let mut found = BTreeSet::new();
        for by_on in [source, ANY_SOURCE].iter().filter_map(|it| self.0.get(*it)) {
            for on in [Some(event.kind.as_str()), signal].into_iter().flatten() {
                found.extend(by_on.get(on).into_iter().flatten());
            }
        }
        found
    }
}

impl Hooks {
    /// Checks and compiles a hooks.toml.
    ///
    /// # Errors
    /// All that is wrong with it, with line, column and a suggestion.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        file::parse(text)
    }

    /// The names that templates may read as `env`.
    pub fn env(&self) -> &[String] {
        &self.env
    }

    /// All sources, in the order of the file.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source of this name.
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// All rules, in the order of the file.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules for this source and this type or signal, whatever their `when`.
    pub fn wants(&self, source: &str, event: &Event) -> Vec<&Rule> {
        self.index
            .find(source, event)
            .into_iter()
            .filter_map(|at| self.rules.get(at))
            .collect()
    }

    /// Whether a rule's `when` holds for an event; without one it does.
    ///
    /// # Errors
    /// When it cannot be evaluated: trying again would not help.
    pub fn matches(&self, rule: &Rule, event: &Event, env: &Env) -> Result<bool, RuleError> {
        let scope = Scope::new(event, env);
        scope.holds(&self.engine, rule, None, rule.when.as_ref())
    }

    /// Leads through the calls of a rule that [`matches`](Self::matches).
    pub fn run<'h>(&'h self, rule: &'h Rule, event: &Event, env: &Env) -> Run<'h> {
        Run::new(&self.engine, rule, Scope::new(event, env))
    }

    /// The calls that an event leads to, before any is made.
    pub fn plan(&self, source: &str, event: &Event, env: &Env) -> Plan {
        plan::plan(self, source, event, env)
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks")
            .field("env", &self.env)
            .field("sources", &self.sources)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
