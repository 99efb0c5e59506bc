//! What is signed, as a list of parts.

use std::borrow::Cow;

/// What is signed: parts, one after the other. Written `{id}.{timestamp}.{body}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Cow<'static, [Part]>);

/// A part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The request's id, as it came.
    Id,
    /// The time of signing, as the text that came.
    Timestamp,
    /// The body, as it came.
    Body,
    /// The method, in upper case.
    Method,
    /// The whole URL, as the sender wrote it.
    Url,
    /// The same, of which `%3A %2F %3F %40 %21 %24 %27 %28 %29 %2A %2C %3B` are
    /// decoded and nothing else is, as HubSpot does.
    UrlDecoded,
    /// The whole URL and then the pairs of the form that the body is, sorted, with
    /// nothing between them, as Twilio does. Where the URL's query has a
    /// `bodySHA256`, the URL alone, and it must be the body's hash; JSON is signed
    /// in no other way. Twilio's spellings of a URL, with its port and without, are
    /// all tried.
    UrlAndForm,
    /// This very text.
    Text(Cow<'static, str>),
}

impl Template {
    /// From parts.
    pub const fn new(parts: &'static [Part]) -> Self {
        Self(Cow::Borrowed(parts))
    }

    /// The parts.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Whether `value`, put in the place of `part`, could be taken for more than
    /// that part: the text that ends the part is found earlier. Then two different
    /// requests have the same signature.
    pub(crate) fn runs_over(&self, part: &Part, value: &str) -> bool {
        self.0.windows(2).any(|pair| match pair {
            // Also where it ends with the beginning of that text. By bytes, since a
            // search of text in text is a kilobyte of wasm.
            [this, Part::Text(end)] if this == part => {
                let begins = end.bytes().next();
                // Nearly always it is not in there at all.
                begins.is_none_or(|first| value.as_bytes().contains(&first)) && {
                    let both = [value.as_bytes(), end.as_bytes()].concat();
                    let mut places = both.windows(end.len().max(1));
                    let first = places.position(|place| place == end.as_bytes());
                    first != Some(value.len())
                }
            }
            _ => false,
        })
    }
}

/// A template that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// A brace without its partner.
    #[error(
        "expected `{{` and `}}` in pairs, got `{rest}`; what is signed is written like `{{id}}.{{timestamp}}.{{body}}`"
    )]
    Brace {
        /// The text from the brace on.
        rest: String,
    },
    /// A part that there is not.
    #[error(
        "expected one of {{id}}, {{timestamp}}, {{body}}, {{method}}, {{url}}, {{url-decoded}}, \
         {{url-and-form}}, got {{{name}}}"
    )]
    UnknownPart {
        /// The name between the braces.
        name: String,
    },
    /// The form is in it more than once: each time it is spelt in all of Twilio's
    /// ways.
    #[error("expected {{url-and-form}} once in what is signed, got it {times} times")]
    FormAgain {
        /// How often it is in it.
        times: usize,
    },
    /// The body is not in it: everybody could change it.
    #[error("expected {{body}} in what is signed: without it the body is not protected")]
    NoBody,
}

impl TryFrom<String> for Template {
    type Error = BadTemplate;

    fn try_from(text: String) -> Result<Self, BadTemplate> {
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, from)) = rest
            .find(['{', '}'])
            .and_then(|at| rest.split_at_checked(at))
        {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned().into()));
            }
            let (name, after) = from
                .strip_prefix('{')
                .and_then(|from| from.split_once('}'))
                .ok_or_else(|| BadTemplate::Brace {
                    rest: from.to_owned(),
                })?;
            parts.push(match name {
                "id" => Part::Id,
                "timestamp" => Part::Timestamp,
                "body" => Part::Body,
                "method" => Part::Method,
                "url" => Part::Url,
                "url-decoded" => Part::UrlDecoded,
                "url-and-form" => Part::UrlAndForm,
                _ => {
                    return Err(BadTemplate::UnknownPart {
                        name: name.to_owned(),
                    });
                }
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned().into()));
        }
        if !parts.contains(&Part::Body) && !parts.contains(&Part::UrlAndForm) {
            return Err(BadTemplate::NoBody);
        }
        let times = parts
            .iter()
            .filter(|part| **part == Part::UrlAndForm)
            .count();
        if times > 1 {
            return Err(BadTemplate::FormAgain { times });
        }
        Ok(Self(parts.into()))
    }
}
