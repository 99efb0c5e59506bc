//! Reads a hooks.toml: everything is checked, and all that is wrong is reported
//! at once.

mod corrections;
mod fields;
mod kind;
mod names;

use std::time::Duration;

use serde_json::Value as Json;
use toml_span::{Value, value::ValueInner};
use wibiclick::{corrections::Corrections, request};
use wibiclick_hooks::{Kind, Signal};

use self::fields::{Fields, Placed};
use crate::{
    hooks::{
        ANY_SOURCE, DEFAULT_CONCURRENCY, DEFAULT_MAX_BODY_BYTES, Hooks, Index, Retention, Source,
    },
    problem::{Problems, Report, nearest},
    rule::{At, Rule, Step, Template},
    scope::RESERVED,
    template::{Engine, Expression, SyntaxError, is_template, sole_expression},
};

const TOP_KEYS: &[&str] = &["action", "env", "override", "retention", "rule", "source"];
const RETENTION_KEYS: &[&str] = &["days", "personal_data_days"];
const SOURCE_KEYS: &[&str] = &[
    "calls_per_minute",
    "concurrency",
    "event",
    "kind",
    "max_body_bytes",
    "name",
    "scheme",
    "secret",
    "shards",
    "tolerance_seconds",
];
const RULE_KEYS: &[&str] = &["at", "brake", "name", "on", "source", "step", "when"];
const STEP_KEYS: &[&str] = &["action", "each", "name", "pick", "when", "with"];

/// The word for at once.
const NOW: &str = "now";

/// Variables of the Worker that no template may see.
const SECRETS: &[&str] = &["ADMIN_TOKEN", "WIBICLICK_API_KEY"];

/// How far a sender's clock may be off at most: a day.
const MAX_TOLERANCE_SECONDS: i64 = 86_400;

/// What a Worker is sent at most, on any plan: 100 MB.
const MAX_BODY_BYTES: i64 = 100_000_000;

/// Over how many journals the deliveries of a source are spread at most.
const MAX_SHARDS: i64 = 64;

/// How many of its deliveries are carried out at once at most.
const MAX_CONCURRENCY: i64 = 1_000;

/// How many calls a limit is for at most: of a source in a minute, and of a rule in
/// an hour.
const MAX_CALLS: i64 = 100_000;

/// A delivery must be kept for longer than the seven days in which an event that is
/// sent again is recognised by it.
const MIN_RETENTION_DAYS: i64 = 8;

/// Ten years.
const MAX_RETENTION_DAYS: i64 = 3_650;

pub(crate) fn parse(text: &str) -> Result<Hooks, Problems> {
    let mut report = Report::new(text);
    let root = match toml_span::parse(text) {
        Ok(root) => root,
        Err(error) => {
            report.add(error.span.start, format!("this is no TOML: {error}"));
            return report.finish(empty());
        }
    };
    let hooks = Reader {
        text,
        report: &mut report,
        hooks: empty(),
        reads_data: false,
    }
    .read(root);
    report.finish(hooks)
}

fn empty() -> Hooks {
    Hooks {
        env: Vec::new(),
        sources: Vec::new(),
        rules: Vec::new(),
        retention: Retention::default(),
        index: Index::default(),
        engine: Engine::new(),
        corrections: Corrections::default(),
    }
}

struct Reader<'r, 't> {
    text: &'t str,
    report: &'r mut Report<'t>,
    hooks: Hooks,
    /// Whether an expression so far reads the data of an event, or may read it.
    reads_data: bool,
}

/// What the expressions of a rule may read so far.
struct Known<'k> {
    steps: &'k [String],
    later: &'k [String],
    /// `item` or `reply`, where there is one.
    extra: &'static [&'static str],
}

