//! How long each path takes, with criterion; the medians go into `target/bench/native.json`.
#![forbid(unsafe_code)]

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use criterion::Criterion;
use serde_json::{Value, json};
use wibiclick_bench::paths;

const COMMAND: &str = "cargo xtask bench native";

/// What is held against what: the first is said to cost so many times the second.
const AGAINST: &[(&str, &str)] = &[
    ("match, 10 rules", "match, 1 rule"),
    ("match, 100 rules", "match, 1 rule"),
    ("match, 1,000 rules", "match, 1 rule"),
    (
        "match, 1,000 rules that are all on the event",
        "match, 1 rule",
    ),
];

fn main() -> Result<()> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let results = target.join("criterion");
    let mut criterion = Criterion::default()
        .output_directory(&results)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    for path in paths() {
        let mut measured = (path.prepare)().context(path.name)?;
        measured().context(path.name)?;
        // What went well once goes well again: it is the same every time.
        criterion.bench_function(path.name, |bencher| bencher.iter(&mut measured));
    }
    criterion.final_summary();
    let rows = paths()
        .iter()
        .map(|path| row(&results, path.name))
        .collect::<Result<Vec<Value>>>()?;
    fs::create_dir_all(target.join("bench"))?;
    let text = serde_json::to_string_pretty(&rows)?;
    Ok(fs::write(target.join("bench/native.json"), text + "\n")?)
}

/// The row of a path: its median, and between which values criterion is certain of it.
fn row(results: &Path, name: &str) -> Result<Value> {
    let (median, spread) = median(results, name)?;
    let other = AGAINST.iter().find(|(ours, _)| *ours == name);
    let (peers, ratio) = match other {
        Some((_, other)) => {
            let (theirs, _) = self::median(results, other)?;
            (json!({ *other: theirs }), json!(median / theirs))
        }
        None => (json!({}), Value::Null),
    };
    Ok(json!({
        "what": name, "unit": "ns", "ours": median, "peers": peers, "ratio": ratio,
        "spread": spread, "command": COMMAND,
    }))
}

/// Nanoseconds, and how far they are from certain, as a part of them.
fn median(results: &Path, name: &str) -> Result<(f64, f64)> {
    // As criterion makes a folder of a name: what no file may be called becomes `_`.
    let file = results.join(name).join("new/estimates.json");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let estimates: Value = serde_json::from_str(&text)?;
    let number = |path: &str| {
        let number = estimates.pointer(path).and_then(Value::as_f64);
        number.with_context(|| format!("{path} in {}", file.display()))
    };
    let median = number("/median/point_estimate")?;
    let low = number("/median/confidence_interval/lower_bound")?;
    let high = number("/median/confidence_interval/upper_bound")?;
    Ok((median, (high - low) / median))
}
