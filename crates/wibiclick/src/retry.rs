//! Whether a request is sent again, and after how long. Pure: neither the clock
//! nor chance is asked here.

use std::time::Duration;

use crate::{
    reply,
    transport::{Failure, HttpResponse, TransportError},
};

/// How often a request is sent again, unless told otherwise.
pub const DEFAULT_RETRIES: u32 = 2;

/// The longest `Retry-After` that is waited for. If the API asks for more, the
/// error is returned at once; it says for how much.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_millis(LONGEST_RETRY_AFTER_MS);
const LONGEST_RETRY_AFTER_MS: u64 = 60_000;

/// The first wait is up to this long, each further one up to twice as long as
/// the one before it.
const FIRST_WAIT_MS: u64 = 500;

/// How often a wait is doubled: up to 8 s.
const DOUBLINGS: u32 = 4;

/// How long to wait before a request is sent again; none where it is not.
///
/// `repeatable` says whether carrying the request out twice is the same as once:
/// so it is for reads, and for writes of which the caller knows it.
/// `retry` counts the retries so far. `chance` is any number, all as likely: it
/// spreads out clients that failed together.
pub(crate) fn wait(
    repeatable: bool,
    tried: &Result<HttpResponse, TransportError>,
    retry: u32,
    chance: u32,
) -> Option<Duration> {
    let (may_repeat, asked_ms) = match tried {
        Ok(response) => {
            let asked_ms = reply::retry_after_ms(response);
            let may = may_repeat(repeatable, response.status, asked_ms.is_some());
            (may, asked_ms)
        }
        Err(error) => {
            let may = match error.failure {
                Failure::NotSent => true,
                Failure::Network | Failure::Timeout => repeatable,
                Failure::Aborted | Failure::TooLarge => false,
            };
            (may, None)
        }
    };
    let milliseconds = match asked_ms {
        _ if !may_repeat => return None,
        Some(asked) if asked > LONGEST_RETRY_AFTER_MS => return None,
        // Never earlier than asked, and not all at once.
        Some(asked) => asked + part(FIRST_WAIT_MS, chance),
        None => {
            let half = (FIRST_WAIT_MS << retry.min(DOUBLINGS)) / 2;
            half + part(half, chance)
        }
    };
    Some(Duration::from_millis(milliseconds))
}

/// Whether a request that was answered so is safe to repeat: a repeatable one, if
/// the failure may pass; another only if the API surely has not carried it out. It
/// has not when it takes no more requests (429), will not take one that may be
/// a replay (425), or turns work away for a time that it names (503 with
/// `Retry-After`). A bare 503 is also what a proxy says whose server died over
/// the request.
fn may_repeat(repeatable: bool, status: u16, asks_to_wait: bool) -> bool {
    match status {
        425 | 429 => true,
        503 if asks_to_wait => true,
        // What is not implemented will not be a moment later.
        501 => false,
        408 | 500..=599 => repeatable,
        _ => false,
    }
}

/// The part of some milliseconds that chance takes.
fn part(milliseconds: u64, chance: u32) -> u64 {
    (milliseconds * u64::from(chance)) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A read, or a write of which the caller knows it.
    const REPEATABLE: bool = true;
    const WRITE: bool = false;

    #[expect(clippy::unnecessary_wraps, reason = "as a transport answers")]
    fn answered(status: u16, retry_after: Option<&str>) -> Result<HttpResponse, TransportError> {
        let mut response = HttpResponse::json(status, "{}");
        let headers = retry_after.map(|it| ("Retry-After".to_owned(), it.to_owned()));
        response.headers.extend(headers);
        Ok(response)
    }

    fn failed(failure: Failure) -> Result<HttpResponse, TransportError> {
        Err(TransportError {
            failure,
            message: "it broke".into(),
        })
    }

    fn repeats(repeatable: bool, tried: &Result<HttpResponse, TransportError>) -> bool {
        wait(repeatable, tried, 0, 0).is_some()
    }

    #[test]
    fn a_read_is_repeated_where_the_failure_may_pass() {
        for status in [408, 425, 429, 500, 502, 503, 504, 520, 599] {
            assert!(repeats(REPEATABLE, &answered(status, None)), "{status}");
        }
        for status in [
            0, 200, 204, 302, 400, 401, 403, 404, 409, 410, 422, 501, 600,
        ] {
            assert!(!repeats(REPEATABLE, &answered(status, None)), "{status}");
        }
        for (failure, expected) in [
            (Failure::NotSent, true),
            (Failure::Network, true),
            (Failure::Timeout, true),
            (Failure::Aborted, false),
            (Failure::TooLarge, false),
        ] {
            assert_eq!(repeats(REPEATABLE, &failed(failure)), expected);
        }
    }

    #[test]
    fn a_write_is_repeated_only_where_it_was_surely_not_carried_out() {
        for status in [425, 429] {
            assert!(repeats(WRITE, &answered(status, None)), "{status}");
        }
        assert!(repeats(WRITE, &answered(503, Some("1"))));
        for status in [200, 401, 404, 408, 409, 500, 501, 502, 503, 504] {
            assert!(!repeats(WRITE, &answered(status, None)), "{status}");
        }
        assert!(!repeats(WRITE, &answered(500, Some("1"))));
        assert!(repeats(WRITE, &failed(Failure::NotSent)));
        for failure in [Failure::Network, Failure::Timeout, Failure::Aborted] {
            assert!(!repeats(WRITE, &failed(failure)), "{failure:?}");
        }
    }

    #[test]
    fn waits_double_up_to_eight_seconds_and_chance_takes_up_to_half() {
        let of =
            |retry, chance| wait(REPEATABLE, &failed(Failure::Network), retry, chance).unwrap();
        for (retry, milliseconds) in [(0, 500), (1, 1_000), (2, 2_000), (4, 8_000), (5, 8_000)] {
            let whole = Duration::from_millis(milliseconds);
            assert_eq!(of(retry, 0), whole / 2);
            assert_eq!(of(retry, u32::MAX) + Duration::from_millis(1), whole);
        }
        assert!(of(u32::MAX, u32::MAX) <= Duration::from_secs(8));
    }

    #[test]
    fn what_the_api_asks_for_is_waited_for_and_no_less() {
        let of = |header, chance| wait(WRITE, &answered(429, Some(header)), 3, chance);
        assert_eq!(of("0", 0), Some(Duration::ZERO));
        assert_eq!(of("7", 0), Some(Duration::from_secs(7)));
        assert!(of("7", u32::MAX).unwrap() < Duration::from_millis(7_500));
        assert_eq!(of("60", 0), Some(LONGEST_RETRY_AFTER));
        // Nonsense is as good as nothing.
        assert!(of("soon", 0).is_some());
    }

    #[test]
    fn nobody_waits_longer_than_a_minute() {
        for header in ["61", "86400", "18446744073709551615"] {
            assert_eq!(wait(REPEATABLE, &answered(503, Some(header)), 0, 0), None);
        }
    }
}
