//! Sending webhooks side by side, and what that costs.

use crate::{contender::Contender, event::Webhook};
use anyhow::{Context, Result, ensure};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

/// How many senders there are, each sending one after another.
const SENDERS: usize = 8;
/// What a Worker still does when the last sender has its answer.
const REST: Duration = Duration::from_millis(200);

/// What a number of requests cost.
#[derive(Debug)]
pub(crate) struct Cost {
    requests: usize,
    took: Duration,
    cpu: Duration,
    /// How long each answer took, in order.
    waits: Vec<Duration>,
}

impl Cost {
    /// How many were answered in a second.
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    pub(crate) fn per_second(&self) -> f64 {
        self.requests as f64 / self.took.as_secs_f64()
    }

    /// Of the Worker's process for each, in microseconds.
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    pub(crate) fn cpu_micros(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.requests as f64
    }

    /// Within how many milliseconds so many of a hundred were answered.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let at = self.waits.len().saturating_sub(1) * percent / 100;
        let wait = self.waits.get(at).copied().unwrap_or_default();
        wait.as_secs_f64() * 1e3
    }
}

/// Sends all of them. An answer other than 202 is an error: what is refused costs less.
pub(crate) async fn send(to: &Contender, webhooks: Vec<Webhook>) -> Result<Cost> {
    let requests = webhooks.len();
    let left = Arc::new(Mutex::new(webhooks));
    let url = format!("{}/hooks/standard", to.workerd.url());
    let (cpu, began) = (to.workerd.cpu()?, Instant::now());
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        let (left, url, client) = (left.clone(), url.clone(), to.client.clone());
        senders.spawn(async move {
            let mut waits = Vec::new();
            loop {
                let next = left.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(webhook) = next else {
                    return Ok(waits);
                };
                waits.push(send_one(&client, &url, webhook).await?);
            }
        });
    }
    let mut waits: Vec<Duration> = Vec::new();
    while let Some(sender) = senders.join_next().await {
        let sent: Result<_> = sender.context("a sender broke off")?;
        waits.extend(sent?);
    }
    let took = began.elapsed();
    sleep(REST).await;
    waits.sort_unstable();
    Ok(Cost {
        requests,
        took,
        cpu: to.workerd.cpu()?.saturating_sub(cpu),
        waits,
    })
}

async fn send_one(client: &reqwest::Client, url: &str, webhook: Webhook) -> Result<Duration> {
    let mut request = client.post(url).header("content-type", "application/json");
    for (name, value) in webhook.headers {
        request = request.header(name, value);
    }
    let began = Instant::now();
    let answer = request.body(webhook.body).send().await?;
    let (status, body) = (answer.status(), answer.text().await?);
    ensure!(status == 202, "expected 202, got {status}: {body}");
    Ok(began.elapsed())
}
