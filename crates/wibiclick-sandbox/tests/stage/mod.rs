//! What the tests of the sandbox share.

use serde_json::Value;
use wibiclick::{
    action::Params,
    client::{Client, Config},
    transport::Native,
};
use wibiclick_sandbox::{API_KEY, Options, Sandbox};

pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

pub(crate) fn client(sandbox: &Sandbox) -> Client<Native> {
    client_with(sandbox, API_KEY)
}

pub(crate) fn client_with(sandbox: &Sandbox, key: &str) -> Client<Native> {
    let config = Config::new(Some(&sandbox.url()), Some(key)).unwrap();
    // A fault that happens once must be seen, and not be hidden by a second try.
    Client::new(config.with_retries(0), Native::new().unwrap())
}

#[allow(dead_code, reason = "not every file calls by id")]
pub(crate) fn params(value: Value) -> Params {
    match value {
        Value::Object(params) => params,
        _ => panic!("params are an object"),
    }
}
