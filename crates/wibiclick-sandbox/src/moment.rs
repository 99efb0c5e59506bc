//! Moments: any RFC 3339 comes in, UTC with milliseconds is kept and shown, as
//! the API has it. So moments can be compared, and looked up by month, as text.

use time::{
    Duration, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339,
    macros::format_description,
};

/// The moment that the text names.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

/// As the API writes a moment; none beyond the year 9999.
pub(crate) fn shown(moment: OffsetDateTime) -> Option<String> {
    let form =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    moment
        .checked_to_offset(UtcOffset::UTC)
        .and_then(|moment| moment.format(form).ok())
}

/// The text in the API's form; as it is where it names no moment.
pub(crate) fn normal(text: &str) -> String {
    parse(text)
        .and_then(shown)
        .unwrap_or_else(|| text.to_owned())
}

/// So many hours later; none where the text names no moment.
pub(crate) fn later(text: &str, hours: i64) -> Option<String> {
    parse(text)?
        .checked_add(Duration::seconds(hours.checked_mul(3600)?))
        .and_then(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_kept_in_utc_with_milliseconds() {
        assert_eq!(
            normal("2026-01-31T23:30:00-01:00"),
            "2026-02-01T00:30:00.000Z"
        );
        assert_eq!(normal("2026-01-31t09:00:00.5z"), "2026-01-31T09:00:00.500Z");
        assert_eq!(normal("soon"), "soon");
        assert_eq!(
            normal("9999-12-31T23:59:59-01:00"),
            "9999-12-31T23:59:59-01:00"
        );
        assert_eq!(
            later("2025-12-31T23:00:00Z", 2).as_deref(),
            Some("2026-01-01T01:00:00.000Z")
        );
        assert_eq!(later("9999-12-31T23:00:00Z", 2), None);
        assert_eq!(later("2026-01-01T00:00:00Z", i64::MIN), None);
        assert_eq!(later("2026-01-01T00:00:00Z", i64::MAX / 3600), None);
    }
}
