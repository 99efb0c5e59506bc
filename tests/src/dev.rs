//! A project under `wrangler dev` on a leash: it ends, with all its processes, when
//! this is dropped, and however else we end.

use crate::root;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// What runs a project; a port comes last.
const WRANGLER: &[&str] = &[
    "wrangler",
    "dev",
    "--ip",
    "127.0.0.1",
    "--inspector-port",
    "0",
    "--port",
];

/// A project that runs.
pub struct Dev {
    folder: PathBuf,
    program: Vec<String>,
    port: u16,
    process: Child,
}

impl Dev {
    /// Starts the project in that folder, and waits until it answers.
    pub async fn start(folder: PathBuf) -> Result<Self> {
        Self::start_by(folder, WRANGLER).await
    }

    /// The same by another program, whose last argument is to be the port.
    pub async fn start_by(folder: PathBuf, program: &[&str]) -> Result<Self> {
        let program: Vec<String> = program.iter().map(|it| (*it).to_owned()).collect();
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut dev = Self {
            process: run(&program, &folder, port)?,
            program,
            folder,
            port,
        };
        dev.wait_until_it_answers().await?;
        Ok(dev)
    }

    /// Ends it at once, and starts it again when something was done to its folder.
    pub async fn restart(&mut self, between: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        end(&mut self.process);
        between(&self.folder)?;
        self.process = run(&self.program, &self.folder, self.port)?;
        self.wait_until_it_answers().await
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where its log is.
    pub fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// Of the leash, from which all its processes descend.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    async fn wait_until_it_answers(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_mins(1);
        loop {
            // Asked without looking for secrets: a leak is no failure to start.
            if reqwest::get(format!("{}/health", self.url())).await.is_ok() {
                return Ok(());
            }
            let ended = self.process.try_wait()?;
            if ended.is_some() || Instant::now() > patience {
                let log = fs::read_to_string(self.log()).unwrap_or_default();
                bail!("the Worker did not start; its log says:\n{log}");
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// Starts it on a leash: it and all its children end when our end of its standard
/// input closes, however we end.
fn run(program: &[String], folder: &Path, port: u16) -> Result<Child> {
    let bin = root().join("node_modules/.bin");
    let path = std::env::join_paths(std::iter::once(bin.clone()).chain(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    )))?;
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))?;
    Command::new(bin.join("node"))
        .arg(root().join("tests/stage/leash.mjs"))
        .args(program)
        .arg(port.to_string())
        .current_dir(folder)
        .env("PATH", path)
        .env("CI", "1")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("cannot start wrangler: run `cargo xtask setup`")
}

fn end(process: &mut Child) {
    drop(process.stdin.take());
    // It may have ended by itself; either way it is gone after this.
    let _ = process.wait();
}
