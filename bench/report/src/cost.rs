//! What events use of the platform, and what that costs.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{measured::Measured, number::short, table::table};

/// Four tables: what an event uses, whether that adds up, the bill, and the limits.
pub(crate) fn tables(measured: &Measured) -> Result<Option<String>> {
    let Some(cost) = &measured.cost else {
        return Ok(None);
    };
    let tables = [units(cost)?, check(cost)?, bill(cost)?, limits(cost)?];
    Ok(Some(tables.join("\n")))
}

fn units(cost: &Value) -> Result<String> {
    let units = list(cost, "/units")?;
    let first = units.first().and_then(|row| row.get("of")?.as_object());
    let names = first.context("the units")?.keys().map(String::as_str);
    let head: Vec<&str> = std::iter::once("").chain(names).collect();
    let rows = units.iter().map(|row| {
        let mut cells = vec![words(row, "/what")?];
        for name in head.iter().skip(1) {
            cells.push(short(number(row, &format!("/of/{name}"))?));
        }
        Ok(cells)
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    Ok(format!("What one event uses:\n\n{}", table(&head, rows)))
}

fn check(cost: &Value) -> Result<String> {
    let rows = list(cost, "/check/rows")?.iter().map(|row| {
        let (counted, predicted) = (number(row, "/counted")?, number(row, "/predicted")?);
        let off = (predicted / counted - 1.0) * 100.0;
        Ok(vec![
            words(row, "/what")?,
            short(counted),
            short(predicted),
            // No minus before nothing.
            format!("{:+.0} %", off.round() + 0.0),
        ])
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "Whether that adds up: a load run of {} events of all sorts, {} of them sent twice, with {} \
         further attempts.\n\n{}",
        short(number(cost, "/check/events")?),
        short(number(cost, "/check/duplicates")?),
        short(number(cost, "/check/furtherAttempts")?),
        table(&["", "counted", "predicted", ""], rows)
    ))
}

fn bill(cost: &Value) -> Result<String> {
    let dollars = |path: &str| Ok::<_, anyhow::Error>(format!("{:.2}", number(cost, path)?));
    let rows = list(cost, "/bill/rows")?.iter().map(|row| {
        Ok(vec![
            linked(row)?,
            short(number(row, "/amount")?),
            short(number(row, "/included")?),
            format!("{}", number(row, "/perMillion")?),
            format!("{:.2}", number(row, "/dollars")?),
        ])
    });
    let mut rows = rows.collect::<Result<Vec<_>>>()?;
    for (what, path) in [
        ("the plan itself", "/bill/subscription"),
        ("**all of it**", "/bill/total"),
    ] {
        let nothing = String::new;
        rows.push(vec![
            what.to_owned(),
            nothing(),
            nothing(),
            nothing(),
            dollars(path)?,
        ]);
    }
    let head = ["", "a month", "included", "$ for a million more", "$"];
    Ok(format!(
        "A million events a day of the load run's mix, for a month, over {} shards:\n\n{}",
        short(number(cost, "/bill/shards")?),
        table(&head, rows)
    ))
}

fn limits(cost: &Value) -> Result<String> {
    let shards = list(cost, "/bill/limitShards")?.iter();
    let shards = shards.map(|it| format!("shards: {it}"));
    let head: Vec<String> = std::iter::once(String::new()).chain(shards).collect();
    let rows = list(cost, "/bill/limits")?.iter().map(|row| {
        let rates = list(row, "/eventsPerSecond")?
            .iter()
            .filter_map(Value::as_f64);
        Ok(std::iter::once(linked(row)?)
            .chain(rates.map(short))
            .collect())
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "Events a second of one source at which a limit is met, where a million a day are {}:\n\n{}",
        short(1e6 / 86_400.0),
        table(&head, rows)
    ))
}

/// What it is, with the page that says so.
fn linked(row: &Value) -> Result<String> {
    Ok(format!(
        "[{}]({})",
        words(row, "/what")?,
        words(row, "/page")?
    ))
}

fn list<'a>(value: &'a Value, path: &str) -> Result<&'a Vec<Value>> {
    let list = value.pointer(path).and_then(Value::as_array);
    list.with_context(|| format!("no list {path}"))
}

fn number(value: &Value, path: &str) -> Result<f64> {
    let number = value.pointer(path).and_then(Value::as_f64);
    number.with_context(|| format!("no number {path}"))
}

fn words(value: &Value, path: &str) -> Result<String> {
    let words = value.pointer(path).and_then(Value::as_str);
    Ok(words.with_context(|| format!("no text {path}"))?.to_owned())
}
