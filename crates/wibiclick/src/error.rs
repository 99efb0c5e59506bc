//! What can go wrong with a call, in one type whose kinds callers tell apart.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// A call that did not succeed.
///
/// [`Display`](fmt::Display) says what was expected, what came and what to do.
/// Neither it nor `Debug` shows a body or a secret.
#[derive(Clone, PartialEq, Serialize, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What sort of failure it is.
    pub kind: ErrorKind,
    /// The message: the API's own, where it gave one.
    pub message: String,
    /// The action that was called; none for a raw request.
    pub action: Option<String>,
    /// The HTTP status, where there was a response.
    pub status: Option<u16>,
    /// All that is wrong with the params.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<ParamIssue>,
    /// The body of the response: JSON, or text.
    pub body: Option<Value>,
    /// How long the API asks to wait before another try, in milliseconds.
    pub retry_after_ms: Option<u64>,
}

/// What sort of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The params are not what the action takes; nothing was sent.
    InvalidParams,
    /// 401: the API key is missing, wrong or used up.
    Unauthorized,
    /// 403: the key may not do this.
    Forbidden,
    /// 404: there is no such record.
    NotFound,
    /// 409: the record is in another state.
    Conflict,
    /// 429: too many requests.
    RateLimited,
    /// Any other status that means failure.
    Api,
    /// The API was not reached, or the connection broke.
    Network,
    /// The API did not answer in time.
    Timeout,
    /// The caller gave up.
    Aborted,
    /// The API succeeded, with a reply that is not the expected one.
    BadReply,
}

/// One thing that is wrong with the params.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParamIssue {
    /// The param.
    pub param: String,
    /// What is wrong with it.
    pub problem: ParamProblem,
    /// The same in words.
    pub message: String,
    /// The nearest name that would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// What is wrong with a param.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ParamProblem {
    /// It is required, and was not given.
    Missing,
    /// The action has no param of this name.
    Unknown,
    /// Its value is of another type.
    WrongType,
    /// Its value is there, and empty.
    Empty,
    /// Its value is none of those that are known; it is sent all the same.
    UnknownValue,
}

impl Error {
    /// An error that has nothing but its kind and message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            action: None,
            status: None,
            issues: Vec::new(),
            body: None,
            retry_after_ms: None,
        }
    }

    /// An error that names all issues in one message.
    pub(crate) fn invalid_params(action: &str, issues: Vec<ParamIssue>) -> Self {
        let messages: Vec<&str> = issues.iter().map(|issue| issue.message.as_str()).collect();
        Self {
            message: format!("{action}: {}", messages.join("; ")),
            action: Some(action.to_owned()),
            issues,
            ..Self::new(ErrorKind::InvalidParams, "")
        }
    }

    pub(crate) fn of_action(self, action: &str) -> Self {
        Self {
            action: Some(action.to_owned()),
            ..self
        }
    }

    /// Whether the same call may succeed later: the network failed, the API was
    /// slow, busy or broken (408, 409, 425, 429 and 5xx).
    ///
    /// It does not say that repeating is safe: a write may have been carried out.
    pub fn retryable(&self) -> bool {
        match self.kind {
            ErrorKind::Network | ErrorKind::Timeout => true,
            ErrorKind::BadReply => false,
            _ => self
                .status
                .is_some_and(|status| matches!(status, 408 | 409 | 425 | 429 | 500..=599)),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("action", &self.action)
            .field("status", &self.status)
            .field("issues", &self.issues)
            .field("retry_after_ms", &self.retry_after_ms)
            .finish_non_exhaustive()
    }
}
