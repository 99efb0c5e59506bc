//! The secrets that a Worker on stage was ever given, to be looked for in everything
//! that it says: they are in no answer, in no log and in no journal.

use anyhow::{Context, Result};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Variables that are nobody's secret; any other one is.
const PLAIN: [&str; 5] = [
    "WIBICLICK_BASE_URL",
    "SWEEP_AFTER_SECONDS",
    "ALERT_URL",
    "WEBSITE_ID",
    "SUCCESSOR_ID",
];
/// What is shorter is found in any text; such secrets are there to be refused.
const SHORTEST: usize = 12;

/// Secrets, each with its name.
#[derive(Debug)]
pub struct Secrets(Vec<(String, String)>);

impl Secrets {
    /// Those of the Worker in a folder.
    pub fn of(folder: &Path) -> Result<Self> {
        let file = folder.join("secrets");
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let lines = text.lines().filter_map(|line| line.split_once('='));
        let secrets = lines.flat_map(|(name, secret)| {
            // With its prefix, and without it.
            let bare = secret.strip_prefix("whsec_");
            let both = std::iter::once(secret).chain(bare);
            both.map(|secret| (name.to_owned(), secret.to_owned()))
        });
        Ok(Self(secrets.collect()))
    }

    /// Adds to those of the Worker in a folder.
    pub(crate) fn remember(folder: &Path, variables: &[(&str, String)]) -> Result<()> {
        let file = fs::File::options()
            .create(true)
            .append(true)
            .open(folder.join("secrets"));
        let mut file = file?;
        for (name, value) in variables {
            if !PLAIN.contains(name) && value.len() >= SHORTEST {
                writeln!(file, "{name}={value}")?;
            }
        }
        Ok(())
    }

    /// The names of those that are in there.
    pub fn found_in(&self, said: &[u8]) -> Vec<&str> {
        let found = self.0.iter().filter(|(_, secret)| {
            let mut windows = said.windows(secret.len());
            windows.any(|window| window == secret.as_bytes())
        });
        found.map(|(name, _)| name.as_str()).collect()
    }

    /// Everything that the Worker in a folder has written: its log, and its journals.
    pub fn written(folder: &Path) -> Result<Vec<PathBuf>> {
        let mut files = vec![folder.join("log")];
        let journals = folder.join(".wrangler/state/v3/do/wibiclick-Journal");
        // Nothing may have been asked of any.
        if !journals.exists() {
            return Ok(files);
        }
        for entry in fs::read_dir(&journals).with_context(|| journals.display().to_string())? {
            files.push(entry?.path());
        }
        Ok(files)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_with_and_without_its_prefix_and_a_weak_one_is_not_looked_for() {
        let folder = std::env::temp_dir().join(format!("secrets-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let variables = [
            ("A", "whsec_MDEyMzQ1Njc4OTA=".to_owned()),
            ("WEAK", "short".to_owned()),
            ("ALERT_URL", "https://a.example/".to_owned()),
        ];
        Secrets::remember(&folder, &variables).expect("remembered");
        let secrets = Secrets::of(&folder).expect("secrets");
        fs::remove_dir_all(&folder).expect("a folder");
        assert_eq!(secrets.found_in(b"x whsec_MDEyMzQ1Njc4OTA= y"), ["A", "A"]);
        assert_eq!(secrets.found_in(b"xMDEyMzQ1Njc4OTA=y"), ["A"]);
        assert!(secrets.found_in(b"short https://a.example/").is_empty());
    }
}
