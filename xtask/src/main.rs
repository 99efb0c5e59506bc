//! `cargo xtask <task>`: everything that is done with this repository.
//!
//! Every task sets up what it needs, and only that ([`tools`]).
#![forbid(unsafe_code)]

mod bench;
mod build;
mod changelog;
mod imports;
mod order;
mod panics;
mod process;
mod sizes;
mod test;
mod tools;

use std::{env, path::PathBuf, process::ExitCode};

use anyhow::Result;

use crate::{process::Run, tools::Tool};

const HELP: &str = "\
cargo xtask <task>

  demo [--once]         the main job, end to end, on this machine; --once ends it
                        by itself, with a status that says whether all was right
  load [--events N]     very many events at once, an API that fails now and then, and
                        an account of every one of them; 20,000 if left out
  test [stage …]        all tests, or some stages of them; `test --list` names them
  build [worker|pkg]    the Worker and its dashboard into worker/build, the npm package
                        into pkg
  check [file]          everything that is wrong with a hooks.toml; without a file,
                        with the project's own and with the catalogue of actions
  generate [--check]    what follows from the declared actions, the admin API's description
                        and the project's own deployment; --check only compares
  api                   what the npm package's types say, into pkg/api
  changelog <version>   what CHANGELOG.md says of the version that is to be released
  bench [part …]        how fast it is, beside what people would use instead; `bench --list`
                        names the parts, and --write makes docs/performance.md of what
                        was measured
  instructions [--write]
                        how many instructions the paths that matter take; --write keeps
                        them in bench/instructions.json
  sizes [--write]       how large what is built is; --write puts it into docs/sizes.md
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
    if arguments.iter().any(|it| matches!(*it, "--help" | "-h")) {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    match arguments {
        [] | ["help"] => println!("{HELP}"),
        ["setup"] => {
            tools::set_up(Tool::ALL)?;
            println!("every tool is there");
        }
        ["demo", rest @ ..] if matches!(rest, [] | ["--once"]) => return played("demo", rest),
        ["load", rest @ ..] if matches!(rest, [] | ["--events", _]) => return played("load", rest),
        ["test", rest @ ..] => return Ok(test::run(rest)),
        ["bench", rest @ ..] => return bench::run(rest),
        ["build"] => {
            build::worker()?;
            build::package()?;
        }
        ["build", "worker"] => build::worker()?,
        ["build", "pkg"] => build::package()?,
        ["check", rest @ ..] if rest.len() <= 1 && !rest.iter().any(|it| it.starts_with('-')) => {
            return Run::cargo(&["run", "--quiet", "--package", "wibiclick-check", "--"])
                .args(rest)
                .in_caller_directory()
                .status();
        }
        ["generate", rest @ ..] if matches!(rest, [] | ["--check"]) => {
            build::admin_api_types(rest)?.succeed()?;
            return Run::cargo(&["run", "--quiet", "--package", "wibiclick-generate", "--"])
                .args(rest)
                .status();
        }
        ["instructions", rest @ ..] if matches!(rest, [] | ["--write"]) => {
            return bench::instructions(rest)?.status();
        }
        ["changelog", version] => changelog::print(version)?,
        ["api"] => build::package_api()?,
        ["sizes", rest @ ..] if matches!(rest, [] | ["--write"]) => sizes::print(!rest.is_empty())?,
        _ => {
            let asked = arguments.join(" ");
            return Ok(misused(&format!("there is no task `{asked}`"), HELP));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what was asked for in vain and what can be asked for.
fn misused(problem: &str, offered: &str) -> ExitCode {
    eprintln!("xtask: {problem}\n\n{offered}");
    ExitCode::from(2)
}

/// What the tests' stage shows to people, with the built Worker.
fn played(what: &str, arguments: &[&str]) -> Result<ExitCode> {
    build::worker()?;
    Run::cargo(&[
        "run",
        "--quiet",
        "--package",
        "wibiclick-tests",
        "--bin",
        what,
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
