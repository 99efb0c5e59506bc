//! What JavaScript asks for.
//!
//! What only JavaScript can get wrong, such as a body that was parsed, TypeScript
//! has found before.

use std::time::Duration;

use wibiclick_hooks::{Headers, Kind, Timestamp};

use crate::{kind_or_scheme, thrown::Failure};

/// A request to be verified.
pub(crate) struct ToVerify {
    pub(crate) from: Kind,
    pub(crate) head: Head,
    pub(crate) secrets: Vec<String>,
    pub(crate) now: Timestamp,
    pub(crate) tolerance: Option<Duration>,
}

impl ToVerify {
    pub(crate) fn read(
        kind_or_scheme: &str,
        head: &str,
        secrets: Vec<String>,
        now: f64,
        tolerance_seconds: Option<f64>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            from: kind_or_scheme::read(kind_or_scheme)?,
            head: Head::read(head),
            secrets,
            now: time(now)?,
            tolerance: tolerance_seconds.map(duration).transpose()?,
        })
    }
}

/// What comes before the body.
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) url: Option<String>,
    pub(crate) headers: Headers,
}

impl Head {
    /// The method and, if known, the URL; then a line per header: `name:value`.
    pub(crate) fn read(text: &str) -> Self {
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        let (method, url) = match first.split_once(' ') {
            Some((method, url)) => (method, Some(url.to_owned())),
            None => (first, None),
        };
        let headers = lines.filter_map(|line| line.split_once(':'));
        Self {
            method: method.to_ascii_uppercase(),
            url,
            headers: Headers::new(headers),
        }
    }
}

/// From milliseconds since 1970.
pub(crate) fn time(millis: f64) -> Result<Timestamp, Failure> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float saturates, and what is not a number is none"
    )]
    let whole = (!millis.is_nan()).then_some(millis as i64);
    whole
        .and_then(Timestamp::from_unix_millis)
        .ok_or_else(|| Failure::arguments("the time is not between the years 1 and 9999"))
}

fn duration(seconds: f64) -> Result<Duration, Failure> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        Failure::arguments("`toleranceSeconds` is not as expected: seconds, 0 or more")
    })
}
