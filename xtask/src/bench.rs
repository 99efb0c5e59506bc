//! Benchmarks: the project beside what people would use instead of it. Their results
//! are in `target/bench`, one file for each part.

use std::{env, process::ExitCode};

use anyhow::Result;

use crate::{
    build::{self, COMPACT_SHA2},
    misused,
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

const PARTS: &[Part] = &[
    Part {
        name: "worker",
        measures: "the Worker: receiving, acting, long lines, many rules, full journals",
        run: worker,
    },
    Part {
        name: "js",
        measures: "the npm package: verifying, calls, batches, imports",
        run: js,
    },
    Part {
        name: "native",
        measures: "the pure crates: verifying, matching, planning, requests, replies",
        run: native,
    },
    Part {
        name: "cost",
        measures: "what events use of the platform, and what a million a day cost",
        run: cost,
    },
];

/// Runs the parts that are named, or all; with `--write`, makes docs/performance.md of
/// what these and those before have measured.
pub(crate) fn run(arguments: &[&str]) -> Result<ExitCode> {
    if arguments == ["--list"] {
        println!("{}", list());
        return Ok(ExitCode::SUCCESS);
    }
    let (options, wanted): (Vec<&str>, Vec<&str>) =
        arguments.iter().partition(|it| it.starts_with("--"));
    let is_known = |name: &&&str| PARTS.iter().any(|part| part.name == **name);
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        let problem = format!("there is no part `{unknown}` of the benchmarks");
        return Ok(misused(&problem, &list()));
    }
    if let Some(unknown) = options.iter().find(|option| **option != "--write") {
        return Ok(misused(&format!("there is no option {unknown}"), &list()));
    }
    for part in PARTS {
        if wanted.contains(&part.name) || (wanted.is_empty() && options.is_empty()) {
            println!("\n━━ {}: {}", part.name, part.measures);
            (part.run)()?;
        }
    }
    if !options.is_empty() {
        report()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let lines = PARTS
        .iter()
        .map(|part| format!("  {:<14}{}", part.name, part.measures));
    let lines: Vec<String> = lines.collect();
    format!(
        "cargo xtask bench [part …] [--write]\n\n{}\n\n\
         --write alone measures nothing anew",
        lines.join("\n")
    )
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

fn js() -> Result<()> {
    build::package()?;
    tools::set_up(&[Tool::Npm, Tool::JsPeers, Tool::Chromium])?;
    Run::new("node")
        .arg("bench/js/main.mjs")
        .env("PATH", tools::path()?)
        .env("CHROMIUM", tools::chromium().unwrap_or_default())
        .succeed()
}

fn native() -> Result<()> {
    optimised(Run::cargo(&[
        "bench",
        "--quiet",
        "--package",
        "wibiclick-bench",
    ]))
    // Optimised as what is released, of which the counts of instructions are, too.
    .args(&["--profile", "release", "--bench", "times"])
    .succeed()
}

fn cost() -> Result<()> {
    build::worker()?;
    Run::cargo(&["run", "--quiet", "--package", "wibiclick-cost"]).succeed()
}

/// Makes docs/performance.md of what was measured.
fn report() -> Result<()> {
    Run::cargo(&["run", "--quiet", "--package", "wibiclick-report"]).succeed()
}

/// What counts the instructions of the paths that matter, and compares them with
/// `bench/instructions.json` or, with `--write`, keeps them there.
pub(crate) fn instructions(arguments: &[&str]) -> Result<Run> {
    tools::set_up(&[Tool::Valgrind])?;
    let cargo = [
        "run",
        "--quiet",
        "--release",
        "--package",
        "wibiclick-bench",
    ];
    let run = Run::cargo(&cargo).args(&["--bin", "instructions", "--"]);
    Ok(optimised(run).args(arguments))
}

/// As the wasm has it: without instructions for hashing that only some machines have.
fn optimised(run: Run) -> Run {
    let flags = env::var("RUSTFLAGS").into_iter();
    let flags: Vec<String> = flags
        .chain([
            "--cfg=sha2_backend=\"soft\"".to_owned(),
            COMPACT_SHA2.to_owned(),
        ])
        .collect();
    run.env("RUSTFLAGS", flags.join(" "))
}
