//! A user as stored, as shown, and what a change of one means.

use super::{
    Stored,
    error::{self, Refused},
    patch::{self, Op},
    schema::CORE,
};
use crate::{
    event::{Event, Signal, Subject},
    reading,
    timestamp::Timestamp,
};
use serde_json::{Map, Value};

/// How large a user may be, as JSON, in bytes.
const LARGEST: usize = 100_000;

/// When something is done, and at which source's URL.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) now: Timestamp,
    pub(super) base: &'a str,
}

/// A user: an object with `id`, `userName`, `active` and `meta`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct User(pub(super) Value);

impl User {
    /// A new one, as the client describes it.
    pub(super) fn create(body: &Value, id: &str, at: At<'_>) -> Result<Self, Refused> {
        let mut user = object(&format!(
            r#"{{"active":true,"meta":{{"resourceType":"User","created":"{}"}}}}"#,
            at.now
        ));
        patch::merge(&mut user, Op::Add, None, body)?;
        put(&mut user, "id", id.into());
        Self::version_of(&user, 1, at)
    }

    /// This one, described anew. What the client leaves out is gone, except whether
    /// the user is active: nobody comes or goes by silence.
    pub(super) fn replace(&self, body: &Value, at: At<'_>) -> Result<Self, Refused> {
        let mut user = Value::Null;
        for name in ["id", "meta", "active"] {
            put(
                &mut user,
                name,
                self.0.get(name).cloned().unwrap_or_default(),
            );
        }
        patch::merge(&mut user, Op::Add, None, body)?;
        self.changed_to(&user, at)
    }

    /// This one after operations.
    pub(super) fn patch(&self, body: &Value, at: At<'_>) -> Result<Self, Refused> {
        let mut user = self.0.clone();
        patch::patch(&mut user, body)?;
        self.changed_to(&user, at)
    }

    fn changed_to(&self, user: &Value, at: At<'_>) -> Result<Self, Refused> {
        let mut same = Self::version_of(user, self.version(), at)?;
        put(
            &mut same.0,
            "meta",
            self.0.get("meta").cloned().unwrap_or_default(),
        );
        if same == *self {
            return Ok(same);
        }
        Self::version_of(user, self.version() + 1, at)
    }

    /// What is left when it is tidy, if that is a user.
    fn version_of(user: &Value, version: usize, at: At<'_>) -> Result<Self, Refused> {
        let mut user = Self(patch::tidied(user));
        if user.user_name().is_empty() {
            return Err(&error::NO_USER_NAME);
        }
        if !matches!(user.0.get("active"), Some(Value::Bool(_))) {
            return Err(&error::NOT_ACTIVE);
        }
        let location = user.location(at.base);
        if let Some(meta) = user.0.get_mut("meta") {
            put(meta, "lastModified", at.now.to_string().into());
            put(meta, "version", format!("W/\"{version}\"").into());
            put(meta, "location", location.into());
        }
        let mut schemas = vec![CORE.into()];
        for (name, _) in user.0.as_object().into_iter().flatten() {
            if name.contains(':') {
                schemas.push(name.as_str().into());
            }
        }
        put(&mut user.0, "schemas", Value::Array(schemas));
        if user.json().len() > LARGEST {
            return Err(&error::TOO_LARGE);
        }
        Ok(user)
    }

    /// As it is stored, and as clients see it.
    pub(super) fn json(&self) -> String {
        self.0.to_string()
    }

    pub(super) fn id(&self) -> &str {
        text(self.0.get("id")).unwrap_or_default()
    }

    pub(super) fn user_name(&self) -> &str {
        text(self.0.get("userName")).unwrap_or_default()
    }

    pub(super) fn active(&self) -> bool {
        self.0.get("active") == Some(&Value::Bool(true))
    }

