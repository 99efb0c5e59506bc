//! The catalogue as JavaScript gets it.

use serde::Serialize;
use wibiclick::{
    action::{ActionSpec, Auth, Evidence, Kind, Method, Param, Place, ReplyShape},
    corrections::Corrections,
    notation::Entry,
};

#[derive(Serialize)]
struct DescribedAction<'a> {
    id: &'a str,
    resource: &'a str,
    operation: &'a str,
    method: Method,
    path: &'a str,
    evidence: Evidence,
    auth: Auth,
    params: Vec<DescribedParam<'a>>,
    reply: &'static str,
    /// The name of the list in the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'a str>,
}

#[derive(Serialize)]
struct DescribedParam<'a> {
    name: &'a str,
    wire: &'a str,
    place: Place,
    #[serde(rename = "type")]
    kind: &'static str,
    required: bool,
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<&'a str>>,
}

/// The JSON text of all actions, with these corrections.
pub(crate) fn catalogue(corrections: &Corrections) -> String {
    let entries = corrections.all();
    let actions: Vec<ActionSpec<'_>> = entries.iter().map(Entry::spec).collect();
    let actions: Vec<DescribedAction<'_>> = actions.iter().map(action).collect();
    // These types have nothing that JSON cannot say.
    serde_json::to_string(&actions).unwrap_or_default()
}

fn action<'a>(spec: &ActionSpec<'a>) -> DescribedAction<'a> {
    DescribedAction {
        id: spec.id,
        resource: spec.resource(),
        operation: spec.operation(),
        method: spec.method,
        path: spec.path,
        evidence: spec.evidence,
        auth: spec.auth,
        params: spec.params.iter().map(param).collect(),
        reply: match spec.reply {
            ReplyShape::Object => "object",
            ReplyShape::List(_) => "list",
            ReplyShape::Done => "done",
            ReplyShape::File => "file",
            _ => "any",
        },
        list: match spec.reply {
            ReplyShape::List(name) => Some(name),
            _ => None,
        },
    }
}

fn param<'a>(param: &Param<'a>) -> DescribedParam<'a> {
    DescribedParam {
        name: param.name,
        wire: param.wire(),
        place: param.place(),
        kind: param.kind.name(),
        required: param.required,
        secret: param.secret,
        values: match param.kind {
            Kind::OneOf(values) => Some(values.iter().collect()),
            _ => None,
        },
    }
}
