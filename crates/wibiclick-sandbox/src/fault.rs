//! Misbehaviour on demand.

use serde::{Deserialize, Serialize};

/// Misbehaviour of the next requests to a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The path: `/users`.
    pub path: String,
    /// How many requests it concerns.
    pub times: u32,
    /// What happens to them.
    pub effect: Effect,
    /// Only requests whose query or body contains this text.
    #[serde(default)]
    pub contains: Option<String>,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// It is answered with this status, and not carried out.
    Status(u16),
    /// It is carried out, and answered after so many milliseconds.
    Delay(u64),
    /// Its connection is closed without an answer, and it is not carried out.
    Drop,
}

/// The faults that are still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// What happens to this request; the fault is used up by it.
    pub(crate) fn take(&mut self, path: &str, content: &str) -> Option<Effect> {
        let fault = self.0.iter_mut().find(|fault| {
            fault.times > 0
                && fault.path == path
                && fault
                    .contains
                    .as_ref()
                    .is_none_or(|part| content.contains(part))
        })?;
        fault.times -= 1;
        Some(fault.effect)
    }
}
