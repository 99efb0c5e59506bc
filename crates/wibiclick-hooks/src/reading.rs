//! What a verified body says: from a vendor's JSON to events in normal form, by
//! a record per kind.

use crate::{
    error::WebhookError,
    event::{Event, Signal, Subject},
    headers::Headers,
    mac,
    path::Path,
    scheme::{Verified, single_header},
    timestamp::Timestamp,
};
use serde_json::Value;

/// Where things are in the bodies of a kind. All paths but `batch` start at one
/// event.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The list of events; without it the body is the one event.
    pub(crate) batch: Option<Path>,
    /// The event's own id; without one it has the request's.
    pub(crate) id: Option<Identity>,
    /// The vendor's name for what happened.
    pub(crate) kind: Naming,
    /// When it happened; else it is the time of signing.
    pub(crate) occurred_at: Option<When>,
    /// When it takes effect.
    pub(crate) effective_at: Option<When>,
    /// What must be so for the event to have a signal: vendors also report what
    /// was tried and failed.
    pub(crate) outcome: Option<Condition>,
    /// What the vendor's names mean.
    pub(crate) meaning: Meaning,
}

/// Where an event's id is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Identity {
    /// In the event.
    Field(Path),
    /// In two headers, of which the second counts within the first:
    /// `channel:7`.
    Headers(&'static str, &'static str),
}

impl Identity {
    fn read(self, event: &Value, headers: &Headers) -> Option<String> {
        match self {
            Self::Field(path) => path.text(event),
            Self::Headers(within, number) => {
                let within = single_header(headers, within).ok()?;
                let number = single_header(headers, number).ok()?;
                // The last colon is ours, whatever the first holds.
                (!number.contains(':')).then(|| format!("{within}:{number}"))
            }
        }
    }
}

/// Where the vendor's name for what happened is.
#[derive(Debug)]
pub(crate) enum Naming {
    /// In the event.
    Field(Path),
    /// In a header, to which a field of the event may add: `organization` and
    /// `member_removed` are `organization.member_removed`. Headers are not
    /// signed: what such a name means must not rest on the header alone.
    Header {
        header: &'static str,
        then: Option<Path>,
    },
}

impl Naming {
    fn read(&self, event: &Value, headers: &Headers) -> Option<String> {
        match self {
            Self::Field(path) => path.text(event),
            Self::Header { header, then } => {
                let name = single_header(headers, header).ok()?.to_owned();
                let Some(then) = then else {
                    return Some(name);
                };
                // The dot must be ours: the header is not to say what the body
                // would have to.
                if name.contains('.') {
                    return None;
                }
                match then.text(event) {
                    Some(more) => Some(format!("{name}.{more}")),
                    None => Some(name),
                }
            }
        }
    }
}

/// Where a time is, and how it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When {
    /// A text as in RFC 3339.
    Rfc3339(Path),
    /// The same, where the colon may be missing from the offset.
    Iso8601(Path),
    /// Whole seconds since 1970.
    Seconds(Path),
}

impl When {
    fn read(self, event: &Value) -> Option<Timestamp> {
        match self {
            Self::Rfc3339(path) => Timestamp::parse(path.find(event)?.as_str()?),
            Self::Iso8601(path) => Timestamp::parse_iso8601(path.find(event)?.as_str()?),
            Self::Seconds(path) => {
                let millis = path.find(event)?.as_i64()?.checked_mul(1_000)?;
                Timestamp::from_unix_millis(millis)
            }
        }
    }
}

/// What must be so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition {
    pub(crate) at: Path,
    pub(crate) is: Is,
}

/// What must be there; absent is never it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Is {
    Text(&'static str),
    True,
}

impl Condition {
    fn holds(&self, event: &Value) -> bool {
        self.at.find(event).is_some_and(|value| match self.is {
            Is::Text(text) => value.as_str() == Some(text),
            Is::True => value == &Value::Bool(true),
        })
    }
}

/// What a vendor's names for events mean.
#[derive(Debug)]
pub(crate) enum Meaning {
    /// What each name means, and whom all others are about.
    Table { rows: &'static [Row], others: Who },
    /// The sender speaks our words: an event whose name is a signal has that
    /// signal. Of all others nothing is known, not even whom they are about.
    OurWords(Who),
}

/// What one name means. Of several rows that fit, the first counts.
#[derive(Debug)]
pub(crate) struct Row {
    kind: &'static str,
    /// What else must be so for the row to fit.
    condition: Option<Condition>,
    signal: Option<Signal>,
    who: Who,
}

impl Row {
    /// The name has a signal.
    pub(crate) const fn new(kind: &'static str, signal: Signal, who: Who) -> Self {
        Self {
            signal: Some(signal),
            ..Self::silent(kind, who)
        }
    }

    /// The name has no signal; whom it is about is known.
    pub(crate) const fn silent(kind: &'static str, who: Who) -> Self {
        Self {
            kind,
            condition: None,
            signal: None,
            who,
        }
    }

    /// The same, where this is so.
    pub(crate) const fn when(self, at: Path, is: Is) -> Self {
        Self {
            condition: Some(Condition { at, is }),
            ..self
        }
    }

