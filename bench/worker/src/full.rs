//! What it costs to have many deliveries in the journal: to receive one more, to list
//! the newest, and to look at the overview.

use crate::{
    contender::{Contender, HOOKS, Scene, Who},
    receive::webhooks,
    result::Measured,
    sending::send,
};
use anyhow::{Context, Result, ensure};
use std::process::Command;
use tokio::time::Instant;
use wibiclick_tests::{Worker, root};

const ROUNDS: usize = 5;
const REQUESTS: usize = 150;
/// How often people look in a round.
const LOOKS: u32 = 10;

/// The fullest come first: they are what is compared with the others.
const JOURNALS: &[(&str, &str, usize)] = &[
    ("1,000,000 deliveries", "bench-journal-1000000", 1_000_000),
    ("10 deliveries", "bench-journal-10", 10),
    ("10,000 deliveries", "bench-journal-10000", 10_000),
];

/// What people look at.
const PAGES: &[(&str, &str)] = &[
    ("list of 100", "/admin/api/deliveries?limit=100"),
    ("overview", "/admin/api/overview"),
];

/// All of them, in turns.
pub(crate) async fn run() -> Result<Vec<Measured>> {
    let mut contenders = Vec::new();
    for (name, folder, count) in JOURNALS {
        println!("  journal: {name} are put there");
        let scene = Scene {
            name: folder,
            hooks: HOOKS.to_owned(),
            consumed: false,
        };
        let mut contender = Contender::start(Who::Ours, &scene).await?;
        send(&contender, webhooks(300, 1)?).await?;
        fill(&mut contender, *count).await?;
        send(&contender, webhooks(300, REQUESTS)?).await?;
        contenders.push((*name, contender));
    }
    let of = |what: &str| format!("a journal of 1,000,000 deliveries against 10: {what}");
    let mut cpu = Measured::new(of("CPU per received request"), "µs");
    let mut wait = Measured::new(of("receive, p50"), "ms");
    let mut pages: Vec<Measured> = PAGES
        .iter()
        .map(|(what, _)| Measured::new(of(what), "ms"))
        .collect();
    for round in 1..=ROUNDS {
        println!("  journal: round {round} of {ROUNDS}");
        for (name, contender) in &contenders {
            let cost = send(contender, webhooks(300, REQUESTS)?).await?;
            cpu.add(name, cost.cpu_micros());
            wait.add(name, cost.percentile(50));
            for (measured, (_, path)) in pages.iter_mut().zip(PAGES) {
                measured.add(name, look(contender, path).await?);
            }
        }
    }
    Ok([vec![cpu, wait], pages].concat())
}

/// Puts so many deliveries into its journal.
async fn fill(contender: &mut Contender, count: usize) -> Result<()> {
    let node = root().join("node_modules/.bin/node");
    let program = root().join("bench/worker/fill.mjs");
    contender
        .restart(|folder| {
            let journals = folder.join(".wrangler/state/v3/do/wibiclick-Journal");
            let status = Command::new(node)
                .arg(program)
                .arg(journals)
                .arg(count.to_string())
                .status()
                .context("cannot start node: run `cargo xtask setup`")?;
            ensure!(status.success(), "the journal cannot be filled: {status}");
            Ok(())
        })
        .await
}

/// How many milliseconds a page takes.
async fn look(contender: &Contender, path: &str) -> Result<f64> {
    let began = Instant::now();
    for _ in 0..LOOKS {
        let request = contender
            .client
            .get(format!("{}{path}", contender.workerd.url()));
        let answer = request.bearer_auth(Worker::ADMIN_TOKEN).send().await?;
        answer.error_for_status()?.bytes().await?;
    }
    Ok(began.elapsed().as_secs_f64() * 1e3 / f64::from(LOOKS))
}
