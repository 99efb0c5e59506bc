//! `with_worker <stage> <command> [argument …]`: runs a command with the built Worker and
//! a sandbox beside it, as `tests/<stage>/hooks.toml` says. Their addresses are in
//! `WIBICLICK_WORKER_URL` and `WIBICLICK_SANDBOX_URL`; the admin token and the secrets of
//! the sources are in the environment under their names.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use wibiclick_tests::{Stage, Worker, root, run_beside};

const STAGES: [&str; 2] = ["admin", "dashboard"];

const SECRETS: [(&str, &str); 5] = [
    (
        "CONTRACT_WEBHOOK_SECRET",
        "whsec_Y29udHJhY3Qtd2ViaG9vay1zZWNyZXQtMDEyMzQ1Njc4OQ==",
    ),
    (
        "CONTRACT_SCIM_TOKEN",
        "contract-scim-token-0123456789-abcdef",
    ),
    ("OKTA_HOOK_TOKEN", "stage-okta-token-0123456789-0123456789"),
    (
        "STANDARD_WEBHOOK_SECRET",
        "whsec_c3RhZ2Utc3RhbmRhcmQtc2VjcmV0LTAxMjM0NTY3ODk=",
    ),
    // Refused, as it should be.
    ("WEAK_TOKEN", "short"),
];

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let wanted = arguments.next();
    let (name, command) = STAGES
        .into_iter()
        .find(|name| wanted.as_deref() == Some(name.as_ref()))
        .zip(arguments.next())
        .with_context(|| format!("usage: with_worker {} <command> …", STAGES.join("|")))?;
    let hooks = std::fs::read_to_string(root().join("tests").join(name).join("hooks.toml"))?;
    let secrets = SECRETS.map(|(name, secret)| (name, secret.to_owned()));
    let stage = Stage::start(name, hooks, secrets.to_vec()).await?;
    let places = [
        ("WIBICLICK_WORKER_URL", stage.worker.url()),
        ("WIBICLICK_SANDBOX_URL", stage.sandbox.url()),
        ("ADMIN_TOKEN", Worker::ADMIN_TOKEN.to_owned()),
    ];
    run_beside(command, arguments, secrets.into_iter().chain(places)).await
}
