//! A command that runs beside a stage.

use std::{ffi::OsString, process::ExitCode};

use anyhow::{Context as _, Result};
use tokio::process::Command;

/// Runs the command that these arguments are, with variables that say where the stage
/// is; its exit status becomes ours. `usage` says how this program is called.
pub async fn run_beside(
    mut arguments: impl Iterator<Item = OsString>,
    usage: &str,
    variables: &[(&str, String)],
) -> Result<ExitCode> {
    let command = arguments.next().with_context(|| usage.to_owned())?;
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
