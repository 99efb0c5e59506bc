//! The budgets that the project set out with, each with what was measured.

use crate::{measured::Measured, number::short, table::table};

/// A budget, and where its measurement is.
struct Budget {
    what: &'static str,
    limit: &'static str,
    measured: Source,
    /// Whether what was measured is within it.
    keeps: fn(f64) -> bool,
}

/// Where the measurement of a budget is.
enum Source {
    /// In the table of docs/sizes.md, in this row.
    Size(&'static str),
    /// In the results of a part, its ratio.
    Ratio(&'static str, &'static str),
    /// The same, ours itself.
    Ours(&'static str, &'static str),
    /// Measured by hand, as docs/sizes.md says: what, and by which command.
    ByHand(&'static str, f64, &'static str),
}

const BUDGETS: &[Budget] = &[
    Budget {
        what: "npm client entry, wasm gzipped",
        limit: "≤ 80 KB",
        measured: Source::Size("the client's wasm"),
        keeps: |bytes| bytes <= 80_000.0,
    },
    Budget {
        what: "`wibiclick/webhooks` entry, wasm gzipped",
        limit: "≤ 80 KB",
        measured: Source::Size("the webhooks' wasm"),
        keeps: |bytes| bytes <= 80_000.0,
    },
    Budget {
        what: "Worker with the rules engine, wasm gzipped",
        limit: "≤ 400 KB",
        measured: Source::Size("the Worker with the rules engine"),
        keeps: |bytes| bytes <= 400_000.0,
    },
    Budget {
        what: "Worker start-up CPU",
        limit: "≤ 50 ms",
        measured: Source::ByHand("11 ms", 11.0, "npx wrangler check startup"),
        keeps: |ms| ms <= 50.0,
    },
    Budget {
        what: "receive path against the same Worker in TypeScript, requests/s (1 KB)",
        limit: "≥ 1.0 ×",
        measured: Source::Ratio("worker", "receive, 1 KB: requests/s"),
        keeps: |ratio| ratio >= 1.0,
    },
    Budget {
        what: "event to finished action against n8n 2, events/s",
        limit: "≥ 25 ×",
        measured: Source::Ratio("n8n", "event to finished action"),
        keeps: |ratio| ratio >= 25.0,
    },
    Budget {
        what: "`verify` of 1 KB in JS against WebCrypto with a cached key",
        limit: "≥ 5 × faster",
        measured: Source::Ratio("js", "verify, standard-webhooks, 1024 bytes"),
        keeps: |ratio| ratio >= 5.0,
    },
    Budget {
        what: "cost of matching with 1,000 rules against 1 rule",
        limit: "≤ 2 ×",
        measured: Source::Ratio("native", "match, 1,000 rules"),
        keeps: |ratio| ratio <= 2.0,
    },
    Budget {
        what: "client call against a bare `fetch` of the same request, added time",
        limit: "≤ 50 µs",
        measured: Source::Ours("js", "call, answered at once: added to bare fetch"),
        keeps: |micros| micros <= 50.0,
    },
    Budget {
        what: "set-up of a fresh machine with 2 cores",
        limit: "≤ 15 min",
        measured: Source::ByHand("4 min", 4.0, "cargo xtask setup"),
        keeps: |minutes| minutes <= 15.0,
    },
    Budget {
        what: "set-up of a warm one",
        limit: "≤ 5 s",
        measured: Source::ByHand("0.1 s", 0.1, "cargo xtask setup"),
        keeps: |seconds| seconds <= 5.0,
    },
];

/// All of them.
pub(crate) fn all(measured: &Measured) -> String {
    let rows = BUDGETS.iter().map(|budget| {
        let found = budget.measured.find(measured);
        let (is, verdict, command) = match found {
            Some((is, number, command)) => {
                let keeps = (budget.keeps)(number);
                let verdict = if keeps { "kept" } else { "**missed**" };
                (is, verdict, format!("`{command}`"))
            }
            None => (String::new(), "not measured", String::new()),
        };
        let (what, most) = (budget.what.to_owned(), budget.limit.to_owned());
        vec![what, most, is, verdict.to_owned(), command]
    });
    table(&["what", "budget", "measured", "", "command"], rows)
}

impl Source {
    /// What was measured, for people and as a number, and by which command.
    fn find(&self, measured: &Measured) -> Option<(String, f64, String)> {
        let row = |part: &str, what: &str| measured.row(part, what);
        match self {
            Self::Size(what) => {
                let mut lines = measured.sizes.lines();
                let line = lines.find(|line| line.starts_with(&format!("| {what} |")))?;
                let gzipped = line.split('|').nth(3)?.trim();
                let bytes = gzipped.replace(',', "").parse().ok()?;
                let command = "cargo xtask sizes".to_owned();
                Some((format!("{gzipped} bytes"), bytes, command))
            }
            Self::Ratio(part, what) => {
                let row = row(part, what)?;
                Some((short(row.ratio?) + " ×", row.ratio?, row.command.clone()))
            }
            Self::Ours(part, what) => {
                let row = row(part, what)?;
                let is = format!("{} {}", short(row.ours), row.unit);
                Some((is, row.ours, row.command.clone()))
            }
            Self::ByHand(is, number, command) => {
                Some(((*is).to_owned(), *number, (*command).to_owned()))
            }
        }
    }
}
