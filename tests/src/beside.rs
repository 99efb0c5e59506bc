//! A command that runs beside a stage.

use std::{ffi::OsString, process::ExitCode};

use anyhow::{Context as _, Result};
use tokio::process::Command;

/// Runs what this program was called with, `usage` says how, with variables that say
/// where the stage is; its exit status becomes ours.
pub async fn run_beside(usage: &str, variables: &[(&str, String)]) -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let command: OsString = arguments.next().with_context(|| usage.to_owned())?;
    let status = Command::new(&command)
        .args(arguments)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", command.display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
