//! All tests, in stages, with an honest count at the end.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    bench,
    build::{self, target},
    misused,
    process::Run,
    sizes,
    tools::{self, Tool, npm_binary},
};

/// A part of the tests that can be run alone.
struct Stage {
    name: &'static str,
    /// What it shows.
    shows: &'static str,
    run: fn(&mut Count) -> Result<()>,
}

const STAGES: [Stage; 18] = [
    Stage {
        name: "format",
        shows: "rustfmt and prettier would change nothing",
        run: format,
    },
    Stage {
        name: "lint",
        shows: "clippy has nothing to say, on the host and in wasm",
        run: lint,
    },
    Stage {
        name: "generated",
        shows: "generated files are current, and every action has its texts, page and test",
        run: generated,
    },
    Stage {
        name: "schema",
        shows: "hooks.toml's schema and both APIs' descriptions, by independent validators",
        run: schema,
    },
    Stage {
        name: "rust",
        shows: "unit, property and crate tests, and examples in the docs",
        run: rust,
    },
    Stage {
        name: "examples",
        shows: "the client's example programs, with a sandbox",
        run: examples,
    },
    Stage {
        name: "docs",
        shows: "the API's documentation builds without a warning",
        run: docs,
    },
    Stage {
        name: "wasm-node",
        shows: "the bindings in Node",
        run: wasm_node,
    },
    Stage {
        name: "wasm-browser",
        shows: "the bindings in headless Chromium",
        run: wasm_browser,
    },
    Stage {
        name: "npm",
        shows: "the packed npm package, its types, and the tests' leash",
        run: npm,
    },
    Stage {
        name: "packaging",
        shows: "the packed npm package in every runtime and bundler",
        run: packaging,
    },
    Stage {
        name: "deploy",
        shows: "the Worker of the packed npm package, from three files and mounted",
        run: deploy,
    },
    Stage {
        name: "publish",
        shows: "the crates and the npm package are in step, say what they are, and pack",
        run: publish,
    },
    Stage {
        name: "worker",
        shows: "the built Worker in workerd, end to end; and no secret in all it wrote",
        run: worker,
    },
    Stage {
        name: "dashboard",
        shows: "the dashboard in headless Chromium, on the built Worker",
        run: dashboard,
    },
    Stage {
        name: "sizes",
        shows: "what is downloaded is within its budget, and docs/sizes.md says so",
        run: sizes,
    },
    Stage {
        name: "instructions",
        shows: "the paths that matter take as many instructions as bench/instructions.json says",
        run: instructions,
    },
    Stage {
        name: "demo",
        shows: "the demo, once",
        run: demo,
    },
];

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    passed: u32,
    failed: u32,
    /// How many the runners announced: those that never ended have failed.
    announced: u32,
}

pub(crate) fn run(wanted: &[&str]) -> ExitCode {
    if wanted == ["--list"] {
        println!("{}", list());
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !STAGES.iter().any(|stage| stage.name == **name))
    {
        return misused(&format!("there is no stage `{unknown}`"), &list());
    }
    let mut rows = Vec::new();
    for stage in STAGES {
        if !wanted.is_empty() && !wanted.contains(&stage.name) {
            continue;
        }
        println!("\n━━ {}: {}", stage.name, stage.shows);
        let start = Instant::now();
        let mut count = Count::default();
        if let Err(error) = (stage.run)(&mut count) {
            eprintln!("{error:#}");
            count.failed = count.failed.max(1);
        }
        rows.push((stage.name, count.settled(), start.elapsed()));
    }
    summary(&rows)
}

fn list() -> String {
    let lines = STAGES.map(|stage| format!("{:<14} {}", stage.name, stage.shows));
    lines.join("\n")
}

