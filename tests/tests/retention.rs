//! What is about a person goes first, and the record that something happened later, as
//! hooks.toml's `retention` says; what is still under way goes never.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use wibiclick_sandbox::{Options, Sandbox};
use wibiclick_tests::{FAULTY, Setup, Worker, now, unique};

const SECRET: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const DAY: i64 = 86_400_000;

#[tokio::test]
async fn persons_go_first_and_what_happened_later() -> Result<()> {
    let sandbox = Sandbox::start(Options::default()).await?;
    // Thirty days for all, fourteen for what is personal.
    let worker = Worker::start(&Setup {
        name: "retention",
        hooks: include_str!("../hooks-life.toml").to_owned(),
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Options::default().api_key),
            ("STANDARD_WEBHOOK_SECRET", SECRET.to_owned()),
        ],
        entry: Some(FAULTY),
        ..Setup::default()
    })
    .await?;
    let gone = send(&worker, "person.left", 0).await?;
    worker.until("people", &gone, "done").await?;
    let in_two_months = now()?.unix_millis() + 60 * DAY;
    let announced = send(&worker, "person.leaving", in_two_months).await?;
    worker.until("people", &announced, "waiting").await?;

    days_later(&worker, 13).await?;
    assert_eq!(show(&worker, &gone).await?["subject"]["name"], "Jo Person");

    days_later(&worker, 15).await?;
    let erased = until(&worker, &gone, |it| it["event"].is_null()).await?;
    assert_eq!(erased["status"], "done");
    assert_eq!(erased["type"], "person.left");
    assert_eq!(erased["plan"], Value::Null);
    assert_eq!(erased["subject"], Value::Null);
    let call = &erased["calls"][0];
    assert_eq!(call["action"], "user.disconnectFromWebsite");
    for personal in ["params", "kept", "message"] {
        assert_eq!(call[personal], Value::Null, "{personal}");
    }
    let path = format!("/admin/api/deliveries/people/{gone}/replay");
    let replay = worker.admin("POST", &path)?.json(&json!({})).send().await?;
    assert_eq!(replay.status(), 409);
    let again = send_as(&worker, &gone_id(), "person.left", 0).await?;
    assert_eq!(again.1, "duplicate", "what happened is still known");
    let waiting = show(&worker, &announced).await?;
    assert_eq!(waiting["event"]["subject"]["name"], "Jo Person");

    days_later(&worker, 31).await?;
    let path = format!("/admin/api/deliveries/people/{gone}");
    let mut status = 200;
    for _ in 0..200 {
        status = worker.admin("GET", &path)?.send().await?.status().as_u16();
        if status == 404 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(status, 404, "it is kept for thirty days");
    assert_eq!(show(&worker, &announced).await?["status"], "waiting");
    let counted = worker.admin("GET", "/admin/api/statistics?hours=2000")?;
    let counted: Value = counted.send().await?.json().await?;
    let hours = counted["hours"].as_array().context("hours")?;
    let done: i64 = hours.iter().filter_map(|hour| hour["done"].as_i64()).sum();
    assert_eq!(done, 1, "counts are about nobody, and stay");

    // The day comes, long after everything else about it is gone.
    days_later(&worker, 61).await?;
    worker.until("people", &announced, "done").await?;
    days_later(&worker, 62).await?;
    let kept = show(&worker, &announced).await?;
    assert_eq!(
        kept["event"]["subject"]["name"], "Jo Person",
        "days count from the end"
    );
    Ok(())
}

fn gone_id() -> String {
    "msg_gone".to_owned()
}

/// The clock goes on, and something comes in, which wakes the journal.
async fn days_later(worker: &Worker, days: i64) -> Result<()> {
    worker.set_faults(&json!({ "clockMs": days * DAY })).await?;
    let event = json!({ "type": "nothing.wanted", "data": {} });
    let time = wibiclick_hooks::Timestamp::from_unix_millis(now()?.unix_millis() + days * DAY);
    let (id, body) = (format!("msg_{}", unique()), serde_json::to_vec(&event)?);
    let webhook = webhook(&id, &body);
    let response = worker.post_at(&webhook, time.context("a time")?).await?;
    ensure!(response.status() == 200, "{}", response.text().await?);
    Ok(())
}

fn webhook<'a>(id: &'a str, body: &'a [u8]) -> wibiclick_tests::Webhook<'a> {
    wibiclick_tests::Webhook {
        source: "people",
        kind: "standard-webhooks",
        id: Some(id),
        body,
        secret: SECRET,
        headers: &[("content-type", "application/json")],
    }
}

async fn send(worker: &Worker, kind: &str, effective: i64) -> Result<String> {
    let id = match kind {
        "person.left" => gone_id(),
        _ => format!("msg_{}", unique()),
    };
    Ok(send_as(worker, &id, kind, effective).await?.0)
}

async fn send_as(
    worker: &Worker,
    id: &str,
    kind: &str,
    effective: i64,
) -> Result<(String, String)> {
    let at = wibiclick_hooks::Timestamp::from_unix_millis(effective).context("a time")?;
    let event = json!({
        "type": kind,
        "data": {
            "id": format!("of {kind}"), "name": "Jo Person", "email": format!("{kind}@example.com"),
            "effectiveAt": at.to_string(),
        },
    });
    let body = serde_json::to_vec(&event)?;
    // Signed at the time that the Worker has.
    let faults = worker.request("GET", "/__faults")?.send().await?;
    let faults: Value = faults.json().await?;
    let shift = faults["clockMs"].as_i64().unwrap_or(0);
    let time = wibiclick_hooks::Timestamp::from_unix_millis(now()?.unix_millis() + shift);
    let response = worker
        .post_at(&webhook(id, &body), time.context("a time")?)
        .await?;
    let answer: Value = response.error_for_status()?.json().await?;
    let part = |name: &str| answer["deliveries"][0][name].as_str().map(str::to_owned);
    Ok((
        part("id").context("a delivery")?,
        part("status").unwrap_or_default(),
    ))
}

async fn show(worker: &Worker, id: &str) -> Result<Value> {
    worker.delivery("people", id).await
}

async fn until(worker: &Worker, id: &str, is: impl Fn(&Value) -> bool) -> Result<Value> {
    for _ in 0..200 {
        let delivery = show(worker, id).await?;
        if is(&delivery) {
            return Ok(delivery);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("not in ten seconds: {:#}", show(worker, id).await?)
}
