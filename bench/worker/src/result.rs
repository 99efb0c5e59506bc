//! Results: each a row, ours beside those of the peers, by the medians of all rounds.

use anyhow::{Context, Result};
use comfy_table::{Table, presets};
use serde_json::{Map, Value, json};
use std::{fs, path::PathBuf};
use wibiclick_tests::root;

const COMMAND: &str = "cargo xtask bench worker";

/// What was measured, of whom, in every round: the first is ours.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// What it is.
    pub(crate) what: String,
    /// In what.
    pub(crate) unit: &'static str,
    samples: Vec<(&'static str, Vec<f64>)>,
}

impl Measured {
    /// Nothing yet.
    pub(crate) fn new(what: impl Into<String>, unit: &'static str) -> Self {
        Self {
            what: what.into(),
            unit,
            samples: Vec::new(),
        }
    }

    /// Adds a round of somebody.
    pub(crate) fn add(&mut self, who: &'static str, sample: f64) {
        match self.samples.iter_mut().find(|(known, _)| *known == who) {
            Some((_, samples)) => samples.push(sample),
            None => self.samples.push((who, vec![sample])),
        }
    }

    /// `ratio` is ours over the first peer's, the median of those of each round, and
    /// `spread` the lowest and the highest of these.
    fn row(&self) -> Result<Value> {
        let (_, ours) = self.samples.first().context("nothing was measured")?;
        let peers = self.samples.iter().skip(1);
        let medians: Map<String, Value> = peers
            .map(|(name, samples)| ((*name).to_owned(), rounded(median(samples)).into()))
            .collect();
        let ratios: Option<Vec<f64>> = self.samples.get(1).map(|(_, peer)| {
            let rounds = ours.iter().zip(peer);
            rounds.map(|(ours, peer)| ours / peer).collect()
        });
        let spread = ratios.as_ref().map(|ratios| {
            let lowest = ratios.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = ratios.iter().copied().fold(0.0, f64::max);
            [rounded(lowest), rounded(highest)]
        });
        Ok(json!({
            "what": self.what, "unit": self.unit, "ours": rounded(median(ours)),
            "peers": medians, "ratio": ratios.as_deref().map(|it| rounded(median(it))),
            "spread": spread, "command": COMMAND,
        }))
    }
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let at = |at: usize| sorted.get(at).copied().unwrap_or(f64::NAN);
    if sorted.len() % 2 == 1 {
        at(middle)
    } else {
        f64::midpoint(at(middle.wrapping_sub(1)), at(middle))
    }
}

/// To three digits that count.
fn rounded(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

/// Shows the results, and writes them beside what other parts have found before.
pub(crate) fn publish(measured: &[Measured]) -> Result<()> {
    let rows: Vec<Value> = measured.iter().map(Measured::row).collect::<Result<_>>()?;
    let file = file();
    let before = fs::read(&file).unwrap_or_else(|_| b"[]".to_vec());
    let mut all: Vec<Value> = serde_json::from_slice(&before)
        .with_context(|| format!("{} is no list of results", file.display()))?;
    all.retain(|row| !rows.iter().any(|new| new.get("what") == row.get("what")));
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_header(["what", "unit", "ours", "peers", "ratio", "spread"]);
    for row in &rows {
        let cell = |name: &str| row.get(name).map(Value::to_string).unwrap_or_default();
        let cells = ["what", "unit", "ours", "peers", "ratio", "spread"].map(cell);
        table.add_row(cells.map(|cell| cell.replace('"', "")));
    }
    println!("\n{table}");
    all.extend(rows);
    fs::create_dir_all(root().join("target/bench"))?;
    fs::write(&file, serde_json::to_vec_pretty(&all)?)?;
    println!("written to {}", file.display());
    Ok(())
}

fn file() -> PathBuf {
    root().join("target/bench/worker.json")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_medians_and_the_ratios_of_rounds() {
        let mut measured = Measured::new("speed", "requests/s");
        for (ours, peer) in [(10.0, 5.0), (30.0, 10.0), (20.0, 20.0)] {
            measured.add("ours", ours);
            measured.add("peer", peer);
        }
        let row = measured.row().unwrap();
        assert_eq!(row.get("ours"), Some(&json!(20.0)));
        assert_eq!(row.get("peers"), Some(&json!({ "peer": 10.0 })));
        assert_eq!(row.get("ratio"), Some(&json!(2.0)));
        assert_eq!(row.get("spread"), Some(&json!([1.0, 3.0])));
    }

    #[test]
    fn numbers_have_three_digits_that_count() {
        let texts = [12_345.0, 0.012_345, median(&[4.0, 1.0, 2.0, 3.0])].map(rounded);
        assert_eq!(texts.map(|it| it.to_string()), ["12300", "0.0123", "2.5"]);
    }
}
