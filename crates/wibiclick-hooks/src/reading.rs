//! What a verified body says: from a vendor's form to events in normal form, by
//! a record per kind.

use crate::{
    error::WebhookError,
    event::{Event, Signal, Subject},
    form,
    headers::Headers,
    mac,
    path::Path,
    scheme::{Verified, single_header},
    skim::skim,
    timestamp::Timestamp,
};
use serde_json::{Map, Value};

mod names;

/// Where things are in the bodies of a kind. All paths but those of `batch` start
/// at one event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'t> {
    /// How bodies are written.
    pub(crate) format: Format,
    /// What in a body is an event.
    pub(crate) batch: Batch<'t>,
    /// The event's own id; without one it has the request's.
    pub(crate) id: Option<Identity<'t>>,
    /// The vendor's name for what happened.
    pub(crate) kind: Naming<'t>,
    /// When it happened; else it is the time of signing.
    pub(crate) occurred_at: Option<When<'t>>,
    /// When it takes effect.
    pub(crate) effective_at: Option<When<'t>>,
    /// What must be so for the event to have a signal: vendors also report what
    /// was tried and failed.
    pub(crate) outcome: Option<Condition<'t>>,
    /// What the vendor's names mean. Of several rows that fit, the first counts.
    pub(crate) rows: &'t [Row<'t>],
    /// Whom events are about whose name is a signal's, where the sender speaks our
    /// words and means it.
    pub(crate) ours: Option<&'t Who<'t>>,
    /// Whom events are about that no row names.
    pub(crate) others: &'t Who<'t>,
}

impl Reading<'_> {
    /// One event of which nothing is known, in JSON.
    pub(crate) const NOTHING: Self = Self {
        format: Format::Json,
        batch: Batch::One,
        id: None,
        kind: Naming::Always(Event::UNKNOWN),
        occurred_at: None,
        effective_at: None,
        outcome: None,
        rows: &[],
        ours: None,
        others: &Who::NOBODY,
    };
}

/// How bodies are written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    /// JSON.
    Json,
    /// A form: each field is a text, one that came several times a list of them.
    Form,
    /// What `content-type` says; without it a form.
    FormOrJson,
}

/// What in a body is an event.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Batch<'t> {
    /// The body.
    One,
    /// Each element of a list.
    Each(Path<'t>),
    /// Each element of a list or, where there is no such list, the body.
    EachOrOne(Path<'t>),
    /// Each element of the first of these lists that is there and not empty, as
    /// below; where there is none, the body.
    Within(&'t [Inner<'t>]),
    /// Each element of a list and, within it, each element of the first of these
    /// lists that is there and not empty: an event is then the outer element, with
    /// that one inner element alone in its list.
    EachWithin {
        outer: Path<'t>,
        inner: &'t [Inner<'t>],
    },
}

/// A list within an element of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inner<'t> {
    /// The field that holds an object, and the field of that object.
    pub(crate) at: (&'t str, &'t str),
}

/// Where an event's id is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Identity<'t> {
    /// In the event.
    Field(Path<'t>),
    /// In several places of the event, all of which it needs: `a:b`.
    Fields(&'t [Path<'t>]),
    /// In the event and, where it has one, in a second place, which tells apart
    /// what has the same id: `a:delivered`, or `a`.
    FieldAnd(Path<'t>, Path<'t>),
    /// In two headers, of which the second counts within the first:
    /// `channel:7`.
    Headers(&'static str, &'static str),
}

impl Identity<'_> {
    fn read(self, event: &Value, headers: &Headers) -> Option<String> {
        match self {
            Self::Field(path) => path.text(event),
            Self::Fields(paths) => {
                let mut id = String::new();
                for path in paths {
                    if !id.is_empty() {
                        id.push(':');
                    }
                    id.push_str(&path.text(event)?);
                }
                Some(id)
            }
            Self::FieldAnd(path, more) => {
                let id = path.text(event)?;
                Some(match more.text(event) {
                    Some(more) => format!("{id}:{more}"),
                    None => id,
                })
            }
            Self::Headers(within, number) => {
                let within = single_header(headers, within).ok()?;
                let number = single_header(headers, number).ok()?;
                // The last colon is ours, whatever the first holds.
                (!has(number, b':')).then(|| format!("{within}:{number}"))
            }
        }
    }
}

