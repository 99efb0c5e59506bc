//! Nothing stored is forgotten: what the queue loses, the journal queues again.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::Result;
use serde_json::{Value, json};
use wibiclick_sandbox::{Effect, Fault, Options, Sandbox};
use wibiclick_tests::{Setup, Worker, payload};

const OKTA: &str = "test-okta-token-0123456789-0123456789";

#[tokio::test]
async fn a_delivery_survives_a_crash_that_loses_the_queue() -> Result<()> {
    let sandbox = Sandbox::start(Options::default()).await?;
    let mut worker = Worker::start(&Setup {
        name: "sweep",
        hooks: include_str!("../hooks.toml").to_owned(),
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Options::default().api_key),
            ("OKTA_HOOK_TOKEN", OKTA.to_owned()),
            ("SWEEP_AFTER_SECONDS", "2".to_owned()),
        ],
        ..Setup::default()
    })
    .await?;
    // The API does not answer, so the message is in the queue when the crash
    // comes; the local queue lives in memory, and forgets it.
    sandbox.fault(Fault {
        path: "/disconnect-user-from-website".to_owned(),
        times: 1,
        effect: Effect::Status(503),
        contains: None,
    });
    let event = payload("okta/user.lifecycle.deactivate.json")?;
    let (status, body) = worker.send("okta", "okta", None, &event, OKTA).await?;
    assert_eq!(status, 202);
    let id = body["deliveries"][0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    worker.until("okta", &id, "waiting").await?;

    worker.crash_and_restart().await?;

    let delivery = worker.until("okta", &id, "done").await?;
    assert_eq!(websites_of(&sandbox.state(), "user_1"), json!([]));
    assert_eq!(
        delivery["calls"][0]["attempt"], 1,
        "what was done before the crash is not repeated"
    );
    Ok(())
}

fn websites_of(state: &Value, user: &str) -> Value {
    let users = state["users"].as_array().expect("users");
    users
        .iter()
        .find(|one| one["id"] == user)
        .expect("the user")["websites"]
        .clone()
}
