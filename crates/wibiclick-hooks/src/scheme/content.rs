//! What of a request is signed, put together from the parts of a template.

use super::{Part, Template};
use crate::{form, mac, reading::is_json};
use std::collections::BinaryHeap;

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

impl Content<'_> {
    /// What may have been signed: mostly one list of bytes; for senders that are not
    /// at one with themselves about how a URL is written, several; nothing where the
    /// request cannot have been.
    pub(super) fn signed(&self, template: &Template) -> Vec<Vec<u8>> {
        let mut all = vec![Vec::new()];
        for part in template.parts() {
            let respelt;
            let bytes = match part {
                Part::Id => self.id.unwrap_or_default().as_bytes(),
                Part::Timestamp => self.stamp.unwrap_or_default().as_bytes(),
                Part::Body => self.body,
                Part::Method => self.method.as_bytes(),
                Part::Text(text) => text.as_bytes(),
                Part::Url => self.url.as_bytes(),
                Part::UrlDecoded => {
                    respelt = self::respelt(self.url, DECODED);
                    respelt.as_bytes()
                }
                Part::UrlAndForm => {
                    let mut longer = Vec::new();
                    for url in self.url_and_form() {
                        for before in &all {
                            longer.push([before, url.as_bytes()].concat());
                        }
                    }
                    all = longer;
                    continue;
                }
            };
            for one in &mut all {
                one.extend_from_slice(bytes);
            }
        }
        all
    }

    fn url_and_form(&self) -> Vec<String> {
        // The URL is signed and says which it is; `content-type` is anybody's.
        let is_json = self.media_type.is_some_and(is_json);
        let rest = match form::query(self.url, BODY_HASH) {
            Some(hash) if hash == mac::sha256_hex(self.body) => String::new(),
            None if !is_json => sorted(self.body),
            _ => return Vec::new(),
        };
        let mut all = spellings(self.url);
        for url in &mut all {
            url.push_str(&rest);
        }
        all
    }
}

/// The pairs of a form, sorted, without anything between them; one that came
/// twice once.
fn sorted(form: &[u8]) -> String {
    // By a heap, since `sort` is a kilobyte of wasm.
    let mut pairs = BinaryHeap::from(form::pairs(form)).into_sorted_vec();
    pairs.dedup();
    let mut all = String::new();
    for (name, value) in pairs {
        all.push_str(&name);
        all.push_str(&value);
    }
    all
}

/// What is written differently: from, and to.
type Spelling = &'static [(&'static str, &'static str)];

/// What HubSpot decodes in a URL before it signs it, and nothing else
/// (developers.hubspot.com, "Validating requests").
const DECODED: Spelling = &[
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

/// How Twilio may have written the query of a URL when it signed it: as it is, or
/// with an apostrophe or a space as a browser writes them or as older libraries do
/// (twilio-node, `src/webhooks/webhooks.ts`).
const QUERIES: [Spelling; 3] = [&[], &[("'", "%27")], &[("%27", "'"), ("+", "%20")]];

/// From the left, so that nothing is written differently twice.
fn respelt(text: &str, spelling: Spelling) -> String {
    let mut letters = text.chars();
    let mut done = String::with_capacity(text.len());
    loop {
        let change = spelling
            .iter()
            .find_map(|(from, to)| Some((*to, letters.as_str().strip_prefix(from)?)));
        if let Some((to, after)) = change {
            done.push_str(to);
            letters = after.chars();
        } else if let Some(letter) = letters.next() {
            done.push(letter);
        } else {
            return done;
        }
    }
}

/// How Twilio may have written a URL: with its port or without, and its query in
/// any of its ways.
fn spellings(url: &str) -> Vec<String> {
    let mut all = Vec::new();
    for url in ports(url) {
        let (path, query) = parted(&url, url.find('?'));
        for spelling in QUERIES {
            let spelt = [path, &respelt(query, spelling)].concat();
            if !all.contains(&spelt) {
                all.push(spelt);
            }
        }
    }
    all
}

/// The URL without a port, and with one: the scheme's own where it has none.
fn ports(url: &str) -> [String; 2] {
    let scheme_end = url.find(':').filter(|at| {
        let (_, rest) = parted(url, Some(*at));
        rest.starts_with("://")
    });
    let Some(scheme_end) = scheme_end else {
        return [url.to_owned(), url.to_owned()];
    };
    let (scheme, rest) = parted(url, Some(scheme_end + "://".len()));
    let (authority, rest) = parted(rest, rest.find(['/', '?', '#']));
    let (user, host) = parted(
        authority,
        authority.rfind('@').map_or(Some(0), |at| Some(at + 1)),
    );
    // The colons in the brackets of an IPv6 address are none of a port.
    let port_at = host.rfind(':').filter(|at| host.rfind(']') < Some(*at));
    let (name, port) = match parted(host, port_at) {
        (name, "") if scheme == "http://" => (name, ":80"),
        (name, "") => (name, ":443"),
        with_port => with_port,
    };
    [
        [scheme, user, name, rest].concat(),
        [scheme, user, name, port, rest].concat(),
    ]
}

/// What is before a place, and from it on; nothing where there is no such place.
fn parted(text: &str, at: Option<usize>) -> (&str, &str) {
    at.and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hubspot_decodes_what_it_lists_and_nothing_else() {
        assert_eq!(
            respelt("https://a.example/x%2Fy?q=%3F%40%20%26%253A%", DECODED),
            "https://a.example/x/y?q=?@%20%26%253A%"
        );
    }

    #[test]
    fn a_port_is_put_in_and_left_out() {
        assert_eq!(
            ports("https://u:p@a.example/x"),
            ["https://u:p@a.example/x", "https://u:p@a.example:443/x"]
        );
        assert_eq!(
            ports("http://[::1]:8080?x"),
            ["http://[::1]?x", "http://[::1]:8080?x"]
        );
        assert_eq!(ports("http://[::1]")[1], "http://[::1]:80");
        assert_eq!(ports("no url")[1], "no url");
    }
}
