//! Days and moments, as RFC 3339 writes them.
//!
//! Checked by their form alone: a parser with a calendar would be larger than
//! all of this client's other checks, and the server has one anyway.

use crate::action::param_values;

macro_rules! moments {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        param_values! {
            $name = $kind, this => this.0.as_str().into();
        }
    )*};
}

moments! {
    /// A day: `2026-01-31`.
    Date = "d";
    /// A moment: `2026-01-31T09:00:00Z`, or with another offset than `Z`.
    DateTime = "D";
}

/// The number of a month, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(pub u32);

impl From<u32> for Month {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

param_values! {
    Month = "m", this => this.0.into();
}

/// `2026-01-31`
pub(crate) fn is_date(text: &str) -> bool {
    fits(text, "dddd-dd-dd") && in_range(text, 5, 1..=12) && in_range(text, 8, 1..=31)
}

/// `2026-01-31T09:00:00Z`, with any fraction of a second, and any offset.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let Some((clock, rest)) = time.split_at_checked(8) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(rest) => {
            let offset = rest.trim_start_matches(|it: char| it.is_ascii_digit());
            if offset.len() == rest.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    let is_offset = match offset.strip_prefix(['+', '-']) {
        Some(offset) => {
            fits(offset, "dd:dd") && in_range(offset, 0, 0..=23) && in_range(offset, 3, 0..=59)
        }
        None => matches!(offset, "Z" | "z"),
    };
    is_date(date)
        && fits(clock, "dd:dd:dd")
        && in_range(clock, 0, 0..=23)
        && in_range(clock, 3, 0..=59)
        // A leap second.
        && in_range(clock, 6, 0..=60)
        && is_offset
}

/// Whether the text is like the pattern, in which `d` stands for a digit.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(it, wanted)| match wanted {
                b'd' => it.is_ascii_digit(),
                _ => it == wanted,
            })
}

/// Whether the two digits from here on are a number in the range.
fn in_range(text: &str, from: usize, range: std::ops::RangeInclusive<u32>) -> bool {
    text.get(from..from + 2)
        .and_then(|digits| digits.parse().ok())
        .is_some_and(|number| range.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_known_by_their_form() {
        for text in ["2026-01-31", "2024-02-29"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "",
            "2026-1-31",
            "31.01.2026",
            "2026-13-01",
            "2026-01-32",
            "2026-01-31T00:00:00Z",
        ] {
            assert!(!is_date(text), "{text}");
        }
        for text in [
            "2026-01-31T09:00:00Z",
            "2026-01-31t09:00:00.123456z",
            "2026-01-31T23:59:60+02:00",
            "2026-01-31T09:00:00-11:30",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "",
            "2026-01-31",
            "2026-01-31T09:00Z",
            "2026-01-31T09:00:00",
            "2026-01-31T24:00:00Z",
            "2026-01-31T09:00:00.Z",
            "2026-01-31T09:00:00+0200",
            "2026-01-31 09:00:00Z",
            "2026-01-31T09:00:0ä",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_a_check_panic(text in ".*") {
            let _ = (is_date(&text), is_date_time(&text));
        }
    }
}
