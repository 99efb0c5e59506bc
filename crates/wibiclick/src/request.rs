//! Params to HTTP request. Pure: nothing is sent here.

use std::{fmt::Write as _, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    action::{ActionSpec, Auth, Encoding, Kind, Method, Param, Params, Place},
    catalogue::nearest_of,
    client::Config,
    error::{Error, ErrorKind, ParamIssue, ParamProblem},
    json,
    model::{File, moment},
    multipart::{self, Part},
};

/// What RFC 3986 leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One HTTP request, ready for a transport.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// Headers, but for the one with the API key.
    pub headers: Vec<(&'static str, String)>,
    /// The header with the API key.
    pub authorization: Option<Authorization>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// How long to wait for the response.
    pub timeout: Option<Duration>,
}

/// The header that carries the API key or token.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// Its name, in lower case.
    pub header: String,
    /// Its value; prints as redacted.
    pub value: SecretString,
    /// Which token it is, for whoever has to replace it.
    pub(crate) generation: u32,
}

impl HttpRequest {
    /// All headers, the API key's among them, for the transport that sends them.
    pub fn exposed_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let authorization = self
            .authorization
            .as_ref()
            .map(|it| (it.header.as_str(), it.value.expose_secret()));
        self.headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(authorization)
    }
}

/// What a call would send; nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// All headers, by their lower-case names.
    pub headers: Map<String, Value>,
    /// The body: JSON, or a form's parts by their names; none where there is none.
    pub body: Option<Value>,
    /// What is unusual about the params, and is sent all the same.
    pub warnings: Vec<ParamIssue>,
}

/// A request of the caller's own making, below the base URL.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRequest {
    /// The method.
    pub method: Method,
    /// The path, starting with `/`, without a query.
    pub path: String,
    /// The query: text, numbers, true and false.
    pub query: Params,
    /// The body, sent as JSON.
    pub body: Option<Value>,
}

/// The request that carries an action out.
///
/// A `websiteId` that was left out is the [`Config`]'s. A param that is `null`
/// was left out.
///
/// # Errors
/// [`ErrorKind::InvalidParams`] with all that is wrong.
pub fn build(
    spec: &ActionSpec<'_>,
    params: &Params,
    config: &Config,
) -> Result<HttpRequest, Error> {
    let params = with_defaults(spec, params, config);
    let issues = check(spec, &params);
    if issues.is_empty() {
        Ok(Draft::of(spec, &params, config).finish(spec.auth, config))
    } else {
        Err(Error::invalid_params(spec.id, issues))
    }
}

/// What [`build`] would send, with secrets taken out.
///
/// # Errors
/// As [`build`].
pub fn preview(spec: &ActionSpec<'_>, params: &Params, config: &Config) -> Result<Preview, Error> {
    let request = build(spec, params, config)?;
    let mut shown = with_defaults(spec, params, config);
    let warnings = warnings(spec, &shown);
    spec.redact_params(&mut shown);
    let draft = Draft::of(spec, &shown, config);
    let mut headers = Map::new();
    for (name, value) in request.headers {
        headers.insert(name.to_owned(), value.into());
    }
    if request.authorization.is_some() {
        let (header, value) = config.credentials().shown();
        headers.insert(header.to_owned(), value.into());
    }
    Ok(Preview {
        method: draft.method,
        body: draft.body.shown(),
        url: draft.url,
        headers,
        warnings,
    })
}

/// A raw request below the base URL, with the API key.
///
/// # Errors
/// [`ErrorKind::InvalidParams`] for a path or a query that cannot be sent.
pub fn build_raw(raw: &RawRequest, config: &Config) -> Result<HttpRequest, Error> {
    let refuse = |message: String| Error::new(ErrorKind::InvalidParams, message);
    if !is_path(&raw.path) {
        return Err(refuse(format!(
            "`path` is `{}`; expected a path below the base URL that starts with `/`, \
             percent-encoded; put a query into `query`",
            raw.path
        )));
    }
    let mut url = config.endpoint(&raw.path);
    let mut query = Query::default();
    for (name, value) in &raw.query {
        match scalar(value) {
            Some(text) => query.push(name, &text),
            None if value.is_null() => {}
            None => {
                return Err(refuse(format!(
                    "`query.{name}` is {}; expected text, a number, true or false",
                    type_of(value)
                )));
            }
        }
    }
    url.push_str(&query.0);
    let body = raw.body.clone().map_or(Body::None, Body::Json);
    let draft = Draft {
        method: raw.method,
        url,
        body,
    };
    Ok(draft.finish(Auth::Bearer, config))
}

