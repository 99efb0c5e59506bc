//! A point in time, to the millisecond.
//!
//! By hand, since a library for all of time is six kilobytes of each wasm; a test
//! holds it against one (`tests/timestamps.rs`).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time, to the millisecond, between the years 1 and 9999. Reads and
/// writes RFC 3339; writes UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const DAY: i64 = 86_400_000;

impl Timestamp {
    /// From milliseconds since 1970; `None` where that is before the year 1 or
    /// past the year 9999.
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        const RANGE: std::ops::Range<i64> = -719_162 * DAY..2_932_897 * DAY;
        RANGE.contains(&millis).then_some(Self(millis))
    }

    /// Milliseconds since 1970.
    pub fn unix_millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339; `None` for everything else, and for years that
    /// [`Timestamp::from_unix_millis`] does not take. What is finer than a
    /// millisecond is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = Rest(text.as_bytes());
        let year = rest.number(4)?;
        rest.one_of(b"-")?;
        let month = rest.number(2)?;
        rest.one_of(b"-")?;
        let day = rest.number(2)?;
        rest.one_of(b"Tt ")?;
        let hour = rest.number(2)?;
        rest.one_of(b":")?;
        let minute = rest.number(2)?;
        rest.one_of(b":")?;
        let second = rest.number(2)?;
        let mut millis = 0;
        if rest.one_of(b".").is_some() {
            let mut worth = 100;
            millis = rest.number(1)? * worth;
            while let Some(digit) = rest.number(1) {
                worth /= 10;
                millis += digit * worth;
            }
        }
        let offset = match rest.one_of(b"Zz+-")? {
            b'Z' | b'z' => 0,
            sign => {
                let hours = rest.number(2)?;
                rest.one_of(b":")?;
                let minutes = rest.number(2)?;
                if hours > 23 || minutes > 59 {
                    return None;
                }
                (hours * 60 + minutes) * if sign == b'-' { -1 } else { 1 }
            }
        };
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let fits = rest.0.is_empty()
            && (1..=days).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let minutes = hour * 60 + minute - offset;
        let time = (minutes * 60 + second) * 1_000 + millis;
        fits.then(|| Self::from_unix_millis(days_until(year, month, day) * DAY + time))?
    }

    /// Midnight, in UTC, of a date like `2026-12-31`.
    pub fn parse_date(text: &str) -> Option<Self> {
        (text.len() == 10).then(|| Self::parse(&format!("{text}T00:00:00Z")))?
    }

    /// Reads RFC 3339, where the colon may be missing from the offset (`+0000`), as ISO
    /// 8601 allows.
    pub(crate) fn parse_iso8601(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let (start, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
            let offset = start.get(start.len().checked_sub(3)?..)?;
            offset
                .starts_with(['+', '-'])
                .then(|| Self::parse(&format!("{start}:{minutes}")))?
        })
    }
}

/// Days from 1970 until a date, in years that begin in March, so that the leap day
/// is their last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days_until(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// So many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let number = number.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + i64::from(byte - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (days, time) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let (hour, minute, second) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        let millis = time % 1_000;
        if millis > 0 {
            let digits = format!("{millis:03}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl std::fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format_args!("expected a time as in RFC 3339, got `{text}`"))
        })
    }
}