fn summary(rows: &[(&str, Count, Duration)]) -> ExitCode {
    println!(
        "\n{:<14} {:>7} {:>7} {:>8}",
        "stage", "passed", "failed", "time"
    );
    let mut all = Count::default();
    for (name, count, time) in rows {
        println!(
            "{name:<14} {:>7} {:>7} {:>6} s",
            count.passed,
            count.failed,
            time.as_secs()
        );
        all.passed += count.passed;
        all.failed += count.failed;
    }
    println!("\n{} passed, {} failed", all.passed, all.failed);
    if all.failed == 0 && all.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

impl Count {
    /// A program that only succeeds or fails is one test.
    fn check(&mut self, run: Run) -> Result<()> {
        if run.lines(|line| println!("{line}"))? {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        Ok(())
    }

    /// A program that reports its tests.
    fn tests(&mut self, run: Run) -> Result<()> {
        let before = self.passed + self.failed;
        let succeeded = run.lines(|line| {
            println!("{line}");
            self.read(line);
        })?;
        if !succeeded && self.failed == 0 {
            self.failed += 1;
        }
        if self.passed + self.failed == before {
            bail!("no test ran, or the runner speaks in a way that is not understood");
        }
        Ok(())
    }

    /// What cargo's, wasm-bindgen's and Node's runners say.
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("running ") {
            self.announced += number(rest);
        } else if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split([';', '.']) {
                let part = part.trim();
                if part.ends_with(" passed") {
                    self.passed += number(part);
                } else if part.ends_with(" failed") {
                    self.failed += number(part);
                } else if part.ends_with(" ignored") || part.ends_with(" filtered out") {
                    self.announced = self.announced.saturating_sub(number(part));
                }
            }
        } else if let Some(rest) = line.strip_prefix("ℹ pass ") {
            self.passed += number(rest);
            self.announced += number(rest);
        } else if let Some(rest) = line
            .strip_prefix("ℹ fail ")
            .or_else(|| line.strip_prefix("ℹ cancelled "))
        {
            self.failed += number(rest);
            self.announced += number(rest);
        }
    }

    fn settled(mut self) -> Self {
        let ended = self.passed + self.failed;
        if self.announced > ended {
            println!("{} tests began and never ended", self.announced - ended);
            self.failed += self.announced - ended;
        }
        self
    }
}

fn number(text: &str) -> u32 {
    text.split(' ')
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(0)
}

fn format(count: &mut Count) -> Result<()> {
    tools::set_up(&[Tool::Npm])?;
    count.check(Run::cargo(&["fmt", "--all", "--check"]))?;
    count.check(
        Run::new(npm_binary("prettier"))
            .args(&["--check", "."])
            .env("PATH", tools::path()?),
    )
}

fn lint(count: &mut Count) -> Result<()> {
    const DENY: &[&str] = &["--", "--deny", "warnings"];
    tools::set_up(&[Tool::WasmTarget])?;
    let host = Run::cargo(&["clippy", "--quiet", "--all-targets"]).args(DENY);
    count.check(host)?;
    let features = ["--package", "wibiclick", "--features", "docs,native"];
    let client = Run::cargo(&["clippy", "--quiet", "--all-targets"]).args(&features);
    count.check(client.args(DENY))?;
    let wasm = ["--target", "wasm32-unknown-unknown", "--all-targets"];
    let packages = [
        "wibiclick-js",
        "wibiclick-hooks-js",
        "wibiclick-rules-js",
        "wibiclick-worker",
    ];
    let wasm = packages
        .iter()
        .fold(Run::cargo(&["clippy", "--quiet"]), |run, package| {
            run.args(&["--package", package])
        })
        .args(&wasm);
    count.check(wasm.args(DENY))
}

fn generated(count: &mut Count) -> Result<()> {
    count.check(build::admin_api_types(&["--check"])?)?;
    count.check(
        Run::cargo(&["run", "--quiet", "--package", "wibiclick-generate"]).args(&["--", "--check"]),
    )?;
    count.check(Run::cargo(&[
        "run",
        "--quiet",
        "--package",
        "wibiclick-check",
    ]))
}

fn schema(count: &mut Count) -> Result<()> {
    tools::set_up(&[Tool::Npm])?;
    count.tests(node(Run::new("node"))?.arg("tests/schema/*.test.mjs"))
}

/// Each is a program of its own, and takes the sandbox for the API.
fn examples(count: &mut Count) -> Result<()> {
    for example in [
        &["offboard", "--", "john.doe@example.com", "user_2"][..],
        &["invoice"],
        &["import"],
    ] {
        let cargo = [
            "cargo",
            "run",
            "--quiet",
            "--package",
            "wibiclick",
            "--features",
            "native",
        ];
        let run = with_sandbox().args(&cargo).arg("--example").args(example);
        count.check(run)?;
    }
    Ok(())
}

