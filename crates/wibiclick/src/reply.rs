//! HTTP response to reply or error. Pure: nothing is received here.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    action::{Action, ActionSpec, ParamValue as _, ReplyShape},
    error::{Error, ErrorKind},
    http_date, json,
    model::File,
    request::keyed,
    transport::HttpResponse,
};

mod outline;

/// Reads an action's reply, in the shape the catalogue says.
///
/// # Errors
/// The API's refusal, or [`ErrorKind::BadReply`] for another shape.
pub fn read(spec: &ActionSpec<'_>, response: &HttpResponse) -> Result<Value, Error> {
    let reply = match spec.reply {
        ReplyShape::File => read_file(response),
        shape => read_body(response).and_then(|body| shaped(shape, body, response.status)),
    };
    reply.map_err(|error| error.of_action(spec.id))
}

/// The same as JSON text: that which came, where it has the shape already, for
/// whoever has a reader of JSON of their own.
///
/// # Errors
/// As [`read`].
pub fn read_text(spec: &ActionSpec<'_>, response: &HttpResponse) -> Result<String, Error> {
    match as_it_came(spec.reply, response) {
        Some(text) => Ok(text.to_owned()),
        None => read(spec, response).map(|value| json::text(&value)),
    }
}

fn as_it_came<'r>(shape: ReplyShape<'_>, response: &'r HttpResponse) -> Option<&'r str> {
    let list = match shape {
        ReplyShape::List(key) => Some(key),
        ReplyShape::Object | ReplyShape::Done => None,
        ReplyShape::Any | ReplyShape::File => return None,
    };
    let text = std::str::from_utf8(&response.body).ok()?;
    (is_success(response.status) && outline::is_object(text, list)).then_some(text)
}

/// Reads the typed reply of an action, whose record may have been corrected.
///
/// # Errors
/// As [`read`], and [`ErrorKind::BadReply`] where a field is of another type.
pub fn read_typed<A: Action>(
    spec: &ActionSpec<'_>,
    response: &HttpResponse,
) -> Result<A::Reply, Error> {
    let value = read(spec, response)?;
    typed(&value).map_err(|why| {
        bad_reply(format!("the reply has {why}"), value, response.status).of_action(spec.id)
    })
}

/// The file of a success; the error of anything else.
fn read_file(response: &HttpResponse) -> Result<Value, Error> {
    if !is_success(response.status) {
        return Err(refusal(response, Body::of(response)));
    }
    let file = File {
        file_name: response
            .header("content-disposition")
            .and_then(file_name)
            .unwrap_or("download")
            .to_owned(),
        content_type: response
            .header("content-type")
            .unwrap_or("application/octet-stream")
            .to_owned(),
        data: response.body.clone(),
    };
    Ok(file.value().unwrap_or_default())
}

/// The name in `attachment; filename="report.csv"`, without any folder.
fn file_name(disposition: &str) -> Option<&str> {
    let name = disposition.split(';').find_map(|part| {
        let (key, name) = part.split_once('=')?;
        (key.trim() == "filename").then_some(name)
    })?;
    let name = name.trim().trim_matches('"');
    name.rsplit(['/', '\\'])
        .next()
        .filter(|name| !name.is_empty())
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Reads whatever a raw request was answered with: JSON, text, or `null`.
///
/// # Errors
/// The API's refusal.
pub fn read_raw(response: &HttpResponse) -> Result<Value, Error> {
    read_body(response).map(|body| match body {
        Body::Json(value) => value,
        Body::Text(text) => Value::from(text),
        Body::Empty => Value::Null,
    })
}

enum Body {
    Json(Value),
    Text(String),
    Empty,
}

impl Body {
    fn of(response: &HttpResponse) -> Self {
        if response.body.iter().all(u8::is_ascii_whitespace) {
            return Self::Empty;
        }
        if let Ok(value) = serde_json::from_slice(&response.body) {
            return Self::Json(value);
        }
        Self::Text(match std::str::from_utf8(&response.body) {
            Ok(text) => text.to_owned(),
            // Latin-1, where every byte is a letter: an old server's page.
            Err(_) => response.body.iter().map(|byte| char::from(*byte)).collect(),
        })
    }

    /// Whether it is for people to read: from a proxy or a firewall, not the API.
    fn is_page(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim_start().starts_with('<'))
    }

    fn into_value(self) -> Option<Value> {
        match self {
            Self::Json(value) => Some(value),
            Self::Text(text) => Some(text.into()),
            Self::Empty => None,
        }
    }
}

/// The body of a success; the error of anything else.
fn read_body(response: &HttpResponse) -> Result<Body, Error> {
    let body = Body::of(response);
    if is_success(response.status) {
        Ok(body)
    } else {
        Err(refusal(response, body))
    }
}