/// Where the vendor's name for what happened is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Naming<'t> {
    /// In the event.
    Field(Path<'t>),
    /// In two fields of the event, with a dot between them.
    Fields(Path<'t>, Path<'t>),
    /// In a header, to which a field of the event may add: `organization` and
    /// `member_removed` are `organization.member_removed`. Headers are not
    /// signed: what such a name means must not rest on the header alone.
    Header {
        header: &'t str,
        then: Option<Path<'t>>,
    },
    /// The first list that is there and not empty is what happened: `messages`.
    /// Else it is in the event.
    ListOr(&'t [Path<'t>], Path<'t>),
    /// The first of these fields that is there says what happened, to what: `call`
    /// and `busy` are `call.busy`.
    To(&'t [(&'t str, Path<'t>)]),
    /// Everything has this one name.
    Always(&'static str),
}

impl Naming<'_> {
    fn read(self, event: &Value, headers: &Headers) -> Option<String> {
        match self {
            Self::Field(path) => path.text(event),
            Self::Fields(first, second) => {
                Some(format!("{}.{}", first.text(event)?, second.text(event)?))
            }
            Self::Header { header, then } => {
                let name = single_header(headers, header).ok()?.to_owned();
                let Some(then) = then else {
                    return Some(name);
                };
                // The dot must be ours: the header is not to say what the body
                // would have to.
                if has(&name, b'.') {
                    return None;
                }
                match then.text(event) {
                    Some(more) => Some(format!("{name}.{more}")),
                    None => Some(name),
                }
            }
            Self::ListOr(lists, path) => lists
                .iter()
                .find(|list| {
                    let elements = list.find(event).and_then(Value::as_array);
                    elements.is_some_and(|elements| !elements.is_empty())
                })
                .map(|list| list.last_field().to_owned())
                .or_else(|| path.text(event)),
            Self::To(fields) => fields
                .iter()
                .find_map(|(what, path)| Some(format!("{what}.{}", path.text(event)?))),
            Self::Always(name) => Some(name.to_owned()),
        }
    }
}

/// Where a time is, and how it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When<'t> {
    /// A text as in RFC 3339, or as in ISO 8601 without a colon in its offset.
    Text(Path<'t>),
    /// The same, in UTC where it names no time zone.
    Utc(Path<'t>),
    /// A date, which begins at midnight in UTC; or a text as above.
    Date(Path<'t>),
    /// Whole seconds since 1970, as a number or as text.
    Seconds(Path<'t>),
    /// Milliseconds since 1970, likewise.
    Millis(Path<'t>),
    /// Any of these: numbers from 100,000,000,000 on are milliseconds.
    Any(Path<'t>),
}

/// The seconds of the year 5138, the milliseconds of 1973.
const MILLIS_FROM: i64 = 100_000_000_000;

impl<'t> When<'t> {
    fn path(self) -> Path<'t> {
        match self {
            Self::Text(path)
            | Self::Utc(path)
            | Self::Date(path)
            | Self::Seconds(path)
            | Self::Millis(path)
            | Self::Any(path) => path,
        }
    }

    fn read(self, event: &Value) -> Option<Timestamp> {
        let path = self.path();
        let text = path.text(event)?;
        let count = text.parse::<i64>().ok();
        let seconds = |count: i64| Timestamp::from_unix_millis(count.checked_mul(1_000)?);
        match self {
            Self::Text(_) => Timestamp::parse_iso8601(&text),
            Self::Utc(_) => {
                Timestamp::parse_iso8601(&text).or_else(|| Timestamp::parse(&format!("{text}Z")))
            }
            Self::Date(_) => {
                Timestamp::parse_iso8601(&text).or_else(|| Timestamp::parse_date(&text))
            }
            Self::Seconds(_) => seconds(count?),
            Self::Millis(_) => Timestamp::from_unix_millis(count?),
            Self::Any(_) => match count {
                Some(count) if count >= MILLIS_FROM => Timestamp::from_unix_millis(count),
                Some(count) => seconds(count),
                None => Self::Date(path).read(event),
            },
        }
    }
}

/// What must be so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition<'t> {
    pub(crate) at: Path<'t>,
    pub(crate) is: Is<'t>,
}

/// What must be there; absent is never it, unless that is said.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Is<'t> {
    Text(&'t str),
    /// The text, its ASCII letters in any case.
    TextInAnyCase(&'t str),
    True,
    /// False, or absent.
    NotSet,
    /// Anything but null.
    There,
}

impl Condition<'_> {
    fn holds(self, event: &Value) -> bool {
        let Some(value) = self.at.find(event) else {
            return matches!(self.is, Is::NotSet);
        };
        match self.is {
            Is::Text(text) => value.as_str() == Some(text),
            Is::TextInAnyCase(text) => value
                .as_str()
                .is_some_and(|value| value.eq_ignore_ascii_case(text)),
            Is::True => value == &Value::Bool(true),
            Is::NotSet => value == &Value::Bool(false),
            Is::There => true,
        }
    }
}

/// What one name means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    pub(crate) kind: &'t str,
    /// What else must be so for the row to fit.
    pub(crate) condition: Option<Condition<'t>>,
    pub(crate) signal: Option<Signal>,
    pub(crate) who: &'t Who<'t>,
}

impl<'t> Row<'t> {
    /// The name has a signal.
    pub(crate) const fn new(kind: &'t str, signal: Signal, who: &'t Who<'t>) -> Self {
        Self {
            signal: Some(signal),
            ..Self::silent(kind, who)
        }
    }

    /// The name has no signal; whom it is about is known.
    pub(crate) const fn silent(kind: &'t str, who: &'t Who<'t>) -> Self {
        Self {
            kind,
            condition: None,
            signal: None,
            who,
        }
    }

    /// The same, where this is so.
    pub(crate) const fn when(self, at: &'t str, is: Is<'t>) -> Self {
        Self {
            condition: Some(Condition { at: Path(at), is }),
            ..self
        }
    }

    fn fits(&self, kind: &str, event: &Value) -> bool {
        self.kind == kind && self.condition.is_none_or(|it| it.holds(event))
    }
}

/// Where an event says whom it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'t> {
    pub(crate) id: Option<Path<'t>>,
    pub(crate) email: Option<Path<'t>>,
    pub(crate) login: Option<Path<'t>>,
    /// An email address or, where it does not look like one, a login name.
    pub(crate) email_or_login: Option<Path<'t>>,
    /// The parts of the name, in order.
    pub(crate) name: &'t [Path<'t>],
    /// What the vendor writes where there is nothing.
    pub(crate) nothing: &'t [&'t str],
}

