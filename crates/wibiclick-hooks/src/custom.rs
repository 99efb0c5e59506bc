//! A kind of source that a configuration describes: how it signs, and where in
//! its bodies is what.

use crate::{
    event::{Event, Signal, UnknownSignal},
    path::{At, Path},
    reading::{Batch, Format, Identity, Naming, Reading, Row, When, Who},
    record::{FORM_OR_JSON, JSON},
    scheme::Scheme,
    written::{BadRecord, Fields},
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A kind of source that a configuration describes.
///
/// ```
/// use wibiclick_hooks::{Custom, Kind};
///
/// let custom: Custom = serde_json::from_str(
///     r#"{
///         "scheme": { "algorithm": "token", "header": "x-token" },
///         "event": {
///             "type": "what",
///             "subject": { "email": "person.mail" },
///             "signals": { "gone": "person.left" }
///         }
///     }"#,
/// )?;
/// assert_eq!(Kind::custom(custom).name(), "custom");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub struct Custom {
    /// How it signs.
    pub scheme: Scheme,
    /// Where in its bodies is what. Without it bodies are read as those of
    /// Standard Webhooks are.
    pub event: EventAt,
}

/// Where in the bodies of a configured kind is what. Paths start at one event,
/// that of `batch` at the body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventAt {
    /// Whether bodies are forms (`application/x-www-form-urlencoded`), each field
    /// of which is a text; else they are JSON.
    pub form: bool,
    /// The list of events; without it the body is the one event.
    pub batch: Option<At>,
    /// The event's own id; without one it has the request's.
    pub id: Option<At>,
    /// The sender's name for what happened.
    pub kind: Option<At>,
    /// The header with the sender's name for what happened, instead of `type`.
    /// What it says is believed as far as the signature covers it, which it mostly
    /// does not.
    pub type_header: Option<String>,
    /// When it happened: RFC 3339, or seconds or milliseconds since 1970.
    pub occurred_at: Option<At>,
    /// When it takes effect: likewise, or a date.
    pub effective_at: Option<At>,
    /// Whom it is about.
    pub subject: SubjectAt,
    /// What the sender's names mean. A name that is a signal's needs no mention.
    pub signals: BTreeMap<String, Signal>,
}

/// Where an event says whom it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubjectAt {
    /// The email address.
    pub email: Option<At>,
    /// The sender's id of the person.
    pub id: Option<At>,
    /// The login name.
    pub login: Option<At>,
    /// The name to show.
    pub name: Option<At>,
}

impl TryFrom<Value> for Custom {
    type Error = BadRecord;

    fn try_from(record: Value) -> Result<Self, BadRecord> {
        let mut fields = Fields::of("a kind of your own", &["scheme", "event"], record)?;
        let scheme = fields
            .take("scheme")
            .ok_or_else(|| fields.missing("scheme", "how it signs"))?;
        let event = fields.take("event").map(EventAt::try_from).transpose()?;
        Ok(Self {
            scheme: scheme.try_into()?,
            event: event.unwrap_or_default(),
        })
    }
}

const EVENT_KEYS: &[&str] = &[
    "form",
    "batch",
    "id",
    "type",
    "type_header",
    "occurred_at",
    "effective_at",
    "subject",
    "signals",
];

impl TryFrom<Value> for EventAt {
    type Error = BadRecord;

    fn try_from(record: Value) -> Result<Self, BadRecord> {
        let mut fields = Fields::of("the event", EVENT_KEYS, record)?;
        let usual = Self::default();
        Ok(Self {
            form: fields.flag("form")?,
            batch: at(&mut fields, "batch")?,
            id: at(&mut fields, "id")?,
            kind: at(&mut fields, "type")?.or(usual.kind),
            type_header: fields.text("type_header")?,
            occurred_at: at(&mut fields, "occurred_at")?.or(usual.occurred_at),
            effective_at: at(&mut fields, "effective_at")?.or(usual.effective_at),
            subject: match fields.take("subject") {
                Some(record) => subject(record)?,
                None => usual.subject,
            },
            signals: match fields.take("signals") {
                Some(record) => signals(&fields, record)?,
                None => BTreeMap::new(),
            },
        })
    }
}

fn subject(record: Value) -> Result<SubjectAt, BadRecord> {
    let keys = &["email", "id", "login", "name"];
    let mut fields = Fields::of("the event's subject", keys, record)?;
    Ok(SubjectAt {
        email: at(&mut fields, "email")?,
        id: at(&mut fields, "id")?,
        login: at(&mut fields, "login")?,
        name: at(&mut fields, "name")?,
    })
}

fn signals(fields: &Fields, record: Value) -> Result<BTreeMap<String, Signal>, BadRecord> {
    let unexpected = |expected: &str| fields.unexpected("signals", expected);
    let Value::Object(record) = record else {
        return Err(unexpected("the sender's names, each with a signal"));
    };
    let mut signals = BTreeMap::new();
    for (kind, signal) in record {
        let signal = signal.as_str().unwrap_or_default().parse();
        let signal = signal.map_err(|error: UnknownSignal| unexpected(&error.to_string()))?;
        signals.insert(kind, signal);
    }
    Ok(signals)
}

fn at(fields: &mut Fields, key: &'static str) -> Result<Option<At>, BadRecord> {
    let text = fields.text(key)?;
    text.map(|text| At::read(fields, key, text)).transpose()
}

impl Default for EventAt {
    fn default() -> Self {
        Self {
            form: false,
            batch: None,
            id: None,
            kind: Some(At::new("type")),
            type_header: None,
            occurred_at: Some(At::new("timestamp")),
            effective_at: Some(At::new("data.effectiveAt")),
            subject: SubjectAt {
                email: Some(At::new("data.email")),
                id: Some(At::new("data.id")),
                login: Some(At::new("data.login")),
                name: Some(At::new("data.name")),
            },
            signals: BTreeMap::new(),
        }
    }
}

impl Custom {
    pub(crate) fn content_types(&self) -> &'static [&'static str] {
        if self.event.form { FORM_OR_JSON } else { JSON }
    }

    /// Calls with the record that the configuration amounts to.
    pub(crate) fn reading<T>(&self, read: impl FnOnce(&Reading<'_>) -> T) -> T {
        let event = &self.event;
        let name: Vec<Path<'_>> = path(&event.subject.name).into_iter().collect();
        let who = Who {
            id: path(&event.subject.id),
            email: path(&event.subject.email),
            login: path(&event.subject.login),
            name: &name,
            ..Who::NOBODY
        };
        let rows: Vec<Row<'_>> = event
            .signals
            .iter()
            .map(|(kind, signal)| Row::new(kind, *signal, who))
            .collect();
        read(&Reading {
            format: if event.form {
                Format::FormOrJson
            } else {
                Format::Json
            },
            batch: path(&event.batch).map_or(Batch::One, Batch::Each),
            id: path(&event.id).map(Identity::Field),
            kind: match (&event.type_header, path(&event.kind)) {
                (Some(header), _) => Naming::Header { header, then: None },
                (None, Some(path)) => Naming::Field(path),
                (None, None) => Naming::Always(Event::UNKNOWN),
            },
            occurred_at: path(&event.occurred_at).map(When::Any),
            effective_at: path(&event.effective_at).map(When::Any),
            outcome: None,
            rows: &rows,
            ours: Some(who),
            others: who,
        })
    }
}

fn path(at: &Option<At>) -> Option<Path<'_>> {
    at.as_ref().map(At::path)
}
