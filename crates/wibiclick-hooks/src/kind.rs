//! A kind of source: how it signs, how it says hello and how its events are read,
//! by a record of ours or by a configuration's.

use crate::{
    custom::Custom,
    error::WebhookError,
    event::Event,
    handshake::{Answer, Handshake, ShownBy},
    headers::Headers,
    reading::{Read, Reading, essence},
    record::{Acknowledgement, Record, Sends},
    request::Request,
    scheme::{Scheme, SignError, ToSign, Verified},
    secrets::{Secrets, Weakness},
    source,
    timestamp::Timestamp,
};
use std::{sync::Arc, time::Duration};

/// A kind of source: `okta`, `clerk`, … or one that a configuration describes.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Kind(Known);

#[derive(Debug, Clone)]
enum Known {
    Record(&'static Record),
    Custom(Arc<Custom>),
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

/// What a request was, for whoever reads its body for themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Skimmed<'r> {
    /// To be answered at once, with this.
    Handshake(Answer),
    /// Events, as [`Received`] has them.
    Events(Vec<Event>),
    /// One event, whose `data` is left out and is this JSON text: the body.
    Body(Event, &'r str),
}

impl Kind {
    /// The name of every kind that a configuration describes.
    pub const CUSTOM: &'static str = "custom";

    /// A kind that a configuration describes.
    pub fn custom(custom: Custom) -> Self {
        Self(Known::Custom(Arc::new(custom)))
    }

    /// The name in configuration.
    pub fn name(&self) -> &'static str {
        match &self.0 {
            Known::Record(record) => record.name,
            Known::Custom(_) => Self::CUSTOM,
        }
    }

    /// How it signs. Where there are several schemes, a request is held against
    /// those whose header it has, and of those against the ones of the first
    /// header. Never empty.
    pub fn schemes(&self) -> &[Scheme] {
        match &self.0 {
            Known::Record(record) => record.schemes,
            Known::Custom(custom) => std::slice::from_ref(&custom.scheme),
        }
    }

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
        let verified = match self.answered_or_verified(request, secrets, now, tolerance)? {
            Genuine::Handshake(answer) => return Ok(Received::Handshake(answer)),
            Genuine::Events(verified) => verified,
        };
        let read = self.read(&verified, request)?;
        Ok(Received::Events {
            events: read.events,
            keys: read.keys,
        })
    }

    /// The same, for whoever has a reader of JSON of their own and wants no keys: where
    /// the one event is the body, only what an event is made of is read, and the body is
    /// given back as its `data`, as it came.
    pub fn skim<'r>(
        &self,
        request: &Request<'r>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Skimmed<'r>, WebhookError> {
        let verified = match self.answered_or_verified(request, secrets, now, tolerance)? {
            Genuine::Handshake(answer) => return Ok(Skimmed::Handshake(answer)),
            Genuine::Events(verified) => verified,
        };
        // Where the body has the secret, nobody is to get it as it came.
        let has_token = self.schemes().iter().any(|it| it.token_in_body().is_some());
        if !has_token
            && let Some((event, data)) =
                self.reading(|reading| reading.skim(&verified, request.headers))
        {
            return Ok(Skimmed::Body(event, data));
        }
        Ok(Skimmed::Events(self.read(&verified, request)?.events))
    }

    fn answered_or_verified<'r>(
        &self,
        request: &Request<'r>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Genuine<'r>, WebhookError> {
        if let Some(answer) = self.hello(request, secrets, false)? {
            return Ok(Genuine::Handshake(answer));
        }
        if request.method != "POST" {
            return Err(WebhookError::Unsupported {
                method: request.method.to_owned(),
            });
        }
        let verified = self.verify(request, secrets, now, tolerance)?;
        Ok(match self.hello(request, secrets, true)? {
            Some(answer) => Genuine::Handshake(answer),
            None => Genuine::Events(verified),
        })
    }

    /// Reads the events of a request as [`Kind::receive`] would, **without any proof
    /// that it is genuine**: for dry runs, which show somebody what a payload would
    /// lead to.
    ///
    /// **Nothing that this gives is to be acted on.** Anybody can have written the
    /// request; only of what `receive` gives is it shown who sent it.
    ///
    /// Headers that only a signature needs may be missing, and with them an id or a
    /// time that nothing else says.
    ///
    /// # Errors
    /// A request that is not understood, and a handshake, which has no events.
    pub fn rehearse(&self, request: &Request<'_>) -> Result<Vec<Event>, WebhookError> {
        let is_handshake = self
            .handshakes()
            .iter()
            .any(|it| it.method == request.method && it.known_by.is_on(request));
        if is_handshake {
            return Err(WebhookError::Malformed {
                reason: "expected events, got a handshake, which is answered at once and has none"
                    .to_owned(),
            });
        }
        if request.method != "POST" {
            return Err(WebhookError::Unsupported {
                method: request.method.to_owned(),
            });
        }
        match self.candidates(request.headers).next() {
            Some(scheme) => Ok(self.read(&scheme.rehearsed(request), request)?.events),
            None => Ok(Vec::new()),
        }
    }

