//! Lists, page by page (RFC 7644, section 3.4.2), and what a query says.

use super::{
    Answer,
    error::{self, Refused},
};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// How many resources a page has where the client does not say.
const USUAL: usize = 100;
/// How many it has at most.
pub(super) const LONGEST: usize = 200;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// How many resources stand before it.
    pub(super) skip: usize,
    /// How many it has at most.
    pub(super) take: usize,
}

impl Page {
    pub(super) fn read(query: &str) -> Result<Self, Refused> {
        let number = |name: &str, usual: usize| match parameter(query, name)?.as_deref() {
            None => Ok(usual),
            // What is too small counts as the smallest, says the RFC.
            Some(text) if text.starts_with('-') => Ok(0),
            Some(text) => text.parse().map_err(|_| &error::BAD_PAGE),
        };
        Ok(Self {
            skip: number("startIndex", 1)?.saturating_sub(1),
            take: number("count", USUAL)?.min(LONGEST),
        })
    }
}

/// A page of a list of `total` resources: `count` of them, of which the first is
/// the `start`th, in JSON with commas between.
pub(super) fn answer(total: usize, start: usize, count: usize, resources: &str) -> Answer {
    Answer::new(
        200,
        format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{total},"startIndex":{start},"itemsPerPage":{count},"Resources":[{resources}]}}"#
        ),
    )
}

/// The value of that name in a query, as forms write it; of several the first.
pub(super) fn parameter(query: &str, name: &str) -> Result<Option<String>, Refused> {
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if key.eq_ignore_ascii_case(name) {
            return match decode(&value.replace('+', " ")) {
                Some(value) => Ok(Some(value)),
                None => Err(&error::BAD_FILTER),
            };
        }
    }
    Ok(None)
}

/// Takes percent-encoding off; `None` where what is left is not UTF-8. A `%` that
/// encodes nothing stays.
pub(super) fn decode(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_forms_write_it() {
        let query = "filter=externalId+eq+%22a%2Bb%22&filter=other&startIndex=1";
        let filter = parameter(query, "Filter").ok().flatten();
        assert_eq!(filter.as_deref(), Some(r#"externalId eq "a+b""#));
        assert_eq!(parameter(query, "count"), Ok(None));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("+%4").as_deref(), Some("+%4"));
        assert_eq!(decode("%zz%é").as_deref(), Some("%zz%é"));
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn a_page_is_never_longer_than_allowed_nor_before_the_first() {
        let page = |query| Page::read(query).ok();
        let of = |skip, take| Some(Page { skip, take });
        assert_eq!(page(""), of(0, USUAL));
        assert_eq!(page("startIndex=101&count=100"), of(100, 100));
        assert_eq!(page("startIndex=-3&count=-1"), of(0, 0));
        assert_eq!(page("startIndex=0&count=100000"), of(0, LONGEST));
        assert_eq!(page("count=all"), None);
    }
}
