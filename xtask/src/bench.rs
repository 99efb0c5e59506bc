//! Benchmarks: the project beside what people would use instead of it. Their results
//! are in `target/bench`, one file for each part.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    build, misused,
    process::Run,
    tools::{self, Tool, npm_binary},
};

/// A part that can be run alone.
struct Part {
    name: &'static str,
    /// What is measured.
    measures: &'static str,
    run: fn() -> Result<()>,
}

const PARTS: &[Part] = &[Part {
    name: "worker",
    measures: "the Worker: receiving, acting, many rules, full journals",
    run: worker,
}];

/// Runs the parts that are named, or all.
pub(crate) fn run(wanted: &[&str]) -> Result<ExitCode> {
    if wanted == ["--list"] {
        println!("{}", list());
        return Ok(ExitCode::SUCCESS);
    }
    let is_known = |name: &&&str| PARTS.iter().any(|part| part.name == **name);
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        let problem = format!("there is no part `{unknown}` of the benchmarks");
        return Ok(misused(&problem, &list()));
    }
    for part in PARTS {
        if wanted.is_empty() || wanted.contains(&part.name) {
            println!("\n━━ {}: {}", part.name, part.measures);
            (part.run)()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let lines = PARTS
        .iter()
        .map(|part| format!("  {:<14}{}", part.name, part.measures));
    let lines: Vec<String> = lines.collect();
    format!("cargo xtask bench [part …]\n\n{}", lines.join("\n"))
}

fn worker() -> Result<()> {
    build::worker()?;
    tools::set_up(&[Tool::Npm, Tool::WorkerPeers])?;
    Run::new(npm_binary("tsc"))
        .args(&["--project", "bench/peers"])
        .env("PATH", tools::path()?)
        .succeed()?;
    Run::cargo(&["run", "--quiet", "--package", "wibiclick-bench-worker"]).succeed()
}
