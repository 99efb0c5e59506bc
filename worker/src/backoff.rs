//! How long to wait before a call is tried again.

/// After the first failed attempt, in milliseconds.
const FIRST: i64 = 2_000;
/// At most, in milliseconds.
const LONGEST: i64 = 3_600_000;
/// What the queue can delay a message by at most, in milliseconds.
const QUEUE_LIMIT: i64 = 12 * 3_600_000;
/// An attempt after this many is not made; with the delays above, about seven
/// hours after the first.
pub(crate) const ATTEMPTS: u32 = 18;

/// How long a delivery waits that nothing can be done about before somebody mends the
/// deployment, in milliseconds.
pub(crate) const UNTIL_MENDED: i64 = 60_000;
/// How long a call waits for its place in the source's pace, at most; less than an
/// attempt may go without a word. In milliseconds.
pub(crate) const LONGEST_PAUSE: i64 = 30_000;

/// Milliseconds to wait after the given attempt failed: doubling, with up to a
/// quarter taken off at random (`jitter` is in `0.0..1.0`) so that deliveries
/// that failed together do not come back together; never less than the API
/// asked for.
pub(crate) fn delay(attempt: u32, retry_after: Option<u64>, jitter: f64) -> i64 {
    let doubled = FIRST.saturating_mul(
        1_i64
            .checked_shl(attempt.saturating_sub(1).min(40))
            .unwrap_or(i64::MAX),
    );
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let spread = (doubled.min(LONGEST) as f64 * (1.0 - jitter / 4.0)) as i64;
    let asked = retry_after.map_or(0, |millis| i64::try_from(millis).unwrap_or(i64::MAX));
    spread.max(asked).min(QUEUE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_from_two_seconds_to_an_hour() {
        let delays: Vec<_> = [1, 2, 3, 11, 12, 13, u32::MAX]
            .iter()
            .map(|&n| delay(n, None, 0.0))
            .collect();
        assert_eq!(
            delays,
            [
                2_000, 4_000, 8_000, 2_048_000, 3_600_000, 3_600_000, 3_600_000
            ]
        );
    }

    #[test]
    fn takes_off_at_most_a_quarter_at_random() {
        assert_eq!(delay(1, None, 1.0), 1_500);
    }

    #[test]
    fn waits_as_long_as_the_api_asks() {
        assert_eq!(delay(1, Some(30_000), 0.0), 30_000);
        assert_eq!(delay(1, Some(1), 0.0), 2_000);
    }

    #[test]
    fn never_exceeds_what_the_queue_can_delay() {
        assert_eq!(delay(1, Some(u64::MAX), 0.0), QUEUE_LIMIT);
    }
}