impl Who<'_> {
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
        let text = |path: Path<'_>| {
            path.text(event)
                .filter(|text| !self.nothing.contains(&text.as_str()))
        };
        let either = self.email_or_login.and_then(text);
        let as_email = either.as_deref().and_then(email);
        let login = if as_email.is_some() { None } else { either };
        let mut name = String::new();
        for part in self.name {
            let Some(part) = text(*part) else {
                continue;
            };
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&part);
        }
        let subject = Subject {
            email: self
                .email
                .and_then(text)
                .as_deref()
                .and_then(email)
                .or(as_email),
            id: self.id.and_then(text),
            login: self.login.and_then(text).or(login),
            name: Some(name).filter(|name| !name.is_empty()),
        };
        (subject != Subject::default()).then_some(subject)
    }
}

/// The address in lower case, if it looks like one. Only ASCII letters are
/// folded: other foldings make two different addresses one.
pub(crate) fn email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let plain = |c: char| {
        let is_special = matches!(
            c,
            '@' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"'
        );
        !c.is_whitespace() && !c.is_control() && !is_special
    };
    let fits = text.len() <= 254
        && !local.is_empty()
        && local.chars().all(plain)
        && domain.chars().all(plain)
        && has(domain, b'.')
        && domain.split('.').all(|label| !label.is_empty());
    fits.then(|| text.to_ascii_lowercase())
}

/// Whether that ASCII letter is in it. `contains` is two kilobytes of wasm.
fn has(text: &str, letter: u8) -> bool {
    text.as_bytes().contains(&letter)
}

/// Events, and of each the key by which a repetition is known.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) events: Vec<Event>,
    pub(crate) keys: Vec<String>,
}

