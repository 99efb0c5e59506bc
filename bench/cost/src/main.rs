//! What a million events a day cost: what one event uses of the platform is counted, in
//! runs of one sort of event each; a run of all sorts shows whether that adds up to what is
//! used; and prices and limits are applied to it.
//!
//! Writes `target/bench/cost.json`, which docs/performance.md is made of.
#![forbid(unsafe_code)]

mod bill;
mod usage;

use std::fs;

use anyhow::{Result, ensure};
use serde_json::json;
use wibiclick_tests::{
    Load,
    load::{self, MIX, Outcome, What},
    root,
};

use crate::usage::{COUNTED, Usage};

/// The Worker's entry that counts.
const ENTRY: &str = "bench/cost/entry.mjs";
/// How many events tell what one of their sort uses.
const EVENTS: usize = 400;
/// How many of all sorts show whether that adds up.
const CHECKED: usize = 2_000;

/// The sorts of events, each with what becomes of it.
const SORTS: [(What, &[What], &str); 5] = [
    (
        What::Deactivated,
        &[What::Deactivated],
        "a leaver (Okta), one call",
    ),
    (
        What::Deleted,
        &[What::Deleted],
        "a leaver (WorkOS), one call",
    ),
    (What::Contact, &[What::Contact], "about nobody, one call"),
    (What::Nameless, &[What::Nameless], "dead at once"),
    (What::Login, &[What::Login], "ignored"),
];

/// What each thing that happens uses.
struct Units {
    sorts: Vec<(What, &'static str, Usage)>,
    /// An event that is sent again.
    duplicate: Usage,
    /// An attempt after a first one that failed for now.
    attempt: Usage,
}

#[tokio::main]
async fn main() -> Result<()> {
    let units = Units::measure().await?;
    let load = Load {
        counting: Some(ENTRY),
        ..Load::of("cost-check", CHECKED)
    };
    let checked = run("all sorts of events", &load).await?;
    let is = Usage::read(&checked.usage)?;
    let should = units.of(&load, &checked);
    println!("\n{:<50} {:>12} {:>12}", "", "counted", "predicted");
    for ((name, what), (is, should)) in COUNTED.iter().zip(is.0.iter().zip(should.0)) {
        println!("{what:<50} {is:>12.0} {should:>12.0}  {name}");
    }
    let report = json!({
        "units": units.rows(),
        "check": {
            "events": CHECKED,
            "duplicates": checked.duplicates,
            "furtherAttempts": checked.further_attempts,
            "rows": rows(|at| json!({ "counted": is.0.get(at), "predicted": should.0.get(at) })),
        },
        "bill": bill::of_a_million_a_day(&units.mixed()),
    });
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let text = serde_json::to_string_pretty(&report)?;
    Ok(fs::write(folder.join("cost.json"), text + "\n")?)
}

/// A row for each thing that is counted.
fn rows(of: impl Fn(usize) -> serde_json::Value) -> serde_json::Value {
    let rows = COUNTED.iter().enumerate().map(|(at, (_, what))| {
        let mut row = of(at);
        if let Some(row) = row.as_object_mut() {
            row.insert("what".to_owned(), (*what).into());
        }
        row
    });
    rows.collect()
}

impl Units {
    async fn measure() -> Result<Self> {
        let mut sorts = Vec::new();
        for (sort, mix, about) in SORTS {
            let load = Load {
                mix,
                failing: 0,
                duplicate_every: usize::MAX,
                counting: Some(ENTRY),
                ..Load::of("cost", EVENTS)
            };
            let outcome = run(about, &load).await?;
            sorts.push((sort, about, each(&Usage::read(&outcome.usage)?, EVENTS)));
        }
        let alone = Self {
            sorts,
            duplicate: Usage::NONE,
            attempt: Usage::NONE,
        };
        let again = Load {
            mix: &[What::Login],
            failing: 0,
            duplicate_every: 2,
            counting: Some(ENTRY),
            ..Load::of("cost", EVENTS)
        };
        let repeated = run("ignored, and sent again", &again).await?;
        let duplicate = Usage::read(&repeated.usage)?.beyond(alone.of(&again, &repeated));
        // Those about the same person wait for the one that failed.
        let failing = Load {
            mix: &[What::Deactivated],
            failing: 50,
            duplicate_every: usize::MAX,
            ..again
        };
        let retried = run("a leaver (Okta), of whose calls some fail", &failing).await?;
        let attempt = Usage::read(&retried.usage)?.beyond(alone.of(&failing, &retried));
        ensure!(
            repeated.duplicates > 0 && retried.further_attempts > 0,
            "nothing was sent again, or nothing failed"
        );
        Ok(Self {
            duplicate: each(&duplicate, repeated.duplicates),
            attempt: each(&attempt, usize::try_from(retried.further_attempts)?),
            ..alone
        })
    }

    /// What a run should have used.
    fn of(&self, load: &Load, outcome: &Outcome) -> Usage {
        let attempts = usize::try_from(outcome.further_attempts).unwrap_or(0);
        let events = (0..load.events).filter_map(|number| {
            let sort = load.mix.get(number % load.mix.len())?;
            self.sorts.iter().find(|(it, ..)| it == sort)
        });
        events.fold(
            self.duplicate * count(outcome.duplicates) + self.attempt * count(attempts),
            |sum, (_, _, unit)| sum + *unit,
        )
    }

    /// What an event of the load run's mix uses, one of twenty sent twice, one of twenty calls
    /// failing.
    fn mixed(&self) -> Usage {
        let calls = MIX
            .iter()
            .filter(|it| !matches!(it, What::Login | What::Nameless));
        let outcome = Outcome {
            duplicates: 1,
            further_attempts: u64::from(calls.count() > 0),
            ..Outcome::default()
        };
        let load = Load::of("mixed", MIX.len());
        each(&self.of(&load, &outcome), MIX.len())
    }

    fn rows(&self) -> serde_json::Value {
        let sorts = self.sorts.iter().map(|(_, about, unit)| (*about, unit));
        let others = [
            ("sent again", &self.duplicate),
            ("a further attempt", &self.attempt),
        ];
        let units: Vec<_> = sorts.chain(others).collect();
        rows(|at| {
            let each = units
                .iter()
                .map(|(about, unit)| ((*about).to_owned(), json!(unit.0.get(at))));
            json!({ "of": each.collect::<serde_json::Map<_, _>>() })
        })
    }
}

async fn run(about: &str, load: &Load) -> Result<Outcome> {
    println!("{} events: {about} …", load.events);
    let outcome = load::run(load, |_| {}).await?;
    ensure!(
        outcome.wrong.is_empty(),
        "{about}: {:?}",
        outcome.wrong.first()
    );
    // The counts live in the Worker's module, and are gone where that is loaded anew.
    let (sent, counted) = (
        count(load.events + outcome.duplicates),
        Usage::read(&outcome.usage)?.of("requests"),
    );
    ensure!(
        (sent - counted).abs() < 0.5,
        "{about}: {sent} requests were sent, and {counted} counted; has the Worker been changed \
         meanwhile?"
    );
    Ok(outcome)
}

fn each(all: &Usage, times: usize) -> Usage {
    *all * count(times).recip()
}

#[expect(clippy::cast_precision_loss, reason = "they are small")]
fn count(number: usize) -> f64 {
    number as f64
}
