//! When a rule is carried out, and the times that its `at` can name.

use minijinja::{Value, value::ValueKind};
use wibiclick_hooks::{Event, Signal, Timestamp};

use crate::{
    Env,
    rule::{At, Rule},
    run::RuleError,
    scope::{Place, Scope},
    template::Engine,
};

/// When a rule is carried out; `None` for at once.
pub(crate) fn of(
    engine: &Engine,
    rule: &Rule,
    event: &Event,
    env: &Env,
) -> Result<Option<Timestamp>, RuleError> {
    let place = Place {
        rule,
        step: None,
        part: "at",
    };
    let at = match &rule.at {
        Some(At::Time(at)) => at,
        Some(At::Now) => return Ok(None),
        None if event.signal != Some(Signal::PersonLeaving) => return Ok(None),
        None => {
            return event.effective_at.map(Some).ok_or_else(|| {
                let message =
                    "the departure is announced without a date; the rule's `at` can say when";
                place.error("event.effectiveAt", message.to_owned())
            });
        }
    };
    let value = Scope::new(event, rule.reads_data, env).evaluate(engine, place, at)?;
    if value.is_undefined() {
        return Err(place.error(&at.source, "it is undefined".to_owned()));
    }
    read(&value)
        .map(Some)
        .ok_or_else(|| place.error(&at.source, unexpected(&value)))
}

/// That a value is no time. Without the value, which may be about a person.
pub(crate) fn unexpected(value: &Value) -> String {
    let got = match value.kind() {
        ValueKind::String => "another text".to_owned(),
        other => format!("a value that is {other}"),
    };
    format!(
        "expected a time like 2026-12-31T18:00:00Z (RFC 3339) or a date like 2026-12-31, got {got}"
    )
}

/// The time that a value is: text as in RFC 3339, or a date, which begins at midnight
/// in UTC.
pub(crate) fn read(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    Timestamp::parse(text).or_else(|| Timestamp::parse_date(text))
}

/// So many days, hours or minutes later: `2d`, `18h`, `30m`; earlier with `-` before
/// it. `None` where it is none of these, or beyond the years that there are.
pub(crate) fn later(from: Timestamp, by: &str) -> Option<Timestamp> {
    let (digits, sign) = match by.strip_prefix('-') {
        Some(digits) => (digits, -1),
        None => (by, 1),
    };
    let (digits, unit) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
    let minutes = match unit {
        "d" => 24 * 60,
        "h" => 60,
        "m" => 1,
        _ => return None,
    };
    // `parse` alone would take a sign.
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis = digits
        .parse::<i64>()
        .ok()?
        .checked_mul(sign * minutes * 60_000)?;
    Timestamp::from_unix_millis(from.unix_millis().checked_add(millis)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_time_is_moved_by_days_hours_or_minutes() {
        let from = time("2026-12-31T00:00:00Z");
        for (by, to) in [
            ("18h", "2026-12-31T18:00:00Z"),
            ("-2d", "2026-12-29T00:00:00Z"),
            ("90m", "2026-12-31T01:30:00Z"),
            ("1d", "2027-01-01T00:00:00Z"),
            ("0h", "2026-12-31T00:00:00Z"),
        ] {
            assert_eq!(later(from, by), Some(time(to)), "{by}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_none() {
        let from = time("2026-12-31T00:00:00Z");
        for by in [
            "",
            "h",
            "-h",
            "18",
            "18 h",
            "+18h",
            "--1d",
            "1.5h",
            "18H",
            "1d12h",
            "1w",
            "1ä",
            "9999999d",
            "99999999999999999999d",
            "9223372036854775807d",
        ] {
            assert_eq!(later(from, by), None, "{by}");
        }
    }

    proptest! {
        #[test]
        fn later_and_as_much_earlier_is_the_same_time(
            millis in 0i64..4_102_444_800_000,
            count in 0i64..100_000,
            unit in prop::sample::select(vec!["d", "h", "m"]),
        ) {
            let from = Timestamp::from_unix_millis(millis).unwrap();
            let there = later(from, &format!("{count}{unit}")).unwrap();
            prop_assert!(there >= from);
            prop_assert_eq!(later(there, &format!("-{count}{unit}")), Some(from));
        }

        #[test]
        fn any_text_is_a_length_of_time_or_none(by in ".{0,12}") {
            let from = time("2026-12-31T00:00:00Z");
            if let Some(to) = later(from, &by) {
                prop_assert_eq!((to.unix_millis() - from.unix_millis()) % 60_000, 0);
            }
        }

        #[test]
        fn any_text_is_a_time_or_none(text in ".{0,30}") {
            if let Some(time) = read(&Value::from(text)) {
                prop_assert_eq!(read(&Value::from(time.to_string())), Some(time));
            }
        }
    }
}
