//! What this deployment is set to: hooks.toml, secrets and variables.
//!
//! Everything is read from the environment, per request; only the compiled
//! hooks.toml is kept, since its text cannot change while an isolate lives.

use std::{cell::OnceCell, rc::Rc};
use wibiclick::client::Config;
use wibiclick_hooks::{Secrets, standard_signature};
use wibiclick_rules::{Env as Variables, Hooks, Source};
use worker::Env;

/// Where the client's requests go unless `WIBICLICK_BASE_URL` says otherwise is
/// the client's own default: production.
const BASE_URL: &str = "WIBICLICK_BASE_URL";
const API_KEY: &str = "WIBICLICK_API_KEY";
const ADMIN_TOKEN: &str = "ADMIN_TOKEN";
const ALERT_URL: &str = "ALERT_URL";
const ALERT_SECRET: &str = "ALERT_SECRET";
const SWEEP_AFTER_SECONDS: &str = "SWEEP_AFTER_SECONDS";
/// Put there by mount.ts.
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
                    .ok_or("the deployment has no hooks.toml: deploy worker/entry.ts")?;
                Hooks::parse(&text)
                    .map(Rc::new)
                    .map_err(|problems| problems.to_string().into())
            })
            .clone()
    })
}

/// The text of hooks.toml, as it was deployed.
pub(crate) fn hooks_text(env: &Env) -> String {
    read(env, HOOKS_TOML).unwrap_or_default()
}

/// Why a source cannot verify anything.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoSecret {
    #[error("no secret is set: run `npx wrangler secret put {name}`", name = .0.join("` or `"))]
    Missing(Vec<String>),
    #[error("a secret is too weak: {0}")]
    Weak(String),
}

/// Which of a source's secrets are set.
pub(crate) fn is_set(env: &Env, name: &str) -> bool {
    read(env, name).is_some()
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

/// How long a secret of our own must be, in bytes: too long to be guessed, and no
/// password.
const STRONG_BYTES: usize = 24;

/// The token that opens the admin API; without a strong one there is none.
pub(crate) fn admin_token(env: &Env) -> Option<String> {
    read(env, ADMIN_TOKEN).filter(|token| !is_weak(token))
}

/// Whether there is a token that opens nothing.
pub(crate) fn admin_token_is_weak(env: &Env) -> bool {
    read(env, ADMIN_TOKEN).is_some_and(|token| is_weak(&token))
}

/// Short, or the same few letters over and over.
fn is_weak(secret: &str) -> bool {
    let mut different: Vec<u8> = Vec::new();
    for byte in secret.bytes() {
        if !different.contains(&byte) {
            different.push(byte);
        }
    }
    secret.len() < STRONG_BYTES || different.len() < 8
}

/// Who is told of what died or is held, and the strong secret that this is signed with.
pub(crate) fn alert(env: &Env) -> Option<(String, String)> {
    let url = read(env, ALERT_URL)?;
    // As the API's address, but for the query, which it may have.
    let address = url.split('?').next();
    let allowed = Config::new(address, None).is_ok();
    let secret = read(env, ALERT_SECRET).filter(|secret| allowed && !is_weak(secret))?;
    standard_signature(&secret, "", 0, "").map(|_| (url, secret))
}

/// Whether an alert is set up by half, to an address on the way to which anybody could
/// read, or with a secret that nothing can be signed with.
pub(crate) fn alert_is_broken(env: &Env) -> bool {
    alert(env).is_none() && (is_set(env, ALERT_URL) || is_set(env, ALERT_SECRET))
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
