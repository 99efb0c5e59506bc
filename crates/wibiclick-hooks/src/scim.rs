//! Provisioning as a source: the server's side of SCIM 2.0 (RFC 7643 and 7644), as
//! Entra and Okta really use it.
//!
//! A directory keeps its users here up to date, and what it changes is an event:
//! who is deactivated has left. [`answer`] takes one request and what is stored,
//! and gives back what to answer, what to store and what happened. It does no I/O
//! and reads no clock.

mod discovery;
mod error;
mod filter;
mod list;
mod patch;
mod schema;
mod user;

use crate::{
    event::Event,
    headers::Headers,
    scheme::{after_prefix, is_any_of},
    secrets::Secrets,
    timestamp::Timestamp,
};
use error::Refused;
use filter::Condition;
use list::Page;
use serde_json::Value;
use std::fmt;
use user::{At, User};

/// The media type of every answer.
pub const CONTENT_TYPE: &str = "application/scim+json";

/// Whether the request's token is one of the source's secrets: after `Bearer`, as
/// Entra sends it, or by itself, as Okta can be set to.
pub fn is_genuine(headers: &Headers, secrets: &Secrets) -> bool {
    let mut given = headers.all("authorization");
    let (Some(value), None) = (given.next(), given.next()) else {
        return false;
    };
    let token = after_prefix(value, "Bearer ").map_or(value, str::trim);
    is_any_of(secrets, token).into()
}

/// One request, whose sender is known.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The URL of the source itself, `https://…/scim/v2/okta`.
    pub base: &'a str,
    /// The path after that, `/Users/…`, as it was sent.
    pub path: &'a str,
    /// The query, as it was sent, without the question mark.
    pub query: &'a str,
    /// The body.
    pub body: &'a str,
}

/// Neither query nor body: they are about people.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The users that are stored.
pub trait Users {
    /// Why they cannot be read.
    type Error;

