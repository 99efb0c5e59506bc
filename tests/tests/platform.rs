//! What the Worker leaves to the platform, and what it makes of what comes back: messages
//! that the queue gives up, and counters.
#![allow(clippy::indexing_slicing, reason = "JSON that is not there is null")]

use anyhow::{Context, Result};
use serde_json::{Value, json};
use wibiclick_sandbox::{Options, Sandbox};
use wibiclick_tests::{FAULTY, Setup, Worker, unique};

const SECRET: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";

#[tokio::test]
async fn what_the_queue_gives_up_is_dead_and_what_comes_of_events_is_counted() -> Result<()> {
    let sandbox = Sandbox::start(Options::default()).await?;
    let worker = Worker::start(&Setup {
        name: "platform",
        hooks: include_str!("../hooks-life.toml").to_owned(),
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Options::default().api_key),
            ("STANDARD_WEBHOOK_SECRET", SECRET.to_owned()),
        ],
        entry: Some(FAULTY),
        max_retries: Some(0),
        ..Setup::default()
    })
    .await?;
    // The attempt cannot begin, so its message comes to the dead-letter queue.
    let refused = json!({ "journal": { "refuse": 1, "to": "Begin" } });
    worker.set_faults(&refused).await?;
    let (_, given_up) = send(&worker, "person.left", SECRET).await?;
    let dead = worker.until("people", &given_up, "dead").await?;
    assert_eq!(dead["reason"], "the queue gave the delivery up");
    assert!(sandbox.requests().is_empty());
    worker.replay("people", &given_up).await?;
    worker.until("people", &given_up, "done").await?;

    assert_eq!(send(&worker, "nobody.wants.it", SECRET).await?.0, 200);
    let wrong = "whsec_bm90LXRoZS1zZWNyZXQtMDEyMzQ1Njc4OTAxMjM0NTY=";
    assert_eq!(send(&worker, "person.left", wrong).await?.0, 401);
    let points = worker.request("GET", "/__points")?.send().await?;
    let points: Vec<Value> = points.json().await?;
    for outcome in ["accepted", "ignored", "refused", "done"] {
        let counted = points.iter().filter(|point| point["blobs"][1] == outcome);
        let counted: Vec<_> = counted.collect();
        assert_eq!(counted.len(), 1, "{outcome}: {points:?}");
        let expected = json!({
            "blobs": ["people", outcome], "doubles": [1], "indexes": ["people"],
        });
        assert_eq!(*counted[0], expected);
    }
    Ok(())
}

/// The answer's status, and the delivery if there is one.
async fn send(worker: &Worker, kind: &str, secret: &str) -> Result<(u16, String)> {
    let event = json!({ "type": kind, "data": { "id": unique() } });
    let (id, body) = (format!("msg_{}", unique()), serde_json::to_vec(&event)?);
    let sent = worker.send("people", "standard-webhooks", Some(&id), &body, secret);
    let (status, answer) = sent.await.context("no answer")?;
    let delivery = answer["deliveries"][0]["id"].as_str();
    Ok((status, delivery.unwrap_or_default().to_owned()))
}
