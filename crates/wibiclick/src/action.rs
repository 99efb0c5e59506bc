//! What an action is: the trait its struct implements, and the record that the
//! catalogue keeps of it.
//!
//! Everything here is data known at compile time. The derive macro
//! [`Action`](wibiclick_macros::Action) writes both from one declaration.

use serde::{Serialize, de::DeserializeOwned};

/// One thing WibiClick can do, as a typed request.
///
/// Implemented by `#[derive(Action)]`; the struct's fields are the params.
pub trait Action: Serialize {
    /// The record of this action in the catalogue.
    const SPEC: ActionSpec;

    /// What the API answers.
    type Reply: DeserializeOwned;
}

/// The record of an action: how our params become one HTTP request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Title and descriptions.
    #[cfg(feature = "docs")]
    pub docs: Docs,
}

/// One input of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    /// What it means.
    #[cfg(feature = "docs")]
    pub doc: &'static str,
}

/// HTTP methods that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
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
    /// A point in time, RFC 3339.
    Date,
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
#[non_exhaustive]
pub struct Docs {
    /// The name the action has in WibiClick's n8n node.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
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
}
