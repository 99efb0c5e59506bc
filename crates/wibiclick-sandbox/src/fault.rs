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

/// Misbehaviour of some requests among many. Which ones follows from the seed and
/// from how many came before, so that a run can be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultRate {
    /// How many of a thousand requests it concerns, on average.
    pub per_thousand: u32,
    /// What happens to them: to each one of these.
    pub effects: Vec<Effect>,
    /// With another one, it concerns other requests.
    #[serde(default)]
    pub seed: u64,
    /// Only requests to this path; else, to any.
    #[serde(default)]
    pub path: Option<String>,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// It is answered with this status, and not carried out.
    Status(u16),
    /// It is answered with this status and `Retry-After`, and not carried out.
    RetryAfter {
        /// The status: 429 or 503.
        status: u16,
        /// How long to wait.
        seconds: u32,
    },
    /// It is carried out, and answered after so many milliseconds.
    Delay(u64),
    /// Its connection is closed without an answer, and it is not carried out.
    Drop,
    /// It is carried out, and its connection is closed without an answer.
    DoneThenDrop,
    /// It is never answered, and not carried out; the connection stays open.
    Hang,
    /// It is answered with 200 and a page that is no JSON, and not carried out.
    Garbage,
    /// It is answered with a redirect to another host, `localhost`, and another
    /// path, `/redirected`, and not carried out.
    Redirect,
    /// It is answered with 200 and so many bytes, and not carried out.
    Huge(u64),
}

/// The faults that are still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    next: Vec<Fault>,
    rate: Option<FaultRate>,
    /// How many requests the rate has seen.
    seen: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.next.push(fault);
    }

    pub(crate) fn set_rate(&mut self, rate: Option<FaultRate>) {
        self.rate = rate;
        self.seen = 0;
    }

    /// What happens to this request; a fault is used up by it.
    pub(crate) fn take(&mut self, path: &str, content: impl FnOnce() -> String) -> Option<Effect> {
        self.take_next(path, content)
            .or_else(|| self.take_by_rate(path))
    }

    fn take_next(&mut self, path: &str, content: impl FnOnce() -> String) -> Option<Effect> {
        if self.next.iter().all(|fault| fault.path != path) {
            return None;
        }
        let content = content();
        let at = self.next.iter().position(|fault| {
            let part = fault.contains.as_ref();
            fault.times > 0 && fault.path == path && part.is_none_or(|part| content.contains(part))
        })?;
        let fault = self.next.get_mut(at)?;
        fault.times -= 1;
        let effect = fault.effect;
        self.next.retain(|fault| fault.times > 0);
        Some(effect)
    }

    fn take_by_rate(&mut self, path: &str) -> Option<Effect> {
        let rate = self.rate.as_ref()?;
        if rate.path.as_ref().is_some_and(|only| only != path) {
            return None;
        }
        self.seen += 1;
        let drawn = spread(rate.seed ^ spread(self.seen));
        if drawn % 1_000 >= u64::from(rate.per_thousand) {
            return None;
        }
        let effects = u64::try_from(rate.effects.len()).ok()?;
        let which = (drawn / 1_000).checked_rem(effects)?;
        rate.effects.get(usize::try_from(which).ok()?).copied()
    }
}

/// A number in which every bit depends on every bit of the given one, by
/// `SplitMix64`'s last step.
fn spread(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(seed: u64) -> Vec<Option<Effect>> {
        let mut faults = Faults::default();
        faults.set_rate(Some(FaultRate {
            per_thousand: 50,
            effects: vec![Effect::Status(500), Effect::Drop],
            seed,
            path: None,
        }));
        let take = |_| faults.take("/users", String::new);
        (0..10_000).map(take).collect()
    }

    #[test]
    fn a_rate_strikes_about_as_many_as_it_says_with_each_of_its_effects() {
        let struck: Vec<Effect> = struck(1).into_iter().flatten().collect();
        assert!((400..600).contains(&struck.len()), "{}", struck.len());
        let dropped = struck.iter().filter(|it| **it == Effect::Drop).count();
        assert!((150..350).contains(&dropped), "{dropped}");
    }

    #[test]
    fn a_rate_strikes_the_same_requests_again_unless_its_seed_is_another() {
        assert_eq!(struck(1), struck(1));
        assert_ne!(struck(1), struck(2));
    }

    #[test]
    fn a_rate_without_effects_strikes_nothing() {
        let mut faults = Faults::default();
        faults.set_rate(Some(FaultRate {
            per_thousand: 1_000,
            effects: Vec::new(),
            seed: 0,
            path: None,
        }));
        assert_eq!(faults.take("/users", String::new), None);
    }
}
