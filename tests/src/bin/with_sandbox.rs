//! `with_sandbox <command> [argument …]`: runs a command with a sandbox beside
//! it, whose address is in `WIBICLICK_SANDBOX_URL`.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use tokio::process::Command;
use wibiclick_sandbox::{Options, Sandbox};

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments
        .next()
        .context("usage: with_sandbox <command> [argument …]")?;
    let sandbox = Sandbox::start(Options::default()).await?;
    let status = Command::new(&command)
        .args(arguments)
        .env("WIBICLICK_SANDBOX_URL", sandbox.url())
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", command.display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