    /// The JSON of all users that may fit; more than those does no harm.
    fn find(&self, which: Which<'_>) -> Result<Vec<String>, Self::Error>;

    /// How many there are.
    fn count(&self) -> Result<usize, Self::Error>;
}

/// Which users are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// The one with this id.
    Id(&'a str),
    /// The one with this [`Stored::user_name`], in any case of ASCII letters.
    UserName(&'a str),
    /// Those with this [`Stored::external_id`].
    ExternalId(&'a str),
    /// Those in whose JSON this text is, in any case of ASCII letters.
    Holding(&'a str),
    /// All, in the order in which they were created.
    Page {
        /// How many to leave out.
        skip: usize,
        /// How many, at most.
        take: usize,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// A header, besides the content type.
    pub header: Option<(&'static str, String)>,
    /// JSON of the type [`CONTENT_TYPE`]; empty where there is nothing to say.
    pub body: String,
}

impl Answer {
    fn new(status: u16, body: String) -> Self {
        Self {
            status,
            header: None,
            body,
        }
    }

    /// A refusal in the words of the RFC. `detail` is for the client's log, and
    /// stands in JSON as it is.
    pub fn refusal(status: u16, detail: &str) -> Self {
        error::answer(status, "", detail)
    }
}

/// A user to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its id, which no other user ever has.
    pub id: String,
    /// Its user name, which no other user has now.
    pub user_name: String,
    /// The client's own id of it.
    pub external_id: Option<String>,
    /// All of it.
    pub json: String,
}

/// What to do to the users that are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Store the user, in place of the one with its id.
    Put(Stored),
    /// Delete the one with this id.
    Delete(String),
}

/// A change: what to store, and what it is for those who want to know. Both or
/// neither must come to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What to store.
    pub write: Write,
    /// What happened. Its id is unique within the source.
    pub event: Event,
}

/// Answers a request; `new_id` is what a user gets that it creates, and no other
/// user ever had.
///
/// # Errors
/// When the users cannot be read.
pub fn answer<U: Users>(
    request: &Request<'_>,
    users: &U,
    new_id: &str,
    now: Timestamp,
) -> Result<(Answer, Option<Box<Change>>), U::Error> {
    let service = Service {
        request,
        users,
        at: At {
            now,
            base: request.base,
        },
    };
    match service.answer(new_id) {
        Ok(answered) => Ok(answered),
        Err(Failure::Refused(refusal)) => Ok((refusal.answer(), None)),
        Err(Failure::Unread(error)) => Err(error),
    }
}

/// Why there is no other answer.
enum Failure<E> {
    Refused(Refused),
    Unread(E),
}

impl<E> From<Refused> for Failure<E> {
    fn from(refusal: Refused) -> Self {
        Self::Refused(refusal)
    }
}

type Answered<E> = Result<(Answer, Option<Box<Change>>), Failure<E>>;

/// What answers, for one request.
struct Service<'r, U> {
    request: &'r Request<'r>,
    users: &'r U,
    at: At<'r>,
}

impl<U: Users> Service<'_, U> {
    fn answer(&self, new_id: &str) -> Answered<U::Error> {
        let path = list::decode(self.request.path).ok_or(&error::NOWHERE)?;
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let resource = segments.next().unwrap_or_default().to_ascii_lowercase();
        let id = segments.next();
        if segments.next().is_some() {
            return Err(Failure::Refused(&error::NOWHERE));
        }
        let method = self.request.method;
        let answer = match (resource.as_str(), id) {
            ("users", Some(".search")) | ("me" | "bulk" | ".search", _) => {
                return Err(Failure::Refused(&error::NOT_SUPPORTED));
            }
            ("users", None) => return self.all_users(new_id),
            ("users", Some(id)) => return self.one_user(id),
            ("groups", _) if method != "GET" => return Err(Failure::Refused(&error::NO_GROUPS)),
            ("groups", None) => list::answer(0, 1, 0, ""),
            ("groups", Some(_)) => return Err(Failure::Refused(&error::NO_GROUP)),
            ("serviceproviderconfig", None) => discovery::config(),
            ("resourcetypes", name) => discovery::resource_types(name)?,
            ("schemas", id) => discovery::schemas(id)?,
            _ => return Err(Failure::Refused(&error::NOWHERE)),
        };
        match method {
            "GET" => Ok((answer, None)),
            _ => Err(Failure::Refused(&error::READ_ONLY)),
        }
    }

    fn all_users(&self, new_id: &str) -> Answered<U::Error> {
        match self.request.method {
            "GET" => Ok((self.list()?, None)),
            "POST" => {
                let user = User::create(&self.body()?, new_id, self.at)?;
                self.change(None, Some(&user))
            }
            _ => Err(Failure::Refused(&error::ALL_USERS)),
        }
    }

    fn one_user(&self, id: &str) -> Answered<U::Error> {
        let method = self.request.method;
        if !matches!(method, "GET" | "PUT" | "PATCH" | "DELETE") {
            return Err(Failure::Refused(&error::ONE_USER));
        }
        let found = self.find(Which::Id(id))?;
        let user = found.first().ok_or(&error::NO_USER)?;
        let after = match method {
            "GET" => return Ok((Answer::new(200, user.json()), None)),
            "PUT" => Some(user.replace(&self.body()?, self.at)?),
            "PATCH" => Some(user.patch(&self.body()?, self.at)?),
            _ => None,
        };
        self.change(Some(user), after.as_ref())
    }

    fn change(&self, before: Option<&User>, after: Option<&User>) -> Answered<U::Error> {
        let event = user::event(self.request.method, before, after, self.at.now);
        let (answer, write) = match (before, after) {
            (_, Some(user)) => {
                for other in self.find(Which::UserName(user.user_name()))? {
                    if other.id() != user.id() {
                        return Err(Failure::Refused(&error::TAKEN));
                    }
                }
                let mut answer = Answer::new(200, user.json());
                if before.is_none() {
                    answer.status = 201;
                    answer.header = Some(("location", user.location(self.request.base)));
                }
                (answer, Some(Write::Put(user.stored())))
            }
            (Some(user), None) => {
                let write = Write::Delete(user.id().to_owned());
                (Answer::new(204, String::new()), Some(write))
            }
            (None, None) => return Err(Failure::Refused(&error::NOWHERE)),
        };
        let change = write
            .zip(event)
            .map(|(write, event)| Box::new(Change { write, event }));
        Ok((answer, change))
    }

    fn list(&self) -> Result<Answer, Failure<U::Error>> {
        let page = Page::read(self.request.query)?;
        let (mut total, mut count, mut shown) = (0, 0, String::new());
        let mut show = |user: &str| {
            if count > 0 {
                shown.push(',');
            }
            shown.push_str(user);
            count += 1;
        };
        if let Some(filter) = list::parameter(self.request.query, "filter")? {
            let filter = filter::parse(&filter)?;
            for user in self.find(candidates(&filter))? {
                if filter::holds(&filter, &user.0) {
                    total += 1;
                    if total > page.skip && total <= page.skip.saturating_add(page.take) {
                        show(&user.json());
                    }
                }
            }
        } else {
            let Page { skip, take } = page;
            let found = self.users.find(Which::Page { skip, take });
            for user in found.map_err(Failure::Unread)? {
                show(&user);
            }
            total = self.users.count().map_err(Failure::Unread)?;
        }
        Ok(list::answer(
            total,
            page.skip.saturating_add(1),
            count,
            &shown,
        ))
    }

    fn find(&self, which: Which<'_>) -> Result<Vec<User>, Failure<U::Error>> {
        let mut users = Vec::new();
        for json in self.users.find(which).map_err(Failure::Unread)? {
            users.extend(read(&json).map(User));
        }
        Ok(users)
    }

    fn body(&self) -> Result<Value, Refused> {
        match read(self.request.body) {
            Some(body @ Value::Object(_)) => Ok(body),
            _ => Err(&error::NO_OBJECT),
        }
    }
}

/// From bytes, as webhooks are read: one parser for both.
fn read(json: &str) -> Option<Value> {
    serde_json::from_slice(json.as_bytes()).ok()
}

/// Not by `Display`, which brings another writer.
fn written(value: &Value) -> String {
    // A `Value` has nothing that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}

/// Among which all users are that fit.
fn candidates(filter: &[Condition]) -> Which<'_> {
    let mut holding = "";
    for Condition { path, value } in filter {
        if let Value::String(text) = value {
            if path.is("id") {
                return Which::Id(text);
            }
            if path.is("userName") {
                return Which::UserName(text);
            }
            if path.is("externalId") {
                return Which::ExternalId(text);
            }
            // Any of the texts will do; JSON has its own spelling of some.
            let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
            if text.bytes().all(plain) {
                holding = text;
            }
        }
    }
    Which::Holding(holding)
}
