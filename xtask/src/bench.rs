//! Benchmarks: the project beside what people would use instead of it. Their results
//! are in `target/bench`, one file for each part.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    build, misused,
    process::Run,
    tools::{self, Tool},
};

/// A part that can be run alone.
struct Part {
    name: &'static str,
    /// What is measured.
    measures: &'static str,
    run: fn() -> Result<()>,
}

const PARTS: &[Part] = &[Part {
    name: "js",
    measures: "the npm package: verifying, calls, batches, imports",
    run: js,
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

fn js() -> Result<()> {
    build::package()?;
    tools::set_up(&[Tool::Npm, Tool::JsPeers])?;
    Run::new("node")
        .arg("bench/js/main.mjs")
        .env("PATH", tools::path()?)
        .succeed()
}
