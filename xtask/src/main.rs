//! `cargo xtask <task>`: everything that is done with this repository.
//!
//! Every task sets up what it needs, and only that ([`tools`]).
#![forbid(unsafe_code)]

mod build;
mod process;
mod test;
mod tools;

use std::{env, path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};

use crate::{process::Run, tools::Tool};

const HELP: &str = "\
cargo xtask <task>

  demo [--once]         the main job, end to end, on this machine; --once ends it
                        by itself, with a status that says whether all was right
  test [stage …]        all tests, or some stages of them; `test --list` names them
  build [worker|pkg]    the Worker into worker/build, the npm package into pkg
  check [file]          everything that is wrong with a hooks.toml
  generate [--check]    what follows from the declared actions; --check only compares
  sizes                 how large the built wasm is
  setup                 all tools of all tasks
";

fn main() -> ExitCode {
    process::end_all_on_ctrl_c();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match task(&arguments) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task(arguments: &[&str]) -> Result<ExitCode> {
    match arguments {
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        ["setup"] => tools::set_up(Tool::ALL)?,
        ["demo", rest @ ..] => return demo(rest),
        ["test", rest @ ..] => return test::run(rest),
        ["build"] => {
            build::worker()?;
            build::package()?;
        }
        ["build", "worker"] => build::worker()?,
        ["build", "pkg"] => build::package()?,
        ["check", rest @ ..] if rest.len() <= 1 => {
            return Run::cargo(&["run", "--quiet", "--package", "wibiclick-check", "--"])
                .args(rest)
                .in_caller_directory()
                .status();
        }
        ["generate", rest @ ..] if matches!(rest, [] | ["--check"]) => {
            return Run::cargo(&["run", "--quiet", "--package", "wibiclick-generate", "--"])
                .args(rest)
                .status();
        }
        ["sizes"] => {
            build::print_sizes()?;
        }
        _ => {
            eprintln!("there is no task `{}`\n\n{HELP}", arguments.join(" "));
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(arguments: &[&str]) -> Result<ExitCode> {
    if !matches!(arguments, [] | ["--once"]) {
        bail!("`demo` takes nothing but --once");
    }
    build::worker()?;
    Run::cargo(&[
        "run",
        "--quiet",
        "--package",
        "wibiclick-tests",
        "--bin",
        "demo",
        "--",
    ])
    .args(arguments)
    .status()
}

/// The root of the repository.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}
