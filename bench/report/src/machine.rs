//! The machine that it was measured on, and what ran on it.

use std::{fs, process::Command, thread};

use anyhow::Result;

use crate::root;

/// What tells its version, and how.
const PROGRAMS: &[(&str, &str, &[&str])] = &[
    ("Rust", "rustc", &["--version"]),
    ("Node", "node_modules/.bin/node", &["--version"]),
    ("wrangler", "node_modules/.bin/wrangler", &["--version"]),
    ("workerd", "node_modules/.bin/workerd", &["--version"]),
    ("Valgrind", "valgrind", &["--version"]),
];

/// A list of all that matters.
pub(crate) fn list() -> Result<String> {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |(_, model)| model);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let cores = thread::available_parallelism()?;
    let machine = format!("- {cores} cores, {model}; Linux {}", kernel.trim());
    let programs = PROGRAMS.iter().filter_map(|(name, program, arguments)| {
        Some(format!("- {name}: {}", version(program, arguments)?))
    });
    let lines: Vec<String> = std::iter::once(machine).chain(programs).collect();
    Ok(lines.join("\n"))
}

/// The first line in which there is a digit.
fn version(program: &str, arguments: &[&str]) -> Option<String> {
    let own = root().join(program);
    let program = if own.exists() { own } else { program.into() };
    let path = root().join("node_modules/.bin").display().to_string()
        + ":"
        + &std::env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .args(arguments)
        .env("PATH", path)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines().map(str::trim);
    lines
        .find(|line| line.contains(|it: char| it.is_ascii_digit()))
        .map(str::to_owned)
}
