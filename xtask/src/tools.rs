//! The tools of the tasks, each at one version, installed into the project.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

use crate::{process::Run, root};

/// Something that a task needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Rust's standard library for wasm.
    WasmTarget,
    /// What package-lock.json lists: Node 22, wrangler, wasm-opt, esbuild, tsc, prettier.
    Npm,
    /// Makes JavaScript around wasm.
    WasmBindgen,
    /// Builds a Worker.
    WorkerBuild,
    /// Runs tests in wasm.
    WasmPack,
    /// A browser to test in, and its driver.
    Chromium,
    /// Another browser, of another make.
    Firefox,
    /// What tests/packaging/package-lock.json lists: other Nodes, Deno, Bun, bundlers.
    Consumers,
    /// What bench/peers/package-lock.json lists: what the Worker's peers are written with.
    WorkerPeers,
    /// Counts instructions.
    Valgrind,
    /// What bench/js/package-lock.json lists: other clients and verifiers.
    JsPeers,
}

/// A program that is built from its crate, unless it can be had ready-made.
struct Program {
    krate: &'static str,
    binary: &'static str,
    version: &'static str,
    /// Where the project releases it ready-made, for this machine.
    release: Option<&'static str>,
}

const WASM_BINDGEN: Program = Program {
    krate: "wasm-bindgen-cli",
    binary: "wasm-bindgen",
    version: "0.2.129",
    release: Some(
        "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/0.2.129/wasm-bindgen-0.2.129-x86_64-unknown-linux-musl.tar.gz",
    ),
};

const WASM_PACK: Program = Program {
    krate: "wasm-pack",
    binary: "wasm-pack",
    version: "0.15.1",
    release: Some(
        "https://github.com/wasm-bindgen/wasm-pack/releases/download/v0.15.1/wasm-pack-v0.15.1-x86_64-unknown-linux-musl.tar.gz",
    ),
};

const WORKER_BUILD: Program = Program {
    krate: "worker-build",
    binary: "worker-build",
    version: "0.8.7",
    release: None,
};

/// Packages that npm installs as their lock says.
struct Packages {
    /// Where their package.json and their lock are.
    listed: &'static str,
    folder: &'static str,
}

const PROJECT: Packages = Packages {
    listed: "",
    folder: "",
};

/// Apart from the project's, since only one stage of the tests needs them.
const CONSUMERS: Packages = Packages {
    listed: "tests/packaging",
    folder: "target/packaging",
};

/// Where the sources are that import them.
const WORKER_PEERS: Packages = Packages {
    listed: "bench/peers",
    folder: "bench/peers",
};

/// Where the programs are that measure them.
const JS_PEERS: Packages = Packages {
    listed: "bench/js",
    folder: "bench/js",
};

/// What the driver looks for by itself.
const CHROMIUM: &[&str] = &["google-chrome", "chromium", "chromium-browser", "chrome"];

const FIREFOX: &[&str] = &["firefox-esr", "firefox"];

impl Tool {
    pub(crate) const ALL: &[Self] = &[
        Self::WasmTarget,
        Self::Npm,
        Self::WasmBindgen,
        Self::WorkerBuild,
        Self::WasmPack,
        Self::Chromium,
        Self::Firefox,
        Self::Consumers,
        Self::WorkerPeers,
        Self::Valgrind,
        Self::JsPeers,
    ];

