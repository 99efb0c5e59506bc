//! A kind of source that a configuration describes: how it signs, and where in
//! its bodies is what.

use crate::{
    event::{Event, Signal},
    path::{At, Path},
    reading::{Batch, Format, Identity, Naming, Reading, Row, When, Who},
    record::{FORM_OR_JSON, JSON},
    scheme::Scheme,
    written::{BadRecord, Fields},
};
use serde::Deserialize;
use serde_json::Value;

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
    /// What the sender's names mean, each once. A name that is a signal's needs no
    /// mention.
    pub signals: Vec<(String, Signal)>,
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
        let event = fields.take("event").map(EventAt::try_from).transpose()?;
        match fields.take("scheme") {
            None => fields.end_without("scheme", "how it signs"),
            Some(scheme) => Ok(Self {
                scheme: scheme.try_into()?,
                event: event.unwrap_or_default(),
            }),
        }
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
        let mut event = Self {
            form: fields.flag("form"),
            batch: At::take(&mut fields, "batch"),
            id: At::take(&mut fields, "id"),
            type_header: fields.text("type_header"),
            ..Self::default()
        };
        for (at, key) in [
            (&mut event.kind, "type"),
            (&mut event.occurred_at, "occurred_at"),
            (&mut event.effective_at, "effective_at"),
        ] {
            if let Some(configured) = At::take(&mut fields, key) {
                *at = Some(configured);
            }
        }
        match fields.take("subject").map(subject) {
            None => {}
            Some(Ok(subject)) => event.subject = subject,
            Some(Err(why)) => fields.wrong(why),
        }
        if let Some(record) = fields.take("signals") {
            event.signals = signals(&mut fields, record);
        }
        fields.end(event)
    }
}

fn subject(record: Value) -> Result<SubjectAt, BadRecord> {
    let keys = &["email", "id", "login", "name"];
    let mut fields = Fields::of("the event's subject", keys, record)?;
    let subject = SubjectAt {
        email: At::take(&mut fields, "email"),
        id: At::take(&mut fields, "id"),
        login: At::take(&mut fields, "login"),
        name: At::take(&mut fields, "name"),
    };
    fields.end(subject)
}

fn signals(fields: &mut Fields, record: Value) -> Vec<(String, Signal)> {
    const KEY: &str = "signals";
    let mut signals = Vec::new();
    let Value::Object(record) = record else {
        fields.unexpected(KEY, "the sender's names, each with a signal");
        return signals;
    };
    for (kind, signal) in record {
        match signal.as_str().unwrap_or_default().parse::<Signal>() {
            Ok(signal) => signals.push((kind, signal)),
            Err(error) => fields.unexpected(KEY, &error.to_string()),
        }
    }
    signals
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
            signals: Vec::new(),
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
        let name: Vec<Path<'_>> = path(event.subject.name.as_ref()).into_iter().collect();
        let who = Who {
            id: path(event.subject.id.as_ref()),
            email: path(event.subject.email.as_ref()),
            login: path(event.subject.login.as_ref()),
            name: &name,
            ..Who::NOBODY
        };
        let rows: Vec<Row<'_>> = event
            .signals
            .iter()
            .map(|(kind, signal)| Row::new(kind, *signal, &who))
            .collect();
        read(&Reading {
            format: if event.form {
                Format::FormOrJson
            } else {
                Format::Json
            },
            batch: path(event.batch.as_ref()).map_or(Batch::One, Batch::Each),
            id: path(event.id.as_ref()).map(Identity::Field),
            kind: match (&event.type_header, path(event.kind.as_ref())) {
                (Some(header), _) => Naming::Header { header, then: None },
                (None, Some(path)) => Naming::Field(path),
                (None, None) => Naming::Always(Event::UNKNOWN),
            },
            occurred_at: path(event.occurred_at.as_ref()).map(When::Any),
            effective_at: path(event.effective_at.as_ref()).map(When::Any),
            outcome: None,
            rows: &rows,
            ours: Some(&who),
            others: &who,
        })
    }
}

fn path(at: Option<&At>) -> Option<Path<'_>> {
    at.map(At::path)
}
