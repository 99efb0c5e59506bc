//! `with_sandbox <command> [argument …]`: runs a command with a sandbox beside
//! it, whose address is in `WIBICLICK_SANDBOX_URL`; for programs that are meant
//! for the API, also in `WIBICLICK_BASE_URL`, with the key in `WIBICLICK_API_KEY`.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use tokio::process::Command;
use wibiclick_sandbox::{API_KEY, Options, Sandbox};

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
        .env("WIBICLICK_BASE_URL", sandbox.url())
        .env("WIBICLICK_API_KEY", API_KEY)
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", command.display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
