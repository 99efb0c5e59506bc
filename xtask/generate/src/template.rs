//! The project that deploys the Worker from the npm package, `pkg/template`: what in it
//! follows from this repository's own deployment.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// What only this repository's wrangler.toml says: where its entry is.
const OWN_MAIN: &str =
    "# With what `cargo xtask build worker` has made.\nmain = \"worker/entry.ts\"\n";
const MAIN: &str = "# From the npm package: no Rust is needed.\nmain = \"node_modules/wibiclick/worker/entry.js\"\n";

/// The same deployment, with the package's entry.
pub(crate) fn wrangler(own: &str) -> Result<String> {
    ensure!(
        own.contains(OWN_MAIN),
        "expected in wrangler.toml:\n{OWN_MAIN}"
    );
    Ok(own.replace(OWN_MAIN, MAIN))
}

/// The package.json, with the wrangler that this repository is tested with.
pub(crate) fn package(tools: &str) -> Result<String> {
    let tools: Value = serde_json::from_str(tools).context("package.json is no JSON")?;
    let wrangler = tools
        .pointer("/devDependencies/wrangler")
        .context("package.json has no wrangler")?;
    let package = json!({
        "private": true,
        "scripts": {
            "check": "wibiclick check",
            "dev": "wrangler dev",
            "deploy": "wibiclick check && wrangler deploy",
        },
        "dependencies": { "wibiclick": concat!("^", env!("CARGO_PKG_VERSION")) },
        "devDependencies": { "wrangler": wrangler },
    });
    Ok(format!("{package:#}\n"))
}
