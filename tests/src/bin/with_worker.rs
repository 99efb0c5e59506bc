//! `with_worker <stage> <command> [argument …]`: runs a command with the built Worker and
//! a sandbox beside it, set up as one of [`STAGES`]. Their addresses are in
//! `WIBICLICK_WORKER_URL` and `WIBICLICK_SANDBOX_URL`, the sandbox's key in
//! `WIBICLICK_API_KEY`, the admin token in `ADMIN_TOKEN`, and the secret of each source
//! under the name that the hooks.toml gives it.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use wibiclick_tests::{Stage, Worker, run_beside};

/// A stage's name, its hooks.toml, and its secrets.
type Named = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const STAGES: &[Named] = &[
    (
        "admin",
        include_str!("../../admin/hooks.toml"),
        &[
            (
                "CONTRACT_WEBHOOK_SECRET",
                "whsec_Y29udHJhY3Qtd2ViaG9vay1zZWNyZXQtMDEyMzQ1Njc4OQ==",
            ),
            (
                "CONTRACT_SCIM_TOKEN",
                "contract-scim-token-0123456789-abcdef",
            ),
        ],
    ),
    (
        "dashboard",
        include_str!("../../hooks-dashboard.toml"),
        &[
            ("OKTA_HOOK_TOKEN", "stage-okta-token-0123456789-0123456789"),
            (
                "STANDARD_WEBHOOK_SECRET",
                "whsec_c3RhZ2Utc3RhbmRhcmQtc2VjcmV0LTAxMjM0NTY3ODk=",
            ),
            ("WEAK_TOKEN", "short"),
        ],
    ),
];

const USAGE: &str = "usage: with_worker <stage> <command> [argument …]";

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let wanted = arguments.next().context(USAGE)?;
    let mut stages = STAGES.iter();
    let (name, hooks, secrets) = stages
        .find(|(name, ..)| wanted == *name)
        .with_context(|| format!("there is no stage {}", wanted.display()))?;
    let mut variables: Vec<_> = secrets
        .iter()
        .map(|(name, secret)| (*name, (*secret).to_owned()))
        .collect();
    let stage = Stage::start(name, (*hooks).to_owned(), variables.clone()).await?;
    variables.extend([
        ("WIBICLICK_WORKER_URL", stage.worker.url()),
        ("WIBICLICK_SANDBOX_URL", stage.sandbox.url()),
        ("WIBICLICK_API_KEY", Stage::API_KEY.to_owned()),
        ("ADMIN_TOKEN", Worker::ADMIN_TOKEN.to_owned()),
    ]);
    run_beside(arguments, USAGE, &variables).await
}