impl Reading<'_> {
    /// The events of a verified body. An event in a list that is not understood
    /// is an event of the type [`Event::UNKNOWN`]: it must not take the others
    /// with it. `token` is where the body has the secret, which no event is to have.
    pub(crate) fn read(
        &self,
        verified: &Verified<'_>,
        headers: &Headers,
        token: Option<Path<'_>>,
    ) -> Result<Read, WebhookError> {
        let mut body = self.format.read(verified.body(), headers)?;
        if let Some(token) = token {
            token.blank(&mut body);
        }
        let items = self.batch.items(body)?;
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

    /// The one event of a verified body that is the event itself, and the text that it
    /// is; its `data` is left out. `None` where a body is something else, or wrong:
    /// then [`Reading::read`] has more to say.
    pub(crate) fn skim<'r>(
        &self,
        verified: &Verified<'r>,
        headers: &Headers,
    ) -> Option<(Event, &'r str)> {
        if !matches!(self.batch, Batch::One) || !self.format.is_json(headers) {
            return None;
        }
        let item = skim(verified.body(), &self.names()).filter(Value::is_object)?;
        let own = self.id.and_then(|id| id.read(&item, headers));
        let mut event = self.event(item, own, verified, headers);
        event.data = Value::Null;
        let text = std::str::from_utf8(without_mark(verified.body())).ok()?;
        Some((event, text))
    }

    fn event(
        &self,
        item: Value,
        own_id: Option<String>,
        verified: &Verified<'_>,
        headers: &Headers,
    ) -> Event {
        let time = |when: When<'_>| when.read(&item);
        let kind = self
            .kind
            .read(&item, headers)
            .unwrap_or_else(|| Event::UNKNOWN.to_owned());
        let row = self.rows.iter().find(|row| row.fits(&kind, &item));
        let (signal, who) = match (row, self.ours, kind.parse()) {
            (Some(row), ..) => (row.signal, row.who),
            (None, Some(who), Ok(signal)) => (Some(signal), who),
            (None, ..) => (None, self.others),
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

impl Format {
    fn is_json(self, headers: &Headers) -> bool {
        match self {
            Self::Json => true,
            Self::Form => false,
            Self::FormOrJson => headers.get("content-type").is_some_and(is_json),
        }
    }

    fn read(self, body: &[u8], headers: &Headers) -> Result<Value, WebhookError> {
        if self.is_json(headers) {
            return json(body).map_err(|error| {
                // The error's own text can quote the body.
                let (line, column) = (error.line(), error.column());
                malformed(format!(
                    "expected JSON, and it is broken at line {line}, column {column}"
                ))
            });
        }
        let mut fields = Map::new();
        for (name, value) in form::pairs(body) {
            match fields.get_mut(&name) {
                None => {
                    fields.insert(name, value.into());
                }
                Some(Value::Array(values)) => values.push(value.into()),
                Some(first) => *first = vec![first.take(), value.into()].into(),
            }
        }
        Ok(fields.into())
    }
}

/// JSON, before which there may be a byte order mark.
pub(crate) fn json(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(without_mark(bytes))
}

/// JSON without the byte order mark that RFC 8259 allows a reader to let pass: some
/// senders cannot write UTF-8 without one.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether a media type is JSON's, whatever its parameters.
pub(crate) fn is_json(content_type: &str) -> bool {
    essence(content_type).eq_ignore_ascii_case("application/json")
}

/// A media type without its parameters (`; charset=utf-8`).
pub(crate) fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

impl Batch<'_> {
    fn items(self, body: Value) -> Result<Vec<Value>, WebhookError> {
        let (items, inner) = match self {
            Self::One => (Self::one(body)?, None),
            Self::Each(path) => (Self::each(path, &body)?, None),
            Self::EachOrOne(path) => match Self::each(path, &body) {
                Err(_) => (Self::one(body)?, None),
                Ok(items) => (items, None),
            },
            Self::Within(inner) => (Self::one(body)?, Some(inner)),
            Self::EachWithin { outer, inner } => (Self::each(outer, &body)?, Some(inner)),
        };
        let Some(inner) = inner else {
            return Ok(items);
        };
        let mut events = Vec::new();
        for item in items {
            apart(item, inner, &mut events);
        }
        Ok(events)
    }

    fn one(body: Value) -> Result<Vec<Value>, WebhookError> {
        if body.is_object() {
            return Ok(vec![body]);
        }
        let got = sort(&body);
        Err(malformed(format!("expected a JSON object, got {got}")))
    }

    fn each(path: Path<'_>, body: &Value) -> Result<Vec<Value>, WebhookError> {
        match path.all(body) {
            Some(items) => Ok(items.into_iter().cloned().collect()),
            None => Err(malformed(format!(
                "expected a list at `{path}`, got {} as the whole",
                sort(body)
            ))),
        }
    }
}

/// The element once for each element of its inner list; as it is without one.
fn apart(mut item: Value, inner: &[Inner<'_>], events: &mut Vec<Value>) {
    let taken = inner.iter().find_map(|&Inner { at: (field, list) }| {
        let holder = item.get_mut(field)?.as_object_mut()?;
        if holder.get(list)?.as_array()?.is_empty() {
            return None;
        }
        match holder.insert(list.to_owned(), Value::Null)? {
            Value::Array(elements) => Some((field, list, elements)),
            _ => None,
        }
    });
    let Some((field, list, elements)) = taken else {
        events.push(item);
        return;
    };
    for element in elements {
        let mut one = item.clone();
        if let Some(place) = one.get_mut(field).and_then(|holder| holder.get_mut(list)) {
            *place = vec![element].into();
        }
        events.push(one);
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