/// All that is wrong with an action's params, at once.
pub fn check(spec: &ActionSpec<'_>, params: &Params) -> Vec<ParamIssue> {
    let is_clearable = |name: &str| spec.param(name).is_some_and(|param| param.clearable);
    let given: Vec<(&str, &Value)> = params
        .iter()
        .filter(|(name, value)| !value.is_null() || is_clearable(name))
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let names: Vec<&str> = given.iter().map(|(name, _)| *name).collect();
    let mut issues = check_names(spec, &names);
    for (name, value) in given {
        if let Some(param) = spec.param(name) {
            issues.extend(check_value(param, value));
        }
    }
    issues
}

/// What is wrong with the names of params alone: unknown or missing ones.
pub fn check_names(spec: &ActionSpec<'_>, given: &[&str]) -> Vec<ParamIssue> {
    check_names_of(&spec.params, given, "param", "")
}

/// `what` is what the names are of; `path` is where they are, in an object that
/// a param holds.
fn check_names_of(known: &[Param<'_>], given: &[&str], what: &str, path: &str) -> Vec<ParamIssue> {
    let mut issues = Vec::new();
    for name in given {
        if known.iter().any(|param| param.name == *name) {
            continue;
        }
        let suggestion = nearest_of(name, &mut known.iter().map(|param| param.name));
        let hint = match suggestion {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => takes(known),
        };
        issues.push(ParamIssue {
            suggestion: suggestion.map(str::to_owned),
            ..issue(
                &format!("{path}{name}"),
                ParamProblem::Unknown,
                format!("there is no {what} `{path}{name}`; {hint}"),
            )
        });
    }
    for param in known {
        if param.required && !given.contains(&param.name) {
            let (name, expected) = (format!("{path}{}", param.name), param.kind.expected());
            let message = format!("`{name}` is missing; expected {expected}");
            issues.push(issue(&name, ParamProblem::Missing, message));
        }
    }
    issues
}

/// All that is wrong with the value of one param.
pub fn check_value(param: &Param<'_>, value: &Value) -> Vec<ParamIssue> {
    let mut issues = Vec::new();
    if !(param.clearable && value.is_null()) {
        check_at(param, param.kind, param.name, value, &mut issues);
    }
    issues
}

/// `name` is where the value is: `items[0].amount`.
fn check_at(
    param: &Param<'_>,
    kind: Kind<'_>,
    name: &str,
    value: &Value,
    issues: &mut Vec<ParamIssue>,
) {
    if !is_of(kind, value) {
        let came = match (kind, value) {
            // Of the type that they should be, so that the value says more.
            (Kind::Date | Kind::DateTime | Kind::WhatsApp, Value::String(text)) => {
                format!("`{text}`")
            }
            (Kind::Month, Value::Number(_)) => json::text(value),
            (Kind::File, Value::Object(_)) => "another object".to_owned(),
            _ => type_of(value).to_owned(),
        };
        let message = format!("`{name}` is {came}; expected {}", kind.expected());
        issues.push(issue(name, ParamProblem::WrongType, message));
        return;
    }
    match (kind, value) {
        (Kind::List(item), Value::Array(items)) => {
            for (at, value) in items.iter().enumerate() {
                check_at(param, item.kind(), &format!("{name}[{at}]"), value, issues);
            }
        }
        (Kind::Record(fields), Value::Object(given)) if !fields.are_free() => {
            let known: Vec<Param<'_>> = fields.iter().collect();
            let given = given.iter().filter(|(_, value)| !value.is_null());
            let names: Vec<&str> = given.clone().map(|(name, _)| name.as_str()).collect();
            issues.extend(check_names_of(&known, &names, "field", &format!("{name}.")));
            for (field, value) in given {
                if let Some(param) = known.iter().find(|param| param.name == field) {
                    check_at(param, param.kind, &format!("{name}.{field}"), value, issues);
                }
            }
        }
        (_, Value::String(text)) => {
            let must_say_something = param.required || param.secret || kind == Kind::Id;
            if must_say_something && text.trim().is_empty() {
                let message = format!("`{name}` is empty; expected {}", kind.expected());
                issues.push(issue(name, ParamProblem::Empty, message));
            } else if param.place() == Place::Path && matches!(text.as_str(), "." | "..") {
                let message = format!("`{name}` is `{text}`, which is no id");
                issues.push(issue(name, ParamProblem::WrongType, message));
            }
        }
        _ => {}
    }
}

fn is_of(kind: Kind<'_>, value: &Value) -> bool {
    match kind {
        Kind::Text | Kind::OneOf(_) => value.is_string(),
        Kind::Id => value.is_string() || value.is_u64(),
        Kind::Integer => whole_number(value).is_some(),
        Kind::Month => whole_number(value).is_some_and(|month| (1..=12).contains(&month)),
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::Date => value.as_str().is_some_and(moment::is_date),
        Kind::DateTime => value.as_str().is_some_and(moment::is_date_time),
        Kind::WhatsApp => value.as_str().and_then(whatsapp_address).is_some(),
        Kind::File => File::from_value(value).is_some(),
        Kind::List(_) => value.is_array(),
        Kind::Record(_) => value.is_object(),
        Kind::Any => true,
    }
}

/// What is unusual about an action's params, and is sent all the same: texts
/// that are none of the known ones, since the server's list is not published.
pub fn warnings(spec: &ActionSpec<'_>, params: &Params) -> Vec<ParamIssue> {
    let unusual = |param: &Param<'_>| {
        let known = match param.kind {
            Kind::OneOf(known) => known,
            Kind::List(item) => match item.kind() {
                Kind::OneOf(known) => known,
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let given = match params.get(param.name) {
            Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text.as_str()],
            _ => Vec::new(),
        };
        let unknown = |text: &&str| !known.iter().any(|it| it == *text);
        let warning = |text: &str| ParamIssue {
            suggestion: nearest_of(text, &mut known.iter()).map(str::to_owned),
            ..issue(
                param.name,
                ParamProblem::UnknownValue,
                format!(
                    "`{}` is `{text}`, none of the known values: {}",
                    param.name,
                    known.iter().collect::<Vec<_>>().join(", ")
                ),
            )
        };
        given.into_iter().filter(unknown).map(warning).collect()
    };
    spec.params.iter().flat_map(unusual).collect()
}

/// Whether it is a path below the base URL, percent-encoded, without a query.
pub(crate) fn is_path(path: &str) -> bool {
    path.starts_with('/')
        && !path
            .chars()
            .any(|it| it.is_control() || it.is_whitespace() || matches!(it, '?' | '#' | '\\'))
        && !path.split('/').any(climbs)
}

/// Whether a segment of a path leads upwards, which URL parsers follow also
/// where its dots are percent-encoded.
fn climbs(segment: &str) -> bool {
    let (mut rest, mut dots) = (segment, 0);
    loop {
        rest = match (rest.strip_prefix('.'), rest.split_at_checked(3)) {
            (Some(rest), _) => rest,
            (None, Some((code, rest))) if code.eq_ignore_ascii_case("%2e") => rest,
            _ => return rest.is_empty() && matches!(dots, 1 | 2),
        };
        dots += 1;
    }
}

fn issue(param: &str, problem: ParamProblem, message: String) -> ParamIssue {
    ParamIssue {
        param: param.to_owned(),
        problem,
        message,
        suggestion: None,
    }
}

fn takes(known: &[Param<'_>]) -> String {
    let names: Vec<&str> = known.iter().map(|param| param.name).collect();
    if names.is_empty() {
        "it takes none".to_owned()
    } else {
        format!("it takes {}", names.join(", "))
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A whole number, also where JavaScript or a template wrote `3.0`.
pub(crate) fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        // By its text: arithmetic with fractions is a kilobyte of wasm.
        let text = json::text(value);
        let (whole, fraction) = text.split_once('.')?;
        let is_whole = value.is_number() && fraction.bytes().all(|digit| digit == b'0');
        whole.parse().ok().filter(|_| is_whole)
    })
}

/// A value as a query or a form says it.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(json::text(value)),
        _ => None,
    }
}

