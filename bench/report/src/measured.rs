//! What the benchmarks have left in `target/bench`, and what the repository keeps.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::{number::short, table::table};

/// The parts of `cargo xtask bench` whose results are rows.
const PARTS: [&str; 4] = ["worker", "js", "native", "n8n"];

/// One thing that was measured.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: String,
    pub(crate) ours: f64,
    /// What others took, by name.
    #[serde(default)]
    pub(crate) peers: BTreeMap<String, f64>,
    /// Which of them it is held against, where there are several.
    against: Option<String>,
    /// What comes of that; the page says in which direction.
    pub(crate) ratio: Option<f64>,
    /// How far the ratio went, or a part of what was measured.
    #[serde(default)]
    pub(crate) spread: Value,
    pub(crate) command: String,
}

/// All that there is.
pub(crate) struct Measured {
    parts: BTreeMap<&'static str, Vec<Row>>,
    /// What a million events a day cost.
    pub(crate) cost: Option<Value>,
    /// The table of docs/sizes.md: what, bytes, gzipped, budget.
    pub(crate) sizes: String,
    /// Instructions, by path.
    instructions: BTreeMap<String, f64>,
}

impl Measured {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut parts = BTreeMap::new();
        for part in PARTS {
            let path = root.join(format!("target/bench/{part}.json"));
            if let Ok(text) = fs::read_to_string(&path) {
                let rows = serde_json::from_str(&text);
                parts.insert(part, rows.with_context(|| path.display().to_string())?);
            }
        }
        let kept = |path: &str| fs::read_to_string(root.join(path)).context(path.to_owned());
        let cost = fs::read_to_string(root.join("target/bench/cost.json"));
        Ok(Self {
            parts,
            cost: cost
                .ok()
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            sizes: kept("docs/sizes.md")?,
            instructions: serde_json::from_str(&kept("bench/instructions.json")?)?,
        })
    }

    /// The row of a part about this.
    pub(crate) fn row(&self, part: &str, what: &str) -> Option<&Row> {
        self.parts.get(part)?.iter().find(|row| row.what == what)
    }

    /// All rows of a part.
    pub(crate) fn table(&self, part: &str) -> Option<String> {
        let rows = self.parts.get(part)?;
        let rows = rows.iter().map(|row| {
            let others = row.peers.iter();
            let others: Vec<String> = others
                .map(|(name, number)| format!("{name} {}", short(*number)))
                .collect();
            vec![
                row.what.clone(),
                row.unit.clone(),
                short(row.ours),
                others.join(", "),
                row.compared(),
                spread(&row.spread),
            ]
        });
        Some(table(
            &["what", "unit", "ours", "others", "ratio", "spread"],
            rows,
        ))
    }
}

impl Row {
    /// The ratio, and against whom it is.
    fn compared(&self) -> String {
        match (self.ratio, &self.against) {
            (None, _) => String::new(),
            (Some(ratio), None) => short(ratio) + " ×",
            (Some(ratio), Some(against)) => format!("{} × ({against})", short(ratio)),
        }
    }
}

/// From where to where, or how far around the middle.
fn spread(spread: &Value) -> String {
    match spread {
        Value::Array(ends) => {
            let ends = ends.iter().filter_map(Value::as_f64);
            ends.map(short).collect::<Vec<_>>().join(" to ")
        }
        other => other
            .as_f64()
            .map_or_else(String::new, |part| format!("± {} %", short(part * 50.0))),
    }
}

/// What `cargo xtask test instructions` holds counts against.
pub(crate) fn instructions(measured: &Measured) -> String {
    let rows = measured.instructions.iter();
    let rows = rows.map(|(path, count)| vec![path.clone(), short(*count)]);
    table(&["path", "instructions"], rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_spread_is_between_two_ends_or_around_the_middle() {
        assert_eq!(spread(&json!([0.5, 1.25])), "0.50 to 1.25");
        assert_eq!(spread(&json!(0.25)), "± 12.5 %");
        assert_eq!(spread(&Value::Null), "");
    }
}
