//! What is measured of the pure parts: [`PATHS`], in whole steps as the Worker and the
//! client take them.
//!
//! `benches/times.rs` takes the time of each, `src/bin/instructions.rs` counts its
//! instructions.
#![forbid(unsafe_code)]

mod client;
mod rules;
mod verify;

use anyhow::Result;

/// One thing that is done over and over.
#[derive(Clone, Copy)]
pub struct Path {
    /// Its name: what is done, and of how much.
    pub name: &'static str,
    /// Makes everything that is there before, and gives what is measured. It fails where
    /// it did not do what it should, so that no failure is taken for a fast success.
    pub prepare: fn() -> Result<Measured>,
    /// Whether `bench/instructions.json` keeps its count: the paths that matter.
    pub is_counted: bool,
}

/// What is measured.
pub type Measured = Box<dyn FnMut() -> Result<()>>;

/// All of them.
pub fn paths() -> Vec<Path> {
    [verify::PATHS, rules::PATHS, client::PATHS].concat()
}
