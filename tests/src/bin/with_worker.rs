//! `with_worker <command> [argument …]`: runs a command with a Worker and its sandbox
//! beside it, as `tests/admin/hooks.toml` says. Its address is in
//! `WIBICLICK_WORKER_URL`; what it is set to is in the environment under the same names.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use tokio::process::Command;
use wibiclick_tests::{Stage, Worker};

const SECRETS: [(&str, &str); 2] = [
    (
        "CONTRACT_WEBHOOK_SECRET",
        "whsec_Y29udHJhY3Qtd2ViaG9vay1zZWNyZXQtMDEyMzQ1Njc4OQ==",
    ),
    (
        "CONTRACT_SCIM_TOKEN",
        "contract-scim-token-0123456789-abcdef",
    ),
];

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments
        .next()
        .context("usage: with_worker <command> [argument …]")?;
    let hooks = include_str!("../../admin/hooks.toml").to_owned();
    let secrets = SECRETS.map(|(name, secret)| (name, secret.to_owned()));
    let stage = Stage::start("admin", hooks, secrets.to_vec()).await?;
    let status = Command::new(&command)
        .args(arguments)
        .envs(SECRETS)
        .env("WIBICLICK_WORKER_URL", stage.worker.url())
        .env("ADMIN_TOKEN", Worker::ADMIN_TOKEN)
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", command.display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