    /// The answer to a handshake, of those that a signature shows or of the others.
    fn hello(
        &self,
        request: &Request<'_>,
        secrets: &Secrets,
        signed: bool,
    ) -> Result<Option<Answer>, WebhookError> {
        for handshake in self.handshakes() {
            if (handshake.shown_by == ShownBy::Signature) == signed
                && let Some(answer) = handshake.answer(request, secrets)?
            {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    fn read(&self, verified: &Verified<'_>, request: &Request<'_>) -> Result<Read, WebhookError> {
        let token = self.schemes().iter().find_map(Scheme::token_in_body);
        self.reading(|reading| reading.read(verified, request.headers, token))
    }

    fn verify<'r>(
        &self,
        request: &Request<'r>,
        secrets: &Secrets,
        now: Timestamp,
        tolerance: Option<Duration>,
    ) -> Result<Verified<'r>, WebhookError> {
        let others = self.schemes().len() > 1;
        let mut first: Option<WebhookError> = None;
        for scheme in self.candidates(request.headers) {
            match scheme.verify_beside(others, request, secrets, now, tolerance) {
                Ok(verified) => return Ok(verified),
                Err(error) => {
                    first.get_or_insert(error);
                }
            }
        }
        Err(first.unwrap_or(WebhookError::BadSignature {
            secrets: secrets.len(),
        }))
    }

    /// The schemes that the request is held against. Where it has the header of a
    /// better scheme, a worse one cannot make up for it.
    fn candidates(&self, headers: &Headers) -> impl Iterator<Item = &Scheme> {
        let schemes = self.schemes();
        let chosen = schemes.iter().find_map(|scheme| scheme.present(headers));
        schemes
            .iter()
            .enumerate()
            .filter(move |(index, scheme)| match chosen {
                Some(header) => scheme.present(headers) == Some(header),
                None => *index == 0,
            })
            .map(|(_, scheme)| scheme)
    }

    /// The headers that make a request of this kind a genuine one: by the first
    /// scheme that the secret is of the form for.
    pub fn sign(
        &self,
        request: &ToSign<'_>,
        secret: &str,
    ) -> Result<Vec<(String, String)>, SignError> {
        let schemes = self.schemes();
        let scheme = schemes
            .iter()
            .find(|scheme| scheme.claims(secret))
            .or(schemes.first());
        match scheme {
            Some(scheme) => scheme.sign(request, secret),
            None => Ok(Vec::new()),
        }
    }

    /// Whether GET requests are to be expected, as handshakes.
    pub fn takes_get(&self) -> bool {
        self.handshakes()
            .iter()
            .any(|handshake| handshake.method == "GET")
    }

    /// Whether it ever asks for an answer at once.
    pub fn shakes_hands(&self) -> bool {
        !self.handshakes().is_empty()
    }

    /// The media types in which it sends, without parameters.
    pub fn content_types(&self) -> &'static [&'static str] {
        match &self.0 {
            Known::Record(record) => record.content_types,
            Known::Custom(custom) => custom.content_types(),
        }
    }

    /// Whether it sends in this media type. Parameters (`; charset=utf-8`) and
    /// case make no difference.
    pub fn accepts_content_type(&self, content_type: &str) -> bool {
        let essence = essence(content_type);
        self.content_types()
            .iter()
            .any(|accepted| accepted.eq_ignore_ascii_case(essence))
    }

    /// The first secret that is easily guessed or can never match, if any. Where
    /// there are several schemes, it is enough that one of them can use it.
    pub fn weakness(&self, secrets: &Secrets) -> Option<Weakness> {
        secrets.iter().zip(1..).find_map(|(secret, number)| {
            let mut weak = None;
            for scheme in self.schemes() {
                match scheme.weakness_of(secret, number) {
                    None => return None,
                    Some(weakness) => weak = weak.or(Some(weakness)),
                }
            }
            weak
        })
    }

    /// With what its events must be acknowledged, whatever became of them; `None`
    /// where any 2xx will do.
    pub fn acknowledgement(&self) -> Option<Answer> {
        match &self.0 {
            Known::Record(record) => record.acknowledgement.map(Acknowledgement::answer),
            Known::Custom(_) => None,
        }
    }

    /// Whether it sends webhooks.
    pub fn sends_webhooks(&self) -> bool {
        self.sends() != Sends::Provisioning
    }

    /// Whether it provisions, by SCIM 2.0 (RFC 7644).
    pub fn provisions(&self) -> bool {
        self.sends() != Sends::Webhooks
    }

    fn sends(&self) -> Sends {
        match &self.0 {
            Known::Record(record) => record.sends,
            Known::Custom(_) => Sends::Webhooks,
        }
    }

    fn handshakes(&self) -> &'static [Handshake] {
        match &self.0 {
            Known::Record(record) => record.handshakes,
            Known::Custom(_) => &[],
        }
    }

    fn reading<T>(&self, read: impl FnOnce(&Reading<'_>) -> T) -> T {
        match &self.0 {
            Known::Record(record) => read(&record.reading),
            Known::Custom(custom) => custom.reading(read),
        }
    }

    /// Its record, for the docs.
    #[cfg(feature = "docs")]
    pub(crate) fn record(&self) -> Option<&'static Record> {
        match &self.0 {
            Known::Record(record) => Some(record),
            Known::Custom(_) => None,
        }
    }
}

/// A request that is its sender's, before its body is read.
enum Genuine<'r> {
    Handshake(Answer),
    Events(Verified<'r>),
}

/// All kinds, sorted by name, but those that a configuration describes.
pub fn kinds() -> impl Iterator<Item = Kind> {
    source::RECORDS
        .iter()
        .map(|record| Kind(Known::Record(record)))
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<Kind> {
    kinds().find(|kind| kind.name() == name)
}

/// The name that was probably meant, if one is near.
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let mut nearest = None;
    let mut least = usize::MAX;
    let mut hold = |candidate: &'static str| {
        let distance = strsim::osa_distance(&name, candidate);
        if distance * 3 <= candidate.len() && distance < least {
            least = distance;
            nearest = Some(candidate);
        }
    };
    for record in source::RECORDS {
        hold(record.name);
    }
    hold(Kind::CUSTOM);
    nearest
}
