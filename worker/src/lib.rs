//! The Cloudflare Worker: webhook in, WibiClick actions out.
//!
//! `receive` stores and acknowledges, `dispatch` carries out, `journal` is what
//! both rely on. `settings` is all they know of the deployment.

mod admin;
mod alert;
mod answer;
mod backoff;
mod clock;
mod delivery;
mod dispatch;
mod health;
mod journal;
mod json;
mod log;
mod metrics;
mod provision;
mod queue;
mod random;
mod rate;
mod receive;
mod settings;

use receive::Door;
use serde_json::Value;
use worker::{Context, Env, MessageBatch, Method, Request, Response, Result, event};

/// Half the size of the one that Rust brings, with as little memory in use
/// after long lists and large files.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Every request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    let url = request.inner().url();
    let segments: Vec<&str> = path(&url).split('/').skip(1).collect();
    let (door, source) = match segments.as_slice() {
        ["hooks", source] => (Door::Hooks, source),
        ["scim", "v2", source, ..] => (Door::Scim, source),
        ["health"] if matches!(request.method(), Method::Get | Method::Head) => {
            return health::health(&env).await;
        }
        ["admin", rest @ ..] => return admin::admin(request, &env, rest).await,
        _ => return answer::error(404, "no such place"),
    };
    receive::receive(request, &url, &env, door, source)
        .await
        .into_response(door)
}

/// Every batch of the queue, and of the dead-letter queue.
#[event(queue)]
async fn queue(batch: MessageBatch<Value>, env: Env, _context: Context) -> Result<()> {
    if batch.queue().ends_with("-dead") {
        dispatch::bury(&batch, &env).await;
    } else {
        dispatch::dispatch(&batch, &env).await;
    }
    Ok(())
}

/// The path of an absolute URL, which the platform has parsed already; reading
/// it with the `url` crate would link that crate's Unicode tables.
fn path(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .map_or("/", |slash| after_scheme.split_at(slash).1);
    path.split(['?', '#']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn the_path_is_what_stands_between_authority_and_query() {
        assert_eq!(path("https://a.example/hooks/okta?x=/y#z"), "/hooks/okta");
        assert_eq!(path("http://127.0.0.1:8787/"), "/");
        assert_eq!(path("http://a.example"), "/");
    }
}
