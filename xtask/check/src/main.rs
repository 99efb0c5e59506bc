//! `cargo xtask check [file]`: everything that is wrong with a hooks.toml;
//! without a file, with the project's own, and with the catalogue.

mod catalogue;
mod guide;

use std::{env, fs, path::Path, process::ExitCode};

use serde_json::{Map, Value};
use wibiclick::{catalogue as all, model::records};
use wibiclick_rules::Hooks;

fn main() -> ExitCode {
    if let Some(path) = env::args().nth(1) {
        return hooks(&path);
    }
    let of_file = hooks("hooks.toml");
    let of_catalogue = actions();
    if of_file == ExitCode::SUCCESS {
        of_catalogue
    } else {
        of_file
    }
}

fn hooks(path: &str) -> ExitCode {
    let text = match fs::read_to_string(path) {
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

fn actions() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| fs::read_to_string(root.join(path)).ok();
    let calls: Map<String, Value> = read(catalogue::CALLS)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let described = all::all().filter_map(|spec| Some((spec.clone(), all::docs(spec.id)?)));
    let page = |resource: &str| read(&format!("docs/actions/{resource}.md"));
    let mut problems = catalogue::problems(described, &records(), &calls, page);
    let told = read(guide::GUIDE).unwrap_or_default();
    let find = |id: &str| Some((all::find(id)?, all::docs(id)?));
    problems.extend(guide::problems(&told, find));
    if problems.is_empty() {
        println!("the catalogue is right: {} actions", all::all().len());
        ExitCode::SUCCESS
    } else {
        for problem in problems {
            eprintln!("{problem}");
        }
        ExitCode::FAILURE
    }
}
