//! Makes what is generated of docs/performance.md: tables of what the benchmarks have
//! measured, in `target/bench`, and of what is kept in the repository. The words between the
//! tables are written by hand.
//!
//! A table whose benchmark was not run here stays as it is.
#![forbid(unsafe_code)]

mod budgets;
mod cost;
mod machine;
mod measured;
mod number;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::measured::Measured;

const PAGE: &str = "docs/performance.md";

/// What is generated between two marks: the marks' name, and what makes it of what there is.
type Section = (&'static str, fn(&Measured) -> Result<Option<String>>);

const SECTIONS: [Section; 8] = [
    ("budgets", |it| Ok(Some(budgets::all(it)))),
    ("machine", |_| machine::list().map(Some)),
    ("worker", |it| Ok(it.table("worker"))),
    ("js", |it| Ok(it.table("js"))),
    ("native", |it| Ok(it.table("native"))),
    ("instructions", |it| Ok(Some(measured::instructions(it)))),
    ("n8n", |it| Ok(it.table("n8n"))),
    ("cost", cost::tables),
];

fn main() -> Result<()> {
    let page = root().join(PAGE);
    let mut text = fs::read_to_string(&page).context(PAGE)?;
    let measured = Measured::read(&root())?;
    for (name, make) in SECTIONS {
        match make(&measured).with_context(|| format!("the section {name}"))? {
            Some(made) => text = with(&text, name, &made)?,
            None => println!("{name}: not measured here; as it was"),
        }
    }
    fs::write(page, text)?;
    println!("wrote {PAGE}");
    Ok(())
}

/// The page with another text between the two marks of this name.
fn with(page: &str, name: &str, made: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let has = || format!("{PAGE} has no {begin}… {end}");
    let (before, rest) = page.split_once(&begin).with_context(has)?;
    let (_, after) = rest.split_once(&end).with_context(has)?;
    Ok([before, &begin, "\n", made.trim_end(), "\n\n", &end, after].concat())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_the_marks_is_another_and_the_rest_as_it_was() -> Result<()> {
        let page = "a\n<!-- it -->\nold\n<!-- /it -->\nb\n";
        let made = with(page, "it", "new\n")?;
        assert_eq!(made, "a\n<!-- it -->\n\nnew\n\n<!-- /it -->\nb\n");
        assert_eq!(with(&made, "it", "new")?, made, "once more changes nothing");
        assert!(with(page, "other", "new").is_err());
        Ok(())
    }
}
