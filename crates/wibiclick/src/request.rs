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
    model::File,
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
pub fn build(spec: &ActionSpec, params: &Params, config: &Config) -> Result<HttpRequest, Error> {
    let params = with_defaults(spec, params, config);
    let issues = check(spec, &params);
    if issues.is_empty() {
        Ok(Draft::of(spec, &params, config).finish(spec.auth, config))
    } else {
        Err(Error::invalid_params(spec.id(), issues))
    }
}

/// What [`build`] would send, with secrets taken out.
///
/// # Errors
/// As [`build`].
pub fn preview(spec: &ActionSpec, params: &Params, config: &Config) -> Result<Preview, Error> {
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
    let is_path = raw.path.starts_with('/')
        && !raw
            .path
            .chars()
            .any(|it| it.is_control() || it.is_whitespace() || matches!(it, '?' | '#' | '\\'))
        && !raw.path.split('/').any(climbs);
    if !is_path {
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
pub fn check(spec: &ActionSpec, params: &Params) -> Vec<ParamIssue> {
    let given: Vec<(&str, &Value)> = params
        .iter()
        .filter(|(_, value)| !value.is_null())
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
pub fn check_names(spec: &ActionSpec, given: &[&str]) -> Vec<ParamIssue> {
    let unknown = given
        .iter()
        .filter(|name| spec.param(name).is_none())
        .map(|name| {
            let suggestion = nearest_of(name, spec.params.iter().map(|param| param.name));
            let message = match suggestion {
                Some(nearest) => format!("there is no param `{name}`; did you mean `{nearest}`?"),
                None => format!("there is no param `{name}`; {}", takes(spec)),
            };
            ParamIssue {
                param: (*name).to_owned(),
                problem: ParamProblem::Unknown,
                message,
                suggestion: suggestion.map(str::to_owned),
            }
        });
    let missing = spec
        .params
        .iter()
        .filter(|param| param.required && !given.contains(&param.name))
        .map(|param| {
            let expected = param.kind.expected();
            issue(
                param,
                ParamProblem::Missing,
                format!("`{}` is missing; expected {expected}", param.name),
            )
        });
    unknown.chain(missing).collect()
}

/// What is wrong with the value of one param.
pub fn check_value(param: &Param, value: &Value) -> Option<ParamIssue> {
    let name = param.name;
    let fits = match param.kind {
        Kind::Text | Kind::OneOf(_) => value.is_string(),
        Kind::Id => value.is_string() || value.is_u64(),
        Kind::Integer => whole_number(value).is_some(),
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::File => File::from_value(value).is_some(),
        Kind::List => value.is_array(),
        Kind::Record => value.is_object(),
        Kind::Any => true,
    };
    if !fits {
        let (expected, came) = (param.kind.expected(), type_of(value));
        let message = if param.kind == Kind::File {
            format!("`{name}` is not {expected}")
        } else {
            format!("`{name}` is {came}; expected {expected}")
        };
        return Some(issue(param, ParamProblem::WrongType, message));
    }
    let must_say_something = param.required || param.secret || param.kind == Kind::Id;
    let text = value.as_str()?;
    if must_say_something && text.trim().is_empty() {
        let message = format!("`{name}` is empty; expected {}", param.kind.expected());
        return Some(issue(param, ParamProblem::Empty, message));
    }
    if param.place == Place::Path && matches!(text, "." | "..") {
        let message = format!("`{name}` is `{text}`, which is no id");
        return Some(issue(param, ParamProblem::WrongType, message));
    }
    None
}

/// What is unusual about an action's params, and is sent all the same: texts
/// that are none of the known ones, since the server's list is not published.
pub fn warnings(spec: &ActionSpec, params: &Params) -> Vec<ParamIssue> {
    let unusual = |param: &Param| {
        let Kind::OneOf(known) = param.kind else {
            return None;
        };
        let text = params.get(param.name)?.as_str()?;
        (!known.contains(&text)).then(|| ParamIssue {
            suggestion: nearest_of(text, known.iter().copied()).map(str::to_owned),
            ..issue(
                param,
                ParamProblem::UnknownValue,
                format!(
                    "`{}` is `{text}`, none of the known values: {}",
                    param.name,
                    known.join(", ")
                ),
            )
        })
    };
    spec.params.iter().filter_map(unusual).collect()
}

/// Whether a segment of a path leads upwards, which URL parsers follow also
/// where its dots are percent-encoded.
fn climbs(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
        "." | ".."
    )
}

fn issue(param: &Param, problem: ParamProblem, message: String) -> ParamIssue {
    ParamIssue {
        param: param.name.to_owned(),
        problem,
        message,
        suggestion: None,
    }
}

fn takes(spec: &ActionSpec) -> String {
    let names: Vec<&str> = spec.params.iter().map(|param| param.name).collect();
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
    /// Up to here a double counts without gaps.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| {
        let float = value.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it was checked to be exact"
        )]
        (float.fract() == 0.0 && float.abs() <= LARGEST).then_some(float as i64)
    })
}

/// A value as a query or a form says it.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn with_defaults(spec: &ActionSpec, params: &Params, config: &Config) -> Params {
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
    fn of(spec: &ActionSpec, params: &Params, config: &Config) -> Self {
        let mut path = spec.path.to_owned();
        let mut query = Query::default();
        let mut fields = Map::new();
        let mut parts = Vec::new();
        for param in spec.params {
            let Some(value) = params.get(param.name).and_then(|value| wire(param, value)) else {
                continue;
            };
            let text = scalar(&value);
            match (param.place, spec.encoding) {
                (Place::Path, _) => {
                    let text = text.unwrap_or_default();
                    let encoded = utf8_percent_encode(&text, ENCODED).to_string();
                    path = path.replace(&format!("{{{}}}", param.name), &encoded);
                }
                (Place::Query, _) => query.push(param.wire, &text.unwrap_or_default()),
                (Place::Body, Encoding::Json) => {
                    fields.insert(param.wire.to_owned(), value);
                }
                (Place::Body, Encoding::Multipart) => {
                    let name = param.wire.to_owned();
                    if let Some(file) = File::from_value(&value) {
                        parts.push(Part::File { name, file });
                    } else {
                        let value = text.unwrap_or_else(|| value.to_string());
                        parts.push(Part::Text { name, value });
                    }
                }
            }
        }
        let body = match (spec.method, spec.encoding) {
            (Method::Get | Method::Delete, _) if fields.is_empty() => Body::None,
            (_, Encoding::Multipart) => Body::Form(parts),
            (_, Encoding::Json) => Body::Json(match spec.wrap {
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
                value.to_string().into_bytes()
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

/// A param's value as the API takes it: ids are text there. None if left out.
fn wire(param: &Param, value: &Value) -> Option<Value> {
    match (param.kind, value) {
        (_, Value::Null) => None,
        (Kind::Id, Value::Number(number)) => Some(number.to_string().into()),
        (Kind::Integer, _) => whole_number(value).map(Value::from),
        _ => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests;
