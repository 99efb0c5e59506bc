//! The section of CHANGELOG.md about this version: what a release says of itself.

use std::fs;

use anyhow::{Context as _, Result, ensure};

use crate::root;

const FILE: &str = "CHANGELOG.md";

/// Prints the section about a version, `0.1.0` or its tag `v0.1.0`, which must be the
/// one that the crates have.
pub(crate) fn print(version: &str) -> Result<()> {
    let version = version.strip_prefix('v').unwrap_or(version);
    let ours = env!("CARGO_PKG_VERSION");
    ensure!(
        version == ours,
        "the version is {ours}, not {version}: see docs/releasing.md"
    );
    let text = fs::read_to_string(root().join(FILE)).context(FILE)?;
    let section = section(&text, version).with_context(|| {
        format!("{FILE} has no section `## [{version}] - <date>`: see docs/releasing.md")
    })?;
    println!("{section}");
    Ok(())
}

/// What stands between a version's heading and the next one.
fn section<'a>(text: &'a str, version: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n## [{version}] - "))?;
    let (_, section) = rest.split_once('\n')?;
    let end = section.find("\n## [").unwrap_or(section.len());
    Some(section.get(..end)?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Changelog

## [Unreleased]

- Later.

## [0.2.0] - 2026-12-01

### Added

- Something.

## [0.1.0] - 2026-11-24

- All.
";

    #[test]
    fn a_section_ends_where_the_next_begins() {
        assert_eq!(section(TEXT, "0.2.0"), Some("### Added\n\n- Something."));
    }

    #[test]
    fn the_oldest_goes_to_the_end() {
        assert_eq!(section(TEXT, "0.1.0"), Some("- All."));
    }

    #[test]
    fn what_is_not_released_has_none() {
        assert_eq!(section(TEXT, "0.3.0"), None);
        assert_eq!(section(TEXT, "Unreleased"), None);
    }
}
