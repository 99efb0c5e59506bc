//! The names of a header, as a scheme knows them.

use std::borrow::Cow;

/// The names of one header: the first is the usual one, the others are looked
/// for in turn when it is not there. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderNames {
    first: Cow<'static, str>,
    aliases: Cow<'static, [Cow<'static, str>]>,
}

impl HeaderNames {
    /// A header of one name.
    pub const fn one(name: &'static str) -> Self {
        Self {
            first: Cow::Borrowed(name),
            aliases: Cow::Borrowed(&[]),
        }
    }

    /// A header with aliases.
    pub const fn with_aliases(name: &'static str, aliases: &'static [Cow<'static, str>]) -> Self {
        Self {
            first: Cow::Borrowed(name),
            aliases: Cow::Borrowed(aliases),
        }
    }

    /// A header's names as configured; `None` where there is none.
    pub(super) fn new(names: Vec<String>) -> Option<Self> {
        let mut names = names.into_iter().map(Cow::Owned);
        Some(Self {
            first: names.next()?,
            aliases: names.collect(),
        })
    }

    /// The usual name.
    pub fn usual(&self) -> &str {
        &self.first
    }

    /// All names, the usual one first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.usual()).chain(self.aliases.iter().map(AsRef::as_ref))
    }

    /// The first of the names that is one of the others too.
    pub(super) fn shared_with(&self, others: &Self) -> Option<&str> {
        self.iter()
            .find(|name| others.iter().any(|other| other.eq_ignore_ascii_case(name)))
    }
}