    fn fits(&self, kind: &str, event: &Value) -> bool {
        self.kind == kind && self.condition.is_none_or(|it| it.holds(event))
    }
}

/// Where an event says whom it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who {
    pub(crate) id: Option<Path>,
    pub(crate) email: Option<Path>,
    pub(crate) login: Option<Path>,
    /// An email address or, where it does not look like one, a login name.
    pub(crate) email_or_login: Option<Path>,
    /// The parts of the name, in order.
    pub(crate) name: &'static [Path],
    /// What the vendor writes where there is nothing.
    pub(crate) nothing: &'static [&'static str],
}

impl Who {
    /// Nothing says whom.
    pub(crate) const NOBODY: Self = Self {
        id: None,
        email: None,
        login: None,
        email_or_login: None,
        name: &[],
        nothing: &[],
    };

    fn read(&self, event: &Value) -> Option<Subject> {
        let text = |path: Path| {
            path.text(event)
                .filter(|text| !self.nothing.contains(&text.as_str()))
        };
        let either = self.email_or_login.and_then(text);
        let as_email = either.as_deref().and_then(email);
        let login = if as_email.is_some() { None } else { either };
        let name: Vec<String> = self.name.iter().filter_map(|part| text(*part)).collect();
        let subject = Subject {
            email: self
                .email
                .and_then(text)
                .as_deref()
                .and_then(email)
                .or(as_email),
            id: self.id.and_then(text),
            login: self.login.and_then(text).or(login),
            name: Some(name.join(" ")).filter(|name| !name.is_empty()),
        };
        (subject != Subject::default()).then_some(subject)
    }
}

/// The address in lower case, if it looks like one. Only ASCII letters are
/// folded: other foldings make two different addresses one.
fn email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c);
    let fits = text.len() <= 254
        && !local.is_empty()
        && local.chars().all(plain)
        && domain.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty());
    fits.then(|| text.to_ascii_lowercase())
}

/// Events, and of each the key by which a repetition is known.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) events: Vec<Event>,
    pub(crate) keys: Vec<String>,
}

impl Reading {
    /// The events of a verified body. An event in a list that is not understood
    /// is an event of the type [`Event::UNKNOWN`]: it must not take the others
    /// with it.
    pub(crate) fn read(
        &self,
        verified: &Verified<'_>,
        headers: &Headers,
    ) -> Result<Read, WebhookError> {
        let body: Value = serde_json::from_slice(verified.body()).map_err(|error| {
            // The error's own text can quote the body.
            let (line, column) = (error.line(), error.column());
            malformed(format!(
                "expected JSON, and it is broken at line {line}, column {column}"
            ))
        })?;
        if !body.is_object() {
            return Err(malformed(format!(
                "expected a JSON object, got {}",
                sort(&body)
            )));
        }
        let items = match self.batch {
            None => vec![body],
            Some(path) => match path.find(&body) {
                Some(Value::Array(items)) => items.clone(),
                other => {
                    let got = other.map_or("nothing", sort);
                    return Err(malformed(format!("expected a list at `{path}`, got {got}")));
                }
            },
        };

        let several = items.len() > 1;
        let mut read = Read {
            events: Vec::new(),
            keys: Vec::new(),
        };
        for (index, item) in items.into_iter().enumerate() {
            let own = self.id.and_then(|id| id.read(&item, headers));
            read.keys.push(if let Some(id) = &own {
                bounded(id)
            } else {
                let request = verified.id().map_or_else(|| hash(verified.body()), bounded);
                if several {
                    format!("{request}#{index}")
                } else {
                    request
                }
            });
            read.events.push(self.event(item, own, verified, headers));
        }
        Ok(read)
    }

    fn event(
        &self,
        item: Value,
        own_id: Option<String>,
        verified: &Verified<'_>,
        headers: &Headers,
    ) -> Event {
        let time = |when: When| when.read(&item);
        let kind = self
            .kind
            .read(&item, headers)
            .unwrap_or_else(|| Event::UNKNOWN.to_owned());
        let (signal, who) = match &self.meaning {
            Meaning::Table { rows, others } => rows
                .iter()
                .find(|row| row.fits(&kind, &item))
                .map_or((None, others), |row| (row.signal, &row.who)),
            Meaning::OurWords(who) => match kind.parse() {
                Ok(signal) => (Some(signal), who),
                Err(_) => (None, &Who::NOBODY),
            },
        };
        let succeeded = self.outcome.is_none_or(|outcome| outcome.holds(&item));
        Event {
            id: own_id.or_else(|| verified.id().map(str::to_owned)),
            signal: signal.filter(|_| succeeded),
            occurred_at: self.occurred_at.and_then(time).or(verified.timestamp()),
            effective_at: self.effective_at.and_then(time),
            subject: who.read(&item),
            kind,
            data: item,
        }
    }
}

/// Longer ids than any vendor makes become their hash: a key is stored and
/// indexed.
const LONGEST_KEY: usize = 256;

fn bounded(id: &str) -> String {
    if id.len() <= LONGEST_KEY {
        id.to_owned()
    } else {
        hash(id.as_bytes())
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("sha256:{}", mac::sha256_hex(bytes))
}

fn malformed(reason: String) -> WebhookError {
    WebhookError::Malformed { reason }
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
