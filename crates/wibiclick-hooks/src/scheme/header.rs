//! The names of a header, as a scheme knows them.

use serde::Deserialize;
use std::borrow::Cow;

/// The names of one header: the first is the usual one, the others are looked
/// for in turn when it is not there. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "OneOrMore")]
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

/// A header's names as configured: one text, or a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// A header was configured without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a header, got none")]
pub struct NoHeaderName;

impl TryFrom<OneOrMore> for HeaderNames {
    type Error = NoHeaderName;

    fn try_from(names: OneOrMore) -> Result<Self, NoHeaderName> {
        let names = match names {
            OneOrMore::One(name) => vec![name],
            OneOrMore::More(names) => names,
        };
        if names.iter().any(String::is_empty) {
            return Err(NoHeaderName);
        }
        let mut names = names.into_iter().map(Cow::Owned);
        let first = names.next().ok_or(NoHeaderName)?;
        Ok(Self {
            first,
            aliases: names.collect(),
        })
    }
}
