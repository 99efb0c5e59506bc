//! Trying things out: what is wrong with a hooks.toml, and what a payload would lead
//! to, without anything being stored or called.

use super::{Asked, ask, hooks, refuse};
use crate::{
    answer::json_response,
    json::{self, object},
    settings,
};
use serde_json::{Map, Value};
use std::rc::Rc;
use wibiclick_hooks::Headers;
use wibiclick_rules::{Hooks, Problems};
use worker::{Env, Request, Response, Result};

pub(super) async fn check(request: &mut Request) -> Asked<Value> {
    let text = ask::text(request).await?;
    Ok(listed(Hooks::parse(&text).err().as_ref()))
}

fn listed(problems: Option<&Problems>) -> Value {
    let list = problems.map_or_else(|| Vec::<Value>::new().into(), Value::from);
    object(&mut [("problems", list)])
}

pub(super) async fn dry_run(request: &mut Request, env: &Env) -> Result<Response> {
    match try_dry_run(request, env).await {
        Ok(Ok(events)) => json_response(200, &events),
        Ok(Err(problems)) => json_response(422, &listed(Some(&problems))),
        Err(refusal) => refusal.response(),
    }
}

const NO_HEADERS: &str = "expected `headers` to be an object of texts";

async fn try_dry_run(
    request: &mut Request,
    env: &Env,
) -> Asked<std::result::Result<Value, Problems>> {
    let known = ["source", "payload", "headers", "hooks"];
    let mut fields = json::Fields::of(ask::fields(request, &known).await?.into())?;
    let (Value::String(name), Value::String(payload)) =
        (fields.take("source"), fields.take("payload"))
    else {
        return refuse(400, "expected `source` and `payload`, both of them text");
    };
    let hooks = match fields.take("hooks") {
        Value::String(text) => match Hooks::parse(&text) {
            Ok(hooks) => Rc::new(hooks),
            Err(problems) => return Ok(Err(problems)),
        },
        Value::Null => hooks(env)?,
        _ => return refuse(400, "expected `hooks` to be the text of a hooks.toml"),
    };
    let Some(source) = hooks.source(&name) else {
        return refuse(404, "no such source");
    };
    let mut headers = Vec::new();
    let given = match fields.take("headers") {
        Value::Object(given) => given,
        Value::Null => Map::new(),
        _ => return refuse(400, NO_HEADERS),
    };
    for (name, value) in given {
        let Value::String(value) = value else {
            return refuse(400, NO_HEADERS);
        };
        headers.push((name, value));
    }
    let variables = settings::variables(env, &hooks);
    let headers = Headers::new(headers);
    match hooks.rehearse(source, &headers, payload.as_bytes(), &variables) {
        Ok(events) => Ok(Ok(events)),
        Err(error) => refuse(400, error.to_string()),
    }
}
