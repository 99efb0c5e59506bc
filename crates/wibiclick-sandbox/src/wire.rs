//! A request as it came: to params under our names, by the catalogue.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use wibiclick::{
    action::{ActionSpec, Kind, Param, Params, Place},
    request::check_value,
};

use crate::answers::Refusal;

/// The parts of a request that params can be in.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) body: Value,
}

impl Wire {
    /// The params of an action; all that is missing or wrong is refused at once.
    pub(crate) fn params(&self, spec: &ActionSpec<'_>) -> Result<Params, Refusal> {
        let body = match spec.wrap {
            Some(key) => self.body.get(key),
            None => Some(&self.body),
        };
        let mut params = Params::new();
        let mut wrong = Vec::new();
        for param in &spec.params {
            let value = match param.place() {
                Place::Path => self
                    .path
                    .get(param.name)
                    .map(|text| Value::from(text.as_str())),
                Place::Query => self.query.get(param.wire()).map(|text| parsed(param, text)),
                Place::Body => body.and_then(|body| body.get(param.wire())).cloned(),
            };
            match value.filter(|value| !value.is_null()) {
                None if param.required => wrong.push(format!("{} is missing", place(param, spec))),
                None => {}
                Some(value) => {
                    let issues = check_value(param, &value);
                    for issue in &issues {
                        wrong.push(format!("{}: {}", place(param, spec), issue.message));
                    }
                    if issues.is_empty() {
                        params.insert(param.name.to_owned(), value);
                    }
                }
            }
        }
        if wrong.is_empty() {
            Ok(params)
        } else {
            Err(Refusal::new(400, wrong.join("; ")))
        }
    }
}

/// Where a param is expected, as the caller sees it: `body data.Phone`.
fn place(param: &Param<'_>, spec: &ActionSpec<'_>) -> String {
    match (param.place(), spec.wrap) {
        (Place::Path, _) => format!("path {}", param.name),
        (Place::Query, _) => format!("query {}", param.wire()),
        (Place::Body, Some(wrap)) => format!("body {wrap}.{}", param.wire()),
        (Place::Body, None) => format!("body {}", param.wire()),
    }
}

/// A query's text as the kind of its param; text that is no such thing stays
/// text, and is refused later.
fn parsed(param: &Param<'_>, text: &str) -> Value {
    let value = match param.kind {
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => text.parse::<f64>().ok().map(Value::from),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// A form as an object: text fields, and files as the catalogue has them.
pub(crate) async fn form(mut multipart: axum::extract::Multipart) -> Result<Value, Refusal> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Refusal::new(
            400,
            format!("the form is not readable: {}", error.body_text()),
        )
    };
    let mut fields = Map::new();
    while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let content_type = field.content_type().map(str::to_owned);
        let data = field.bytes().await.map_err(unreadable)?;
        let value = match file_name {
            Some(file_name) => json!({
                "fileName": file_name,
                "contentType": content_type.unwrap_or_default(),
                "data": STANDARD.encode(&data),
            }),
            None => String::from_utf8_lossy(&data).into(),
        };
        fields.insert(name, value);
    }
    Ok(fields.into())
}
