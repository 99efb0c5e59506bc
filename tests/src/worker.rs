//! The built Worker under `wrangler dev`, in a folder of its own: the deployed
//! files as they are, with another hooks.toml and other secrets. Where failures
//! inside its environment are wanted, its entry is another one ([`FAULTY`]).

use crate::{Dev, Request, Response, Secrets, root};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::time::{Instant, sleep};
use wibiclick_hooks::{Timestamp, ToSign, kind};

/// The entry whose queue, journals and clock fail on demand; see [`Worker::faults`].
pub const FAULTY: &str = "tests/stage/faulty.mjs";

/// What a Worker is set to.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Names its folder below `target/stage`.
    pub name: &'static str,
    /// The text of its hooks.toml.
    pub hooks: String,
    /// Secrets and variables; `ADMIN_TOKEN` too, where it is to be another one.
    pub variables: Vec<(&'static str, String)>,
    /// A file to lay out as `worker/entry.ts`, instead of the deployed one.
    pub entry: Option<&'static str>,
    /// Text for the end of wrangler.toml.
    pub wrangler: String,
    /// How many requests an address may send in a minute, where that matters: all
    /// tests come from one.
    pub limit: Option<u32>,
    /// How often the queue delivers a message again before it gives it up, where that
    /// is to be seen.
    pub max_retries: Option<u32>,
    /// Whether nobody takes what is queued, so that receiving is seen alone.
    pub without_consumers: bool,
}

/// A request of a vendor.
#[derive(Debug, Clone, Copy)]
pub struct Webhook<'a> {
    /// The source it is sent to.
    pub source: &'a str,
    /// The source's kind.
    pub kind: &'a str,
    /// The request's id, for kinds that have one.
    pub id: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
    /// With what it is signed.
    pub secret: &'a str,
    /// Its headers, besides those that sign it.
    pub headers: &'a [(&'a str, &'a str)],
}

/// A running Worker; it ends, with all its processes, when this is dropped.
pub struct Worker {
    dev: Dev,
    client: reqwest::Client,
    secrets: Arc<Secrets>,
}

impl Worker {
    /// Opens the admin API of every Worker on stage.
    pub const ADMIN_TOKEN: &str = "stage-admin-token-0123456789abcdef";

