//! A small load run: every event is accounted for, whatever the API does.

use anyhow::{Result, ensure};
use wibiclick_tests::{Load, load};

#[tokio::test]
async fn five_hundred_events_are_all_accounted_for() -> Result<()> {
    let load = Load::of("small-load", 500);
    let outcome = load::run(&load, |step| println!("{step}")).await?;
    ensure!(outcome.wrong.is_empty(), "{:#?}", outcome.wrong);
    Ok(())
}