fn with_defaults(spec: &ActionSpec<'_>, params: &Params, config: &Config) -> Params {
    const WEBSITE: &str = "websiteId";
    let mut params = params.clone();
    if let Some(website) = config.website_id()
        && spec.param(WEBSITE).is_some()
        && params.get(WEBSITE).is_none_or(Value::is_null)
    {
        params.insert(WEBSITE.to_owned(), website.as_str().into());
    }
    params
}

/// A request before it is bytes.
struct Draft {
    method: Method,
    url: String,
    body: Body,
}

enum Body {
    None,
    Json(Value),
    Form(Vec<Part>),
}

/// A query, with its `?` as soon as there is something in it.
#[derive(Default)]
struct Query(String);

impl Query {
    fn push(&mut self, name: &str, value: &str) {
        let mark = if self.0.is_empty() { '?' } else { '&' };
        let name = utf8_percent_encode(name, ENCODED);
        let value = utf8_percent_encode(value, ENCODED);
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, "{mark}{name}={value}");
    }
}

impl Draft {
    /// Params that passed [`check`], each put into its place.
    fn of(spec: &ActionSpec<'_>, params: &Params, config: &Config) -> Self {
        let mut path = spec.path.to_owned();
        let mut query = Query::default();
        let mut fields = Map::new();
        let mut files = Vec::new();
        for param in &spec.params {
            let Some(value) = params.get(param.name).and_then(|value| wire(param, value)) else {
                continue;
            };
            for target in &param.targets {
                match (target.place, param.kind) {
                    (Place::Path, _) => {
                        let text = scalar(&value).unwrap_or_default();
                        let encoded = utf8_percent_encode(&text, ENCODED).to_string();
                        path = filled(&path, param.name, &encoded);
                    }
                    (Place::Query, _) => match &value {
                        Value::Array(items) => {
                            for item in items {
                                query.push(target.wire, &scalar(item).unwrap_or_default());
                            }
                        }
                        _ => query.push(target.wire, &scalar(&value).unwrap_or_default()),
                    },
                    (Place::Body, Kind::File) => {
                        if let Some(file) = File::from_value(&value) {
                            let name = target.wire.to_owned();
                            files.push(Part::File { name, file });
                        }
                    }
                    (Place::Body, _) => insert(&mut fields, target.wire, value.clone()),
                }
            }
        }
        let body = match (spec.encoding, spec.method) {
            (Encoding::Multipart, _) => {
                let texts = fields.into_iter().map(|(name, value)| Part::Text {
                    name,
                    value: scalar(&value).unwrap_or_else(|| json::text(&value)),
                });
                Body::Form(texts.chain(files).collect())
            }
            (Encoding::JsonOrMultipart, _) if !files.is_empty() => {
                let mut parts = vec![Part::Text {
                    name: "data".to_owned(),
                    value: json::text(&fields.into()),
                }];
                parts.append(&mut files);
                Body::Form(parts)
            }
            (_, Method::Get | Method::Delete) if fields.is_empty() => Body::None,
            _ => Body::Json(match spec.wrap {
                Some(key) => keyed(key, fields.into()),
                None => fields.into(),
            }),
        };
        Self {
            method: spec.method,
            url: config.endpoint(&path) + &query.0,
            body,
        }
    }

