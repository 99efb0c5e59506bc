//! `GET /health`: is it alive, which version, is its configuration sound?
//! Nothing in it is secret, so it needs no token.

use crate::{answer::json_response, json::object, settings};
use serde_json::Value;
use worker::{Env, Response, Result, console_error};

/// 200 where every source can receive and calls can be made, else 503.
pub(crate) fn health(env: &Env) -> Result<Response> {
    let mut faults = Vec::new();
    let mut counts = Value::Null;
    match settings::hooks(env) {
        Ok(hooks) => {
            counts = object(&mut [
                ("sources", hooks.sources().len().into()),
                ("rules", hooks.rules().len().into()),
            ]);
            for source in hooks.sources() {
                if let Err(error) = settings::secrets(env, source) {
                    console_error!("source {}: {error}", source.name);
                    faults.push("a source has no usable secret; the log says which");
                }
            }
            if settings::variables(env, &hooks).len() < hooks.env().len() {
                faults.push("a name in hooks.toml's `env` has no value");
            }
        }
        Err(problems) => {
            console_error!("{problems}");
            faults.push("hooks.toml is not usable; the log says why");
        }
    }
    if let Err(reason) = settings::client(env) {
        console_error!("{reason}");
        faults.push("the WibiClick API is not set up; the log says why");
    }
    faults.dedup();
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
