//! The secrets of a source, which print nothing.

use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// The secrets of a source: at least one, none of them blank. Several are in
/// force at once while they are being rotated.
#[derive(Clone)]
pub struct Secrets(Vec<SecretString>);

impl Secrets {
    /// Takes the secrets as the vendor shows them.
    pub fn new(secrets: impl IntoIterator<Item = String>) -> Result<Self, EmptySecret> {
        let mut all = Vec::new();
        for secret in secrets {
            if secret.trim().is_empty() {
                return Err(EmptySecret);
            }
            all.push(SecretString::from(secret));
        }
        if all.is_empty() {
            return Err(EmptySecret);
        }
        Ok(Self(all))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} redacted)", self.0.len())
    }
}

/// A source has no secret, or a blank one: everybody could sign with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected at least one secret and none of them blank; set the secret that the sender shows"
)]
pub struct EmptySecret;

/// Why a secret should not be used: it is easily guessed, or can never match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Weakness {
    /// The secret is not of the form that the scheme needs.
    #[error("secret {number} is not usable: expected {expected}")]
    Unusable {
        /// Which of the secrets, counted from 1.
        number: usize,
        /// What would have been right.
        expected: &'static str,
    },
    /// The secret is too short to withstand guessing.
    #[error(
        "secret {number} is weak: expected at least {least} {unit}, got {got}; make a longer one"
    )]
    TooShort {
        /// Which of the secrets, counted from 1.
        number: usize,
        /// The least that is strong.
        least: usize,
        /// What there is.
        got: usize,
        /// What is counted.
        unit: &'static str,
    },
    /// The secret is longer than the scheme's specification allows.
    #[error(
        "secret {number} is too long: expected at most {most} {unit}, got {got}; check that it is the secret"
    )]
    TooLong {
        /// Which of the secrets, counted from 1.
        number: usize,
        /// The most that the specification allows.
        most: usize,
        /// What there is.
        got: usize,
        /// What is counted.
        unit: &'static str,
    },
}