    /// Starts it with an empty journal, and waits until it answers.
    pub async fn start(setup: &Setup) -> Result<Self> {
        let folder = crate::stages().join(setup.name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        lay_out(&folder, setup)?;
        Ok(Self {
            secrets: Arc::new(Secrets::of(&folder)?),
            dev: Dev::start(folder).await?,
            // What is answered is what is tested, and not where it leads to.
            client: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
        })
    }

    /// Ends it at once, as a crash would, and starts it again on the same journal.
    pub async fn crash_and_restart(&mut self) -> Result<()> {
        self.restart(|_| Ok(())).await
    }

    /// Ends it at once, and starts it again when something was done to its folder.
    pub async fn restart(&mut self, between: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        self.dev.restart(between).await
    }

    /// Ends it, and starts it as this setup says on the same journal, as a new
    /// deployment would.
    pub async fn restart_with(&mut self, setup: &Setup) -> Result<()> {
        self.restart(|folder| lay_out(folder, setup)).await?;
        self.secrets = Arc::new(Secrets::of(self.dev.folder())?);
        Ok(())
    }

    /// Sets the faults inside its environment, in place of those that were; what
    /// there is, [`FAULTY`] says.
    pub async fn set_faults(&self, faults: &Value) -> Result<()> {
        let response = self
            .request("POST", "/__faults")?
            .json(faults)
            .send()
            .await?;
        response.error_for_status()?;
        Ok(())
    }

    /// What is left of these faults.
    pub async fn faults(&self) -> Result<Value> {
        let response = self.request("GET", "/__faults")?.send().await?;
        response.error_for_status()?.json().await
    }

    /// The project that it is.
    pub fn dev(&self) -> &Dev {
        &self.dev
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        self.dev.url()
    }

    /// Where its log is.
    pub fn log(&self) -> PathBuf {
        self.dev.log()
    }

    /// Waits until its log has a text in it.
    pub async fn until_logged(&self, text: &str) -> Result<()> {
        let patience = Instant::now() + Duration::from_mins(1);
        while !fs::read_to_string(self.log())?.contains(text) {
            ensure!(
                Instant::now() < patience,
                "expected {text:?} in {}",
                self.log().display()
            );
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// A request to it, to be completed by the caller. No answer may have a secret
    /// in it.
    pub fn request(&self, method: &str, path: &str) -> Result<Request> {
        let method = reqwest::Method::from_bytes(method.as_bytes())?;
        let request = self.client.request(method, format!("{}{path}", self.url()));
        Ok(Request::new(request, self.secrets.clone()))
    }

    /// A request to it by whoever has the admin token.
    pub fn admin(&self, method: &str, path: &str) -> Result<Request> {
        Ok(self.request(method, path)?.bearer_auth(Self::ADMIN_TOKEN))
    }

    /// Posts a body to a source, signed as its kind signs; answers status and body.
    pub async fn send(
        &self,
        source: &str,
        kind_name: &str,
        id: Option<&str>,
        body: &[u8],
        secret: &str,
    ) -> Result<(u16, Value)> {
        let response = self
            .post(&Webhook {
                source,
                kind: kind_name,
                id,
                body,
                secret,
                headers: &[("content-type", "application/json")],
            })
            .await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    /// Posts a webhook, signed as its kind signs.
    pub async fn post(&self, webhook: &Webhook<'_>) -> Result<Response> {
        self.post_at(webhook, now()?).await
    }

    /// Posts a webhook, signed as its kind signs at that time.
    pub async fn post_at(&self, webhook: &Webhook<'_>, time: Timestamp) -> Result<Response> {
        let path = format!("/hooks/{}", webhook.source);
        let to_sign = ToSign {
            method: "POST",
            url: &format!("{}{path}", self.url()),
            body: webhook.body,
            id: webhook.id,
            timestamp: time,
        };
        let signed = kind(webhook.kind)
            .context("no such kind")?
            .sign(&to_sign, webhook.secret)?;
        let mut request = self.request("POST", &path)?;
        for (name, value) in webhook.headers {
            request = request.header(*name, *value);
        }
        for (name, value) in signed {
            request = request.header(name, value);
        }
        request.body(webhook.body.to_vec()).send().await
    }

    /// All deliveries of all sources, newest first.
    pub async fn deliveries(&self) -> Result<Vec<Value>> {
        let (mut deliveries, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let cursor_of = cursor.map(|cursor| format!("&cursor={cursor}"));
            let path = format!(
                "/admin/api/deliveries?limit=500{}",
                cursor_of.unwrap_or_default()
            );
            let response = self.admin("GET", &path)?.send().await?;
            let page: Value = response.error_for_status()?.json().await?;
            let listed = page.get("deliveries").and_then(Value::as_array);
            deliveries.extend(listed.context("no deliveries in the list")?.iter().cloned());
            cursor = page
                .get("cursor")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if cursor.is_none() {
                return Ok(deliveries);
            }
        }
    }

    /// How many deliveries stand where, of all sources.
    pub async fn counts(&self) -> Result<Value> {
        let response = self.admin("GET", "/admin/api/overview")?.send().await?;
        let overview: Value = response.error_for_status()?.json().await?;
        let counts = overview.get("counts").cloned();
        counts.context("no counts in the overview")
    }

    /// One delivery as the admin API shows it.
    pub async fn delivery(&self, source: &str, id: &str) -> Result<Value> {
        let path = format!("/admin/api/deliveries/{source}/{id}");
        let response = self.admin("GET", &path)?.send().await?;
        response.error_for_status()?.json().await
    }

    /// Has a settled delivery tried once more, as a person on call would.
    pub async fn replay(&self, source: &str, id: &str) -> Result<()> {
        let path = format!("/admin/api/deliveries/{source}/{id}/replay");
        let request = self.admin("POST", &path)?;
        let response = request.json(&serde_json::json!({})).send().await?;
        response.error_for_status()?;
        Ok(())
    }

    /// Waits until a delivery has the status, and answers it.
    pub async fn until(&self, source: &str, id: &str, status: &str) -> Result<Value> {
        let patience = Instant::now() + Duration::from_mins(1);
        loop {
            let delivery = self.delivery(source, id).await?;
            let is = delivery.get("status").and_then(Value::as_str);
            if is == Some(status) {
                return Ok(delivery);
            }
            if is_settled(&delivery) || Instant::now() > patience {
                bail!("expected delivery {id} to become {status}, it is {delivery:#}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until no delivery is under way.
    pub async fn until_all_settled(&self) -> Result<()> {
        let patience = Instant::now() + Duration::from_mins(1);
        loop {
            let deliveries = self.deliveries().await?;
            let Some(under_way) = deliveries.iter().find(|one| !is_settled(one)) else {
                return Ok(());
            };
            if Instant::now() > patience {
                bail!("expected every delivery to be settled, one is {under_way:#}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// What time it is.
pub fn now() -> Result<Timestamp> {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    Timestamp::from_unix_millis(i64::try_from(millis)?).context("the clock")
}

fn is_settled(delivery: &Value) -> bool {
    let status = delivery.get("status").and_then(Value::as_str);
    matches!(status, Some("done" | "ignored" | "dead"))
}

/// How many retries wrangler.toml has.
const RETRIES: &str = "max_retries = 100";

/// The deployed files, as a user's own project would hold them.
pub fn lay_out(folder: &Path, setup: &Setup) -> Result<()> {
    let built = root().join("worker/build");
    if !built.join("index.js").exists() {
        bail!("the Worker is not built: run `cargo xtask build`");
    }
    fs::create_dir_all(folder.join("worker/build"))?;
    let wrangler = fs::read_to_string(root().join("wrangler.toml"))?;
    let limit = setup.limit.unwrap_or(1_000_000);
    let limited = wrangler.replace("limit = 3000,", &format!("limit = {limit},"));
    ensure!(limited != wrangler, "wrangler.toml has another limit");
    let retries = setup.max_retries.unwrap_or(100);
    ensure!(limited.contains(RETRIES), "wrangler.toml has other retries");
    let limited = limited.replace(RETRIES, &format!("max_retries = {retries}"));
    let consumed = if setup.without_consumers {
        without_consumers(&limited)
    } else {
        limited
    };
    fs::write(
        folder.join("wrangler.toml"),
        format!("{consumed}\n{}", setup.wrangler),
    )?;
    for file in [
        "worker/entry.ts",
        "worker/mount.ts",
        "worker/build/index.js",
        "worker/build/index_bg.wasm",
        "worker/build/dashboard.js",
    ] {
        fs::copy(root().join(file), folder.join(file))
            .with_context(|| format!("cannot copy {file}"))?;
    }
    if let Some(entry) = setup.entry {
        fs::copy(root().join(entry), folder.join("worker/entry.ts"))
            .with_context(|| format!("cannot copy {entry}"))?;
    }
    fs::write(folder.join("hooks.toml"), &setup.hooks)?;
    let mut variables = setup.variables.clone();
    if !variables.iter().any(|(name, _)| *name == "ADMIN_TOKEN") {
        variables.push(("ADMIN_TOKEN", Worker::ADMIN_TOKEN.to_owned()));
    }
    set(folder, &variables)
}

/// A wrangler.toml with no one to take what is queued.
pub fn without_consumers(wrangler: &str) -> String {
    let mut tables = wrangler.split("\n[[");
    let first = tables.next().unwrap_or_default().to_owned();
    let kept = tables.filter(|table| !table.starts_with("queues.consumers]]"));
    kept.fold(first, |text, table| format!("{text}\n[[{table}"))
}

/// Writes a Worker's secrets and variables, and remembers which were ever secret.
pub(crate) fn set(folder: &Path, variables: &[(&str, String)]) -> Result<()> {
    let lines = variables
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\"\n"));
    fs::write(folder.join(".dev.vars"), lines.collect::<String>())?;
    Secrets::remember(folder, variables)
}
