//! A command that runs beside a stage.

use std::{
    ffi::{OsStr, OsString},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use tokio::process::Command;

/// Runs a command, with variables that say where the stage is; its exit status becomes
/// ours.
pub async fn run_beside<S: AsRef<OsStr>>(
    command: OsString,
    arguments: impl Iterator<Item = OsString>,
    variables: impl IntoIterator<Item = (&str, S)>,
) -> Result<ExitCode> {
    let status = Command::new(&command)
        .args(arguments)
        .envs(variables)
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("{} cannot be started", command.display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}
