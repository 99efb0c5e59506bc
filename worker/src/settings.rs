//! What this deployment is set to: hooks.toml, secrets and variables.
//!
//! Everything is read from the environment, per request; only the compiled
//! hooks.toml is kept, since its text cannot change while an isolate lives.

use std::{cell::OnceCell, rc::Rc};
use wibiclick::client::Config;
use wibiclick_hooks::Secrets;
use wibiclick_rules::{Env as Variables, Hooks, Source};
use worker::Env;

/// Where the client's requests go unless `WIBICLICK_BASE_URL` says otherwise is
/// the client's own default: production.
const BASE_URL: &str = "WIBICLICK_BASE_URL";
const API_KEY: &str = "WIBICLICK_API_KEY";
const ADMIN_TOKEN: &str = "ADMIN_TOKEN";
const SWEEP_AFTER_SECONDS: &str = "SWEEP_AFTER_SECONDS";
/// Put there by entry.js.
const HOOKS_TOML: &str = "HOOKS_TOML";

thread_local! {
    static HOOKS: OnceCell<Result<Rc<Hooks>, Rc<str>>> = const { OnceCell::new() };
}

/// The compiled hooks.toml; the error lists all that is wrong with it.
pub(crate) fn hooks(env: &Env) -> Result<Rc<Hooks>, Rc<str>> {
    HOOKS.with(|hooks| {
        hooks
            .get_or_init(|| {
                let text = read(env, HOOKS_TOML)
                    .ok_or("the deployment has no hooks.toml: deploy worker/entry.js")?;
                Hooks::parse(&text)
                    .map(Rc::new)
                    .map_err(|problems| problems.to_string().into())
            })
            .clone()
    })
}

/// Why a source cannot verify anything.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoSecret {
    #[error("no secret is set: run `npx wrangler secret put {name}`", name = .0.join("` or `"))]
    Missing(Vec<String>),
    #[error("a secret is too weak: {0}")]
    Weak(String),
}

/// The secrets of a source. Those not set are passed over while another is,
/// as happens while rotating.
pub(crate) fn secrets(env: &Env, source: &Source) -> Result<Secrets, NoSecret> {
    let set = source.secret.iter().filter_map(|name| read(env, name));
    let secrets = Secrets::new(set).map_err(|_| NoSecret::Missing(source.secret.clone()))?;
    match source.kind.weakness(&secrets) {
        Some(weakness) => Err(NoSecret::Weak(weakness.to_string())),
        None => Ok(secrets),
    }
}

/// What the templates of rules may read.
pub(crate) fn variables(env: &Env, hooks: &Hooks) -> Variables {
    let mut variables = Variables::new();
    for name in hooks.env() {
        if let Some(value) = read(env, name) {
            variables.insert(name.clone(), value.into());
        }
    }
    variables
}

/// How to reach the API.
pub(crate) fn client(env: &Env) -> Result<Config, String> {
    let key = read(env, API_KEY)
        .ok_or_else(|| format!("{API_KEY} is not set: run `npx wrangler secret put {API_KEY}`"))?;
    // A delivery is tried again by the queue, which waits without costing anything.
    Config::new(read(env, BASE_URL).as_deref(), Some(&key))
        .map(|config| config.with_retries(0))
        .map_err(|error| error.to_string())
}

/// The token that opens the admin API; without it there is none.
pub(crate) fn admin_token(env: &Env) -> Option<String> {
    read(env, ADMIN_TOKEN)
}

/// How long the queue may keep a delivery before the journal's sweep takes it
/// for lost and queues it again, in milliseconds. Ten minutes, unless set.
pub(crate) fn sweep_after(env: &Env) -> i64 {
    let set = read(env, SWEEP_AFTER_SECONDS).and_then(|seconds| seconds.parse().ok());
    set.filter(|&seconds| seconds > 0)
        .unwrap_or(600_i64)
        .saturating_mul(1_000)
}

/// A secret or variable; empty is as good as absent.
fn read(env: &Env, name: &str) -> Option<String> {
    let value = env.var(name).ok()?.to_string();
    (!value.trim().is_empty()).then_some(value)
}
