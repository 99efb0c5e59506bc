//! `with_worker <command> [argument …]`: runs a command with the built Worker and a
//! sandbox beside it. Their addresses are in `WIBICLICK_WORKER_URL` and
//! `WIBICLICK_SANDBOX_URL`, the admin token in `ADMIN_TOKEN`, and the secret of each
//! source under the name that hooks-dashboard.toml gives it.

use std::process::ExitCode;

use anyhow::Result;
use wibiclick_tests::{Stage, Worker, run_beside};

const SECRETS: [(&str, &str); 3] = [
    ("OKTA_HOOK_TOKEN", "stage-okta-token-0123456789-0123456789"),
    (
        "STANDARD_WEBHOOK_SECRET",
        "whsec_c3RhZ2Utc3RhbmRhcmQtc2VjcmV0LTAxMjM0NTY3ODk=",
    ),
    ("WEAK_TOKEN", "short"),
];

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let hooks = include_str!("../../hooks-dashboard.toml").to_owned();
    let secrets = SECRETS.map(|(name, value)| (name, value.to_owned()));
    let stage = Stage::start("dashboard", hooks, secrets.to_vec()).await?;
    let mut variables = secrets.to_vec();
    variables.extend([
        ("WIBICLICK_WORKER_URL", stage.worker.url()),
        ("WIBICLICK_SANDBOX_URL", stage.sandbox.url()),
        ("ADMIN_TOKEN", Worker::ADMIN_TOKEN.to_owned()),
    ]);
    run_beside("usage: with_worker <command> [argument …]", &variables).await
}
