//! The names of a header, as a scheme knows them.

use crate::headers::Headers;
use std::borrow::Cow;

/// The names of one header: the first is the usual one, the others are looked
/// for in turn when it is not there. Never empty.
///
/// One text, with commas between the names, which no name has (RFC 9110, section
/// 5.6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderNames(Cow<'static, str>);

impl HeaderNames {
    /// A header of one name, or of several with commas between them.
    pub const fn new(names: &'static str) -> Self {
        Self(Cow::Borrowed(names))
    }

    /// A header's names as configured.
    pub(super) fn configured(names: &[String]) -> Self {
        Self(Cow::Owned(names.join(",")))
    }

    /// The usual name.
    pub fn usual(&self) -> &str {
        self.iter().next().unwrap_or_default()
    }

    /// All names, the usual one first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(',')
    }

    /// The first of the names that the request has.
    pub(super) fn present(&self, headers: &Headers) -> Option<&str> {
        self.iter().find(|name| headers.get(name).is_some())
    }

    /// The first of the names that is one of the others too.
    pub(super) fn shared_with(&self, others: &Self) -> Option<&str> {
        self.iter()
            .find(|name| others.iter().any(|other| other.eq_ignore_ascii_case(name)))
    }
}
