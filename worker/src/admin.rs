//! The admin API: what the journal knows, for people. Without an `ADMIN_TOKEN`
//! there is no such place.

use crate::{
    answer::{error, json_response},
    delivery::DeliveryId,
    journal::Journal,
    json::object,
    settings,
};
use serde_json::Value;
use subtle::ConstantTimeEq;
use worker::{Env, Method, Request, Response, Result};

/// How many deliveries of each source a list shows.
const LATEST: u32 = 100;

/// Answers a request to `/admin/…`.
pub(crate) async fn admin(request: &Request, env: &Env, path: &[&str]) -> Result<Response> {
    let Some(token) = settings::admin_token(env) else {
        return error(404, "no such place");
    };
    let given = request.headers().get("authorization")?.unwrap_or_default();
    let expected = format!("Bearer {token}");
    if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        return error(401, "expected `Authorization: Bearer` with the admin token");
    }
    if request.method() != Method::Get {
        return error(405, "expected GET");
    }
    match path {
        ["api", "deliveries"] => list(env).await,
        ["api", "deliveries", source, id] => show(env, source, id).await,
        _ => error(404, "no such place"),
    }
}

async fn list(env: &Env) -> Result<Response> {
    let hooks = match settings::hooks(env) {
        Ok(hooks) => hooks,
        Err(problems) => return error(500, &problems),
    };
    let mut deliveries = Vec::new();
    for source in hooks.sources() {
        for record in Journal::of(env, &source.name)?.latest(LATEST).await? {
            deliveries.push(view(&source.name, record));
        }
    }
    json_response(200, &object(&mut [("deliveries", deliveries.into())]))
}

async fn show(env: &Env, source: &str, id: &str) -> Result<Response> {
    let known = settings::hooks(env).is_ok_and(|hooks| hooks.source(source).is_some());
    if !known {
        return error(404, "no such source");
    }
    match Journal::of(env, source)?
        .show(&DeliveryId::from_text(id))
        .await?
    {
        Some(record) => json_response(200, &view(source, record)),
        None => error(404, "no such delivery"),
    }
}

fn view(source: &str, mut record: Value) -> Value {
    if let Some(fields) = record.as_object_mut() {
        fields.insert("source".to_owned(), source.into());
    }
    record
}
