//! What is wrong with a deployment is told at once, where it can be seen without a token
//! and by whoever watches the dashboard; and nothing is lost meanwhile.
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use anyhow::Result;
use serde_json::{Value, json};
use std::{fs, path::Path};
use wibiclick_tests::{Setup, Stage, Worker, unique};

const STANDARD: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const ALERT: &str = "whsec_dGVzdC1hbGVydC1zZWNyZXQtMDEyMzQ1Njc4OTA=";
const URL: &str = "https://ops.example.com/alerts";
const ALERTS: &str = "alerts are not set up right";
const HOOKS: &str = r#"
env = ["WEBSITE_ID"]

[[source]]
name = "standard"
kind = "standard-webhooks"
secret = ["STANDARD_WEBHOOK_SECRET"]

[[rule]]
name = "Look"
source = "standard"
on = "looked"

  [[rule.step]]
  action = "user.getMany"
  with = { websiteId = "{{ env.WEBSITE_ID }}" }
"#;

#[tokio::test]
async fn health_names_every_fault_of_the_settings_and_the_dashboard_has_the_same() -> Result<()> {
    let mut worker = start("health", HOOKS).await?;
    assert_eq!(faults(&worker, 200).await?, json!([]));
    for (variables, expected) in [
        (
            &[("WIBICLICK_API_KEY", "")][..],
            json!(["the WibiClick API is not set up; the log says why"]),
        ),
        (&[("ALERT_URL", URL), ("ALERT_SECRET", ALERT)], json!([])),
        (&[("ALERT_URL", URL)], json!([ALERTS])),
        (&[("ALERT_SECRET", ALERT)], json!([ALERTS])),
        (
            &[
                ("ALERT_URL", "http://ops.example.com/alerts"),
                ("ALERT_SECRET", ALERT),
            ],
            json!([ALERTS]),
        ),
        (
            &[("ALERT_URL", URL), ("ALERT_SECRET", "whsec_")],
            json!([ALERTS]),
        ),
        (
            &[
                ("ALERT_URL", URL),
                ("ALERT_SECRET", "not-base64-but-long-enough-0123"),
            ],
            json!([ALERTS]),
        ),
        (
            &[
                ("STANDARD_WEBHOOK_SECRET", "whsec_c2hvcnQ="),
                ("WEBSITE_ID", ""),
            ],
            json!([
                "a source has no usable secret; the log says which",
                "a name in hooks.toml's `env` has no value"
            ]),
        ),
    ] {
        worker.restart(|folder| set(folder, variables)).await?;
        let status = if expected == json!([]) { 200 } else { 503 };
        assert_eq!(faults(&worker, status).await?, expected, "{variables:?}");
        let overview = worker.admin("GET", "/admin/api/overview")?.send().await?;
        let overview: Value = overview.json().await?;
        assert_eq!(overview["faults"], expected, "{variables:?}");
        let alerts = expected == json!([]);
        assert_eq!(overview["alerts"], alerts, "{variables:?}");
    }
    worker.until_logged("a secret is too weak").await?;
    Ok(())
}

#[tokio::test]
async fn a_broken_hooks_toml_acknowledges_nothing_and_is_named_with_its_place() -> Result<()> {
    let mut worker = start("health-hooks", HOOKS).await?;
    assert_eq!(faults(&worker, 200).await?, json!([]));
    let broken = HOOKS.replace("user.getMany", "user.getMny");
    worker
        .restart(|folder| Ok(fs::write(folder.join("hooks.toml"), &broken)?))
        .await?;
    assert_eq!(
        faults(&worker, 503).await?,
        json!(["hooks.toml is not usable; the log says why"])
    );
    let send = async |worker: &Worker| {
        let (id, body) = (format!("msg_{}", unique()), br#"{"type":"looked"}"#);
        let sent = worker.send("standard", "standard-webhooks", Some(&id), body, STANDARD);
        anyhow::Ok(sent.await?.0)
    };
    assert_eq!(send(&worker).await?, 503, "it is to be sent again");
    worker.until_logged("user.getMny").await?;
    let listed = worker.admin("GET", "/admin/api/deliveries")?.send().await?;
    assert_eq!(listed.status(), 503);
    let listed: Value = listed.json().await?;
    assert!(
        listed["error"]
            .as_str()
            .unwrap_or_default()
            .contains("user.getMny"),
        "{listed}"
    );
    let overview = worker.admin("GET", "/admin/api/overview")?.send().await?;
    assert_eq!(overview.status(), 200, "the dashboard still opens");
    let overview: Value = overview.json().await?;
    assert_eq!(overview["status"], "failing");

    worker
        .restart(|folder| Ok(fs::write(folder.join("hooks.toml"), HOOKS)?))
        .await?;
    assert_eq!(faults(&worker, 200).await?, json!([]));
    assert_eq!(send(&worker).await?, 202);
    Ok(())
}

async fn start(name: &'static str, hooks: &str) -> Result<Worker> {
    let setup = Setup {
        name,
        hooks: hooks.to_owned(),
        variables: vec![
            ("WIBICLICK_BASE_URL", "http://127.0.0.1:9".to_owned()),
            ("WIBICLICK_API_KEY", Stage::API_KEY.to_owned()),
            ("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned()),
        ],
        ..Setup::default()
    };
    Worker::start(&setup).await
}

async fn faults(worker: &Worker, status: u16) -> Result<Value> {
    let answer = worker.request("GET", "/health")?.send().await?;
    assert_eq!(answer.status(), status);
    let health: Value = answer.json().await?;
    assert_eq!(
        health["status"],
        if status == 200 { "ok" } else { "failing" }
    );
    Ok(health["faults"].clone())
}

/// Sets these to something else than the Worker was started with, and all others to that.
fn set(folder: &Path, variables: &[(&str, &str)]) -> Result<()> {
    let file = folder.join(".dev.vars");
    let first = folder.join("first.vars");
    if !first.exists() {
        fs::copy(&file, &first)?;
    }
    let text = fs::read_to_string(&first)?;
    let kept = text.lines().filter(|line| {
        let name = line.split('=').next().unwrap_or_default();
        !variables.iter().any(|(known, _)| *known == name)
    });
    let mut lines: Vec<_> = kept.map(str::to_owned).collect();
    lines.extend(
        variables
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\"")),
    );
    Ok(fs::write(file, lines.join("\n") + "\n")?)
}
