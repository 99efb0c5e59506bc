//! From a request that anybody can send to a body that only the sender can have
//! signed.

use super::{
    Code, HeaderNames, Part, Proof, Scheme, TimestampAt, TokenAt, Unit, Way, content::Content,
    key::after_prefix,
};
use crate::{
    error::WebhookError, headers::Headers, mac, path::Path, reading::json, request::Request,
    secrets::Secrets, timestamp::Timestamp,
};
use std::time::Duration;
use subtle::{Choice, ConstantTimeEq};

/// A body that was verified, and what came with it. Only [`Scheme::verify`]
/// makes one, and [`crate::Kind::rehearse`], which keeps it to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<'a> {
    body: &'a [u8],
    id: Option<&'a str>,
    timestamp: Option<Timestamp>,
}

impl<'a> Verified<'a> {
    /// The body's bytes.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The request's id, where the scheme has one. Verified like the body only
    /// where the scheme's template names it: else somebody who recorded a
    /// request can send it again under another id.
    pub fn id(&self) -> Option<&'a str> {
        self.id
    }

    /// When it was signed, where the scheme says so.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }
}

impl Scheme {
    /// Checks that the request is genuine and, where the scheme has a time, that
    /// it was signed within `tolerance` of `now`, before or after; `None` is the
    /// scheme's own tolerance.
    ///
    /// Any of the secrets may match any of the signatures in the header. All
    /// pairs are always compared, in constant time. The time is looked at last,
    /// so that [`WebhookError::TooOld`] is said of genuine requests only.
    pub fn verify<'a>(
        &self,
        request: &Request<'a>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Verified<'a>, WebhookError> {
        self.verify_beside(false, request, secrets, now, tolerance)
    }

    /// The same, where the source has other schemes, which some of the secrets may
    /// be for.
    pub(crate) fn verify_beside<'a>(
        &self,
        others: bool,
        request: &Request<'a>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Verified<'a>, WebhookError> {
        let headers = request.headers;
        let id = self
            .id
            .as_ref()
            .map(|names| single(headers, names))
            .transpose()?;
        let stamp = self
            .timestamp
            .as_ref()
            .map(|at| Ok((at, Stamp::read(headers, at)?)))
            .transpose()?;

        let genuine = match &self.proof {
            Proof::Code(code) => {
                let content = Content {
                    id,
                    stamp: stamp.as_ref().map(|(_, s)| s.text),
                    method: request.method,
                    url: request.url,
                    media_type: headers.get("content-type"),
                    body: request.body,
                };
                if let (Some(names), Some(id)) = (&self.id, id)
                    && code.signed.runs_over(&Part::Id, id)
                {
                    return Err(WebhookError::BadHeader {
                        name: names.usual().to_owned(),
                        expected: "an id without the text that separates it from what follows",
                        got: "one with it",
                    });
                }
                if let Some((at, stamp)) = &stamp
                    && code.signed.runs_over(&Part::Timestamp, stamp.text)
                {
                    return Err(WebhookError::BadHeader {
                        name: at.header.usual().to_owned(),
                        expected: "a time without the text that separates it from what follows",
                        got: "one with it",
                    });
                }
                code.is_genuine(headers, secrets, &content, others)?
            }
            Proof::Token(TokenAt::Header { header, prefix }) => {
                let value = single(headers, header)?;
                let token = after_prefix(value, prefix).ok_or_else(|| WebhookError::BadHeader {
                    name: header.usual().to_owned(),
                    expected: "what stands before the token, as in `Bearer …`",
                    got: "a value without it",
                })?;
                is_any_of(secrets, token)
            }
            Proof::Token(TokenAt::Body(at)) => in_body(at.path(), request.body, secrets),
        };
        if !bool::from(genuine) {
            return Err(WebhookError::BadSignature {
                secrets: secrets.len(),
            });
        }

        if let Some((at, stamp)) = &stamp {
            let tolerance = tolerance.unwrap_or(Duration::from_secs(at.tolerance_seconds.into()));
            check_time(stamp.time, now, tolerance)?;
        }
        Ok(Verified {
            body: request.body,
            id,
            timestamp: stamp.map(|(_, stamp)| stamp.time),
        })
    }