fn refusal(response: &HttpResponse, body: Body) -> Error {
    let status = response.status;
    let kind = match status {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        _ => ErrorKind::Api,
    };
    let message = match status {
        // A browser hides the status of a redirect that it does not follow.
        0 | 300..400 => "the API answered with a redirect, which is not followed: \
                         set the base URL to where it leads"
            .to_owned(),
        _ => said(&body).unwrap_or_else(|| format!("the API answered with status {status}")),
    };
    Error {
        status: Some(status),
        body: body.into_value(),
        retry_after_ms: retry_after_ms(response),
        ..Error::new(kind, message)
    }
}

/// The API's own words: `message`, then `error`, then short plain text.
fn said(body: &Body) -> Option<String> {
    /// Longer text is a page for people, not a message.
    const LONGEST: usize = 300;
    let text = match body {
        Body::Json(Value::String(text)) | Body::Text(text) => Some(text.as_str()),
        Body::Json(value) => ["message", "error"].iter().find_map(|key| {
            let said = value.get(key)?;
            said.as_str()
                .or_else(|| said.get("message").and_then(Value::as_str))
        }),
        Body::Empty => None,
    };
    text.map(str::trim)
        .filter(|text| !text.is_empty() && text.len() <= LONGEST && !text.starts_with('<'))
        .map(str::to_owned)
}

fn shaped(shape: ReplyShape<'_>, body: Body, status: u16) -> Result<Value, Error> {
    let wrong = |body: Body, expected: &str| {
        let came = match &body {
            Body::Json(value) => named(value),
            body if body.is_page() => "a page for people",
            Body::Text(_) => "text",
            Body::Empty => "nothing",
        };
        let body = body.into_value().unwrap_or_default();
        Err(bad_reply(
            format!("expected {expected} as reply, {came} came"),
            body,
            status,
        ))
    };
    match (shape, body) {
        // Taken for the message of a success, it would hide that nothing was done.
        (_, body) if body.is_page() => wrong(body, "a reply of the API"),
        (ReplyShape::Any | ReplyShape::File, body) => Ok(body.into_value().unwrap_or_default()),
        (ReplyShape::Object | ReplyShape::Done, Body::Json(value @ Value::Object(_))) => Ok(value),
        (ReplyShape::Object, body) => wrong(body, "an object"),
        (ReplyShape::Done, Body::Empty | Body::Json(Value::Null)) => Ok(Map::new().into()),
        (ReplyShape::Done, Body::Text(message) | Body::Json(Value::String(message))) => {
            Ok(keyed("message", message.into()))
        }
        (ReplyShape::Done, body) => wrong(body, "an object or a message"),
        (ReplyShape::List(key), Body::Json(list @ Value::Array(_))) => Ok(keyed(key, list)),
        (ReplyShape::List(key), Body::Json(value))
            if value.get(key).is_some_and(Value::is_array) =>
        {
            Ok(value)
        }
        (ReplyShape::List(key), body) => {
            wrong(body, &format!("a list, or an object with the list `{key}`"))
        }
    }
}

fn named(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object of another shape",
    }
}

fn bad_reply(message: String, body: Value, status: u16) -> Error {
    Error {
        status: Some(status),
        body: Some(body),
        ..Error::new(ErrorKind::BadReply, message)
    }
}

fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| format!("another shape than expected: {error}"))
}

