//! `cargo xtask check [file]`: everything that is wrong with a hooks.toml.

use std::{env, fs, process::ExitCode};

use wibiclick_rules::Hooks;

fn main() -> ExitCode {
    let path = env::args()
        .nth(1)
        .unwrap_or_else(|| "hooks.toml".to_owned());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path} cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    match Hooks::parse(&text) {
        Ok(hooks) => {
            let (sources, rules) = (hooks.sources().len(), hooks.rules().len());
            println!("{path} is right: {sources} sources, {rules} rules");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}