    /// What a request would be if it were verified. Of a rehearsal alone: nothing of
    /// it is believed. What headers say that are not there, or not as they should be,
    /// is not known.
    pub(crate) fn rehearsed<'a>(&self, request: &Request<'a>) -> Verified<'a> {
        let headers = request.headers;
        let id = self.id.as_ref().and_then(|id| single(headers, id).ok());
        let stamp = self
            .timestamp
            .as_ref()
            .and_then(|at| Stamp::read(headers, at).ok());
        Verified {
            body: request.body,
            id,
            timestamp: stamp.map(|stamp| stamp.time),
        }
    }

    /// The first of its headers that the request has; `None` where there is none,
    /// and where it needs none.
    pub(crate) fn present<'s>(&'s self, headers: &Headers) -> Option<&'s str> {
        let names = match &self.proof {
            Proof::Code(code) => &code.header,
            Proof::Token(TokenAt::Header { header, .. }) => header,
            Proof::Token(TokenAt::Body(_)) => return None,
        };
        names.present(headers)
    }
}

/// Whether the text is one of the secrets, in constant time.
pub(crate) fn is_any_of(secrets: &Secrets, text: &str) -> Choice {
    let mut any = Choice::from(0);
    for secret in secrets.iter() {
        any |= secret.as_bytes().ct_eq(text.as_bytes());
    }
    any
}

/// Whether the body has one of the secrets wherever the path leads.
fn in_body(at: Path<'_>, body: &[u8], secrets: &Secrets) -> Choice {
    let Ok(body) = json(body) else {
        return Choice::from(0);
    };
    let places = match (at.all(&body), at.find(&body)) {
        (Some(places), _) => places,
        (None, Some(place)) => vec![place],
        (None, None) => Vec::new(),
    };
    let mut genuine = Choice::from(u8::from(!places.is_empty()));
    for place in places {
        genuine &= is_any_of(secrets, place.as_str().unwrap_or_default());
    }
    genuine
}

/// So many signatures of a request are looked at where each takes as long as a
/// thousand comparisons. Senders have one for each key in force.
const MOST_SIGNATURES: usize = 32;

impl Code {
    fn is_genuine(
        &self,
        headers: &Headers,
        secrets: &Secrets,
        content: &Content<'_>,
        others: bool,
    ) -> Result<Choice, WebhookError> {
        let name = present(headers, &self.header)?;
        let mut items = Vec::new();
        for value in headers.all(name) {
            items.extend(self::items(value, self.separator));
        }
        let signed = content.signed(&self.signed);
        let mut genuine = Choice::from(0);
        for (way, key) in self.keys(secrets, others)? {
            let candidates = way.candidates(&items);
            for content in &signed {
                match mac::code(way.algorithm, &key, content) {
                    Some(code) => {
                        for candidate in &candidates {
                            genuine |= code.ct_eq(candidate);
                        }
                    }
                    None => {
                        for candidate in candidates.iter().take(MOST_SIGNATURES) {
                            let is_signed = mac::is_signed(&key, content, candidate);
                            genuine |= Choice::from(u8::from(is_signed));
                        }
                    }
                }
            }
        }
        Ok(genuine)
    }
}

impl Way {
    /// The codes among the items, decoded. What cannot be one is left out: it is
    /// no match, like a wrong one.
    fn candidates(&self, items: &[&str]) -> Vec<Vec<u8>> {
        let mut codes = Vec::new();
        for item in items {
            // Some platforms join a header that came twice with a comma.
            let item = item.trim_end_matches(',');
            if let Some(code) = item.strip_prefix(self.prefix.as_ref())
                && let Some(code) = self.encoding.decode(code)
                && !code.is_empty()
            {
                codes.push(code);
            }
        }
        codes
    }
}

