//! The receive path: from a signed webhook to stored, queued and answered. Nobody takes
//! what is queued, so nothing else is in what is measured.

use crate::{
    contender::{Contender, HOOKS, Scene, Who},
    event::{Webhook, leaver, webhook},
    result::Measured,
    sending::{Cost, send},
};
use anyhow::Result;

/// How large bodies are, and how many are sent to each contender in a round.
const BODIES: &[(&str, usize, usize)] = &[
    ("300 B", 300, 800),
    ("1 KB", 1_024, 800),
    ("8 KB", 8_192, 800),
    ("100 KB", 102_400, 200),
];
const ROUNDS: usize = 15;
/// How many are sent to each before anything is measured: fewer, and what is measured is
/// how the engine compiles.
const WARM_UP: usize = 4_000;

/// What is measured of each round: what, its unit, and how it follows from the cost.
type Measure = (&'static str, &'static str, fn(&Cost) -> f64);

const MEASURES: &[Measure] = &[
    ("requests/s", "requests/s", Cost::per_second),
    ("p50", "ms", |cost| cost.percentile(50)),
    ("p99", "ms", |cost| cost.percentile(99)),
    ("CPU per request", "µs", Cost::cpu_micros),
];

/// Ours, the peer and the limit, in turns.
pub(crate) async fn run() -> Result<Vec<Measured>> {
    let scene = Scene {
        name: "bench-receive",
        hooks: HOOKS.to_owned(),
        consumed: false,
    };
    let mut contenders = Vec::new();
    for who in [Who::Ours, Who::TypeScript, Who::Bare] {
        contenders.push(Contender::start(who, &scene).await?);
    }
    for contender in &contenders {
        send(contender, webhooks(300, WARM_UP)?).await?;
    }
    let mut results = Vec::new();
    for (size, bytes, count) in BODIES {
        let mut measured: Vec<Measured> = MEASURES
            .iter()
            .map(|(what, unit, _)| Measured::new(format!("receive, {size}: {what}"), unit))
            .collect();
        for round in 1..=ROUNDS {
            println!("  receive: {size}, round {round} of {ROUNDS}");
            for contender in &contenders {
                let cost = send(contender, webhooks(*bytes, *count)?).await?;
                for (measured, (_, _, of)) in measured.iter_mut().zip(MEASURES) {
                    measured.add(contender.name, of(&cost));
                }
            }
        }
        results.extend(measured);
    }
    let mut memory = Measured::new("receive: peak memory of workerd", "MB");
    for contender in &contenders {
        memory.add(contender.name, contender.workerd.peak_megabytes()?);
    }
    results.push(memory);
    Ok(results)
}

/// So many people leave.
pub(crate) fn webhooks(bytes: usize, count: usize) -> Result<Vec<Webhook>> {
    let email = |_| format!("{}@example.com", wibiclick_tests::unique());
    let bodies = (0..count).map(email).map(|email| leaver(&email, bytes));
    bodies.map(|body| webhook(body?)).collect()
}
