//! A hooks.toml as JavaScript sees it through wasm: is it right, and what would a
//! payload lead to? For the command-line program of the npm package.
//!
//! What comes across the boundary is text and the payload's bytes; what goes back
//! is JSON text.
#![forbid(unsafe_code)]

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wibiclick_hooks::Headers;
use wibiclick_rules::{Env, Hooks, Problems, Source};

/// Half the size of the one that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// All that is wrong with the text of a hooks.toml and, if nothing is, what is in
/// it: sources, rules, and the names of what its deployment must be given.
#[wasm_bindgen]
pub fn check(hooks: &str) -> String {
    let found = match Hooks::parse(hooks) {
        Ok(hooks) => contents(&hooks),
        Err(problems) => json!({ "problems": Value::from(&problems) }),
    };
    found.to_string()
}

fn contents(hooks: &Hooks) -> Value {
    let sources = hooks.sources().iter();
    let rules = hooks.rules().iter();
    json!({
        "problems": [],
        "sources": sources.map(|source| source_of(hooks, source)).collect::<Value>(),
        "rules": rules
            .map(|rule| json!({ "name": rule.name(), "brake": rule.brake() }))
            .collect::<Value>(),
        "env": hooks.env(),
    })
}

fn source_of(hooks: &Hooks, source: &Source) -> Value {
    json!({
        "name": source.name,
        "kind": source.kind.name(),
        "secrets": source.secret,
        "rules": hooks.rules_for(&source.name),
    })
}

/// The events that a payload is, as if it had come to a source, and what each would
/// lead to. `headers` has a line for each: `name:value`; `env` is the JSON text of
/// what templates may read. Throws the JSON text of an error, with the problems of
/// the hooks.toml if it is that.
#[wasm_bindgen(js_name = dryRun)]
pub fn dry_run(
    hooks: &str,
    source: &str,
    headers: &str,
    payload: &[u8],
    env: &str,
) -> Result<String, JsValue> {
    rehearsed(hooks, source, headers, payload, env)
        .map(|rehearsal| rehearsal.to_string())
        .map_err(|failure| thrown(&failure))
}

/// Why there is no rehearsal.
enum Failure {
    /// The hooks.toml is not right.
    Hooks(Problems),
    /// What is to be tried with it is not.
    Arguments(String),
}

fn rehearsed(
    hooks: &str,
    source: &str,
    headers: &str,
    payload: &[u8],
    env: &str,
) -> Result<Value, Failure> {
    let hooks = Hooks::parse(hooks).map_err(Failure::Hooks)?;
    let source = hooks
        .source(source)
        .ok_or_else(|| no_source(&hooks, source))?;
    let env = variables(&hooks, env)?;
    let pairs = headers.lines().filter_map(|line| line.split_once(':'));
    let headers = Headers::new(pairs.map(|(name, value)| (name, value.trim())));
    hooks
        .rehearse(source, &headers, payload, &env)
        .map_err(|error| Failure::Arguments(error.to_string()))
}

fn no_source(hooks: &Hooks, name: &str) -> Failure {
    let names: Vec<&str> = hooks
        .sources()
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    let names = if names.is_empty() {
        "has none".to_owned()
    } else {
        format!("has `{}`", names.join("`, `"))
    };
    Failure::Arguments(format!(
        "there is no source `{name}`; the hooks.toml {names}"
    ))
}

/// Only what the hooks.toml names is seen by its templates, as in the Worker.
fn variables(hooks: &Hooks, env: &str) -> Result<Env, Failure> {
    let Ok(Value::Object(env)) = serde_json::from_str(env) else {
        let message = "expected `env` to be a JSON object of texts";
        return Err(Failure::Arguments(message.to_owned()));
    };
    match env.keys().find(|name| !hooks.env().contains(name)) {
        Some(name) => Err(Failure::Arguments(format!(
            "templates may not read `{name}`: the hooks.toml does not list it under `env`"
        ))),
        None => Ok(env),
    }
}

fn thrown(failure: &Failure) -> JsValue {
    let (message, problems) = match failure {
        Failure::Hooks(problems) => (problems.to_string(), Value::from(problems)),
        Failure::Arguments(message) => (message.clone(), json!([])),
    };
    json!({ "message": message, "problems": problems })
        .to_string()
        .into()
}