    fn finish(self, auth: Auth, config: &Config) -> HttpRequest {
        let mut headers = vec![("accept", "application/json".to_owned())];
        let body = match self.body {
            Body::None => Vec::new(),
            Body::Json(value) => {
                headers.push(("content-type", "application/json".to_owned()));
                json::text(&value).into_bytes()
            }
            Body::Form(parts) => {
                let (content_type, body) = multipart::write(&parts);
                headers.push(("content-type", content_type));
                body
            }
        };
        HttpRequest {
            method: self.method,
            url: self.url,
            headers,
            authorization: match auth {
                Auth::Bearer => config.credentials().current(),
                Auth::None => None,
            },
            body,
            timeout: config.timeout(),
        }
    }
}

impl Body {
    fn shown(self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Json(value) => Some(value),
            Self::Form(parts) => {
                let mut shown = Map::new();
                for part in parts {
                    let (name, value) = match part {
                        Part::Text { name, value } => (name, value.into()),
                        Part::File { name, file } => (name, file.described()),
                    };
                    shown.insert(name, value);
                }
                Some(shown.into())
            }
        }
    }
}

/// An object of one field.
pub(crate) fn keyed(key: &str, value: Value) -> Value {
    let mut fields = Map::new();
    fields.insert(key.to_owned(), value);
    fields.into()
}

