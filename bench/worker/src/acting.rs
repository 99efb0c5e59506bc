//! From an event to the last of its calls: many people leave at once, each with two
//! websites to lose, and notes and activities to hand over.

use crate::{
    contender::{Contender, HOOKS, Scene, Who},
    event::{leaver, webhook},
    result::Measured,
    sending::send,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use wibiclick_tests::unique;

const ROUNDS: usize = 5;
const PEOPLE: usize = 40;
const WEBSITES: [&str; 2] = ["site_1", "site_2"];
/// The last call that an event leads to.
const LAST_CALL: &str = "/reassign-activities";

/// Ours and the peer, in turns.
pub(crate) async fn run() -> Result<Vec<Measured>> {
    let scene = Scene {
        name: "bench-acting",
        hooks: HOOKS.to_owned(),
        consumed: true,
    };
    let mut contenders = Vec::new();
    for who in [Who::Ours, Who::TypeScript] {
        contenders.push(Contender::start(who, &scene).await?);
    }
    for contender in &contenders {
        leave(contender).await?;
    }
    let mut speed = Measured::new("event to finished action: events/s", "events/s");
    let mut cpu = Measured::new("event to finished action: CPU per event", "µs");
    for round in 1..=ROUNDS {
        println!("  acting: round {round} of {ROUNDS}");
        for contender in &contenders {
            let before = contender.workerd.cpu()?;
            let took = leave(contender).await?;
            let used = contender.workerd.cpu()?.saturating_sub(before);
            #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
            let people = PEOPLE as f64;
            speed.add(contender.name, people / took.as_secs_f64());
            cpu.add(contender.name, used.as_secs_f64() * 1e6 / people);
        }
    }
    Ok(vec![speed, cpu])
}

/// Everybody leaves; how long after the first event the last call was made.
async fn leave(contender: &Contender) -> Result<Duration> {
    let mut webhooks = Vec::new();
    for _ in 0..PEOPLE {
        webhooks.push(webhook(leaver(&join(contender).await?, 300)?)?);
    }
    let wanted = contender.calls(LAST_CALL) + PEOPLE;
    let began = Instant::now();
    let until_finished = async {
        contender.until_called(LAST_CALL, wanted).await?;
        Ok(began.elapsed())
    };
    let (_, took) = tokio::try_join!(send(contender, webhooks), until_finished)?;
    Ok(took)
}

/// Somebody new has a place on every website; their address.
async fn join(contender: &Contender) -> Result<String> {
    let post = async |path: &str, body: Value| -> Result<Value> {
        let request = contender
            .client
            .post(format!("{}{path}", contender.sandbox.url()));
        let answer = request
            .bearer_auth(Contender::API_KEY)
            .json(&body)
            .send()
            .await?;
        Ok(answer.error_for_status()?.json().await?)
    };
    let email = format!("{}@example.com", unique());
    let user = json!({
        "firstName": "Robin", "lastName": "Leaver", "email": email,
        "password": "password-of-a-person", "passwordConfirm": "password-of-a-person",
    });
    let user = post("/register", user).await?;
    let id = user.get("id").context("an id of the new user")?;
    for website in WEBSITES {
        let seat = json!({ "userId": id, "websiteId": website });
        post("/connect-user-to-website", seat).await?;
    }
    Ok(email)
}
