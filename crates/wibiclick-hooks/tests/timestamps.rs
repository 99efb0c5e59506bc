//! Times as text, held against the crate time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use wibiclick_hooks::Timestamp;

/// From the year 1 to the end of 9999.
const MILLIS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;

fn other(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).unwrap()
}

proptest! {
    #[test]
    fn a_time_is_written_and_read_as_others_do(millis in MILLIS, offset in -1_439_i32..1_440) {
        let ours = Timestamp::from_unix_millis(millis).unwrap();
        let theirs = other(millis);
        prop_assert_eq!(ours.to_string(), theirs.format(&Rfc3339).unwrap());
        prop_assert_eq!(Timestamp::parse(&ours.to_string()), Some(ours));
        let offset = time::UtcOffset::from_whole_seconds(offset * 60).unwrap();
        if let Some(there) = theirs.checked_to_offset(offset)
            && let Ok(text) = there.format(&Rfc3339)
        {
            prop_assert_eq!(Timestamp::parse(&text), Some(ours), "{}", text);
        }
    }

    /// Whatever is read as a time is one for others too, and the same.
    #[test]
    fn no_text_is_a_time_to_us_alone(text in "[0-9]{4}-[0-1][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,12})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])") {
        let theirs = OffsetDateTime::parse(&text, &Rfc3339).ok();
        let theirs = theirs.and_then(|time| {
            let millis = time.unix_timestamp_nanos().div_euclid(1_000_000);
            Timestamp::from_unix_millis(millis.try_into().unwrap())
        });
        prop_assert_eq!(Timestamp::parse(&text), theirs, "{}", text);
    }
}

#[test]
fn what_is_no_time_is_none() {
    for text in [
        "",
        "2026-11-25",
        "2026-11-25T12:00:00",
        "2026-13-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "2026-11-25T24:00:00Z",
        "2026-11-25T12:60:00Z",
        "2026-11-25T12:00:61Z",
        "2026-11-25T12:00:00.Z",
        "2026-11-25T12:00:00+0000",
        "2026-11-25T12:00:00+24:00",
        "2026-11-25T12:00:00Z ",
        "+026-11-25T12:00:00Z",
        "２026-11-25T12:00:00Z",
        "0000-01-01T00:00:00Z",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
    assert!(Timestamp::parse("2024-02-29t23:59:59.999z").is_some());
    assert_eq!(Timestamp::from_unix_millis(MILLIS.end), None);
    assert_eq!(Timestamp::from_unix_millis(MILLIS.start - 1), None);
}