fn rust(count: &mut Count) -> Result<()> {
    count.tests(Run::cargo(&[
        "test",
        "--quiet",
        "--no-fail-fast",
        "--exclude",
        "wibiclick-tests",
        "--exclude",
        "wibiclick-js",
        "--exclude",
        "wibiclick-hooks-js",
        "--exclude",
        "wibiclick-rules-js",
        "--workspace",
    ]))
}

fn docs(count: &mut Count) -> Result<()> {
    let packages = [
        "wibiclick",
        "wibiclick-macros",
        "wibiclick-hooks",
        "wibiclick-rules",
        "wibiclick-sandbox",
    ];
    let mut run = Run::cargo(&["doc", "--quiet", "--no-deps"]).args(&[
        // As docs.rs is told to.
        "--features",
        "wibiclick/docs,wibiclick/fetch,wibiclick/native,wibiclick-hooks/docs",
    ]);
    for package in packages {
        run = run.args(&["--package", package]);
    }
    count.check(run.env("RUSTDOCFLAGS", "--deny warnings"))
}

fn wasm_node(count: &mut Count) -> Result<()> {
    wasm_pack(count, &["--node"], BINDINGS)?;
    // Its program runs nowhere else.
    wasm_pack(count, &["--node"], &["crates/wibiclick-rules-js"])?;
    // What wasm-pack makes by itself, without this project's build, loads and answers.
    for (krate, module, asked) in [
        (
            "wibiclick-js",
            "wibiclick_js",
            "new it.Client('{}').catalogue()",
        ),
        ("wibiclick-hooks-js", "wibiclick_hooks_js", "it.sources()"),
    ] {
        let out = target().join("wasm-pack").join(krate);
        let out = out.to_string_lossy();
        let build = Run::new(tools::binary("wasm-pack"))
            .args(&["--quiet", "build", "--dev", "--target", "nodejs"])
            .args(&["--mode", "no-install", "--out-dir", &out])
            .arg(format!("crates/{krate}"))
            .env("PATH", tools::path()?);
        count.check(build)?;
        let ask = format!(
            "const it = require('{out}/{module}.js'); JSON.parse({asked}).length > 9 || process.exit(1)"
        );
        count.check(Run::new("node").args(&["--eval", &ask]))?;
    }
    Ok(())
}

/// What is for browsers, too.
const BINDINGS: &[&str] = &["crates/wibiclick-js", "crates/wibiclick-hooks-js"];

fn wasm_browser(count: &mut Count) -> Result<()> {
    tools::set_up(&[Tool::Chromium])?;
    let driver = tools::find("chromedriver").unwrap_or_default();
    let driver = driver.to_string_lossy();
    wasm_pack(
        count,
        &["--headless", "--chrome", "--chromedriver", &driver],
        BINDINGS,
    )
}

/// wasm-pack's tests of the bindings, with a sandbox beside them.
fn wasm_pack(count: &mut Count, how: &[&str], bindings: &[&str]) -> Result<()> {
    tools::set_up(&[Tool::WasmTarget, Tool::WasmBindgen, Tool::WasmPack])?;
    for binding in bindings {
        let wasm_pack = with_sandbox()
            .arg(tools::binary("wasm-pack"))
            .arg("test")
            .args(how)
            .args(&["--mode", "no-install", binding])
            .env("PATH", tools::path()?);
        count.tests(wasm_pack)?;
    }
    Ok(())
}

fn npm(count: &mut Count) -> Result<()> {
    build::package()?;
    let node = node(with_sandbox().arg("node"))?;
    count.tests(node.args(&["tests/npm/*.test.mjs", "tests/stage/*.test.mjs"]))?;
    // They change what is in the sandbox: another one, and one after another.
    let node = self::node(with_sandbox().arg("node"))?;
    count.tests(node.args(&["--test-concurrency=1", "tests/cli/*.test.mjs"]))
}

