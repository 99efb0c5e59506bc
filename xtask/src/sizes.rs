//! How large what is downloaded and deployed is, and how large it may be.
//!
//! `docs/sizes.md` keeps the sizes; it may lag behind by so little that nobody would
//! decide otherwise.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

use crate::{
    build::{DASHBOARD, WORKER_WASM},
    root,
};

/// What somebody downloads or deploys.
struct Part {
    what: &'static str,
    files: &'static [&'static str],
    /// In bytes, gzipped.
    budget: u64,
}

/// The budgets of the wasm files, of the Worker and of the dashboard are what the project
/// set out with; the others are what is there and a twentieth, so that growth is noticed.
const PARTS: &[Part] = &[
    Part {
        what: "the client's wasm",
        files: &["pkg/wasm/wibiclick_bg.wasm"],
        budget: 80_000,
    },
    Part {
        what: "`wibiclick`, wasm and all",
        files: &["pkg/dist/index.js", "pkg/wasm/wibiclick.text.js"],
        budget: 87_500,
    },
    Part {
        what: "`wibiclick/slim`, to which a wasm is given",
        files: &["pkg/dist/slim.js"],
        budget: 10_700,
    },
    Part {
        what: "the webhooks' wasm",
        files: &["pkg/wasm/webhooks_bg.wasm"],
        budget: 80_000,
    },
    Part {
        what: "`wibiclick/webhooks`, wasm and all",
        files: &["pkg/dist/webhooks.js", "pkg/wasm/webhooks.text.js"],
        budget: 88_500,
    },
    Part {
        what: "`wibiclick/webhooks/slim`, to which a wasm is given",
        files: &["pkg/dist/webhooks-slim.js"],
        budget: 7_100,
    },
    Part {
        what: "the rules' wasm, for the command line alone",
        files: &["pkg/wasm/rules_bg.wasm"],
        budget: 262_000,
    },
    Part {
        what: "the command line's JavaScript",
        files: &["pkg/dist/cli/main.js"],
        budget: 88_000,
    },
    Part {
        what: "the Worker with the rules engine",
        files: &[WORKER_WASM],
        budget: 400_000,
    },
    Part {
        what: "the dashboard, all of it",
        files: &[DASHBOARD],
        budget: 150_000,
    },
];

const PAGE: &str = "docs/sizes.md";
const HEAD: &str = "| what | bytes | gzipped (`gzip -9`) | budget, gzipped |\n|---|---|---|---|\n";

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    what: String,
    bytes: u64,
    gzipped: u64,
    budget: u64,
}

/// Prints the sizes, and writes them into the page if asked to.
pub(crate) fn print(writes: bool) -> Result<()> {
    let rows = measured()?;
    show(&rows);
    if writes {
        let page = root().join(PAGE);
        let (before, _, after) = parts(&fs::read_to_string(&page)?)?;
        let table: String = rows.iter().map(line).collect();
        fs::write(page, [&before, HEAD, &table, &after].concat())?;
    }
    Ok(())
}

/// Prints the sizes; whether all are within their budgets, and the page says so.
pub(crate) fn are_right() -> Result<bool> {
    let rows = measured()?;
    show(&rows);
    let (_, table, _) = parts(&fs::read_to_string(root().join(PAGE))?)?;
    let written: Vec<Row> = table.lines().filter_map(read).collect();
    let is_current =
        written.len() == rows.len() && rows.iter().zip(&written).all(|(is, was)| is.is_about(was));
    if !is_current {
        println!("{PAGE} says otherwise: `cargo xtask sizes --write`");
    }
    Ok(is_current && rows.iter().all(|row| row.gzipped <= row.budget))
}

fn show(rows: &[Row]) {
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "what", "bytes", "gzipped", "budget"
    );
    for row in rows {
        println!(
            "{:<52} {:>10} {:>10} {:>10}",
            row.what, row.bytes, row.gzipped, row.budget
        );
    }
}

fn measured() -> Result<Vec<Row>> {
    PARTS.iter().map(Part::measured).collect()
}

impl Part {
    fn measured(&self) -> Result<Row> {
        let (mut bytes, mut gzipped) = (0, 0);
        for file in self.files {
            let about = fs::metadata(root().join(file))
                .with_context(|| format!("{file} is not built; run `cargo xtask build`"))?;
            bytes += about.len();
            gzipped += self::gzipped(Path::new(file))?;
        }
        Ok(Row {
            what: self.what.to_owned(),
            bytes,
            gzipped,
            budget: self.budget,
        })
    }
}

impl Row {
    /// The same, up to a two-hundredth.
    fn is_about(&self, other: &Self) -> bool {
        let is_near = |one: u64, two: u64| one.abs_diff(two) * 200 <= one;
        self.what == other.what
            && self.budget == other.budget
            && is_near(self.bytes, other.bytes)
            && is_near(self.gzipped, other.gzipped)
    }
}

fn line(row: &Row) -> String {
    format!(
        "| {} | {} | {} | {} |\n",
        row.what,
        grouped(row.bytes),
        grouped(row.gzipped),
        grouped(row.budget)
    )
}

fn read(line: &str) -> Option<Row> {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    let what = cells.next()?.to_owned();
    let mut number = || cells.next()?.replace(',', "").parse().ok();
    Some(Row {
        what,
        bytes: number()?,
        gzipped: number()?,
        budget: number()?,
    })
}

/// What is before the rows of the table, the rows, and what is after them.
fn parts(page: &str) -> Result<(String, String, String)> {
    let at = page.find(HEAD);
    ensure!(at.is_some(), "{PAGE} has no table that starts with\n{HEAD}");
    let (before, from_head) = page.split_at(at.unwrap_or_default());
    let rows = from_head.split_at(HEAD.len()).1;
    let end = rows.find("\n\n").map_or(rows.len(), |at| at + 1);
    let (table, after) = rows.split_at(end);
    Ok((before.to_owned(), table.to_owned(), after.to_owned()))
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// As `gzip -9` has it.
pub(crate) fn gzipped(path: &Path) -> Result<u64> {
    let output = std::process::Command::new("gzip")
        .args(["-9", "--stdout"])
        .arg(root().join(path))
        .output()
        .context("is gzip there?")?;
    Ok(u64::try_from(output.stdout.len())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(gzipped: u64) -> Row {
        Row {
            what: "a part".to_owned(),
            bytes: 1_234_567,
            gzipped,
            budget: 80_000,
        }
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        assert_eq!(line(&row(999)), "| a part | 1,234,567 | 999 | 80,000 |\n");
        assert_eq!(read(line(&row(999)).trim()), Some(row(999)));
    }

    #[test]
    fn the_table_is_found_between_what_is_around_it() {
        let page = format!("before\n{HEAD}| a |\n| b |\n\nafter\n");
        let (before, table, after) = parts(&page).unwrap();
        assert_eq!(
            [before, table, after],
            ["before\n", "| a |\n| b |\n", "\nafter\n"]
        );
        assert!(parts("no table").is_err());
    }

    #[test]
    fn a_page_may_lag_behind_by_a_little() {
        assert!(row(10_000).is_about(&row(10_050)));
        assert!(!row(10_000).is_about(&row(10_051)));
        assert!(!row(10_000).is_about(&row(9_949)));
    }
}
