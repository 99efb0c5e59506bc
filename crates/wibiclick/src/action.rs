//! What an action is: the trait its struct implements, and the record that the
//! catalogue keeps of it.
//!
//! Everything here is data known at compile time. The derive macro
//! [`Action`](wibiclick_macros::Action) writes both from one declaration.

use std::{fmt, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// An action's inputs by our names, as they are given at run time.
pub type Params = Map<String, Value>;

/// What stands in place of a secret wherever something is shown or stored.
pub const REDACTED: &str = "[redacted]";

/// One thing WibiClick can do, as a typed request.
///
/// Implemented by `#[derive(Action)]`; the struct's fields are the params.
pub trait Action {
    /// The record of this action in the catalogue.
    const SPEC: ActionSpec;

    /// What the API answers.
    type Reply: DeserializeOwned;

    /// The inputs, those left out missing.
    fn params(&self) -> Params;
}

/// A type that a param can have.
pub trait ParamType {
    /// What the catalogue says of it.
    const KIND: Kind;
    /// Whether a call must have it: everything but an `Option`.
    const REQUIRED: bool = true;
    /// Whether it is kept out of everything that is shown or stored.
    const SECRET: bool = false;

    /// The value to send; none when it was left out.
    fn value(&self) -> Option<Value>;
}

/// A type that an action can answer with.
pub trait ReplyType: DeserializeOwned {
    /// What the catalogue says of it.
    const SHAPE: ReplyShape;
    /// The fields that are secrets, by the API's names.
    const SECRETS: &'static [&'static str] = &[];
}

/// The record of an action: how our params become one HTTP request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionSpec {
    /// The first half of the id, in camelCase: `user`.
    pub resource: &'static str,
    /// The second half of the id, in camelCase: `disconnectFromWebsite`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, starting with `/`; `{name}` stands for a
    /// param whose place is [`Place::Path`].
    pub path: &'static str,
    /// How sure we are of this record.
    pub evidence: Evidence,
    /// Whether the API key is sent along.
    pub auth: Auth,
    /// The inputs, under our names.
    pub params: &'static [Param],
    /// How body params are written.
    pub encoding: Encoding,
    /// The key under which the whole body is wrapped, where the API wants one.
    pub wrap: Option<&'static str>,
    /// The shape of a reply; another shape is an error that carries the body.
    pub reply: ReplyShape,
    /// The fields of a reply that are secrets.
    pub reply_secrets: &'static [&'static str],
    /// Title and descriptions.
    #[cfg(feature = "docs")]
    pub docs: Docs,
}

/// One input of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Our name, in camelCase, never a bare `id`.
    pub name: &'static str,
    /// The API's name.
    pub wire: &'static str,
    /// Where in the request it goes.
    pub place: Place,
    /// What its value must be.
    pub kind: Kind,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether its value is kept out of everything that is shown or stored.
    pub secret: bool,
    /// What it means.
    #[cfg(feature = "docs")]
    pub doc: &'static str,
}

/// HTTP methods that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "their names are HTTP's")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Where in the request a param goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// In place of `{name}` in the path.
    Path,
    /// In the query string.
    Query,
    /// In the body.
    Body,
}

/// What a param's value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any text.
    Text,
    /// The id of a record: non-empty text, or a number, sent as text.
    Id,
    /// A whole number.
    Integer,
    /// Any finite number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of these texts; another is sent too, with a warning, since the
    /// server's list is not published.
    OneOf(&'static [&'static str]),
    /// A file: `{ fileName, contentType, data }`, with `data` in base64.
    File,
    /// A list of anything.
    List,
    /// An object of anything.
    Record,
    /// Anything.
    Any,
}

/// How sure the catalogue is of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Evidence {
    /// A public page describes it, and its endpoint was seen in use.
    Documented,
    /// Its endpoint was seen in use, in the product's own front end.
    Observed,
    /// Its method, path or names follow from others'. Expect to correct it.
    Guessed,
}

/// Whether an action sends the API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Auth {
    /// `Authorization: Bearer …`.
    Bearer,
    /// None: signing in, registering, resetting a password.
    None,
}

/// How body params are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// `application/json`.
    Json,
    /// `multipart/form-data`.
    Multipart,
}

/// The shape of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplyShape {
    /// An object.
    Object,
    /// A list of records: `{ key: [...] }`, also where the API sends the bare array.
    List(&'static str),
    /// `{ message?, success? }`, also where the API sends bare text or nothing.
    Done,
    /// Whatever comes: nobody has seen one yet.
    Any,
}

/// Texts about an action, for reference pages and types.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Docs {
    /// The name the action has in WibiClick's n8n node.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
    /// The type in [`model`](crate::model) that it answers with.
    pub reply: &'static str,
}

impl ActionSpec {
    /// The id: `resource.operation`.
    ///
    /// ```
    /// # use wibiclick::{action::Action, actions::user::DisconnectFromWebsite};
    /// assert_eq!(DisconnectFromWebsite::SPEC.id(), "user.disconnectFromWebsite");
    /// ```
    pub fn id(&self) -> String {
        format!("{}.{}", self.resource, self.operation)
    }

    /// These params, with [`REDACTED`] in place of what is secret.
    pub fn redact_params(&self, params: &mut Params) {
        for param in self.params.iter().filter(|param| param.secret) {
            redact(params, param.name);
        }
    }

    /// This reply, with [`REDACTED`] in place of what is secret.
    pub fn redact_reply(&self, reply: &mut Value) {
        if let Some(fields) = reply.as_object_mut() {
            for name in self.reply_secrets {
                redact(fields, name);
            }
        }
    }

    /// The param of this name, one of ours.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }
}

fn redact(fields: &mut Map<String, Value>, name: &str) {
    if let Some(value) = fields.get_mut(name) {
        *value = Value::from(REDACTED);
    }
}

impl Method {
    /// As HTTP spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownMethod(text.to_owned()))
    }
}

/// Text that is none of the methods.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no method of this API; expected GET, POST, PUT, PATCH or DELETE")]
pub struct UnknownMethod(String);

impl Kind {
    /// The kind's name, as the catalogue tells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "text",
            Self::Id => "id",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::File => "file",
            Self::List => "list",
            Self::Record => "record",
            Self::Any => "any",
        }
    }

    /// What a value of this kind looks like, as messages and tables say it.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "text",
            Self::Id => "an id (text or a number)",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::File => "a file { fileName, contentType, data } with its data in base64",
            Self::List => "a list",
            Self::Record => "an object",
            Self::Any => "anything",
        }
    }
}

impl ParamType for String {
    const KIND: Kind = Kind::Text;
    fn value(&self) -> Option<Value> {
        Some(Value::from(self.as_str()))
    }
}

impl ParamType for bool {
    const KIND: Kind = Kind::Boolean;
    fn value(&self) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl ParamType for u32 {
    const KIND: Kind = Kind::Integer;
    fn value(&self) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl<T: ParamType> ParamType for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;
    const SECRET: bool = T::SECRET;
    fn value(&self) -> Option<Value> {
        self.as_ref().and_then(T::value)
    }
}

impl ReplyType for Value {
    const SHAPE: ReplyShape = ReplyShape::Any;
}

/// A record that replies carry, described for generated types and pages.
#[cfg(feature = "docs")]
pub trait Record {
    /// The description.
    const RECORD: RecordSpec;
}

/// The description of a record.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpec {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its known fields.
    pub fields: &'static [Field],
}

/// A known field of a record.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The API's name.
    pub wire: &'static str,
    /// Its Rust type, as it is written.
    pub ty: &'static str,
    /// What it means.
    pub doc: &'static str,
}
