//! `GET /health`: is it alive, which version, is its configuration sound, does its
//! journal answer? Nothing in it is secret, so it needs no token.

use crate::{
    answer::json_response,
    clock,
    journal::{Journal, Look},
    json::object,
    log, settings,
};
use serde_json::Value;
use std::cell::RefCell;
use worker::{Env, Response, Result};

/// How long an answer is good for, in milliseconds: nobody can wake every journal by
/// asking often.
const GOOD_FOR: i64 = 5_000;

thread_local! {
    static LAST: RefCell<(i64, Vec<&'static str>)> = const { RefCell::new((0, Vec::new())) };
}

/// 200 where every source can receive, calls can be made and journals answer, else
/// 503.
pub(crate) async fn health(env: &Env) -> Result<Response> {
    let faults = faults(env).await;
    let counts = settings::hooks(env).map_or(Value::Null, |hooks| {
        object(&mut [
            ("sources", hooks.sources().len().into()),
            ("rules", hooks.rules().len().into()),
        ])
    });
    let status = if faults.is_empty() { "ok" } else { "failing" };
    json_response(
        if faults.is_empty() { 200 } else { 503 },
        &object(&mut [
            ("status", status.into()),
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("hooks", counts),
            ("faults", faults.into()),
        ]),
    )
}

/// All that is wrong, in words that are nobody's secret, as it was a moment ago at most;
/// the log has the rest.
pub(crate) async fn faults(env: &Env) -> Vec<&'static str> {
    let now = clock::now();
    let known = LAST.with_borrow(|(at, faults)| (now - at < GOOD_FOR).then(|| faults.clone()));
    if let Some(faults) = known {
        return faults;
    }
    let faults = find_faults(env).await;
    LAST.set((now, faults.clone()));
    faults
}

async fn find_faults(env: &Env) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let mut fault = |what: &'static str, why: &str| {
        log::error(what, &[("why", why.into())]);
        if !faults.contains(&what) {
            faults.push(what);
        }
    };
    match settings::hooks(env) {
        Ok(hooks) => {
            let mut journals = Vec::new();
            for source in hooks.sources() {
                if let Err(error) = settings::secrets(env, source) {
                    fault(
                        "a source has no usable secret; the log says which",
                        &format!("{}: {error}", source.name),
                    );
                }
                for shard in 0..source.shards {
                    match Journal::of(env, &source.name, shard) {
                        Ok(journal) => journals.push(journal),
                        Err(error) => fault("there is no journal", &error.to_string()),
                    }
                }
            }
            let asked = object(&mut []);
            for answer in Journal::look_everywhere(journals, Look::Pulse, &asked).await {
                if let Err(error) = answer {
                    fault("a journal does not answer", &error.to_string());
                }
            }
            if settings::variables(env, &hooks).len() < hooks.env().len() {
                fault("a name in hooks.toml's `env` has no value", "");
            }
        }
        Err(problems) => fault("hooks.toml is not usable; the log says why", &problems),
    }
    if let Err(reason) = settings::client(env) {
        fault("the WibiClick API is not set up; the log says why", &reason);
    }
    if settings::admin_token_is_weak(env) {
        let how = "use 24 random letters and digits, or more";
        fault("ADMIN_TOKEN is weak, so nobody is let in", how);
    }
    if settings::alert_is_broken(env) {
        let how = "expected ALERT_URL with https and a strong ALERT_SECRET, whsec_ and base64, both or \
             neither";
        fault("alerts are not set up right", how);
    }
    faults
}
