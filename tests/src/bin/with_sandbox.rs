//! `with_sandbox <command> [argument …]`: runs a command with a sandbox beside
//! it, whose address is in `WIBICLICK_SANDBOX_URL`; for programs that are meant
//! for the API, also in `WIBICLICK_BASE_URL`, with the key in `WIBICLICK_API_KEY`.

use std::process::ExitCode;

use anyhow::Result;
use wibiclick_sandbox::{API_KEY, Options, Sandbox};
use wibiclick_tests::run_beside;

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let sandbox = Sandbox::start(Options::default()).await?;
    let variables = [
        ("WIBICLICK_SANDBOX_URL", sandbox.url()),
        ("WIBICLICK_BASE_URL", sandbox.url()),
        ("WIBICLICK_API_KEY", API_KEY.to_owned()),
    ];
    let arguments = std::env::args_os().skip(1);
    run_beside(
        arguments,
        "usage: with_sandbox <command> [argument …]",
        &variables,
    )
    .await
}
