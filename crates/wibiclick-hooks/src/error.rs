//! Why a request gave no events.

use crate::timestamp::Timestamp;
use serde::Serialize;
use std::fmt;

/// Why a request gave no events. For the receiver's owner, who reads it in the
/// log; the sender is told nothing of it. Holds no secret and no signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// A header that the scheme needs is not there.
    #[error(
        "the request has no header `{name}`; check that the sender is set to sign, and that no \
         proxy drops the header"
    )]
    MissingHeader {
        /// The header, by the first of its names.
        name: String,
    },
    /// A header that the scheme needs is there, and cannot be read.
    #[error("the header `{name}` is not usable: expected {expected}, got {got}")]
    BadHeader {
        /// The header, by the first of its names.
        name: String,
        /// What would have been right.
        expected: &'static str,
        /// What is wrong with the one that came; never its value.
        got: &'static str,
    },
    /// No signature of the request was made with any of the secrets.
    #[error(
        "no signature in the request was made with any of the {secrets} secret(s) over the body as \
         it came; check the secret, and that nothing rewrites the body on its way"
    )]
    BadSignature {
        /// How many secrets were tried.
        secrets: usize,
    },
    /// The request is genuine, and was signed too long ago.
    #[error(
        "the request was signed at {signed}, {} s before {now}, and {} s are allowed; if it is not \
         a repetition of an old request, check the clocks",
        off_seconds(*.signed, *.now), .tolerance_ms / 1_000
    )]
    TooOld {
        /// When the sender signed it.
        signed: Timestamp,
        /// The receiver's time.
        now: Timestamp,
        /// The greatest difference allowed, in milliseconds.
        tolerance_ms: u64,
    },
    /// The request is genuine, and was signed in the receiver's future.
    #[error(
        "the request was signed at {signed}, {} s after {now}, and {} s are allowed; check the \
         clocks",
        off_seconds(*.signed, *.now), .tolerance_ms / 1_000
    )]
    TooNew {
        /// When the sender signed it.
        signed: Timestamp,
        /// The receiver's time.
        now: Timestamp,
        /// The greatest difference allowed, in milliseconds.
        tolerance_ms: u64,
    },
    /// A secret of the source is not of the form that the scheme needs.
    #[error("secret {number} of the source is not usable: expected {expected}; set it anew")]
    BadSecret {
        /// Which of the secrets, counted from 1.
        number: usize,
        /// What would have been right.
        expected: &'static str,
    },
    /// The request is genuine, or a rehearsal's, and not what this kind sends.
    #[error("the request is not understood: {reason}")]
    Malformed {
        /// What was expected and what came; quotes nothing of the body.
        reason: String,
    },
    /// The request is of a sort that this kind does not send.
    #[error("expected a POST or a handshake, got a {method} request that is neither")]
    Unsupported {
        /// The request's method.
        method: String,
    },
}

/// How far two times are apart.
fn off_seconds(signed: Timestamp, now: Timestamp) -> u64 {
    now.unix_millis().abs_diff(signed.unix_millis()) / 1_000
}

impl WebhookError {
    /// What sort of failure it is.
    pub fn kind(&self) -> WebhookErrorKind {
        match self {
            Self::MissingHeader { .. } => WebhookErrorKind::MissingHeader,
            Self::BadHeader { .. } => WebhookErrorKind::BadHeader,
            Self::BadSignature { .. } => WebhookErrorKind::BadSignature,
            Self::TooOld { .. } => WebhookErrorKind::TooOld,
            Self::TooNew { .. } => WebhookErrorKind::TooNew,
            Self::BadSecret { .. } => WebhookErrorKind::BadSecret,
            Self::Malformed { .. } => WebhookErrorKind::Malformed,
            Self::Unsupported { .. } => WebhookErrorKind::Unsupported,
        }
    }

    /// Whether the request was not shown to be genuine (to be answered with
    /// 401), as opposed to genuine and not understood, or not a webhook at all
    /// (to be answered with 400).
    pub fn is_authentic_failure(&self) -> bool {
        !matches!(
            self.kind(),
            WebhookErrorKind::Malformed | WebhookErrorKind::Unsupported
        )
    }
}

/// The sorts of [`WebhookError`]; written in kebab-case (`bad-signature`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WebhookErrorKind {
    /// A header that the scheme needs is not there.
    MissingHeader,
    /// A header that the scheme needs cannot be read.
    BadHeader,
    /// No signature matches.
    BadSignature,
    /// Signed too long ago.
    TooOld,
    /// Signed in the future.
    TooNew,
    /// The receiver's own secret is not usable.
    BadSecret,
    /// Genuine, and not understood.
    Malformed,
    /// Not a sort of request that the kind sends.
    Unsupported,
}

impl WebhookErrorKind {
    /// The kind's name: `bad-signature`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingHeader => "missing-header",
            Self::BadHeader => "bad-header",
            Self::BadSignature => "bad-signature",
            Self::TooOld => "too-old",
            Self::TooNew => "too-new",
            Self::BadSecret => "bad-secret",
            Self::Malformed => "malformed",
            Self::Unsupported => "unsupported",
        }
    }
}

impl fmt::Display for WebhookErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
