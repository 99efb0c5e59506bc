//! Builds what is deployed and published.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    imports, order, panics,
    process::Run,
    root, sizes,
    tools::{self, Tool, binary, npm_binary},
};

/// What every engine understands since 2023. Not `--all-features`, with which
/// wasm-opt writes what none does yet.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-exception-handling",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// What counts is the size as it is downloaded: functions left apart, repeated
/// expressions and runs of zeros compress better than what `-Oz` makes of them.
/// Found by trying; together a fifteenth.
const SMALLER_GZIPPED: &[&str] = &[
    "--one-caller-inline-max-function-size=20",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
];

/// Classes of the Workers' binding that this Worker never makes an object of;
/// what JavaScript could call on one would be a hundredth of it.
const NEVER_MADE: &[&str] = &[
    "--remove-exports=*containerstartupoptions*",
    "--remove-exports=*intounderlying*",
    "--remove-exports=*minifyconfig*",
    "--remove-exports=*r2range*",
];

pub(crate) const WORKER_WASM: &str = "worker/build/index_bg.wasm";
const WORKER_GLUE: &str = "worker/build/index.js";
pub(crate) const DASHBOARD: &str = "worker/build/dashboard.js";
/// The Worker in the npm package; beside what is built the functions that make it one.
const PACKAGED_WORKER: &str = "pkg/worker";
/// Says when the building of the folder began that it is in.
const STAMP: &str = ".built";

/// A wasm of the npm package: the crate it is built from, its name, and where it
/// is. Each entry has its own, so that nobody downloads what they do not import.
struct PackageWasm {
    krate: &'static str,
    name: &'static str,
    built: &'static str,
}

const CLIENT: PackageWasm = PackageWasm {
    krate: "wibiclick-js",
    name: "wibiclick",
    built: "pkg/wasm/wibiclick_bg.wasm",
};

const WEBHOOKS: PackageWasm = PackageWasm {
    krate: "wibiclick-hooks-js",
    name: "webhooks",
    built: "pkg/wasm/webhooks_bg.wasm",
};

/// For the command-line program alone.
const RULES: PackageWasm = PackageWasm {
    krate: "wibiclick-rules-js",
    name: "rules",
    built: "pkg/wasm/rules_bg.wasm",
};

/// The Worker with its dashboard, into `worker/build`.
pub(crate) fn worker() -> Result<()> {
    worker_wasm()?;
    // Takes a second: always done.
    dashboard()
}

fn worker_wasm() -> Result<()> {
    tools::set_up(&[
        Tool::WasmTarget,
        Tool::Npm,
        Tool::WasmBindgen,
        Tool::WorkerBuild,
    ])?;
    let began = SystemTime::now();
    if is_current("worker/build", &["worker/src", "worker/Cargo.toml"])? {
        return Ok(());
    }
    println!("building the Worker …");
    Run::new(binary("worker-build"))
        // What is inlined once stays so: `shrink` begins with the plain wasm.
        .args(&["--release", "--no-opt", "worker"])
        .env("PATH", tools::path()?)
        .env("WASM_BINDGEN_BIN", binary("wasm-bindgen"))
        .env("WASM_OPT_BIN", npm_binary("wasm-opt"))
        .env("ESBUILD_BIN", npm_binary("esbuild"))
        .env("RUSTFLAGS", rust_flags())
        .succeed()?;
    let glue = fs::read_to_string(root().join(WORKER_GLUE))?;
    ensure!(
        !glue.contains("__wrap("),
        "{WORKER_GLUE} makes objects of a class in wasm; should it be one of NEVER_MADE, take it \
         off that list"
    );
    shrink(WORKER_WASM, WORKER_GLUE, NEVER_MADE)?;
    stamp("worker/build", began)
}

/// The dashboard: type-checked, then bundled into a module that the Worker imports.
fn dashboard() -> Result<()> {
    tools::set_up(&[Tool::Npm])?;
    Run::new(npm_binary("tsc"))
        .args(&["--project", "worker/dashboard"])
        .env("PATH", tools::path()?)
        .succeed()?;
    Run::new("node")
        .args(&["worker/dashboard/bundle.mjs", DASHBOARD])
        .env("PATH", tools::path()?)
        .succeed()
}

