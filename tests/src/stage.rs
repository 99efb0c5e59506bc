//! One stage for all the tests of a file: they play on it one after another, each on
//! fresh data.

use crate::{Setup, Worker};
use anyhow::{Context, Result};
use serde_json::Value;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use tokio::runtime::Runtime;
use wibiclick_sandbox::{Options, Sandbox};

/// A sandbox, and a Worker that has it for the API.
pub struct Stage {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// The Worker.
    pub worker: Worker,
    /// What the Worker is set to.
    pub setup: Setup,
}

impl Stage {
    /// With what the Worker calls the sandbox.
    pub const API_KEY: &str = "test-api-key-that-must-not-leak";

    /// Starts both; `name` is that of the Worker's folder.
    pub async fn start(
        name: &'static str,
        hooks: String,
        secrets: Vec<(&'static str, String)>,
    ) -> Result<Self> {
        let setup = Setup {
            name,
            hooks,
            variables: secrets,
            ..Setup::default()
        };
        Self::start_with(setup).await
    }

    /// Starts both; the setup need not say how the API is reached.
    pub async fn start_with(mut setup: Setup) -> Result<Self> {
        let options = Options {
            api_key: Self::API_KEY.to_owned(),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await?;
        setup.variables.extend([
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Self::API_KEY.to_owned()),
        ]);
        let worker = Worker::start(&setup).await?;
        Ok(Self {
            sandbox,
            worker,
            setup,
        })
    }

    /// Makes it as it was at first. What another test left under way would use up
    /// this one's faults, so that is waited for.
    pub async fn clear(&self) -> Result<()> {
        self.worker.until_all_settled().await?;
        self.sandbox.reset();
        Ok(())
    }

    /// The websites of a user of the sandbox.
    pub fn websites_of(&self, user: &str) -> Result<Value> {
        let state = self.sandbox.state();
        let users = state.get("users").and_then(Value::as_array);
        let found = users.and_then(|all| {
            all.iter()
                .find(|one| one.get("id").and_then(Value::as_str) == Some(user))
        });
        let websites = found.and_then(|one| one.get("websites"));
        websites.cloned().context("the sandbox has no such user")
    }

    /// How many requests the sandbox got to a path.
    pub fn requests_to(&self, path: &str) -> usize {
        self.sandbox.look_at_requests(|requests| {
            let to_path = requests.iter().filter(|request| request.path == path);
            to_path.count()
        })
    }
}

/// Plays a test to its end, while no other of the file does.
pub fn alone(test: impl Future<Output = Result<()>>) -> Result<()> {
    // The Worker's connections live as long as the runtime that made them.
    static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = match &mut *runtime {
        Some(runtime) => runtime,
        none => none.insert(Runtime::new()?),
    };
    runtime.block_on(test)
}

/// A text that no other call gives.
pub fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{count}", std::process::id())
}
