//! `wibiclick-bench-worker [part …]`: the built Worker beside its peers, in one run, in
//! turns. What was found is shown, and written to `target/bench/worker.json`.

mod acting;
mod contender;
mod event;
mod full;
mod matching;
mod receive;
mod result;
mod sending;
mod waiting;
mod workerd;

use anyhow::Result;
use std::process::ExitCode;

/// What can be measured alone.
const PARTS: &[&str] = &["receive", "acting", "waiting", "matching", "journal"];

async fn measure(part: &str) -> Result<Vec<result::Measured>> {
    match part {
        "receive" => receive::run().await,
        "acting" => acting::run().await,
        "waiting" => waiting::run().await,
        "matching" => matching::run().await,
        "journal" => full::run().await,
        _ => anyhow::bail!("expected one of {}, got {part:?}", PARTS.join(", ")),
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let parts = if asked.is_empty() { PARTS } else { &asked };
    let all = async {
        for part in parts {
            result::publish(&measure(part).await?)?;
        }
        anyhow::Ok(ExitCode::SUCCESS)
    };
    tokio::select! {
        done = all => done,
        _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(130)),
    }
}
