//! A whole hooks.toml, compiled.

use std::{fmt, time::Duration};

use wibiclick::corrections::Corrections;
use wibiclick_hooks::{Event, Kind, Timestamp};

use crate::{
    Env, file,
    plan::{self, Plan},
    problem::Problems,
    rule::Rule,
    run::{RuleError, Run},
    scope::Scope,
    template::Engine,
    time,
};

/// How large a body may be where the source says nothing: 1 MiB.
pub const DEFAULT_MAX_BODY_BYTES: usize = 1024 * 1024;

/// How many deliveries of a source are carried out at once where it says nothing.
pub const DEFAULT_CONCURRENCY: u32 = 20;

/// In a rule, every source.
pub(crate) const ANY_SOURCE: &str = "*";

/// A checked hooks.toml, compiled once.
pub struct Hooks {
    pub(crate) env: Vec<String>,
    pub(crate) sources: Vec<Source>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) retention: Retention,
    pub(crate) index: Index,
    pub(crate) engine: Engine,
    pub(crate) corrections: Corrections,
}

/// One sender of webhooks.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name, the last part of its URL.
    pub name: String,
    /// How its requests are verified and read.
    pub kind: Kind,
    /// The names of the secrets it may sign with.
    pub secret: Vec<String>,
    /// How far its clock may be off; the kind's own where none is set.
    pub tolerance: Option<Duration>,
    /// How large a body may be.
    pub max_body_bytes: usize,
    /// Over how many journals its deliveries are spread.
    pub shards: u32,
    /// How many of its deliveries are carried out at once.
    pub concurrency: u32,
    /// How many API calls its deliveries make in a minute; any number where none is
    /// set.
    pub calls_per_minute: Option<u32>,
}

/// How long is kept what is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// How many days deliveries are kept. More than the seven in which an event that
    /// is sent again must be recognised.
    pub days: u32,
    /// How many days what is about a person in them is kept; no more than `days`.
    pub personal_data_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self::of_days(30)
    }
}

impl Retention {
    /// Where nothing is said of personal data: two weeks of it at most.
    pub(crate) fn of_days(days: u32) -> Self {
        Self {
            days,
            personal_data_days: days.min(14),
        }
    }
}

/// Rules by source and by what they are on, so that a thousand rules cost an
/// event no more than one: sorted, and searched by halves.
#[derive(Debug, Default)]
pub(crate) struct Index(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    source: String,
    on: String,
    rules: Vec<usize>,
}

impl Index {
    pub(crate) fn add(&mut self, source: &str, on: &str, rule: usize) {
        match self.position(source, on) {
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    entry.rules.push(rule);
                }
            }
            Err(at) => {
                let (source, on) = (source.to_owned(), on.to_owned());
                let rules = vec![rule];
                self.0.insert(at, Entry { source, on, rules });
            }
        }
    }

    fn position(&self, source: &str, on: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|entry| (entry.source.as_str(), entry.on.as_str()).cmp(&(source, on)))
    }

    /// In the order of the file, each once.
    fn find(&self, source: &str, event: &Event) -> Vec<usize> {
        let signal = event.signal.map(wibiclick_hooks::Signal::as_str);
        let mut found = Vec::new();
        for source in [source, ANY_SOURCE] {
            for on in [Some(event.kind.as_str()), signal].into_iter().flatten() {
                let entry = self.position(source, on).ok().and_then(|at| self.0.get(at));
                for rule in entry
                    .map(|entry| entry.rules.as_slice())
                    .unwrap_or_default()
                {
                    if let Err(at) = found.binary_search(rule) {
                        found.insert(at, *rule);
                    }
                }
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

    /// How long is kept what is settled.
    pub fn retention(&self) -> Retention {
        self.retention
    }

    /// The corrections of the catalogue, for the client that carries plans out.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
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

    /// How many rules are for this source.
    pub fn rules_for(&self, source: &str) -> usize {
        let mut rules: Vec<usize> = Vec::new();
        for entry in &self.index.0 {
            if entry.source == source || entry.source == ANY_SOURCE {
                for rule in &entry.rules {
                    if !rules.contains(rule) {
                        rules.push(*rule);
                    }
                }
            }
        }
        rules.len()
    }

    /// The types and signals that rules for this source are on, whatever their
    /// `when`.
    pub fn wanted(&self, source: &str) -> Vec<&str> {
        let entries = self.index.0.iter();
        entries
            .filter(|entry| entry.source == source || entry.source == ANY_SOURCE)
            .map(|entry| entry.on.as_str())
            .collect()
    }

    /// Whether a rule's `when` holds for an event; without one it does.
    ///
    /// # Errors
    /// When it cannot be evaluated: trying again would not help.
    pub fn matches(&self, rule: &Rule, event: &Event, env: &Env) -> Result<bool, RuleError> {
        let Some(when) = &rule.when else {
            return Ok(true);
        };
        let scope = Scope::new(event, rule.when_reads_data, env);
        scope.holds(&self.engine, rule, None, Some(when))
    }

    /// When a rule that [`matches`](Self::matches) is to be carried out; `None` for at
    /// once. It is the rule's `at` that says so; without it, a departure that is
    /// announced is carried out at its date, and everything else at once.
    ///
    /// # Errors
    /// When `at` cannot be evaluated or gives no time, and when a departure is
    /// announced without a date: trying again would not help.
    pub fn at(
        &self,
        rule: &Rule,
        event: &Event,
        env: &Env,
    ) -> Result<Option<Timestamp>, RuleError> {
        time::of(&self.engine, rule, event, env)
    }

    /// Leads through the calls of a rule that [`matches`](Self::matches).
    pub fn run<'h>(&'h self, rule: &'h Rule, event: &Event, env: &Env) -> Run<'h> {
        Run::new(&self.engine, rule, Scope::new(event, rule.reads_data, env))
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
