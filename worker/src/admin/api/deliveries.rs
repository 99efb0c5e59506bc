//! Deliveries: lists of them, one of them, and what a person may do to them.

use super::{Asked, Query, ask, everywhere, hooks, of_source, refuse, shards, with};
use crate::{
    delivery::{self, DeliveryId},
    journal::{Journal, Look},
    json::{self, object},
    log, settings,
};
use serde_json::{Map, Value};
use worker::{Env, Request};

const PAGE: i64 = 50;
const LONGEST_PAGE: i64 = 500;

pub(super) async fn list(request: &Request, env: &Env) -> Asked<Value> {
    let query = Query::of(request)?;
    let mut filters = ask::filters(&query)?;
    if let Some(cursor) = query.text("cursor") {
        let Some((at, id)) = cursor.split_once('.') else {
            return refuse(400, "expected a `cursor` as an answer gave it");
        };
        filters.insert("before".to_owned(), at.parse().unwrap_or(0_i64).into());
        filters.insert("beforeId".to_owned(), id.into());
    }
    let limit = query.number("limit", PAGE, LONGEST_PAGE)?;
    let filters = Value::from(with(filters, "limit", limit + 1));
    let shards = shards(env, hooks(env)?.as_ref(), query.text("source").as_deref())?;
    let mut deliveries: Vec<Value> = Vec::new();
    for (source, page) in everywhere(shards, Look::List, &filters).await {
        for delivery in json::values(page?)? {
            let at = deliveries.partition_point(|known| place(known) > place(&delivery));
            deliveries.insert(at, of_source(&source, delivery));
        }
    }
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = deliveries.len() > limit;
    deliveries.truncate(limit);
    let cursor = deliveries.last().filter(|_| more).map(|last| {
        let (at, id) = place(last);
        format!("{at}.{id}")
    });
    Ok(object(&mut [
        ("deliveries", deliveries.into()),
        ("cursor", cursor.into()),
    ]))
}

/// By what lists are ordered.
fn place(delivery: &Value) -> (i64, &str) {
    let at = delivery.get("receivedAt").and_then(Value::as_i64);
    let id = delivery.get("id").and_then(Value::as_str);
    (at.unwrap_or(0), id.unwrap_or(""))
}

pub(super) async fn show(env: &Env, source: &str, id: &str) -> Asked<Value> {
    let hooks = hooks(env)?;
    if hooks.source(source).is_none() {
        return refuse(404, "no such source");
    }
    let id = DeliveryId::from_text(id);
    let journal = Journal::holding(env, source, &id)?;
    let shown = journal
        .look(Look::Show, object(&mut [("id", id.into())]))
        .await?;
    let Value::Object(shown) = shown else {
        return refuse(404, "no such delivery");
    };
    let event = shown.get("event").cloned().unwrap_or_default();
    let plan = if event.is_null() {
        Value::Null
    } else {
        let event = delivery::event(event)?;
        let variables = settings::variables(env, &hooks);
        hooks.plan(source, &event, &variables).into()
    };
    Ok(of_source(source, with(shown, "plan", plan).into()))
}

/// What is to be done, by the last part of the path.
fn look(change: &str) -> Asked<Look> {
    match change {
        "replay" => Ok(Look::Replay),
        "release" => Ok(Look::Release),
        "refuse" => Ok(Look::Refuse),
        _ => refuse(404, "no such place"),
    }
}

pub(super) async fn change_one(
    request: &mut Request,
    env: &Env,
    source: &str,
    id: &str,
    change: &str,
) -> Asked<Value> {
    let look = look(change)?;
    let known: &[&str] = if look == Look::Replay {
        &["repeat"]
    } else {
        &[]
    };
    let fields = ask::fields(request, known).await?;
    if fields.values().any(|value| !value.is_boolean()) {
        return refuse(400, "expected `repeat` to be true or false");
    }
    if hooks(env)?.source(source).is_none() {
        return refuse(404, "no such source");
    }
    let id = DeliveryId::from_text(id);
    let journal = Journal::holding(env, source, &id)?;
    let which = with(with(fields, "id", id.clone()), "limit", 1);
    let changed = journal.look(look, which.into()).await?;
    if count(&changed, "changed") == 0 {
        let which = object(&mut [("id", id.into())]);
        return match journal.look(Look::Show, which).await? {
            Value::Null => refuse(404, "no such delivery"),
            shown => refuse(409, why_not(look, &shown)),
        };
    }
    note(change, source, &changed);
    Ok(changed)
}

fn why_not(look: Look, shown: &Value) -> &'static str {
    match look {
        Look::Replay if shown.get("settledAt").is_none_or(Value::is_null) => {
            "it is not settled yet: there is nothing to replay"
        }
        Look::Replay => "its event is erased, as hooks.toml's `retention` says",
        Look::Release => "nothing holds it",
        _ => "it waits for nothing",
    }
}

pub(super) async fn change_many(request: &mut Request, env: &Env, change: &str) -> Asked<Value> {
    let look = look(change)?;
    let (mut which, limit) = ask::many(request).await?;
    let source = which
        .get("source")
        .and_then(Value::as_str)
        .map(str::to_owned);
    if look != Look::Replay {
        which = with(which, "status", "waiting");
        which = with(which, "waitsFor", "release");
    } else if !which.contains_key("status") {
        which = with(which, "status", "dead");
    }
    let source = source.as_deref();
    let (mut matched, mut changed) = (0, 0);
    for shard in shards(env, hooks(env)?.as_ref(), source)? {
        let which: Map<_, _> = with(which.clone(), "limit", limit - changed);
        let answer = shard.journal.look(look, which.into()).await?;
        matched += count(&answer, "matched");
        changed += count(&answer, "changed");
        note(change, &shard.source, &answer);
    }
    Ok(object(&mut [
        ("matched", matched.into()),
        ("changed", changed.into()),
    ]))
}

fn count(answer: &Value, name: &str) -> i64 {
    answer.get(name).and_then(Value::as_i64).unwrap_or(0)
}

/// What somebody does is in the log, as what the Worker does.
fn note(change: &str, source: &str, answer: &Value) {
    let changed = usize::try_from(count(answer, "changed")).unwrap_or(0);
    if changed > 0 {
        log::info(
            "done by a person",
            &[
                ("change", change.into()),
                ("source", source.into()),
                ("count", changed.into()),
            ],
        );
    }
}
