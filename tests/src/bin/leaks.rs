//! Looks for the secrets of all tests in what the Workers on stage have written since
//! their folders were laid out: logs and journals. Fails where there is one.

use anyhow::{Context, Result, ensure};
use std::{fs, process::ExitCode};
use wibiclick_tests::{Secrets, stages};

fn main() -> Result<ExitCode> {
    let (mut files, mut leaks) = (0, 0);
    for entry in fs::read_dir(stages()).context("no Worker was on stage")? {
        let folder = entry?.path();
        // Other tests have folders there too, with no Worker in them.
        if !folder.join("secrets").exists() {
            continue;
        }
        let secrets = Secrets::of(&folder)?;
        for file in Secrets::written(&folder)? {
            let written = fs::read(&file).with_context(|| file.display().to_string())?;
            files += 1;
            for name in secrets.found_in(&written) {
                println!("the secret {name} is in {}", file.display());
                leaks += 1;
            }
        }
    }
    ensure!(files > 0, "no Worker on stage has written anything");
    println!("{files} files of Workers on stage, {leaks} secrets in them");
    Ok(ExitCode::from(u8::from(leaks > 0)))
}
