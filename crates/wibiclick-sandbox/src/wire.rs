//! A request as it came: to params under our names, by the catalogue.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use wibiclick::{
    action::{ActionSpec, Encoding, Kind, Param, Params, Place},
    catalogue,
    request::check_value,
};

use crate::answers::Refusal;

/// The parts of a request that params can be in.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Wire {
    /// The params of an action; all that is missing or wrong is refused at once.
    pub(crate) fn params(&self, spec: &ActionSpec<'_>) -> Result<Params, Refusal> {
        let data = self.data(spec)?;
        let body = match spec.wrap {
            Some(key) => data.get(key),
            None => Some(&data),
        };
        let mut params = Params::new();
        let mut wrong = Vec::new();
        for param in &spec.params {
            // What is to be in two places is taken from where it is.
            let mut values = param.targets.iter().filter_map(|target| {
                let value = match target.place {
                    Place::Path => self.path.get(param.name)?.as_str().into(),
                    Place::Query => self.query_value(param.kind, target.wire)?,
                    // A file is beside the other fields, which may be JSON text.
                    Place::Body if param.kind == Kind::File => self.body.get(target.wire)?.clone(),
                    Place::Body => ours(param.kind, target.wire, body?)?,
                };
                (param.clearable || !value.is_null()).then_some(value)
            });
            match values.next() {
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

    /// The body; where a file came with it, the JSON text beside the file.
    fn data(&self, spec: &ActionSpec<'_>) -> Result<Value, Refusal> {
        match self.body.get("data") {
            Some(Value::String(text)) if spec.encoding == Encoding::JsonOrMultipart => {
                serde_json::from_str(text)
                    .map_err(|error| Refusal::new(400, format!("form data: no JSON: {error}")))
            }
            _ => Ok(self.body.clone()),
        }
    }

    /// `GET /jobs` with a job's id is the older form of `GET /job`: the action
    /// that is meant, with the request in the form that the action has.
    pub(crate) fn older_form(&mut self, spec: &ActionSpec<'_>) -> Option<ActionSpec<'static>> {
        if spec.id != "job.getMany" {
            return None;
        }
        let named = |name: &str| {
            let (_, value) = self.query.iter().find(|(it, _)| it == name)?;
            Some(value.clone())
        };
        let job = ("id".to_owned(), named("jobId")?);
        let website = named("id").map(|id| ("websiteId".to_owned(), id));
        self.query = std::iter::once(job).chain(website).collect();
        catalogue::find("job.get")
    }

    fn query_value(&self, kind: Kind<'_>, wire: &str) -> Option<Value> {
        let named = self.query.iter().filter(|(name, _)| name == wire);
        let mut values = named.map(|(_, text)| text.as_str());
        match kind {
            Kind::List(item) => {
                let values: Vec<Value> = values.map(|text| parsed(item.kind(), text)).collect();
                (!values.is_empty()).then(|| values.into())
            }
            kind => values.next().map(|text| parsed(kind, text)),
        }
    }
}

/// A value out of an object with the API's names.
fn ours(kind: Kind<'_>, wire: &str, body: &Value) -> Option<Value> {
    if wire == "*" {
        return Some(body.clone());
    }
    let mut value = body;
    for name in wire.split('.') {
        value = value.get(name)?;
    }
    Some(renamed(kind, value))
}

/// A value with our names in place of the API's.
fn renamed(kind: Kind<'_>, value: &Value) -> Value {
    match (kind, value) {
        (Kind::List(item), Value::Array(items)) => {
            let kind = item.kind();
            items.iter().map(|value| renamed(kind, value)).collect()
        }
        (Kind::Record(fields), Value::Object(_)) if !fields.are_free() => {
            let fields: Vec<Param<'_>> = fields.iter().collect();
            let named = fields.iter().filter_map(|field| {
                Some((
                    field.name.to_owned(),
                    ours(field.kind, field.wire(), value)?,
                ))
            });
            Value::Object(named.collect())
        }
        _ => value.clone(),
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

/// A query's text as a kind; text that is no such thing stays text, and is
/// refused later.
fn parsed(kind: Kind<'_>, text: &str) -> Value {
    let value = match kind {
        Kind::Integer | Kind::Month => text.parse::<i64>().ok().map(Value::from),
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
