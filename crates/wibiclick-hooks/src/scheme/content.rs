//! What of a request is signed, put together from the parts of a template.

use super::{Part, Template};
use crate::{form, mac, reading::is_json};
use std::borrow::Cow;

/// What the parts of a template stand for in one request.
pub(super) struct Content<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) stamp: Option<&'a str>,
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) media_type: Option<&'a str>,
    pub(super) body: &'a [u8],
}

/// Where a URL has the hash of its body.
pub(super) const BODY_HASH: &str = "bodySHA256";

/// What may have been signed: mostly one list of bytes, for senders that are not
/// at one with themselves about how a URL is written, several.
pub(super) type Signed<'a> = Vec<Vec<Cow<'a, [u8]>>>;

impl<'a> Content<'a> {
    /// What may have been signed; nothing where the request cannot have been.
    pub(super) fn signed(&self, template: &'a Template) -> Signed<'a> {
        let mut all: Signed<'a> = vec![Vec::new()];
        for part in template.parts() {
            let ways: Vec<Cow<'a, [u8]>> = match part {
                Part::Id => vec![self.id.unwrap_or("").as_bytes().into()],
                Part::Timestamp => vec![self.stamp.unwrap_or("").as_bytes().into()],
                Part::Body => vec![self.body.into()],
                Part::Method => vec![self.method.as_bytes().into()],
                Part::Text(text) => vec![text.as_bytes().into()],
                Part::Url => vec![self.url.as_bytes().into()],
                Part::UrlDecoded => vec![decoded(self.url).into_bytes().into()],
                Part::UrlAndForm if self.has_huge_form() => Vec::new(),
                Part::UrlAndForm => self.url_and_form(),
            };
            all = all
                .iter()
                .flat_map(|before| {
                    ways.iter().map(|way| {
                        let mut parts = before.clone();
                        parts.push(way.clone());
                        parts
                    })
                })
                .collect();
        }
        all
    }

    /// Whether the body would have to be read as a form, which takes memory many
    /// times over and comes before anything is known to be genuine, and is larger
    /// than any form that is sent.
    fn has_huge_form(&self) -> bool {
        self.body.len() > LARGEST_FORM && form::query(self.url, BODY_HASH).is_none()
    }

    fn url_and_form(&self) -> Vec<Cow<'a, [u8]>> {
        // The URL is signed and says which it is; `content-type` is anybody's.
        let is_json = self.media_type.is_some_and(is_json);
        let rest = match form::query(self.url, BODY_HASH) {
            Some(hash) if hash == mac::sha256_hex(self.body) => String::new(),
            None if !is_json => sorted(self.body),
            _ => return Vec::new(),
        };
        spellings(self.url)
            .into_iter()
            .map(|url| (url + &rest).into_bytes().into())
            .collect()
    }
}

/// In bytes.
const LARGEST_FORM: usize = 1024 * 1024;

/// The pairs of a form, sorted, without anything between them; one that came
/// twice once.
fn sorted(form: &[u8]) -> String {
    let mut pairs = form::pairs(form);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .fold(String::new(), |all, (name, value)| all + &name + &value)
}

/// What HubSpot decodes in a URL before it signs it, and nothing else
/// (developers.hubspot.com, "Validating requests").
const DECODED: [(&str, &str); 12] = [
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%2C", ","),
    ("%3B", ";"),
];

fn decoded(url: &str) -> String {
    // From the left, so that nothing is decoded twice.
    let mut rest = url;
    let mut done = String::with_capacity(url.len());
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        done.push_str(before);
        let known = DECODED
            .iter()
            .find_map(|(code, plain)| Some((*plain, from.strip_prefix(code)?)));
        let (plain, after) = known.unwrap_or_else(|| ("%", from.get(1..).unwrap_or_default()));
        done.push_str(plain);
        rest = after;
    }
    done + rest
}

/// How Twilio may have written a URL when it signed it: with its port or without,
/// with an apostrophe or a space of the query written as a browser does or as
/// older libraries do (twilio-node, `src/webhooks/webhooks.ts`).
fn spellings(url: &str) -> Vec<String> {
    let (bare, with_port) = ports(url);
    let mut all = Vec::new();
    for url in [bare, with_port] {
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        for query in [
            query.to_owned(),
            query.replace('\'', "%27"),
            query.replace("%27", "'").replace('+', "%20"),
        ] {
            let mark = if url.contains('?') { "?" } else { "" };
            let spelt = [path, mark, &query].concat();
            if !all.contains(&spelt) {
                all.push(spelt);
            }
        }
    }
    all
}

/// The URL without a port, and with one: the scheme's own where it has none.
fn ports(url: &str) -> (String, String) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.to_owned(), url.to_owned());
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host_at = authority.rfind('@').map_or(0, |at| at + 1);
    let (user, host) = authority.split_at(host_at);
    // The colons in the brackets of an IPv6 address are none of a port.
    let port_at = host.rfind(':').filter(|at| host.rfind(']') < Some(*at));
    let (name, port) = match port_at {
        Some(at) => host.split_at(at),
        None if scheme == "http" => (host, ":80"),
        None => (host, ":443"),
    };
    (
        [scheme, "://", user, name, rest].concat(),
        [scheme, "://", user, name, port, rest].concat(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hubspot_decodes_what_it_lists_and_nothing_else() {
        assert_eq!(
            decoded("https://a.example/x%2Fy?q=%3F%40%20%26%253A%"),
            "https://a.example/x/y?q=?@%20%26%253A%"
        );
    }

    #[test]
    fn a_port_is_put_in_and_left_out() {
        let both = |url| ports(url);
        assert_eq!(
            both("https://u:p@a.example/x"),
            (
                "https://u:p@a.example/x".to_owned(),
                "https://u:p@a.example:443/x".to_owned()
            )
        );
        assert_eq!(
            both("http://[::1]:8080?x"),
            (
                "http://[::1]?x".to_owned(),
                "http://[::1]:8080?x".to_owned()
            )
        );
        assert_eq!(both("http://[::1]").1, "http://[::1]:80");
        assert_eq!(both("no url").1, "no url");
    }
}
