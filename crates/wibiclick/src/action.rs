//! What an action is: the trait its struct implements, and the record that the
//! catalogue keeps of it.
//!
//! Everything here is data known at compile time. The derive macro
//! [`Action`](wibiclick_macros::Action) writes both from one declaration.

use std::{fmt, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Map;
pub use serde_json::Value;

use crate::notation::{self, Fields, Item, Values};

/// An action's inputs by our names, as they are given at run time.
pub type Params = Map<String, Value>;

/// What stands in place of a secret wherever something is shown or stored.
pub const REDACTED: &str = "[redacted]";

/// One thing WibiClick can do, as a typed request.
///
/// Implemented by `#[derive(Action)]`; the struct's fields are the params.
pub trait Action {
    /// The entry of this action in the catalogue, in the compact
    /// [`notation`].
    const ENTRY: &'static str;

    /// Title and descriptions.
    #[cfg(feature = "docs")]
    const DOCS: Docs;

    /// What the API answers.
    type Reply: DeserializeOwned;

    /// The inputs, those left out missing.
    fn params(&self) -> Params;

    /// The record of this action.
    ///
    /// ```
    /// # use wibiclick::{action::Action, actions::user::DisconnectFromWebsite};
    /// assert_eq!(DisconnectFromWebsite::spec().id, "user.disconnectFromWebsite");
    /// ```
    fn spec() -> ActionSpec<'static> {
        notation::read(Self::ENTRY)
    }
}

/// A type that a param can have.
pub trait ParamType: ParamValue {
    /// Its [`Kind`], in the compact [`notation`].
    const KIND: &'static str;

    /// What its fields mean, if it is an object of known ones.
    #[cfg(feature = "docs")]
    const FIELDS: &'static [ParamDocs] = &[];

    /// The type's name and what it is, if it is an id, an object of known fields, or
    /// text of which some values are known.
    #[cfg(feature = "docs")]
    const NAMED: Option<(&'static str, &'static str)> = None;
}

/// What a field of an action gives as a value to send.
pub trait ParamValue {
    /// The value; none when it was left out.
    fn value(&self) -> Option<Value>;
}

/// A type that an action can answer with.
pub trait ReplyType: DeserializeOwned {
    /// Its [`ReplyShape`], in the compact [`notation`].
    const SHAPE: &'static str;
}

/// The record of an action: how our params become one HTTP request.
///
/// It borrows from the text of its entry, which is all that the catalogue keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionSpec<'a> {
    /// `resource.operation`, both in camelCase.
    pub id: &'a str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, starting with `/`; `{name}` stands for a
    /// param whose place is [`Place::Path`].
    pub path: &'a str,
    /// How sure we are of this record.
    pub evidence: Evidence,
    /// Whether it takes something away that no other action simply gives back, or
    /// ends somebody's access.
    pub destructive: bool,
    /// Whether the API key is sent along.
    pub auth: Auth,
    /// How body params are written.
    pub encoding: Encoding,
    /// The key under which the whole body is wrapped, where the API wants one.
    pub wrap: Option<&'a str>,
    /// The shape of a reply; another shape is an error that carries the body.
    pub reply: ReplyShape<'a>,
    /// The fields of a reply that are secrets, by the API's names.
    pub reply_secrets: Vec<&'a str>,
    /// The inputs, under our names.
    pub params: Vec<Param<'a>>,
}

/// One input of an action, or one field of an input that is an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param<'a> {
    /// Our name, in camelCase, never a bare `id`.
    pub name: &'a str,
    /// Where in the request it goes: to one place, or to each of several where
    /// the API wants it more than once.
    pub targets: Vec<Target<'a>>,
    /// What its value must be.
    pub kind: Kind<'a>,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether its value is kept out of everything that is shown or stored.
    pub secret: bool,
    /// Whether `null` is sent, to clear what is stored; for any other param
    /// `null` is as good as left out.
    pub clearable: bool,
}