    fn name(self) -> String {
        let program = |program: &Program| format!("{} {}", program.krate, program.version);
        match self {
            Self::WasmTarget => "Rust's library for wasm32-unknown-unknown".to_owned(),
            Self::Npm => "the npm packages of package-lock.json".to_owned(),
            Self::WasmBindgen => program(&WASM_BINDGEN),
            Self::WorkerBuild => program(&WORKER_BUILD),
            Self::WasmPack => program(&WASM_PACK),
            Self::Chromium => "Chromium and its driver".to_owned(),
            Self::Firefox => "Firefox".to_owned(),
            Self::Consumers => "other Nodes, Deno, Bun and bundlers (1.4 GB)".to_owned(),
            Self::WorkerPeers => "what the Worker's peers are written with".to_owned(),
            Self::Valgrind => "Valgrind".to_owned(),
            Self::JsPeers => "what the npm package is measured beside".to_owned(),
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::WasmTarget => Run::new("rustc")
                .args(&["--print", "sysroot"])
                .first_line()
                .is_some_and(|sysroot| {
                    Path::new(&sysroot)
                        .join("lib/rustlib/wasm32-unknown-unknown/lib")
                        .is_dir()
                }),
            Self::Npm => PROJECT.is_there(),
            Self::WasmBindgen => WASM_BINDGEN.is_there(),
            Self::WorkerBuild => WORKER_BUILD.is_there(),
            Self::WasmPack => WASM_PACK.is_there(),
            Self::Chromium => find("chromedriver").is_some() && chromium().is_some(),
            Self::Firefox => firefox().is_some(),
            Self::Consumers => CONSUMERS.is_there(),
            Self::WorkerPeers => WORKER_PEERS.is_there(),
            Self::Valgrind => find("valgrind").is_some(),
            Self::JsPeers => JS_PEERS.is_there(),
        }
    }

    fn install(self) -> Result<()> {
        match self {
            Self::WasmTarget => Run::new("rustup")
                .args(&["target", "add", "wasm32-unknown-unknown"])
                .succeed()
                .context("is rustup there, and the network?"),
            Self::Npm => PROJECT.install(),
            Self::WasmBindgen => WASM_BINDGEN.install(),
            Self::WorkerBuild => WORKER_BUILD.install(),
            Self::WasmPack => WASM_PACK.install(),
            Self::Chromium => install_by_apt(&["chromium", "chromium-driver"], CHROMIUM),
            Self::Firefox => install_by_apt(&["firefox-esr"], FIREFOX),
            Self::Consumers => CONSUMERS.install(),
            Self::WorkerPeers => WORKER_PEERS.install(),
            Self::Valgrind => install_by_apt(&["valgrind"], &["valgrind"]),
            Self::JsPeers => JS_PEERS.install(),
        }
    }
}

/// Installs what is not there at the right version.
pub(crate) fn set_up(tools: &[Tool]) -> Result<()> {
    let missing: Vec<Tool> = tools.iter().copied().filter(|it| !it.is_there()).collect();
    for (index, tool) in missing.iter().enumerate() {
        let (number, count, name) = (index + 1, missing.len(), tool.name());
        println!("[{number}/{count}] setting up {name} …");
        let start = Instant::now();
        tool.install()
            .with_context(|| format!("{name} cannot be set up"))?;
        if !tool.is_there() {
            bail!(
                "{name} was set up, but is not there at its version; remove target/tools and try again"
            );
        }
        println!(
            "[{number}/{count}] {name}: there after {} s",
            start.elapsed().as_secs()
        );
    }
    Ok(())
}

impl Program {
    fn is_there(&self) -> bool {
        binary(self.binary).exists()
            && Run::new(binary(self.binary))
                .args(&["--version"])
                .first_line()
                .is_some_and(|line| line.split(' ').any(|word| word == self.version))
    }

