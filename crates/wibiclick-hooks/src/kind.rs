//! A kind of source: a record of how it signs, how it says hello and how its
//! events are read.

use crate::{
    error::WebhookError,
    event::Event,
    handshake::{Answer, Handshake},
    reading::Reading,
    request::Request,
    scheme::{Scheme, SignError, ToSign},
    secrets::{Secrets, Weakness},
    source,
    timestamp::Timestamp,
};
use std::time::Duration;

/// A kind of source: `okta`, `clerk`, …
#[derive(Debug)]
#[non_exhaustive]
pub struct Kind {
    /// The name in configuration.
    pub name: &'static str,
    /// How it signs.
    pub scheme: Scheme,
    /// The media types in which it sends, without parameters.
    pub content_types: &'static [&'static str],
    pub(crate) handshake: Option<Handshake>,
    pub(crate) reading: Reading,
}

/// What a request was.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// To be answered at once, with this.
    Handshake(Answer),
    /// Events; none where the sender had nothing to say.
    Events {
        /// The events, in the order in which they came.
        events: Vec<Event>,
        /// One for each event, in the same order: what is the same when the
        /// sender sends the event again. Unique within one source.
        keys: Vec<String>,
    },
}

impl Kind {
    /// Takes a request: answers a handshake, or else verifies the request and
    /// reads its events. `tolerance` is how far the time of signing may be from
    /// `now`, before or after; `None` is what the kind recommends.
    pub fn receive(
        &self,
        request: &Request<'_>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Received, WebhookError> {
        let hello = |signed: bool| match &self.handshake {
            Some(handshake) if handshake.signed == signed => handshake.answer(request),
            _ => Ok(None),
        };
        if let Some(answer) = hello(false)? {
            return Ok(Received::Handshake(answer));
        }
        if request.method != "POST" {
            return Err(WebhookError::Unsupported {
                method: request.method.to_owned(),
            });
        }
        let verified = self.scheme.verify(request, secrets, now, tolerance)?;
        if let Some(answer) = hello(true)? {
            return Ok(Received::Handshake(answer));
        }
        let read = self.reading.read(&verified, request.headers)?;
        Ok(Received::Events {
            events: read.events,
            keys: read.keys,
        })
    }

    /// The headers that make a request of this kind a genuine one.
    pub fn sign(
        &self,
        request: &ToSign<'_>,
        secret: &str,
    ) -> Result<Vec<(String, String)>, SignError> {
        self.scheme.sign(request, secret)
    }

    /// Whether GET requests are to be expected, as handshakes.
    pub fn takes_get(&self) -> bool {
        self.handshake
            .as_ref()
            .is_some_and(|handshake| handshake.method == "GET")
    }

    /// Whether it sends in this media type. Parameters (`; charset=utf-8`) and
    /// case make no difference.
    pub fn accepts_content_type(&self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        self.content_types
            .iter()
            .any(|accepted| accepted.eq_ignore_ascii_case(essence))
    }

    /// The first secret that is easily guessed or can never match, if any.
    pub fn weakness(&self, secrets: &Secrets) -> Option<Weakness> {
        self.scheme.weakness(secrets)
    }
}

/// All kinds, sorted by name.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    source::KINDS.iter().copied()
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

/// The name that was probably meant, if one is near.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    kinds()
        .map(|kind| (strsim::damerau_levenshtein(&name, kind.name), kind.name))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}
