//! An error as JavaScript gets it.

use serde_json::Value;
use wasm_bindgen::JsValue;
use wibiclick::error::{Error, ErrorKind, ParamIssue, ParamProblem};

use crate::{
    described::{list, object},
    json,
};

/// The JSON text from which the package makes a `WibiClickError`.
pub(crate) fn thrown(error: &Error) -> JsValue {
    json(&object(&mut [
        ("kind", kind(error.kind).into()),
        ("message", error.message.as_str().into()),
        ("action", error.action.clone().into()),
        ("status", error.status.into()),
        ("issues", issues(&error.issues)),
        ("body", error.body.clone().unwrap_or_default()),
        ("retryAfterMs", error.retry_after_ms.into()),
        ("retryable", error.retryable().into()),
    ]))
    .into()
}

/// What is wrong with params, one by one.
pub(crate) fn issues(issues: &[ParamIssue]) -> Value {
    let issue = |issue: &ParamIssue| {
        object(&mut [
            ("param", issue.param.as_str().into()),
            ("problem", problem(issue.problem).into()),
            ("message", issue.message.as_str().into()),
            ("suggestion", issue.suggestion.clone().into()),
        ])
    };
    list(&mut issues.iter().map(issue))
}

fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidParams => "invalid-params",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::RateLimited => "rate-limited",
        ErrorKind::Network => "network",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Aborted => "aborted",
        ErrorKind::BadReply => "bad-reply",
        _ => "api",
    }
}

fn problem(problem: ParamProblem) -> &'static str {
    match problem {
        ParamProblem::Missing => "missing",
        ParamProblem::Unknown => "unknown",
        ParamProblem::Empty => "empty",
        ParamProblem::UnknownValue => "unknown-value",
        _ => "wrong-type",
    }
}