/// A time of signing: the text that was signed, and what it means.
struct Stamp<'a> {
    text: &'a str,
    time: Timestamp,
}

impl<'a> Stamp<'a> {
    fn read(headers: &'a Headers, at: &TimestampAt) -> Result<Self, WebhookError> {
        let value = single(headers, &at.header)?;
        let bad = |got| WebhookError::BadHeader {
            name: at.header.usual().to_owned(),
            expected: match at.unit {
                Unit::SecondsOrIso8601 => {
                    "one time in digits only or as in ISO 8601, before the year 10000"
                }
                Unit::Seconds | Unit::Milliseconds => {
                    "one time in digits only, before the year 10000"
                }
            },
            got,
        };
        let mut times = items(value, at.separator)
            .into_iter()
            .filter_map(|item| item.strip_prefix(at.prefix.as_ref()));
        let text = match (times.next(), times.next()) {
            (Some(text), None) => text,
            (None, _) => return Err(bad("none")),
            (Some(_), Some(_)) => return Err(bad("several")),
        };
        if at.unit == Unit::SecondsOrIso8601
            && let Some(time) = Timestamp::parse_iso8601(text)
        {
            return Ok(Self { text, time });
        }
        // `parse` alone would take a sign.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad("something that is not a digit"));
        }
        text.parse::<i64>()
            .ok()
            .and_then(|count| match at.unit {
                Unit::Seconds | Unit::SecondsOrIso8601 => count.checked_mul(1_000),
                Unit::Milliseconds => Some(count),
            })
            .and_then(Timestamp::from_unix_millis)
            .map(|time| Self { text, time })
            .ok_or_else(|| bad("a later one"))
    }
}

fn check_time(signed: Timestamp, now: Timestamp, tolerance: Duration) -> Result<(), WebhookError> {
    // In 64 bits, since the division of more is half a kilobyte of wasm.
    let whole_ms = tolerance.as_secs().saturating_mul(1_000);
    let tolerance_ms = whole_ms.saturating_add(tolerance.subsec_millis().into());
    let off_ms = now.unix_millis().abs_diff(signed.unix_millis());
    if off_ms <= tolerance_ms {
        Ok(())
    } else if signed < now {
        Err(WebhookError::TooOld {
            signed,
            now,
            tolerance_ms,
        })
    } else {
        Err(WebhookError::TooNew {
            signed,
            now,
            tolerance_ms,
        })
    }
}

/// The items of a header's value, without the white space around them.
fn items(value: &str, separator: Option<char>) -> Vec<&str> {
    let Some(separator) = separator else {
        return vec![value];
    };
    let mut items = Vec::new();
    for item in value.split(separator) {
        items.push(item.trim());
    }
    items
}

/// The first of the names that the request has.
fn present<'n>(headers: &Headers, names: &'n HeaderNames) -> Result<&'n str, WebhookError> {
    names
        .present(headers)
        .ok_or_else(|| WebhookError::MissingHeader {
            name: names.usual().to_owned(),
        })
}

/// The value of a header of which only one can be right.
fn single<'h>(headers: &'h Headers, names: &HeaderNames) -> Result<&'h str, WebhookError> {
    single_header(headers, present(headers, names)?)
}

/// The value of a header of which only one can be right.
pub(crate) fn single_header<'h>(headers: &'h Headers, name: &str) -> Result<&'h str, WebhookError> {
    let bad = |got| WebhookError::BadHeader {
        name: name.to_owned(),
        expected: "one value that is not empty",
        got,
    };
    let mut values = headers.all(name);
    match (values.next(), values.next()) {
        (None, _) => Err(WebhookError::MissingHeader {
            name: name.to_owned(),
        }),
        (Some(_), Some(_)) => Err(bad("several")),
        (Some(""), None) => Err(bad("an empty one")),
        (Some(value), None) => Ok(value),
    }
}
