//! What a request to the admin API asks for, checked; and why it is refused.

use crate::{
    answer,
    delivery::Status,
    json::{self, object},
    log,
    receive::body,
};
use serde_json::{Map, Value};
use web_sys::UrlSearchParams;
use worker::{Error, Request, Response, Result};

/// How long a body may be: an export's page, or a large list of identities.
const BODY_BYTES: usize = 8_000_000;

/// Why a request is refused: an HTTP status, and what was expected.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) message: String,
}

pub(super) type Asked<T> = std::result::Result<T, Refusal>;

pub(super) fn refuse<T>(status: u16, message: impl Into<String>) -> Asked<T> {
    Err(Refusal {
        status,
        message: message.into(),
    })
}

/// What the platform or the journal says went wrong is for the log.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        log::error(
            "the admin API is broken",
            &[("error", error.to_string().as_str().into())],
        );
        Self {
            status: 503,
            message: "the journal does not answer; the log says why".to_owned(),
        }
    }
}

impl Refusal {
    pub(super) fn response(&self) -> Result<Response> {
        answer::error(self.status, &self.message)
    }
}

/// The query of a request.
pub(super) struct Query(UrlSearchParams);

impl Query {
    pub(super) fn of(request: &Request) -> Result<Self> {
        let url = request.inner().url();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        Ok(Self(UrlSearchParams::new_with_str(query)?))
    }

    /// A value that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Asked<String> {
        match self.text(name) {
            Some(text) => Ok(text),
            None => refuse(400, format!("expected `{name}` in the query")),
        }
    }

    /// A number within bounds, or the given one where there is none.
    pub(super) fn number(&self, name: &str, otherwise: i64, most: i64) -> Asked<i64> {
        match self.text(name).map(|text| text.parse()) {
            None => Ok(otherwise),
            Some(Ok(number)) if (1..=most).contains(&number) => Ok(number),
            Some(_) => refuse(
                400,
                format!("expected `{name}` to be a number from 1 to {most}"),
            ),
        }
    }
}

/// Filters of deliveries, as the journal reads them.
const TEXTS: [&str; 4] = ["status", "waitsFor", "subject", "type"];
const TIMES: [&str; 2] = ["since", "until"];
const WAITS: [&str; 4] = ["retry", "date", "turn", "release"];

/// Any other text would find nothing, and say nothing of why.
fn one_of(name: &str, text: &str, choices: &[&str]) -> Asked<()> {
    if choices.contains(&text) {
        return Ok(());
    }
    let choices = choices.join("`, `");
    refuse(400, format!("expected `{name}` to be one of `{choices}`"))
}

/// Filters from a query.
pub(super) fn filters(query: &Query) -> Asked<Map<String, Value>> {
    let mut filters = Map::new();
    for name in TEXTS {
        if let Some(text) = query.text(name) {
            match name {
                "status" => one_of(name, &text, &Status::ALL.map(Status::as_str))?,
                "waitsFor" => one_of(name, &text, &WAITS)?,
                _ => {}
            }
            filters.insert(name.to_owned(), text.into());
        }
    }
    for name in TIMES {
        let time = query.number(name, 0, i64::MAX)?;
        if time > 0 {
            filters.insert(name.to_owned(), time.into());
        }
    }
    Ok(filters)
}

/// A body, as text.
pub(super) async fn text(request: &mut Request) -> Asked<String> {
    match body(request, BODY_BYTES).await?.map(String::from_utf8) {
        Some(Ok(text)) => Ok(text),
        Some(Err(_)) => refuse(400, "expected a body in UTF-8"),
        None => refuse(413, format!("expected at most {BODY_BYTES} bytes")),
    }
}

/// A body that is a JSON object of these fields and no others; one that is not there
/// is as good as empty.
pub(super) async fn fields(request: &mut Request, known: &[&str]) -> Asked<Map<String, Value>> {
    let text = text(request).await?;
    let value = if text.is_empty() {
        object(&mut [])
    } else {
        json::read(&text).unwrap_or_default()
    };
    let Value::Object(fields) = value else {
        return refuse(400, "expected a JSON object");
    };
    for name in fields.keys() {
        if !known.contains(&name.as_str()) {
            let known = known.join("`, `");
            return refuse(400, format!("there is no `{name}`; expected `{known}`"));
        }
    }
    Ok(fields)
}

/// The filters and limits of what is to be done to many.
pub(super) async fn many(request: &mut Request) -> Asked<(Map<String, Value>, i64)> {
    let known = [
        "status", "source", "subject", "type", "since", "until", "limit", "repeat",
    ];
    let fields = fields(request, &known).await?;
    for (name, value) in &fields {
        let fits = match name.as_str() {
            "since" | "until" | "limit" => value.as_i64().is_some_and(|number| number > 0),
            "repeat" => value.is_boolean(),
            _ => value.is_string(),
        };
        if !fits {
            return refuse(400, format!("`{name}` is of another type than expected"));
        }
    }
    if let Some(status) = fields.get("status").and_then(Value::as_str) {
        one_of("status", status, &Status::SETTLED.map(Status::as_str))?;
    }
    let limit = fields.get("limit").and_then(Value::as_i64).unwrap_or(MANY);
    if limit > MANY {
        return refuse(400, format!("expected `limit` to be at most {MANY}"));
    }
    Ok((fields, limit))
}

/// How many deliveries are changed at once, at most.
const MANY: i64 = 1_000;