/// The Worker as the npm package brings it, for those who have no Rust: what is built, under
/// the same paths, and its functions in JavaScript.
fn packaged_worker() -> Result<()> {
    worker()?;
    let packaged = root().join(PACKAGED_WORKER);
    let build = packaged.join("build");
    fs::create_dir_all(&build).with_context(|| format!("{} cannot be made", build.display()))?;
    for file in [WORKER_GLUE, WORKER_WASM, DASHBOARD] {
        let name = Path::new(file).file_name().unwrap_or_default();
        fs::copy(root().join(file), build.join(name))
            .with_context(|| format!("{file} cannot be copied"))?;
    }
    Run::new(npm_binary("tsc"))
        .args(&["--project", "worker"])
        .env("PATH", tools::path()?)
        .succeed()
}

/// What writes the dashboard's types of the admin API from its description, or, with
/// `--check`, only compares.
pub(crate) fn admin_api_types(arguments: &[&str]) -> Result<Run> {
    tools::set_up(&[Tool::Npm])?;
    Ok(
        Run::new(root().join("worker/dashboard/node_modules/.bin/openapi-typescript"))
            .args(&["docs/admin-api.openapi.yaml"])
            .args(&["--output", "worker/dashboard/src/api.d.ts"])
            .args(arguments)
            .env("PATH", tools::path()?),
    )
}

/// The npm package, into `pkg/wasm`, `pkg/dist` and `pkg/worker`.
pub(crate) fn package() -> Result<()> {
    packaged_worker()?;
    tools::set_up(&[Tool::WasmTarget, Tool::Npm, Tool::WasmBindgen])?;
    let began = SystemTime::now();
    let sources = [
        "pkg/src",
        // Samples for the command line.
        "tests/payloads",
        "worker/dashboard/src/samples.ts",
        "pkg/build.mjs",
        "pkg/notices.mjs",
        "pkg/tsconfig.json",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ];
    if is_current("pkg/wasm", &sources)? && root().join("pkg/dist/index.d.cts").exists() {
        return Ok(());
    }
    println!("building the npm package …");
    for wasm in [CLIENT, WEBHOOKS, RULES] {
        wasm.build()?;
    }
    Run::new("node")
        .arg("pkg/build.mjs")
        .env("PATH", tools::path()?)
        .succeed()?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(licence), root().join("pkg").join(licence))
            .with_context(|| format!("{licence} cannot be copied"))?;
    }
    Run::new("node")
        .arg("pkg/notices.mjs")
        .env("PATH", tools::path()?)
        .succeed()?;
    stamp("pkg/wasm", began)
}

/// What the types of the built npm package say, as pages that are committed: see
/// `pkg/api.mjs`.
pub(crate) fn package_api() -> Result<()> {
    package()?;
    Run::new("node")
        .args(&["pkg/api.mjs"])
        .env("PATH", tools::path()?)
        .succeed()
}

impl PackageWasm {
    fn build(&self) -> Result<()> {
        // One at a time: together, features of the one would be in the other. Not
        // the rlib that its tests need, with which nothing is optimised across crates.
        Run::cargo(&["rustc", "--quiet", "--release", "--package", self.krate])
            .args(&["--target", "wasm32-unknown-unknown"])
            .args(&["--lib", "--crate-type", "cdylib"])
            .env("RUSTFLAGS", rust_flags())
            .succeed()?;
        let file = format!("{}.wasm", self.krate.replace('-', "_"));
        let built = target().join("wasm32-unknown-unknown/release").join(file);
        Run::new(binary("wasm-bindgen"))
            .args(&["--target", "web", "--out-name", self.name])
            .args(&["--out-dir", "pkg/wasm", "--omit-default-module-path"])
            .arg(built)
            .succeed()?;
        let glue = format!("pkg/wasm/{}.js", self.name);
        shrink(self.built, &glue, &[])
    }
}

/// Marks a folder as built, from what was there when the building began. Comes
/// last: a build that was broken off is not taken for one.
fn stamp(folder: &str, began: SystemTime) -> Result<()> {
    let stamp = fs::File::create(root().join(folder).join(STAMP))?;
    Ok(stamp.set_modified(began)?)
}