    /// Counts up with every change, from 1.
    fn version(&self) -> usize {
        let version = self.0.get("meta").and_then(|meta| meta.get("version"));
        let version = text(version).and_then(|version| version.strip_prefix("W/\""));
        let digits = version.and_then(|version| version.strip_suffix('"'));
        digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    pub(super) fn stored(&self) -> Stored {
        Stored {
            id: self.id().to_owned(),
            user_name: self.user_name().to_owned(),
            external_id: text(self.0.get("externalId")).map(str::to_owned),
            json: self.json(),
        }
    }

    /// Where clients find it.
    pub(super) fn location(&self, base: &str) -> String {
        format!("{base}/Users/{}", self.id())
    }

    /// Whom events about this user are about.
    fn subject(&self) -> Subject {
        let part = |name| text(self.0.get("name").and_then(|whole| whole.get(name)));
        let name = match (part("givenName"), part("familyName")) {
            (Some(given), Some(family)) => Some(format!("{given} {family}")),
            (given, family) => given.or(family).map(str::to_owned),
        };
        let whole = text(self.0.get("displayName")).or_else(|| part("formatted"));
        let id = text(self.0.get("externalId")).unwrap_or(self.id());
        Subject {
            email: self.email(),
            id: Some(id.to_owned()),
            login: Some(self.user_name().to_owned()),
            name: whole.map(str::to_owned).or(name),
        }
    }

    /// The primary address; else the one at work, or of no kind; else the user name
    /// where it is one. Where several could be meant, it is none.
    fn email(&self) -> Option<String> {
        let emails = match self.0.get("emails") {
            Some(Value::Array(emails)) => emails.as_slice(),
            _ => &[],
        };
        for primary in [true, false] {
            let mut only = None;
            for email in emails {
                let fits = if primary {
                    patch::is_primary(email)
                } else {
                    text(email.get("type")).is_none_or(|it| it.eq_ignore_ascii_case("work"))
                };
                if let (true, Some(value)) = (fits, text(email.get("value"))) {
                    let address = reading::email(value);
                    if only.is_some_and(|only| only != address) {
                        return None;
                    }
                    only = Some(address);
                }
            }
            if let Some(only) = only {
                return only;
            }
        }
        reading::email(self.user_name())
    }
}

/// What happened to a user, if anything did. The event's id is the user's with a
/// version that no other change of the user has.
pub(super) fn event(
    operation: &str,
    before: Option<&User>,
    after: Option<&User>,
    now: Timestamp,
) -> Option<Event> {
    let is = (before.map(User::active), after.map(User::active));
    let shown = after.or(before)?;
    // Who leaves may be renamed in the same breath: it is whom we knew.
    let (kind, signal, whom) = match is {
        (None, Some(true)) => ("user.created", Some(Signal::PersonJoined), shown),
        (None, _) => ("user.created", None, shown),
        (Some(true), None) => ("user.deleted", Some(Signal::PersonLeft), shown),
        (_, None) => ("user.deleted", None, shown),
        (Some(true), Some(false)) => (
            "user.deactivated",
            Some(Signal::PersonLeft),
            before.unwrap_or(shown),
        ),
        (Some(false), Some(true)) => ("user.reactivated", Some(Signal::PersonReturned), shown),
        _ if before == after => return None,
        _ => ("user.updated", Some(Signal::PersonChanged), shown),
    };
    let version = shown.version() + usize::from(after.is_none());
    let mut data = object(&format!(
        r#"{{"operation":"{operation}","user":{}}}"#,
        shown.0
    ));
    if let (Some(before), Some(_)) = (before, after) {
        put(&mut data, "before", before.0.clone());
    }
    Some(Event {
        id: Some(format!("{}.{version}", shown.id())),
        kind: kind.to_owned(),
        signal,
        occurred_at: Some(now),
        effective_at: None,
        subject: Some(whom.subject()),
        data,
    })
}

fn put(object: &mut Value, name: &str, value: Value) {
    if object.is_null() {
        *object = Value::Object(Map::new());
    }
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

fn object(json: &str) -> Value {
    json.parse().unwrap_or_default()
}

/// A text that is not blank.
fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.trim().is_empty())
}
