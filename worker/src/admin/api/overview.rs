//! The deployment at a glance, and its statistics.

use super::{Asked, Query, everywhere, hooks, shards};
use crate::{
    clock, health,
    journal::{Journal, Look},
    json::{self, object},
    settings::{self, NoSecret},
};
use serde_json::{Map, Value};
use wibiclick_rules::{Hooks, Source};
use worker::{Env, Request, Result};

/// Where deliveries stand that somebody may have to know of.
const PLACES: [&str; 8] = [
    "stored", "queued", "running", "retry", "date", "turn", "release", "dead",
];
const HOUR: i64 = 3_600_000;
/// How far back statistics go: ninety days.
const HOURS: i64 = 2_160;

pub(super) async fn overview(env: &Env) -> Asked<Value> {
    let faults = health::faults(env).await;
    let (mut sources, mut rules) = (Vec::new(), Vec::new());
    let mut counts = Counts::default();
    if let Ok(hooks) = settings::hooks(env) {
        let mut answers = match shards(env, &hooks, None) {
            Ok(shards) => everywhere(shards, Look::Counts, &object(&mut [])).await,
            Err(_) => Vec::new(),
        }
        .into_iter();
        for source in hooks.sources() {
            let mut its = Vec::new();
            for _ in 0..source.shards {
                its.extend(answers.next().map(|(_, answer)| answer));
            }
            sources.push(of_source(env, &hooks, source, its, &mut counts));
        }
        rules = of_rules(env, &hooks).await;
    }
    let status = if faults.is_empty() { "ok" } else { "failing" };
    Ok(object(&mut [
        ("status", status.into()),
        ("faults", faults.into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("now", clock::now().into()),
        ("counts", counts.into()),
        ("sources", sources.into()),
        ("rules", rules.into()),
        ("alerts", settings::alert(env).is_some().into()),
    ]))
}

/// How many deliveries stand where.
#[derive(Default)]
struct Counts([i64; PLACES.len()]);

impl Counts {
    fn read(&mut self, counted: &Value) {
        for (sum, place) in self.0.iter_mut().zip(PLACES) {
            *sum += counted.get(place).and_then(Value::as_i64).unwrap_or(0);
        }
    }
}

impl From<Counts> for Value {
    fn from(counts: Counts) -> Self {
        let mut fields = Map::new();
        for (place, count) in PLACES.iter().zip(counts.0) {
            fields.insert((*place).to_owned(), count.into());
        }
        fields.into()
    }
}

/// A source; `shards` is what its journals count, which goes into the sum as well.
fn of_source(
    env: &Env,
    hooks: &Hooks,
    source: &Source,
    shards: Vec<Result<Value>>,
    sum: &mut Counts,
) -> Value {
    let (mut counts, mut last, mut error) = (Counts::default(), None, None);
    for counted in shards {
        match counted {
            Ok(counted) => {
                counts.read(&counted);
                sum.read(&counted);
                last = last.max(counted.get("lastReceivedAt").and_then(Value::as_i64));
            }
            Err(why) => error = Some(why.to_string()),
        }
    }
    let mut secrets = Vec::new();
    for name in &source.secret {
        secrets.push(object(&mut [
            ("name", name.as_str().into()),
            ("set", settings::is_set(env, name).into()),
        ]));
    }
    let secret = match settings::secrets(env, source) {
        Ok(_) => "set",
        Err(NoSecret::Missing(_)) => "missing",
        Err(NoSecret::Weak(_)) => "weak",
    };
    let door = if source.kind.sends_webhooks() {
        "/hooks/"
    } else {
        "/scim/v2/"
    };
    let rules = hooks.rules_for(&source.name);
    object(&mut [
        ("name", source.name.as_str().into()),
        ("kind", source.kind.name().into()),
        ("path", (door.to_owned() + &source.name).into()),
        ("secret", secret.into()),
        ("secrets", secrets.into()),
        ("rules", rules.into()),
        ("shards", source.shards.into()),
        ("concurrency", source.concurrency.into()),
        ("callsPerMinute", source.calls_per_minute.into()),
        ("maxBodyBytes", source.max_body_bytes.into()),
        ("counts", counts.into()),
        ("lastReceivedAt", last.into()),
        ("error", error.into()),
    ])
}

async fn of_rules(env: &Env, hooks: &Hooks) -> Vec<Value> {
    let mut used = Value::Null;
    if hooks.rules().iter().any(|rule| rule.brake().is_some())
        && let Ok(brakes) = Journal::of_brakes(env)
    {
        used = brakes
            .look(Look::Brakes, object(&mut []))
            .await
            .unwrap_or_default();
    }
    let mut rules = Vec::new();
    for rule in hooks.rules() {
        let mut brake = Value::Null;
        if let Some(limit) = rule.brake() {
            let mut counts = used.as_array().into_iter().flatten();
            let of_this =
                counts.find(|count| count.get("rule").and_then(Value::as_str) == Some(rule.name()));
            let used = of_this.and_then(|count| count.get("used")?.as_i64());
            brake = object(&mut [("limit", limit.into()), ("used", used.unwrap_or(0).into())]);
        }
        rules.push(object(&mut [
            ("name", rule.name().into()),
            ("brake", brake),
        ]));
    }
    rules
}

/// What a statistic counts.
const OUTCOMES: [&str; 6] = ["received", "duplicate", "done", "ignored", "dead", "held"];

pub(super) async fn statistics(request: &Request, env: &Env) -> Asked<Value> {
    let query = Query::of(request)?;
    let hours = query.number("hours", 24, HOURS)?;
    let since = clock::now() - hours * HOUR;
    let mut all: Vec<(i64, [i64; OUTCOMES.len()])> = Vec::new();
    let shards = shards(env, hooks(env)?.as_ref(), query.text("source").as_deref())?;
    let asked = object(&mut [("since", since.into())]);
    for (_, page) in everywhere(shards, Look::Statistics, &asked).await {
        for counted in json::values(page?)? {
            let (Some(start), Some(outcome), Some(count)) = (
                counted.get(0).and_then(Value::as_i64),
                counted.get(1).and_then(Value::as_str),
                counted.get(2).and_then(Value::as_i64),
            ) else {
                continue;
            };
            let at = match all.binary_search_by_key(&start, |(start, _)| *start) {
                Ok(at) => at,
                Err(at) => {
                    all.insert(at, (start, [0; OUTCOMES.len()]));
                    at
                }
            };
            if let Some((_, counts)) = all.get_mut(at) {
                for (sum, name) in counts.iter_mut().zip(OUTCOMES) {
                    *sum += if name == outcome { count } else { 0 };
                }
            }
        }
    }
    let mut hours = Vec::new();
    for (start, counts) in all {
        let mut hour = Map::new();
        hour.insert("start".to_owned(), start.into());
        for (name, count) in OUTCOMES.iter().zip(counts) {
            hour.insert((*name).to_owned(), count.into());
        }
        hours.push(hour.into());
    }
    Ok(object(&mut [("hours", Value::Array(hours))]))
}