fn packaging(count: &mut Count) -> Result<()> {
    tools::set_up(&[Tool::Npm, Tool::Consumers, Tool::Chromium, Tool::Firefox])?;
    build::package()?;
    // They share the installed package: one file after another.
    let node = node(with_sandbox().arg("node"))?
        .args(&["--test-concurrency=1", "tests/packaging/*.test.mjs"])
        .env("CHROMIUM", tools::chromium().unwrap_or_default())
        .env("FIREFOX", tools::firefox().unwrap_or_default());
    count.tests(node)
}

/// What it stages, the search for secrets in the next stage covers too.
fn deploy(count: &mut Count) -> Result<()> {
    build::package()?;
    let node = node(with_sandbox().arg("node"))?;
    count.tests(node.arg("tests/deploy/*.test.mjs"))
}

fn publish(count: &mut Count) -> Result<()> {
    build::package()?;
    // Packing asks for no network, once everything is there.
    Run::cargo(&["fetch", "--quiet", "--locked"]).succeed()?;
    count.tests(node(Run::new("node"))?.arg("tests/publish/*.test.mjs"))
}

/// The tests of JavaScript, with the project's Node.
fn node(run: Run) -> Result<Run> {
    Ok(run
        .args(&["--test", "--test-reporter=spec"])
        .env("PATH", tools::path()?))
}

fn worker(count: &mut Count) -> Result<()> {
    build::worker()?;
    count.tests(Run::cargo(&[
        "test",
        "--quiet",
        "--no-fail-fast",
        "--package",
        "wibiclick-tests",
    ]))?;
    let with_worker = beside("with_worker").args(&["admin", "node"]);
    count.tests(node(with_worker)?.arg("tests/admin/*.test.mjs"))?;
    // Last: in all that was written there is no secret.
    count.check(tests_own("leaks"))
}

fn dashboard(count: &mut Count) -> Result<()> {
    tools::set_up(&[Tool::Chromium])?;
    build::worker()?;
    let browser = tools::chromium().unwrap_or_default();
    // They share a Worker: one after another.
    let node = node(beside("with_worker").arg("dashboard").arg("node"))?
        .args(&["--test-concurrency=1", "tests/dashboard/*.test.mjs"])
        .env("CHROMIUM", browser);
    count.tests(node)
}

fn sizes(count: &mut Count) -> Result<()> {
    build::package()?;
    build::worker()?;
    if sizes::are_right()? {
        count.passed += 1;
    } else {
        count.failed += 1;
    }
    Ok(())
}

fn instructions(count: &mut Count) -> Result<()> {
    count.check(bench::instructions(&[])?)
}

fn demo(count: &mut Count) -> Result<()> {
    build::worker()?;
    count.check(tests_own("demo").args(&["--", "--once"]))
}

fn with_sandbox() -> Run {
    beside("with_sandbox")
}

/// A command that one of the tests' programs runs beside a stage.
fn beside(program: &str) -> Run {
    tests_own(program).arg("--")
}

/// A program of the end-to-end tests.
fn tests_own(program: &str) -> Run {
    Run::cargo(&["run", "--quiet", "--package", "wibiclick-tests"]).args(&["--bin", program])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(output: &str) -> (u32, u32) {
        let mut count = Count::default();
        output.lines().for_each(|line| count.read(line));
        let count = count.settled();
        (count.passed, count.failed)
    }

    #[test]
    fn tests_of_cargo_and_of_wasm_bindgen_are_counted() {
        let output = "running 3 tests\n...\n\
                      test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      running 4 tests\n\
                      test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(count(output), (5, 1));
    }

    #[test]
    fn tests_of_node_are_counted() {
        assert_eq!(
            count("ℹ tests 5\nℹ pass 4\nℹ fail 1\nℹ skipped 0\n"),
            (4, 1)
        );
    }

    #[test]
    fn tests_that_node_cancelled_have_failed() {
        assert_eq!(count("ℹ pass 3\nℹ fail 1\nℹ cancelled 2\n"), (3, 3));
    }

    #[test]
    fn tests_that_began_and_never_ended_have_failed() {
        assert_eq!(count("running 13 tests\ntest a ... ok\n"), (0, 13));
    }
}
