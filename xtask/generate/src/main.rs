//! `cargo xtask generate [--check]`: writes what follows from the declared
//! actions, from the records of kinds of sources and from this repository's own
//! deployment, so that nothing is written twice by hand.
//!
//! A crate of its own, since it must be built anew whenever one of them changes,
//! and the other tasks need not wait for that.

mod example;
mod openapi;
mod reference;
mod schema;
mod sources;
mod template;
mod texts;
mod typescript;

use std::{env, fs, path::Path, process::ExitCode};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};
use wibiclick::{
    action::{ActionSpec, Docs, Kind, ParamDocs},
    catalogue,
    notation::Fields,
};

/// A file and what must be in it.
struct Generated {
    path: String,
    text: String,
}

/// A call of each action, which the tests make: the examples.
const CALLS: &str = "tests/calls.json";

/// Where nothing but generated files is.
const ACTIONS: &str = "docs/actions";
const SOURCES: &str = "docs/sources";

fn main() -> Result<ExitCode> {
    let check = env::args().any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let calls = fs::read_to_string(root.join(CALLS)).context(CALLS)?;
    let calls: Map<String, Value> = serde_json::from_str(&calls).context(CALLS)?;
    let one = |path: &str, text: String| Generated {
        path: path.to_owned(),
        text,
    };
    let own = |path: &str| fs::read_to_string(root.join(path)).context(path.to_owned());
    let mut files = vec![
        one("pkg/src/actions.ts", typescript::actions(&calls)),
        one("pkg/src/kinds.ts", typescript::kinds()),
        one("pkg/src/cli/texts.json", texts::texts()),
        one("docs/actions.md", reference::index()),
        one("docs/hooks.schema.json", schema::schema()),
        one("docs/openapi.json", openapi::document()),
        one("docs/sources.md", sources::index()),
        one(
            "pkg/template/wrangler.toml",
            template::wrangler(&own("wrangler.toml")?)?,
        ),
        one(
            "pkg/template/package.json",
            template::package(&own("package.json")?)?,
        ),
    ];
    for (folder, pages) in [(ACTIONS, reference::pages()), (SOURCES, sources::pages())] {
        files.extend(
            pages
                .into_iter()
                .map(|(name, text)| one(&format!("{folder}/{name}.md"), text)),
        );
    }
    let mut stale = Vec::new();
    for folder in [ACTIONS, SOURCES] {
        stale.extend(leftovers(&root, folder, &files, check)?);
        fs::create_dir_all(root.join(folder)).context("the folder of pages cannot be made")?;
    }
    for Generated { path, text } in files {
        let at = root.join(&path);
        if fs::read_to_string(&at).is_ok_and(|now| now == text) {
            continue;
        }
        if !check {
            fs::write(&at, text).with_context(|| format!("{path} cannot be written"))?;
            println!("wrote {path}");
        }
        stale.push(path);
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

/// Pages of what is no more; removed, unless it is only a check.
fn leftovers(root: &Path, folder: &str, files: &[Generated], check: bool) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return Ok(Vec::new());
    };
    let mut leftovers = Vec::new();
    for entry in entries {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        if !check {
            fs::remove_file(entry.path()).with_context(|| format!("{path} cannot be removed"))?;
            println!("removed {path}");
        }
        leftovers.push(path);
    }
    Ok(leftovers)
}

/// Every action with its texts.
fn described() -> impl Iterator<Item = (ActionSpec<'static>, &'static Docs)> {
    catalogue::all().filter_map(|spec| {
        let docs = catalogue::docs(spec.id)?;
        Some((spec, docs))
    })
}

/// The objects that params hold, by the name of their type, each once.
fn objects() -> Vec<(&'static str, Fields<'static>, &'static ParamDocs)> {
    fn fields_of(kind: Kind<'static>) -> Option<Fields<'static>> {
        match kind {
            Kind::List(item) => fields_of(item.kind()),
            Kind::Record(fields) => Some(fields),
            _ => None,
        }
    }
    let mut objects: Vec<(&str, Fields<'_>, &ParamDocs)> = Vec::new();
    for (spec, docs) in described() {
        for (param, docs) in spec.params.iter().zip(docs.params) {
            if let (Some((name, _)), Some(fields)) = (docs.named, fields_of(param.kind))
                && !objects.iter().any(|(it, ..)| *it == name)
            {
                objects.push((name, fields, docs));
            }
        }
    }
    objects
}