/// Instructions for four numbers at once: 700 bytes more, for which SHA-256 takes half
/// the time.
const SIMD: &str = "-Ctarget-feature=+simd128";

/// What of SHA-2 has no such instructions, in loops: 3 KB less.
pub(crate) const COMPACT_SHA2: &str = "--cfg=sha2_backend_soft=\"compact\"";

/// What is called once is inlined only where it is short, as wasm-opt is told above:
/// the compiler would do so up to a fixed cost, of which this makes a fiftieth by
/// fifty times the cost of everything else.
const LESS_INLINING: &str = "-Cllvm-args=-inline-instr-cost=250 \
    -Cllvm-args=-inline-call-penalty=1250 -Cllvm-args=-inline-threshold=250";

/// Keeps this machine's paths out of the wasm, where they are nobody's business.
fn rust_flags() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let remaps = registries
        .into_iter()
        .flatten()
        .flatten()
        .map(|registry| format!("--remap-path-prefix={}=", registry.path().display()));
    env::var("RUSTFLAGS")
        .into_iter()
        .chain([SIMD, COMPACT_SHA2, LESS_INLINING].map(str::to_owned))
        .chain(remaps)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether nothing that a folder is built from has changed since it was.
fn is_current(folder: &str, sources: &[&str]) -> Result<bool> {
    let stamp = root().join(folder).join(STAMP);
    let Ok(built) = fs::metadata(stamp).and_then(|it| it.modified()) else {
        return Ok(false);
    };
    let everywhere = [
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        "package-lock.json",
        "crates",
        "xtask/src",
    ];
    for source in sources.iter().chain(&everywhere) {
        if youngest(&root().join(source))? >= built {
            return Ok(false);
        }
    }
    Ok(true)
}

fn youngest(path: &Path) -> Result<SystemTime> {
    let about = fs::metadata(path)?;
    let mut youngest = about.modified()?;
    if about.is_dir() {
        for entry in fs::read_dir(path)? {
            youngest = youngest.max(self::youngest(&entry?.path())?);
        }
    }
    Ok(youngest)
}

/// Optimises for size, and takes out names, which no program reads, and the messages
/// of panics. Rust puts the end of its stack lowest in memory, so nothing that lives
/// is there.
fn shrink(wasm: &str, glue: &str, first: &[&str]) -> Result<()> {
    let path = root().join(wasm);
    let silent = panics::without_messages(&fs::read(&path)?).with_context(|| wasm.to_owned())?;
    fs::write(&path, silent)?;
    let passes = [
        first,
        &["-Oz", "-Oz", "--low-memory-unused"],
        SMALLER_GZIPPED,
    ];
    wasm_opt(wasm, &passes.concat())?;
    let (optimised, mut smallest) = (fs::read(&path)?, None);
    for fading in order::FADINGS {
        let named = order::name_by_place(&optimised, fading).with_context(|| wasm.to_owned())?;
        fs::write(&path, named)?;
        wasm_opt(wasm, &["--reorder-functions-by-name"])?;
        let gzipped = sizes::gzipped(Path::new(wasm))?;
        if smallest.as_ref().is_none_or(|(least, _)| gzipped < *least) {
            smallest = Some((gzipped, fs::read(&path)?));
        }
    }
    let (_, ordered) = smallest.context("no order was tried")?;
    fs::write(&path, ordered)?;
    let glue = root().join(glue);
    let (short, with_short) = imports::shortened(&fs::read(&path)?, &fs::read_to_string(&glue)?)
        .with_context(|| wasm.to_owned())?;
    fs::write(&path, short)?;
    Ok(fs::write(glue, with_short)?)
}

fn wasm_opt(wasm: &str, passes: &[&str]) -> Result<()> {
    Run::new(npm_binary("wasm-opt"))
        .args(passes)
        .args(&[
            "--strip-debug",
            "--strip-producers",
            "--strip-target-features",
        ])
        .args(WASM_FEATURES)
        .args(&[wasm, "--output", wasm])
        .env("PATH", tools::path()?)
        .succeed()
}

/// Where cargo builds to.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}
