//! Announced departures that do not take place. No signal says so, since nothing
//! happens: what waits for the day is only called off.

use crate::{Event, Kind};

/// The types of events that call an announced departure off, by kind.
const CALLED_OFF: &[(&str, &str)] = &[
    // https://docs.gusto.com/embedded-payroll/docs/webhooks
    ("gusto", "employee.termination_cancelled"),
    ("standard-webhooks", STAYING),
    ("svix", STAYING),
    ("custom", STAYING),
];

/// As senders say it who speak as we do.
const STAYING: &str = "person.staying";

impl Kind {
    /// Whether an event says that an announced departure of its subject
    /// ([`Signal::PersonLeaving`](crate::Signal::PersonLeaving)) does not take place.
    pub fn calls_off(&self, event: &Event) -> bool {
        let name = self.name();
        CALLED_OFF
            .iter()
            .any(|(kind, called_off)| *kind == name && *called_off == event.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::CALLED_OFF;
    use crate::kind;

    #[test]
    fn every_kind_that_calls_something_off_exists() {
        for (name, _) in CALLED_OFF {
            assert!(kind(name).is_some() || *name == "custom", "{name}");
        }
    }
}
