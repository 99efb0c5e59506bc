//! What it costs to have many rules: the same events, of which always one rule is on.

use crate::{
    contender::{Contender, HOOKS, Scene, Who},
    receive::webhooks,
    result::Measured,
    sending::send,
};
use anyhow::Result;
use std::fmt::Write as _;

const ROUNDS: usize = 5;
const REQUESTS: usize = 200;
const WARM_UP: usize = 300;

/// The most come first: they are what is compared with the others.
const RULES: &[(&str, &str, usize)] = &[
    ("1,000 rules", "bench-rules-1000", 1_000),
    ("1 rule", "bench-rules-1", 1),
    ("10 rules", "bench-rules-10", 10),
    ("100 rules", "bench-rules-100", 100),
];

/// All of them, in turns.
pub(crate) async fn run() -> Result<Vec<Measured>> {
    let mut contenders = Vec::new();
    for (name, folder, count) in RULES {
        let scene = Scene {
            name: folder,
            hooks: with_rules(*count)?,
            consumed: false,
        };
        let contender = Contender::start(Who::Ours, &scene).await?;
        send(&contender, webhooks(300, WARM_UP)?).await?;
        contenders.push((*name, contender));
    }
    let mut cpu = Measured::new("receive with 1,000 rules against 1: CPU per request", "µs");
    let mut wait = Measured::new("receive with 1,000 rules against 1: p50", "ms");
    for round in 1..=ROUNDS {
        println!("  matching: round {round} of {ROUNDS}");
        for (name, contender) in &contenders {
            let cost = send(contender, webhooks(300, REQUESTS)?).await?;
            cpu.add(name, cost.cpu_micros());
            wait.add(name, cost.percentile(50));
        }
    }
    Ok(vec![cpu, wait])
}

/// The rule of everybody, and as many of the same source on other events as are missing.
fn with_rules(count: usize) -> Result<String> {
    let mut hooks = HOOKS.to_owned();
    for number in 1..count {
        write!(
            hooks,
            "\n[[rule]]\nname = \"Other {number}\"\nsource = \"standard\"\non = \"other.{number}\"\n\
             when = \"event.subject.email is endingwith '@{number}.example'\"\n\n\
             [[rule.step]]\naction = \"user.getMany\"\nwith = {{ websiteId = \"site_1\" }}\n"
        )?;
    }
    Ok(hooks)
}
