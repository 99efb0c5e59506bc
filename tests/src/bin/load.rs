//! The load run, for people: `load [--events N]`. Its exit status says whether every
//! event is accounted for.

use anyhow::Result;
use comfy_table::{Table, presets};
use std::process::ExitCode;
use wibiclick_tests::{Load, load};

const EVENTS: usize = 20_000;
/// How many of the things that are wrong are shown.
const SHOWN: usize = 20;

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let events = match arguments.as_slice() {
        [] => Some(EVENTS),
        ["--events", number] => number.parse().ok().filter(|number| *number > 0),
        _ => None,
    };
    let Some(events) = events else {
        eprintln!("usage: load [--events N]   how many events are sent; {EVENTS} if left out");
        return Ok(ExitCode::from(2));
    };
    let load = Load::of("load", events);
    let run = load::run(&load, |step| println!("  {step}"));
    let outcome = tokio::select! {
        outcome = run => outcome?,
        _ = tokio::signal::ctrl_c() => return Ok(ExitCode::from(130)),
    };
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    for (what, value) in &outcome.rows {
        table.add_row([what, value.as_str()]);
    }
    println!("\n{table}\n");
    if outcome.wrong.is_empty() {
        println!("Every event is accounted for.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} things are NOT as they should be:", outcome.wrong.len());
    for wrong in outcome.wrong.iter().take(SHOWN) {
        println!("  ✗ {wrong}");
    }
    Ok(ExitCode::FAILURE)
}