impl<'t> Reader<'_, 't> {
    fn read(mut self, mut root: Value<'t>) -> Hooks {
        let at = root.span.start;
        let ValueInner::Table(table) = root.take() else {
            return self.hooks;
        };
        let mut top = Fields {
            table,
            at,
            what: "hooks.toml",
        };
        let env = self.names(&mut top, "env").unwrap_or_default();
        let sources = self.tables(&mut top, "source");
        let rules = self.tables(&mut top, "rule");
        self.hooks.corrections = self.corrections(&mut top);
        self.retention(&mut top);
        self.no_more(&top, TOP_KEYS);

        for source in sources {
            self.source(source);
        }
        self.env(env);
        for rule in rules {
            self.rule(rule);
        }
        self.hooks
    }

    /// Names of variables for templates: none of them a secret.
    fn env(&mut self, names: Vec<Placed<String>>) {
        for (at, name) in names {
            let secret = SECRETS.contains(&name.as_str())
                || self
                    .hooks
                    .sources
                    .iter()
                    .any(|it| it.secret.contains(&name));
            if secret {
                let message = format!("`{name}` is a secret, which no template may read");
                self.report.add(at, message);
            }
            self.hooks.env.push(name);
        }
    }

    fn retention(&mut self, top: &mut Fields<'t>) {
        let Some((at, mut value)) = top.take("retention") else {
            return;
        };
        let ValueInner::Table(table) = value.take() else {
            self.report
                .add(at, "`retention` is no table; expected [retention]");
            return;
        };
        let mut fields = Fields {
            table,
            at,
            what: "retention",
        };
        let says_days = fields.has("days");
        let days = MIN_RETENTION_DAYS..=MAX_RETENTION_DAYS;
        let days = self.number(&mut fields, "days", days);
        let mut retention = days.map_or_else(Retention::default, Retention::of_days);
        let most = if says_days && days.is_none() {
            // What is wrong with `days` was reported.
            MAX_RETENTION_DAYS
        } else {
            retention.days.into()
        };
        if let Some(days) = self.number(&mut fields, "personal_data_days", 1..=most) {
            retention.personal_data_days = days;
        }
        self.no_more(&fields, RETENTION_KEYS);
        self.hooks.retention = retention;
    }

    fn source(&mut self, mut fields: Fields<'t>) {
        let name = self.required_text(&mut fields, "name");
        if let Some((at, name)) = &name {
            let fits = !name.is_empty()
                && name
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
            if !fits {
                let message =
                    format!("`{name}` cannot be part of a URL; use letters, digits, `-` and `_`");
                self.report.add(*at, message);
            }
            if self.hooks.source(name).is_some() {
                let message = format!("there is another source `{name}`");
                self.report.add(*at, message);
            }
        }
        let kind = self.kind(&mut fields);
        let secret = self.names(&mut fields, "secret");
        match &secret {
            None => self.missing(&fields, "secret", "a list of names of Worker secrets"),
            Some(names) if names.is_empty() => {
                let message = "`secret` is empty; expected names of Worker secrets";
                self.report.add(fields.at, message);
            }
            Some(_) => {}
        }
        let tolerance = self
            .number(&mut fields, "tolerance_seconds", 1..=MAX_TOLERANCE_SECONDS)
            .map(|seconds| Duration::from_secs(seconds.into()));
        let max_body_bytes = self
            .number(&mut fields, "max_body_bytes", 1..=MAX_BODY_BYTES)
            .and_then(|bytes| usize::try_from(bytes).ok());
        let shards = self.shards(&mut fields, kind.as_ref());
        let concurrency = self.number(&mut fields, "concurrency", 1..=MAX_CONCURRENCY);
        let calls_per_minute = self.number(&mut fields, "calls_per_minute", 1..=MAX_CALLS);
        self.no_more(&fields, SOURCE_KEYS);
        if let (Some((_, name)), Some(kind), Some(secret)) = (name, kind, secret) {
            self.hooks.sources.push(Source {
                name,
                kind,
                secret: secret.into_iter().map(|(_, name)| name).collect(),
                tolerance,
                max_body_bytes: max_body_bytes.unwrap_or(DEFAULT_MAX_BODY_BYTES),
                shards,
                concurrency: concurrency.unwrap_or(DEFAULT_CONCURRENCY),
                calls_per_minute,
            });
        }
    }

    fn shards(&mut self, fields: &mut Fields<'t>, kind: Option<&Kind>) -> u32 {
        let at = fields.place("shards");
        let shards = self.number(fields, "shards", 1..=MAX_SHARDS).unwrap_or(1);
        if let Some(kind) = kind.filter(|kind| kind.provisions() && shards > 1) {
            let message = format!(
                "`shards` is {shards}, and `{}` provisions: the users of a directory are in one \
                 journal; expected 1",
                kind.name()
            );
            self.report.add(at, message);
        }
        shards
    }

    fn rule(&mut self, mut fields: Fields<'t>) {
        let name = self.required_text(&mut fields, "name");
        if let Some((at, name)) = &name {
            if name.trim().is_empty() {
                self.report.add(*at, "a rule's name is empty");
            } else if self.hooks.rules.iter().any(|rule| rule.name == *name) {
                let message = format!("there is another rule {name:?}");
                self.report.add(*at, message);
            }
        }
        let sources =
            self.required_texts(&mut fields, "source", "a source, a list of them, or \"*\"");
        for (at, source) in &sources {
            if source != ANY_SOURCE && self.hooks.source(source).is_none() {
                let known: Vec<&str> = self
                    .hooks
                    .sources
                    .iter()
                    .map(|it| it.name.as_str())
                    .collect();
                let message = format!("there is no source `{source}`");
                self.report
                    .add_with(*at, message, nearest(source, known.iter().copied()));
            }
        }
        let on = self.required_texts(
            &mut fields,
            "on",
            "a signal or an event type, or a list of them",
        );
        for (at, on) in &on {
            self.check_on(*at, on);
        }
        let nothing = Known {
            steps: &[],
            later: &[],
            extra: &[],
        };
        self.reads_data = false;
        let when = self.expression(&mut fields, "when", &nothing);
        let when_reads_data = self.reads_data;
        let at = self.at(&mut fields, &nothing);
        let brake = self.number(&mut fields, "brake", 1..=MAX_CALLS);
        let has_steps = fields.has("step");
        let steps = self.tables(&mut fields, "step");
        if !has_steps {
            self.missing(&fields, "step", "at least one [[rule.step]]");
        }
        self.no_more(&fields, RULE_KEYS);
        let steps = self.steps(steps);

        let number = self.hooks.rules.len();
        for (_, source) in &sources {
            for (_, on) in &on {
                self.hooks.index.add(source, on, number);
            }
        }
        self.hooks.rules.push(Rule {
            name: name.map(|(_, name)| name).unwrap_or_default(),
            when: when.map(|(when, _)| when),
            when_reads_data,
            reads_data: self.reads_data,
            at,
            brake,
            steps,
        });
    }

    /// When a rule is carried out: `now`, or an expression for a time.
    fn at(&mut self, fields: &mut Fields<'t>, known: &Known<'_>) -> Option<At> {
        if fields.says("at", NOW) {
            fields.take("at");
            return Some(At::Now);
        }
        let (at, _) = self.expression(fields, "at", known)?;
        Some(At::Time(at))
    }

    /// A text that is nearly a signal is a misspelt one; any other that is none
    /// is a vendor's event type.
    fn check_on(&mut self, at: usize, on: &str) {
        let signals = Signal::ALL.iter().map(|signal| signal.as_str());
        let is_signal = signals.clone().any(|signal| signal == on);
        let near = signals
            .filter(|signal| strsim::normalized_damerau_levenshtein(on, signal) >= 0.85)
            .max_by(|a, b| {
                let near = |it: &str| strsim::normalized_damerau_levenshtein(on, it);
                near(a).total_cmp(&near(b))
            });
        if !is_signal && near.is_some() {
            self.report
                .add_with(at, format!("there is no signal `{on}`"), near);
        }
    }

    fn steps(&mut self, tables: Vec<Fields<'t>>) -> Vec<Step> {
        let mut tables = tables;
        let names: Vec<Option<Placed<String>>> = tables
            .iter_mut()
            .map(|fields| self.text(fields, "name"))
            .collect();
        let mut known: Vec<String> = Vec::new();
        let mut steps = Vec::new();
        for (index, fields) in tables.into_iter().enumerate() {
            let name = names.get(index).cloned().flatten();
            if let Some((at, name)) = &name {
                self.check_step_name(*at, name, &known);
            }
            let later: Vec<String> = names
                .iter()
                .skip(index)
                .flatten()
                .map(|(_, name)| name.clone())
                .collect();
            let name = name.map(|(_, name)| name);
            if let Some(step) = self.step(fields, index, name.clone(), &known, &later) {
                steps.push(step);
            }
            known.extend(name);
        }
        steps
    }

    fn check_step_name(&mut self, at: usize, name: &str, known: &[String]) {
        let mut letters = name.chars();
        let is_name = letters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|it| it.is_ascii_alphanumeric() || it == '_');
        if !is_name {
            let message = format!("`{name}` is no name for templates; use letters, digits and `_`");
            self.report.add(at, message);
        } else if RESERVED.contains(&name) || self.hooks.engine.is_global(name) {
            let message = format!("`{name}` already means something in templates");
            self.report.add(at, message);
        } else if known.iter().any(|it| it == name) {
            let message = format!("there is another step `{name}` in this rule");
            self.report.add(at, message);
        }
    }

    fn step(
        &mut self,
        mut fields: Fields<'t>,
        index: usize,
        name: Option<String>,
        steps: &[String],
        later: &[String],
    ) -> Option<Step> {
        let known = |extra| Known {
            steps,
            later,
            extra,
        };
        let action = self.required_text(&mut fields, "action");
        let when = self.expression(&mut fields, "when", &known(&[]));
        let each = self.expression(&mut fields, "each", &known(&[]));
        let pick_knows: &[&str] = &["reply"];
        let pick = self.expression(&mut fields, "pick", &known(pick_knows));
        let with_knows: &[&str] = if each.is_some() { &["item"] } else { &[] };
        let with_at = fields.at;
        let with = self.with(&mut fields, &known(with_knows));
        self.no_more(&fields, STEP_KEYS);

        let all_reads = [&when, &each, &pick]
            .into_iter()
            .flatten()
            .map(|(_, reads)| reads)
            .chain(with.iter().map(|param| &param.reads))
            .flatten();
        let mut reads: Vec<String> = steps.to_vec();
        let read: Vec<&String> = all_reads.collect();
        reads.retain(|step| read.contains(&step));

        let (at, id) = action?;
        let Some(action) = self.hooks.corrections.find(&id) else {
            let suggestion = self.hooks.corrections.nearest(&id).map(str::to_owned);
            self.report.add_with(
                at,
                format!("there is no action `{id}`"),
                suggestion.as_deref(),
            );
            return None;
        };
        self.check_params(&action.spec(), at, with_at, &with);
        Some(Step {
            label: name.clone().unwrap_or_else(|| (index + 1).to_string()),
            name,
            action,
            when: when.map(|(it, _)| it),
            each: each.map(|(it, _)| it),
            pick: pick.map(|(it, _)| it),
            with: with
                .into_iter()
                .filter_map(|it| Some((it.name, it.template?)))
                .collect(),
            reads,
        })
    }

    fn check_params(
        &mut self,
        action: &wibiclick::action::ActionSpec<'_>,
        action_at: usize,
        with_at: usize,
        with: &[With],
    ) {
        if let Some(secret) = action.params.iter().find(|it| it.required && it.secret) {
            let message = format!(
                "`{}` needs the secret `{}`, which no rule can give",
                action.id, secret.name
            );
            self.report.add(action_at, message);
            return;
        }
        let names: Vec<&str> = with.iter().map(|param| param.name.as_str()).collect();
        for issue in request::check_names(action, &names) {
            let at = with
                .iter()
                .find(|param| param.name == issue.param)
                .map_or(with_at, |param| param.at);
            let message = match &issue.suggestion {
                Some(_) => format!("`{}` has no param `{}`", action.id, issue.param),
                None => format!("`{}`: {}", action.id, issue.message),
            };
            self.report
                .add_with(at, message, issue.suggestion.as_deref());
        }
        for given in with {
            let Some(param) = action.param(&given.name) else {
                continue;
            };
            if param.secret {
                let message = format!("`{}` is a secret, which no rule can give", given.name);
                self.report.add(given.at, message);
            } else if let Some(Template::Literal(value)) = &given.template {
                for issue in request::check_value(param, value) {
                    self.report.add(given.value_at, issue.message);
                }
            }
        }
    }

    fn with(&mut self, fields: &mut Fields<'t>, known: &Known<'_>) -> Vec<With> {
        let Some((_, mut value)) = fields.take("with") else {
            return Vec::new();
        };
        let at = value.span.start;
        let ValueInner::Table(table) = value.take() else {
            self.report
                .add(at, "`with` is no table; expected { param = value, … }");
            return Vec::new();
        };
        let mut with = Vec::new();
        for (key, value) in table {
            let mut reads = Vec::new();
            let value_at = value.span.start;
            with.push(With {
                name: key.name.into_owned(),
                at: key.span.start,
                value_at,
                template: self.template(value, known, &mut reads),
                reads,
            });
        }
        with
    }

    fn template(
        &mut self,
        mut value: Value<'t>,
        known: &Known<'_>,
        reads: &mut Vec<String>,
    ) -> Option<Template> {
        let at = value.span.start;
        match value.take() {
            ValueInner::String(text) if is_template(&text) => {
                self.text_template(at, &text, known, reads)
            }
            ValueInner::String(text) => Some(Template::Literal(text.as_ref().into())),
            ValueInner::Integer(number) => Some(Template::Literal(number.into())),
            ValueInner::Float(number) => Some(Template::Literal(number.into())),
            ValueInner::Boolean(flag) => Some(Template::Literal(flag.into())),
            ValueInner::Array(items) => {
                let items: Option<Vec<Template>> = items
                    .into_iter()
                    .map(|item| self.template(item, known, reads))
                    .collect();
                items.map(|items| literal_list(items).unwrap_or_else(Template::List))
            }
            ValueInner::Table(table) => {
                let fields: Option<Vec<(String, Template)>> = table
                    .into_iter()
                    .map(|(key, value)| {
                        Some((key.name.into_owned(), self.template(value, known, reads)?))
                    })
                    .collect();
                fields.map(Template::Table)
            }
        }
    }

    fn text_template(
        &mut self,
        at: usize,
        text: &str,
        known: &Known<'_>,
        reads: &mut Vec<String>,
    ) -> Option<Template> {
        let compiled = match sole_expression(text) {
            Some(source) => self.hooks.engine.expression(source).map(|it| {
                let name = it.name().to_owned();
                (Template::Expression(it), name)
            }),
            None => self.hooks.engine.text(text).map(|it| {
                let name = it.name().to_owned();
                (Template::Text(it), name)
            }),
        };
        let (template, name) = self.compiled(at, compiled)?;
        reads.extend(self.check_reads(at, &name, known));
        Some(template)
    }

    /// An expression, and the steps it reads.
    fn expression(
        &mut self,
        fields: &mut Fields<'t>,
        key: &'static str,
        known: &Known<'_>,
    ) -> Option<(Expression, Vec<String>)> {
        let (at, source) = self.text(fields, key)?;
        let compiled = self.hooks.engine.expression(&source);
        let expression = self.compiled(at, compiled)?;
        let reads = self.check_reads(at, expression.name(), known);
        Some((expression, reads))
    }

    fn compiled<T>(&mut self, at: usize, compiled: Result<T, SyntaxError>) -> Option<T> {
        compiled
            .map_err(|error| {
                let at = self.line_below(at, error.line);
                self.report.add(at, error.message);
            })
            .ok()
    }

    /// Where a line of a text begins that begins here.
    fn line_below(&self, at: usize, lines: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        match lines.checked_sub(1) {
            None => at,
            Some(before) => rest
                .match_indices('\n')
                .nth(before)
                .map_or(at, |(newline, _)| at + newline + 1),
        }
    }
}

/// A param as it is given.
struct With {
    name: String,
    at: usize,
    value_at: usize,
    /// None if it does not compile, which was reported.
    template: Option<Template>,
    reads: Vec<String>,
}

/// A list of nothing but literals is one.
fn literal_list(items: Vec<Template>) -> Result<Template, Vec<Template>> {
    if items
        .iter()
        .all(|item| matches!(item, Template::Literal(_)))
    {
        let values: Vec<Json> = items
            .into_iter()
            .filter_map(|item| match item {
                Template::Literal(value) => Some(value),
                _ => None,
            })
            .collect();
        Ok(Template::Literal(values.into()))
    } else {
        Err(items)
    }
}