/// How long the API asks to wait, in milliseconds: given as seconds, or as a
/// date, which counts from the response's own `Date`, since the core has no clock.
pub(crate) fn retry_after_ms(response: &HttpResponse) -> Option<u64> {
    let wanted = response.header("retry-after")?.trim();
    let seconds = wanted.parse().ok().or_else(|| {
        let wait = http_date::parse(wanted)? - http_date::parse(response.header("date")?)?;
        Some(u64::try_from(wait).unwrap_or(0))
    })?;
    Some(seconds.saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{
        actions::{user, website},
        catalogue,
    };

    fn read_json(spec: &ActionSpec<'_>, status: u16, body: &str) -> Result<Value, Error> {
        read(spec, &HttpResponse::json(status, body))
    }

    #[test]
    fn a_bare_array_and_a_wrapped_one_are_the_same_list() {
        let bare = r#"[{"label":"https://a.example","value":"1"}]"#;
        let wrapped = format!(r#"{{"websites":{bare},"total":1}}"#);
        let bare = read_json(&website::GetMany::spec(), 200, bare).unwrap();
        let wrapped = read_json(&website::GetMany::spec(), 200, &wrapped).unwrap();
        assert_eq!(bare["websites"], wrapped["websites"]);
        assert_eq!(wrapped["total"], 1);
    }

    #[test]
    fn a_text_is_what_came_where_it_has_the_shape_and_what_it_means_elsewhere() {
        let text = |spec: &ActionSpec<'_>, body: &str| {
            super::read_text(spec, &HttpResponse::json(200, body)).unwrap()
        };
        let list = &website::GetMany::spec();
        let wrapped = r#"{ "websites": [1e3], "total": 1 }"#;
        assert_eq!(text(list, wrapped), wrapped);
        assert_eq!(text(list, "[1]"), r#"{"websites":[1]}"#);
        let done = &user::Update::spec();
        assert_eq!(text(done, r#"{ "ok": true }"#), r#"{ "ok": true }"#);
        assert_eq!(text(done, "Updated"), r#"{"message":"Updated"}"#);
    }

    #[test]
    fn text_and_nothing_mean_done() {
        let spec = &user::Update::spec();
        for said in ["User updated", r#""User updated""#] {
            assert_eq!(
                read_json(spec, 200, said).unwrap(),
                json!({ "message": "User updated" })
            );
        }
        assert_eq!(read_json(spec, 204, "").unwrap(), json!({}));
    }

    #[test]
    fn a_page_means_nothing() {
        for spec in [&user::Update::spec(), &user::ConnectToWebsite::spec()] {
            let error = read_json(spec, 200, "\n<html>Please stand by.</html>").unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadReply);
            assert!(error.message.contains("a page for people"), "{error}");
        }
    }

    #[test]
    fn a_reply_of_another_shape_is_an_error_that_carries_the_body() {
        let error = read_json(&user::GetMany::spec(), 200, r#"{"people":[]}"#).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadReply);
        assert_eq!(error.body, Some(json!({ "people": [] })));
        assert_eq!(error.action.as_deref(), Some("user.getMany"));
        assert!(!error.retryable());
        let error = read_json(&user::GetProfile::spec(), 200, "<html>").unwrap_err();
        assert_eq!(error.body, Some(json!("<html>")));
    }

    #[test]
    fn a_typed_reply_says_which_field_is_of_another_type() {
        let response = HttpResponse::json(200, r#"{"users":[{"id":1,"email":{}}]}"#);
        let error = read_typed::<user::GetMany>(
            &<user::GetMany as crate::action::Action>::spec(),
            &response,
        )
        .unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadReply);
        assert!(error.message.contains("expected a string"), "{error}");
    }

    #[test]
    fn an_error_has_the_apis_own_words() {
        for (body, said) in [
            (r#"{"message":"No such user","error":"x"}"#, "No such user"),
            (r#"{"error":"No such user"}"#, "No such user"),
            (r#"{"error":{"message":"No such user"}}"#, "No such user"),
            ("No such user", "No such user"),
            ("<html>404</html>", "the API answered with status 404"),
            ("", "the API answered with status 404"),
        ] {
            let error = read_json(&user::GetMany::spec(), 404, body).unwrap_err();
            assert_eq!(
                (error.kind, error.message.as_str()),
                (ErrorKind::NotFound, said)
            );
        }
    }

    #[test]
    fn statuses_have_kinds_and_some_can_be_tried_again() {
        for (status, kind, retryable) in [
            (400, ErrorKind::Api, false),
            (401, ErrorKind::Unauthorized, false),
            (403, ErrorKind::Forbidden, false),
            (404, ErrorKind::NotFound, false),
            (408, ErrorKind::Api, true),
            (409, ErrorKind::Conflict, true),
            (425, ErrorKind::Api, true),
            (429, ErrorKind::RateLimited, true),
            (500, ErrorKind::Api, true),
            (503, ErrorKind::Api, true),
            (302, ErrorKind::Api, false),
        ] {
            let error = read_json(&user::GetMany::spec(), status, "").unwrap_err();
            assert_eq!(
                (error.kind, error.retryable()),
                (kind, retryable),
                "{status}"
            );
        }
    }

    #[test]
    fn how_long_to_wait_is_read_from_seconds_and_from_a_date() {
        let wait = |headers: &[(&str, &str)]| {
            let mut response = HttpResponse::json(429, "");
            response.headers = headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            read(&user::GetMany::spec(), &response)
                .unwrap_err()
                .retry_after_ms
        };
        let date = ("Date", "Sun, 06 Nov 1994 08:49:00 GMT");
        let later = ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(wait(&[("retry-after", "7")]), Some(7_000));
        assert_eq!(wait(&[date, later]), Some(37_000));
        assert_eq!(wait(&[later]), None);
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        assert_eq!(wait(&[]), None);
    }

    proptest! {
        #[test]
        fn any_response_is_a_reply_or_an_error(
            at in 0..catalogue::all().len(),
            status in any::<u16>(),
            body in prop::collection::vec(any::<u8>(), 0..64),
            retry_after in ".*",
        ) {
            let headers = vec![("retry-after".to_owned(), retry_after)];
            let response = HttpResponse { status, headers, body };
            let spec = catalogue::all().nth(at).unwrap();
            let _ = read(&spec, &response);
            let _ = read_raw(&response);
        }
    }
}
