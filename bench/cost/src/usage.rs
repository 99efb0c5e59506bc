//! What is used of the platform: counted by `entry.mjs`, and added up.

use std::{
    array,
    ops::{Add, Mul},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// What is counted, by the name that `entry.mjs` has for it, and what it is.
pub(crate) const COUNTED: [(&str, &str); 10] = [
    ("requests", "requests to the Worker"),
    ("batches", "batches of the queue"),
    ("messages", "messages to the queue"),
    ("asked", "requests to the journal, and its alarms"),
    ("rowsRead", "rows read"),
    ("rowsWritten", "rows written"),
    (
        "rowsInserted",
        "of these, by insertions: what is pruned one day",
    ),
    ("alarmsSet", "alarms set"),
    ("lines", "lines of the log"),
    ("storedBytes", "bytes stored"),
];

/// So much of each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Usage(pub(crate) [f64; COUNTED.len()]);

impl Usage {
    pub(crate) const NONE: Self = Self([0.0; COUNTED.len()]);

    /// As `entry.mjs` tells it.
    pub(crate) fn read(told: &Value) -> Result<Self> {
        let mut usage = Self::NONE;
        for (number, (name, _)) in usage.0.iter_mut().zip(COUNTED) {
            let count = told.get(name).and_then(Value::as_f64);
            *number = count.with_context(|| format!("{name} was not counted"))?;
        }
        Ok(usage)
    }

    /// So much of what has this name.
    pub(crate) fn of(&self, name: &str) -> f64 {
        let mut all = self.0.iter().zip(COUNTED);
        all.find(|(_, (it, _))| *it == name)
            .map_or(0.0, |(number, _)| *number)
    }

    fn with(self, other: Self, each: impl Fn(f64, f64) -> f64) -> Self {
        let mut pairs = self.0.into_iter().zip(other.0);
        Self(array::from_fn(|_| {
            pairs.next().map_or(0.0, |(one, two)| each(one, two))
        }))
    }

    /// What is more than another.
    pub(crate) fn beyond(self, other: Self) -> Self {
        self.with(other, |one, two| (one - two).max(0.0))
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.with(other, |one, two| one + two)
    }
}

impl Mul<f64> for Usage {
    type Output = Self;

    fn mul(self, times: f64) -> Self {
        Self(self.0.map(|number| number * times))
    }
}
