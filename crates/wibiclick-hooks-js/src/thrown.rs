//! An error as JavaScript gets it: what the owner is told, and with which status
//! the sender is answered, who is told nothing else.

use serde_json::Value;
use wasm_bindgen::JsValue;
use wibiclick_hooks::{SignError, WebhookError, WebhookErrorKind};

use crate::{described::object, hint::Hint, json};

/// Why there is no result.
pub(crate) struct Failure {
    kind: &'static str,
    message: String,
    status: u16,
    hint: Option<&'static str>,
    header: Option<String>,
    /// How far the time of signing is after the receiver's, in milliseconds.
    skew_ms: Option<i64>,
}

impl Failure {
    /// The caller's arguments are not as expected.
    pub(crate) fn arguments(message: &str) -> Self {
        Self::ours("invalid-arguments", message)
    }

    /// The caller's secrets are not usable.
    pub(crate) fn bad_secret(message: &str) -> Self {
        Self::ours(WebhookErrorKind::BadSecret.as_str(), message)
    }

    /// The URL is signed, and was not given.
    pub(crate) fn no_url() -> Self {
        Self::arguments(
            "this kind signs the URL; give `url`, the whole one that is configured at the sender",
        )
    }

    /// The sender is not to blame.
    fn ours(kind: &'static str, message: &str) -> Self {
        Self {
            kind,
            message: message.to_owned(),
            status: 500,
            hint: None,
            header: None,
            skew_ms: None,
        }
    }

    /// A request is not what it should be.
    pub(crate) fn refused(error: &WebhookError, hint: Option<Hint>) -> Self {
        let mut message = error.to_string();
        if let Some(hint) = &hint {
            message.push_str(". ");
            message.push_str(&hint.text);
        }
        let status = match error.kind() {
            WebhookErrorKind::BadSecret => 500,
            WebhookErrorKind::Unsupported => 405,
            _ if error.is_authentic_failure() => 401,
            _ => 400,
        };
        Self {
            kind: error.kind().as_str(),
            message,
            status,
            hint: hint.map(|hint| hint.about),
            header: match error {
                WebhookError::MissingHeader { name } | WebhookError::BadHeader { name, .. } => {
                    Some(name.clone())
                }
                _ => None,
            },
            skew_ms: match error {
                WebhookError::TooOld { signed, now, .. }
                | WebhookError::TooNew { signed, now, .. } => {
                    Some(signed.unix_millis() - now.unix_millis())
                }
                _ => None,
            },
        }
    }

    /// A request cannot be signed.
    pub(crate) fn not_signed(error: &SignError) -> Self {
        match error {
            SignError::BadSecret { .. } => Self::bad_secret(&error.to_string()),
            _ => Self::arguments(&error.to_string()),
        }
    }
}

/// The JSON text from which the package makes a `WebhookError`.
pub(crate) fn thrown(failure: &Failure) -> JsValue {
    let thrown: Value = object(&mut [
        ("kind", failure.kind.into()),
        ("message", failure.message.as_str().into()),
        ("status", failure.status.into()),
        ("hint", failure.hint.into()),
        ("header", failure.header.clone().into()),
        ("skewMs", failure.skew_ms.into()),
    ]);
    json::written(&thrown).into()
}
