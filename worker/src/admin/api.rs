//! The admin API; `docs/admin-api.openapi.yaml` describes it.

mod deliveries;
mod identities;
mod overview;
mod rehearsal;
mod transfer;

use super::ask::{self, Asked, Query, refuse};
use crate::{
    answer::{error, json_response},
    journal::{Journal, Look},
    settings,
};
use serde_json::{Map, Value};
use std::rc::Rc;
use wibiclick_rules::Hooks;
use worker::{Env, Method, Request, Response, Result};

/// Answers a request to `/admin/api/…`, of which `path` is the rest.
pub(super) async fn answer(request: &mut Request, env: &Env, path: &[&str]) -> Result<Response> {
    let answered = match (path, request.method()) {
        (["hooks"], Method::Get) => return Response::ok(settings::hooks_text(env)),
        (["dry-run"], Method::Post) => return rehearsal::dry_run(request, env).await,
        (["export"], Method::Get) => return transfer::export(request, env).await,
        (["check"], Method::Post) => rehearsal::check(request).await,
        (["overview"], Method::Get) => overview::overview(env).await,
        (["deliveries"], Method::Get) => deliveries::list(request, env).await,
        (["deliveries", source, id], Method::Get) => deliveries::show(env, source, id).await,
        (["deliveries", source, id, change], Method::Post) => {
            deliveries::change_one(request, env, source, id, change).await
        }
        ([change @ ("replay" | "release" | "refuse")], Method::Post) => {
            deliveries::change_many(request, env, change).await
        }
        (["statistics"], Method::Get) => overview::statistics(request, env).await,
        (["identities"], Method::Get) => identities::list(request, env).await,
        (["identities"], Method::Post) => identities::teach(request, env).await,
        (["identities"], Method::Delete) => identities::forget(request, env).await,
        (["import"], Method::Post) => transfer::import(request, env).await,
        (path, _) => return not_allowed(path),
    };
    match answered {
        Ok(value) => json_response(200, &value),
        Err(refusal) => refusal.response(),
    }
}

/// There is no such place, or one that takes other methods.
fn not_allowed(path: &[&str]) -> Result<Response> {
    let allowed = match path {
        ["identities"] => "GET, POST, DELETE",
        ["check" | "dry-run" | "import" | "replay" | "release" | "refuse"]
        | ["deliveries", _, _, "replay" | "release" | "refuse"] => "POST",
        ["deliveries" | "export" | "hooks" | "overview" | "statistics"] | ["deliveries", _, _] => {
            "GET"
        }
        _ => return error(404, "no such place"),
    };
    let response = error(405, &format!("expected {allowed}"))?;
    response.headers().set("allow", allowed)?;
    Ok(response)
}

fn hooks(env: &Env) -> Asked<Rc<Hooks>> {
    match settings::hooks(env) {
        Ok(hooks) => Ok(hooks),
        Err(problems) => refuse(503, problems.as_ref()),
    }
}

/// The journal of a shard, and its source's name.
struct Shard {
    source: String,
    journal: Journal,
}

/// The shards of a source, or of all.
fn shards(env: &Env, hooks: &Hooks, source: Option<&str>) -> Asked<Vec<Shard>> {
    let mut shards = Vec::new();
    for known in hooks.sources() {
        if source.is_none_or(|source| source == known.name) {
            for shard in 0..known.shards {
                shards.push(Shard {
                    source: known.name.clone(),
                    journal: Journal::of(env, &known.name, shard)?,
                });
            }
        }
    }
    if shards.is_empty() && source.is_some() {
        return refuse(404, "no such source");
    }
    Ok(shards)
}

/// What each shard answers, with the name of its source.
async fn everywhere(shards: Vec<Shard>, look: Look, with: &Value) -> Vec<(String, Result<Value>)> {
    let (mut sources, mut journals) = (Vec::new(), Vec::new());
    for shard in shards {
        sources.push(shard.source);
        journals.push(shard.journal);
    }
    let answers = Journal::look_everywhere(journals, look, with).await;
    sources.into_iter().zip(answers).collect()
}

/// With its source.
fn of_source(source: &str, mut record: Value) -> Value {
    if let Some(fields) = record.as_object_mut() {
        fields.insert("source".to_owned(), source.into());
    }
    record
}

/// One more field.
fn with(mut fields: Map<String, Value>, name: &str, value: impl Into<Value>) -> Map<String, Value> {
    fields.insert(name.to_owned(), value.into());
    fields
}
