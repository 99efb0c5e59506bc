//! A long line: many events about one person, of which the first has to wait, and all others
//! for it; beside as many events about as many people.

use crate::{
    contender::{Contender, Scene, Who},
    event::{Webhook, webhook},
    result::Measured,
    sending::send,
};
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;
use wibiclick_sandbox::{Effect, Fault};
use wibiclick_tests::{now, unique};

const ROUNDS: usize = 3;
const EVENTS: usize = 1_000;
const WARM_UP: usize = 300;
/// Something that comes often about one and the same.
const HOOKS: &str = r#"
[[source]]
name = "standard"
kind = "standard-webhooks"
secret = ["STANDARD_WEBHOOK_SECRET"]

[[rule]]
name = "Somebody is looked for"
source = "standard"
on = "person.changed"

  [[rule.step]]
  action = "user.getMany"
  with = { websiteId = "site_1" }
  pick = "reply.total"
"#;
const ONLY_CALL: &str = "/users";
/// How long the first waits, in seconds: until all have come in.
const WAIT: u32 = 10;

const LINES: &[(&str, &str, bool)] = &[
    ("one person", "bench-waiting-one", true),
    ("1,000 people", "bench-waiting-many", false),
];

/// Both, in turns.
pub(crate) async fn run() -> Result<Vec<Measured>> {
    let mut contenders = Vec::new();
    for (name, folder, is_one) in LINES {
        let scene = Scene {
            name: folder,
            hooks: HOOKS.to_owned(),
            consumed: true,
        };
        let contender = Contender::start(Who::Ours, &scene).await?;
        finish(&contender, webhooks(WARM_UP, false)?, WARM_UP).await?;
        contenders.push((*name, contender, *is_one));
    }
    let what = "1,000 events about one person, all waiting for the first, against 1,000 people";
    let mut cpu = Measured::new(format!("{what}: CPU per event"), "µs");
    for round in 1..=ROUNDS {
        println!("  waiting: round {round} of {ROUNDS}");
        for (name, contender, is_one) in &contenders {
            contender.sandbox.fault(Fault {
                path: ONLY_CALL.to_owned(),
                times: 1,
                effect: Effect::RetryAfter {
                    status: 503,
                    seconds: WAIT,
                },
                contains: None,
            });
            let before = contender.workerd.cpu()?;
            let sent = finish(contender, webhooks(EVENTS, *is_one)?, EVENTS + 1).await?;
            ensure!(
                sent.as_secs() < WAIT.into(),
                "expected all to be sent while the first waits, {WAIT} s, took {sent:?}"
            );
            let used = contender.workerd.cpu()?.saturating_sub(before);
            #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
            cpu.add(name, used.as_secs_f64() * 1e6 / EVENTS as f64);
        }
    }
    Ok(vec![cpu])
}

/// So many people change, or one so many times.
fn webhooks(count: usize, is_one: bool) -> Result<Vec<Webhook>> {
    let one = unique();
    let change = |_| -> Result<Webhook> {
        let id = if is_one { one.clone() } else { unique() };
        let email = format!("{id}@example.com");
        let event = json!({
            "type": "person.changed",
            "timestamp": now()?.to_string(),
            "data": { "id": id, "email": email },
        });
        webhook(serde_json::to_vec(&event)?)
    };
    (0..count).map(change).collect()
}

/// Sends them, and waits until so many more calls have been made; how long sending took.
async fn finish(contender: &Contender, webhooks: Vec<Webhook>, calls: usize) -> Result<Duration> {
    let wanted = contender.calls(ONLY_CALL) + calls;
    let began = Instant::now();
    send(contender, webhooks).await?;
    let took = began.elapsed();
    contender.until_called(ONLY_CALL, wanted).await?;
    Ok(took)
}