/// Where in the request a param goes, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The part of the request.
    pub place: Place,
    /// The API's name; in a body, `item.id` is the field `id` of the object
    /// `item`, and `*` stands for the fields of the param's own object.
    pub wire: &'a str,
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
pub enum Kind<'a> {
    /// Any text.
    Text,
    /// The id of a record: non-empty text, or a number, sent as text.
    Id,
    /// A whole number.
    Integer,
    /// The number of a month, 1 to 12.
    Month,
    /// Any finite number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A day: `2026-01-31`.
    Date,
    /// A moment, as RFC 3339 has it: `2026-01-31T09:00:00Z`.
    DateTime,
    /// A telephone number with its country code, or the address that WhatsApp
    /// makes of it, which is sent: `27820000000@s.whatsapp.net`.
    WhatsApp,
    /// One of these texts; another is sent too, with a warning, since the
    /// server's list is not published.
    OneOf(Values<'a>),
    /// A file: `{ fileName, contentType, data }`, with `data` in base64.
    File,
    /// A list, each of whose items is of a kind.
    List(Item<'a>),
    /// An object: of these fields, or of any if there are none.
    Record(Fields<'a>),
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
    /// `application/json`; where a file is given, `multipart/form-data` with
    /// everything else as JSON text in its part `data`.
    JsonOrMultipart,
}

/// The shape of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplyShape<'a> {
    /// An object.
    Object,
    /// A list of records: `{ key: [...] }`, also where the API sends the bare array.
    List(&'a str),
    /// `{ message?, success? }`, also where the API sends bare text or nothing.
    Done,
    /// A file: `{ fileName, contentType, data }`, with `data` in base64.
    File,
    /// Whatever comes: nobody has seen one yet.
    Any,
}

/// Texts about an action, for reference pages and types.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Docs {
    /// The name the action has in WibiClick's n8n node, or one in its manner.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
    /// The type in [`model`](crate::model) that it answers with.
    pub reply: &'static str,
    /// What each param means, in their order.
    pub params: &'static [ParamDocs],
}

/// Texts about a param.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamDocs {
    /// What it means.
    pub text: &'static str,
    /// What each field means, where it is an object or a list of objects.
    pub fields: &'static [ParamDocs],
    /// The name of its type, and what that is, where it, or each item of a list,
    /// is an id, an object, or text of which some values are known.
    pub named: Option<(&'static str, &'static str)>,
}

impl<'a> ActionSpec<'a> {
    /// The first half of the id: `user`.
    pub fn resource(&self) -> &'a str {
        self.id
            .split_once('.')
            .map_or(self.id, |(resource, _)| resource)
    }

    /// The second half of the id: `disconnectFromWebsite`.
    pub fn operation(&self) -> &'a str {
        self.id
            .split_once('.')
            .map_or("", |(_, operation)| operation)
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
            for name in &self.reply_secrets {
                redact(fields, name);
            }
        }
    }

    /// The param of this name, one of ours.
    pub fn param(&self, name: &str) -> Option<&Param<'a>> {
        self.params.iter().find(|param| param.name == name)
    }
}

fn redact(fields: &mut Map<String, Value>, name: &str) {
    if let Some(value) = fields.get_mut(name) {
        *value = Value::from(REDACTED);
    }
}

impl<'a> Param<'a> {
    /// The place of its first target.
    pub fn place(&self) -> Place {
        self.targets
            .first()
            .map_or(Place::Body, |target| target.place)
    }

    /// The API's name at its first target.
    pub fn wire(&self) -> &'a str {
        self.targets.first().map_or(self.name, |target| target.wire)
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

impl Kind<'_> {
    /// The kind's name, as the catalogue tells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "text",
            Self::Id => "id",
            Self::Integer => "integer",
            Self::Month => "month",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::DateTime => "dateTime",
            Self::WhatsApp => "whatsapp",
            Self::File => "file",
            Self::List(_) => "list",
            Self::Record(_) => "record",
            Self::Any => "any",
        }
    }

    /// What a value of this kind looks like, as messages and tables say it.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "text",
            Self::Id => "an id (text or a number)",
            Self::Integer => "a whole number",
            Self::Month => "a month, 1 to 12",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Date => "a day like 2026-01-31",
            Self::DateTime => "a time like 2026-01-31T09:00:00Z (RFC 3339)",
            Self::WhatsApp => "a telephone number with its country code",
            Self::File => "a file { fileName, contentType, data } with its data in base64",
            Self::List(_) => "a list",
            Self::Record(_) => "an object",
            Self::Any => "anything",
        }
    }
}

macro_rules! param_values {
    ($($type:ty = $kind:expr, $this:ident => $value:expr;)*) => {$(
        impl $crate::action::ParamType for $type {
            const KIND: &'static str = $kind;
        }

        impl $crate::action::ParamValue for $type {
            fn value(&self) -> Option<$crate::action::Value> {
                let $this = self;
                Some($value)
            }
        }
    )*};
}
pub(crate) use param_values;

param_values! {
    String = "t", this => this.as_str().into();
    bool = "b", this => (*this).into();
    u32 = "n", this => (*this).into();
    i64 = "n", this => (*this).into();
    f64 = "f", this => (*this).into();
    Map<String, Value> = "r", this => this.clone().into();
    Value = "a", this => this.clone();
}

impl<T: ParamValue> ParamValue for Option<T> {
    fn value(&self) -> Option<Value> {
        self.as_ref().and_then(T::value)
    }
}

impl<T: ParamValue> ParamValue for Vec<T> {
    fn value(&self) -> Option<Value> {
        Some(self.iter().filter_map(T::value).collect())
    }
}

impl ReplyType for Value {
    const SHAPE: &'static str = "A";
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
