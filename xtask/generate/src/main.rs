//! `cargo xtask generate [--check]`: writes what follows from the declared
//! actions, so that nothing is written twice by hand.
//!
//! A crate of its own, since it must be built anew whenever an action changes,
//! and the other tasks need not wait for that.

mod reference;
mod schema;
mod typescript;

use std::{env, fs, path::Path, process::ExitCode};

use anyhow::{Context as _, Result};

/// A file and what must be in it.
struct Generated {
    path: &'static str,
    text: String,
}

fn main() -> Result<ExitCode> {
    let check = env::args().any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = [
        Generated {
            path: "pkg/src/actions.ts",
            text: typescript::actions(),
        },
        Generated {
            path: "docs/actions.md",
            text: reference::page(),
        },
        Generated {
            path: "docs/hooks.schema.json",
            text: schema::schema(),
        },
    ];
    let mut stale = Vec::new();
    for Generated { path, text } in files {
        let at = root.join(path);
        if fs::read_to_string(&at).is_ok_and(|now| now == text) {
            continue;
        }
        stale.push(path);
        if !check {
            fs::write(&at, text).with_context(|| format!("{path} cannot be written"))?;
            println!("wrote {path}");
        }
    }
    if check && !stale.is_empty() {
        eprintln!(
            "not current: {}; run `cargo xtask generate`",
            stale.join(", ")
        );
        return Ok(ExitCode::FAILURE);
    }
    if stale.is_empty() {
        println!("generated files are current");
    }
    Ok(ExitCode::SUCCESS)
}