    fn install(&self) -> Result<()> {
        if let Some(url) = self.release
            && cfg!(all(target_os = "linux", target_arch = "x86_64"))
            && self.download(url)
        {
            return Ok(());
        }
        println!("      building it, once, without optimisation: about a minute");
        let krate = format!("{}@{}", self.krate, self.version);
        Run::cargo(&[
            "install", "--locked", "--force", "--quiet", &krate, "--root",
        ])
        .arg(tools())
        .arg("--target-dir")
        .arg(tools().join("build"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .succeed()
        .with_context(|| {
            let tried = self.release.unwrap_or("anywhere, for this version");
            format!(
                "it is not to be had ready-made from {tried}, nor built from its crate; \
                 is the network there, and a C compiler? \
                 A {binary} {version} in target/tools/bin does as well",
                binary = self.binary,
                version = self.version,
            )
        })
    }

    /// Takes the ready-made one, if the network has it. A host that did not
    /// answer once is not asked again.
    fn download(&self, url: &str) -> bool {
        static IS_DEAF: AtomicBool = AtomicBool::new(false);
        if IS_DEAF.load(Ordering::Relaxed) {
            return false;
        }
        let unpacked = tools().join("download");
        let archive = tools().join("download.tar.gz");
        let got = fs::create_dir_all(&unpacked).is_ok()
            && Run::new("curl")
                .args(&["--fail", "--silent", "--location"])
                .args(&[
                    "--connect-timeout",
                    "5",
                    "--max-time",
                    "120",
                    url,
                    "--output",
                ])
                .arg(&archive)
                .succeed()
                .is_ok();
        if !got {
            IS_DEAF.store(true, Ordering::Relaxed);
            return false;
        }
        Run::new("tar")
            .arg("--extract")
            .arg("--file")
            .arg(&archive)
            .args(&["--strip-components", "1", "--directory"])
            .arg(&unpacked)
            .succeed()
            .is_ok()
            && move_binaries(&unpacked).is_ok()
            && self.is_there()
    }
}

impl Packages {
    /// What is installed is what the lock said when it was.
    fn is_there(&self) -> bool {
        fs::read_to_string(self.followed()).is_ok_and(|lock| lock == self.lock())
    }

    fn install(&self) -> Result<()> {
        let folder = root().join(self.folder);
        if self.listed != self.folder {
            fs::create_dir_all(&folder)?;
            for file in ["package.json", "package-lock.json"] {
                fs::copy(root().join(self.listed).join(file), folder.join(file))?;
            }
        }
        Run::new("npm")
            .args(&["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .arg("--prefix")
            .arg(folder)
            .succeed()
            .context("is Node 20 or later there, with npm, and the network?")?;
        Ok(fs::write(self.followed(), self.lock())?)
    }

    /// Keeps the lock that was followed; beside what was installed, and gone with it.
    fn followed(&self) -> PathBuf {
        let folder = root().join(self.folder);
        folder.join("node_modules/.followed-lock.json")
    }

    fn lock(&self) -> String {
        let lock = root().join(self.listed).join("package-lock.json");
        fs::read_to_string(lock).unwrap_or_default()
    }
}

fn move_binaries(from: &Path) -> Result<()> {
    fs::create_dir_all(tools().join("bin"))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("wasm") {
            fs::rename(entry.path(), tools().join("bin").join(name))?;
        }
    }
    Ok(())
}

/// Installs packages of Debian.
fn install_by_apt(packages: &[&str], programs: &[&str]) -> Result<()> {
    let by_hand = format!(
        "install what Debian has as {}, so that one of {} is on the path",
        packages.join(" and "),
        programs.join(", "),
    );
    if find("apt-get").is_none() {
        bail!("{by_hand}");
    }
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    Run::new("apt-get")
        .args(&["update", "--quiet"])
        .succeed()
        .and_then(|()| {
            Run::new("apt-get")
                .args(&install)
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .succeed()
        })
        .context(by_hand)
}

/// The browser to test in.
pub(crate) fn chromium() -> Option<PathBuf> {
    CHROMIUM.iter().find_map(|name| find(name))
}

/// The other browser to test in.
pub(crate) fn firefox() -> Option<PathBuf> {
    FIREFOX.iter().find_map(|name| find(name))
}

/// A program of the path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// A tool that was built from its crate.
pub(crate) fn binary(name: &str) -> PathBuf {
    tools().join("bin").join(name)
}

/// A tool that came from npm.
pub(crate) fn npm_binary(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// The path with the project's tools before everything else: its Node first.
pub(crate) fn path() -> Result<std::ffi::OsString> {
    let first = [root().join("node_modules/.bin"), tools().join("bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(
        first.into_iter().chain(env::split_paths(&rest)),
    )?)
}

fn tools() -> PathBuf {
    root().join("target/tools")
}