/// The path with a value in place of `{name}`.
fn filled(path: &str, name: &str, value: &str) -> String {
    let mut filled = String::new();
    for (at, part) in path.split('{').enumerate() {
        match part.split_once('}') {
            Some((it, rest)) if it == name => {
                filled.push_str(value);
                filled.push_str(rest);
            }
            _ => {
                if at > 0 {
                    filled.push('{');
                }
                filled.push_str(part);
            }
        }
    }
    filled
}

/// Puts a value under a name; `item.id` is the field `id` of the object `item`,
/// and `*` puts the fields of an object there, instead of the object.
fn insert(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None if name == "*" => {
            if let Value::Object(inner) = value {
                fields.extend(inner);
            }
        }
        None => {
            fields.insert(name.to_owned(), value);
        }
        Some((outer, rest)) => {
            if let Some(Value::Object(inner)) = fields.get_mut(outer) {
                insert(inner, rest, value);
            } else {
                let mut inner = Map::new();
                insert(&mut inner, rest, value);
                fields.insert(outer.to_owned(), inner.into());
            }
        }
    }
}

/// A param's value as the API takes it. None if left out.
fn wire(param: &Param<'_>, value: &Value) -> Option<Value> {
    match value {
        Value::Null if param.clearable => Some(Value::Null),
        Value::Null => None,
        _ => Some(wire_of(param.kind, value)),
    }
}

/// A value of a kind as the API takes it: ids are text there, and the fields of
/// objects have the API's names.
fn wire_of(kind: Kind<'_>, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Id, Value::Number(_)) => json::text(value).into(),
        (Kind::Integer | Kind::Month, _) => {
            whole_number(value).map_or_else(|| value.clone(), Value::from)
        }
        (Kind::WhatsApp, Value::String(text)) => {
            whatsapp_address(text).map_or_else(|| value.clone(), Value::from)
        }
        (Kind::List(item), Value::Array(items)) => items
            .iter()
            .map(|value| wire_of(item.kind(), value))
            .collect(),
        (Kind::Record(fields), Value::Object(given)) if !fields.are_free() => {
            let mut written = Map::new();
            for field in fields.iter() {
                if let Some(value) = given.get(field.name).and_then(|value| wire(&field, value)) {
                    insert(&mut written, field.wire(), value);
                }
            }
            written.into()
        }
        _ => value.clone(),
    }
}

/// The address that WhatsApp has for a telephone number: its digits before
/// `@s.whatsapp.net`. An address stays as it is. None for anything else.
fn whatsapp_address(text: &str) -> Option<String> {
    const HOST: &str = "@s.whatsapp.net";
    if let Some((user, host)) = text.split_once('@') {
        // A group's address ends in another host.
        return (!user.is_empty() && host.contains('.')).then(|| text.to_owned());
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = text
        .chars()
        .all(|it| it.is_ascii_digit() || matches!(it, '+' | '-' | ' ' | '(' | ')' | '.'));
    (is_number && (7..=15).contains(&digits.len())).then(|| digits + HOST)
}

#[cfg(test)]
mod tests;
