//! A point in time, to the millisecond.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A point in time, to the millisecond, between the years 1 and 9999. Reads and
/// writes RFC 3339; writes UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// From milliseconds since 1970; `None` where that is before the year 1 or
    /// past the year 9999.
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
            .ok()
            .filter(|time| time.year() >= 1)
            .map(Self)
    }

    /// Milliseconds since 1970.
    pub fn unix_millis(self) -> i64 {
        self.0.unix_timestamp() * 1_000 + i64::from(self.0.millisecond())
    }

    /// Reads RFC 3339; `None` for everything else, and for years that
    /// [`Timestamp::from_unix_millis`] does not take. What is finer than a
    /// millisecond is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        Self::from_unix_millis(Self(time).unix_millis())
    }

    /// Midnight, in UTC, of a date like `2026-12-31`.
    pub(crate) fn parse_date(text: &str) -> Option<Self> {
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

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).map_err(|_| std::fmt::Error)?)
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
            serde::de::Error::custom(format_args!("expected a time as in RFC 3339, got {text:?}"))
        })
    }
}
