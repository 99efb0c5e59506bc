//! The stage on which end-to-end tests and the demo play: the sandbox API, and
//! the built Worker in workerd beside it, as wrangler runs it for everybody.

mod beside;
mod dev;
pub mod load;
mod request;
mod secrets;
mod shown;
mod stage;
mod worker;

pub use beside::run_beside;
pub use dev::Dev;
pub use load::Load;
pub use request::{Request, Response};
pub use secrets::Secrets;
pub use shown::{calls, id};
pub use stage::{Stage, alone, unique};
pub use worker::{FAULTY, Setup, Webhook, Worker, lay_out, now, without_consumers};

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The root of the project.
pub fn root() -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    tests.parent().map(PathBuf::from).unwrap_or(tests)
}

/// Where each Worker on stage has its folder.
pub fn stages() -> PathBuf {
    root().join("target/stage")
}

/// A real payload, byte for byte; `tests/payloads/INDEX.md` says where each is from.
pub fn payload(name: &str) -> Result<Vec<u8>> {
    let path = root().join("tests/payloads").join(name);
    std::fs::read(&path).with_context(|| format!("no payload {}", path.display()))
}
