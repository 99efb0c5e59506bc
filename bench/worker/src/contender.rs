//! Who is measured: our Worker, and its peers in `bench/peers`, each under the same
//! wrangler, with a sandbox of its own for the API.

use crate::workerd::Workerd;
use anyhow::{Context, Result, ensure};
use std::{fs, os::unix::fs::symlink, path::Path, time::Duration};
use tokio::time::{Instant, sleep};
use wibiclick_sandbox::{Options, Sandbox};
use wibiclick_tests::{Dev, Setup, root, stages, without_consumers};

/// With what webhooks are signed.
pub(crate) const SECRET: &str = "whsec_YmVuY2gtc3RhbmRhcmQtc2VjcmV0LTAxMjM0NTY3ODk=";
/// The rule that the peers have in their code.
pub(crate) const HOOKS: &str = include_str!("../hooks.toml");
/// How long all that was sent may take to be carried out.
const PATIENCE: Duration = Duration::from_mins(5);

/// One of those who are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The built Worker.
    Ours,
    /// The same, written by hand.
    TypeScript,
    /// A Worker that only answers.
    Bare,
}

impl Who {
    /// How it is called in results.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::TypeScript => "typescript",
            Self::Bare => "bare",
        }
    }
}

/// How contenders are set up.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// Names their folders.
    pub(crate) name: &'static str,
    /// Our hooks.toml.
    pub(crate) hooks: String,
    /// Whether somebody takes what is queued.
    pub(crate) consumed: bool,
}

/// One of them, running.
pub(crate) struct Contender {
    /// How it is called in results.
    pub(crate) name: &'static str,
    /// Its process.
    pub(crate) workerd: Workerd,
    /// Its API.
    pub(crate) sandbox: Sandbox,
    /// Sends to it.
    pub(crate) client: reqwest::Client,
    /// It runs as long as this is there.
    dev: Dev,
}

impl Contender {
    /// With what it calls the API.
    pub(crate) const API_KEY: &str = "bench-api-key-0123456789";

    /// Starts it, with nothing in its journal.
    pub(crate) async fn start(who: Who, scene: &Scene) -> Result<Self> {
        let options = Options {
            api_key: Self::API_KEY.to_owned(),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await?;
        let variables = vec![
            ("STANDARD_WEBHOOK_SECRET", SECRET.to_owned()),
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Self::API_KEY.to_owned()),
            ("WEBSITE_ID", "site_1".to_owned()),
            ("SUCCESSOR_ID", "user_2".to_owned()),
        ];
        let folder = stages().join(format!("{}-{}", scene.name, who.name()));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        if who == Who::Ours {
            let setup = Setup {
                hooks: scene.hooks.clone(),
                variables,
                without_consumers: !scene.consumed,
                ..Setup::default()
            };
            wibiclick_tests::lay_out(&folder, &setup)?;
        } else {
            let peer = root().join("bench/peers").join(who.name());
            lay_out(&peer, &folder, &variables, scene.consumed)?;
        }
        let serve = root().join("bench/worker/serve.mjs");
        let program = ["node", serve.to_str().context("a path in UTF-8")?];
        let dev = Dev::start_by(folder, &program).await?;
        Ok(Self {
            name: who.name(),
            workerd: Workerd::of(&dev).await?,
            sandbox,
            client: reqwest::Client::new(),
            dev,
        })
    }

    /// How often it has called a path of the API.
    pub(crate) fn calls(&self, path: &str) -> usize {
        self.sandbox.look_at_requests(|log| {
            let calls = log.iter().filter(|request| request.path == path);
            calls.count()
        })
    }

    /// Waits until it has called a path so often.
    pub(crate) async fn until_called(&self, path: &str, times: usize) -> Result<()> {
        let began = Instant::now();
        while self.calls(path) < times {
            ensure!(
                began.elapsed() < PATIENCE,
                "{}: expected {times} calls of {path}, got {}",
                self.name,
                self.calls(path)
            );
            sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Ends it, and starts it again when something was done to its folder.
    pub(crate) async fn restart(
        &mut self,
        between: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<()> {
        self.dev.restart(between).await?;
        self.workerd = Workerd::of(&self.dev).await?;
        Ok(())
    }
}

/// A copy of a peer, with its variables.
fn lay_out(peer: &Path, folder: &Path, variables: &[(&str, String)], consumed: bool) -> Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    for entry in fs::read_dir(peer.join("src")).context("no such peer")? {
        let file = entry?;
        fs::copy(file.path(), folder.join("src").join(file.file_name()))?;
    }
    let wrangler = fs::read_to_string(peer.join("wrangler.toml"))?;
    let wrangler = if consumed {
        wrangler
    } else {
        without_consumers(&wrangler)
    };
    fs::write(folder.join("wrangler.toml"), wrangler)?;
    let packages = root().join("bench/peers/node_modules");
    symlink(packages, folder.join("node_modules"))?;
    let lines = variables
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\"\n"));
    Ok(fs::write(
        folder.join(".dev.vars"),
        lines.collect::<String>(),
    )?)
}
