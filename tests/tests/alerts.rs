//! Whoever is to know hears of what died and of what is held: signed, again until it was
//! heard, and with nothing about a person.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result, ensure};
use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::post};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, time::sleep};
use wibiclick_hooks::{Headers, Received, Request, Secrets, kind};
use wibiclick_sandbox::{Effect, Fault, Options, Sandbox};
use wibiclick_tests::{Setup, Worker, now, unique};

const SECRET: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const ALERT_SECRET: &str = "whsec_dGVzdC1hbGVydC1zZWNyZXQtMDEyMzQ1Njc4OTAx";

#[tokio::test]
async fn somebody_hears_of_what_died_and_of_what_is_held() -> Result<()> {
    let listener = Listener::start().await?;
    let sandbox = Sandbox::start(Options::default()).await?;
    let worker = Worker::start(&Setup {
        name: "alerts",
        hooks: include_str!("../hooks-life.toml").replace("brake = 2", "brake = 1"),
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Options::default().api_key),
            ("STANDARD_WEBHOOK_SECRET", SECRET.to_owned()),
            ("ALERT_URL", listener.url.clone()),
            ("ALERT_SECRET", ALERT_SECRET.to_owned()),
        ],
        ..Setup::default()
    })
    .await?;
    sandbox.fault(Fault {
        path: "/disconnect-user-from-website".to_owned(),
        times: 1,
        effect: Effect::Status(403),
        contains: None,
    });
    let dead = send(&worker, "person.left").await?;
    worker.until("people", &dead, "dead").await?;
    // Whoever is told does not hear it the first time.
    let first = listener.next().await?;
    assert_eq!(told(&first)?, [(dead.clone(), "dead".to_owned())]);
    let passes = send(&worker, "person.suspended").await?;
    worker.until("people", &passes, "done").await?;
    let held = send(&worker, "person.suspended").await?;
    let second = listener.next().await?;
    let expected = [(dead, "dead".to_owned()), (held, "held".to_owned())];
    assert_eq!(told(&second)?, expected);
    assert_ne!(first.0["webhook-id"], second.0["webhook-id"]);
    // What was heard is not told again.
    let third = send(&worker, "person.suspended").await?;
    assert_eq!(told(&listener.next().await?)?, [(third, "held".to_owned())]);
    Ok(())
}

/// What an alert tells, once it is shown that it is genuine.
fn told((headers, body): &(HeaderMap, Bytes)) -> Result<Vec<(String, String)>> {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()));
    let received = kind("standard-webhooks").context("the kind")?.receive(
        &Request {
            method: "POST",
            url: "http://127.0.0.1/alert",
            headers: &Headers::new(pairs),
            body,
        },
        &Secrets::new([ALERT_SECRET.to_owned()])?,
        now()?,
        None,
    )?;
    let Received::Events { events, .. } = received else {
        anyhow::bail!("no event");
    };
    ensure!(events[0].kind == "deliveries.need_attention");
    let text = String::from_utf8_lossy(body);
    ensure!(!text.contains("@example.com"), "somebody is in {text}");
    let data = &events[0].data["data"];
    ensure!(data["source"] == "people", "{data}");
    let deliveries = data["deliveries"].as_array().context("deliveries")?;
    let text = |one: &Value, name| one[name].as_str().unwrap_or_default().to_owned();
    Ok(deliveries
        .iter()
        .map(|one| (text(one, "id"), text(one, "status")))
        .collect())
}

async fn send(worker: &Worker, kind: &str) -> Result<String> {
    let person = unique();
    let event = json!({
        "type": kind,
        "timestamp": "2026-11-01T10:00:00Z",
        "data": { "id": person, "email": format!("{person}@example.com") },
    });
    let (id, body) = (format!("msg_{}", unique()), serde_json::to_vec(&event)?);
    let (_, answer) = worker
        .send("people", "standard-webhooks", Some(&id), &body, SECRET)
        .await?;
    let id = answer["deliveries"][0]["id"].as_str();
    id.map(str::to_owned).context("a delivery")
}

type Told = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// Who is told; hears nothing the first time.
struct Listener {
    url: String,
    told: Told,
}

impl Listener {
    async fn start() -> Result<Self> {
        let told = Told::default();
        let heard = Arc::clone(&told);
        let deaf = Arc::new(AtomicBool::new(true));
        let answer = move |headers: HeaderMap, body: Bytes| {
            let mut told = heard.lock().unwrap_or_else(PoisonError::into_inner);
            told.push((headers, body));
            let status = if deaf.swap(false, Ordering::Relaxed) {
                StatusCode::INTERNAL_SERVER_ERROR
            } else {
                StatusCode::NO_CONTENT
            };
            std::future::ready(status)
        };
        let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}/alert", socket.local_addr()?);
        let router = Router::new().route("/alert", post(answer));
        tokio::spawn(async move { axum::serve(socket, router).await });
        Ok(Self { url, told })
    }

    async fn next(&self) -> Result<(HeaderMap, Bytes)> {
        for _ in 0..600 {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if !told.is_empty() {
                return Ok(told.remove(0));
            }
            drop(told);
            sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("nobody was told in half a minute")
    }
}
