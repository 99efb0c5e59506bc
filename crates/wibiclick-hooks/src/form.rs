//! Forms and queries (`application/x-www-form-urlencoded`, as the WHATWG's URL
//! standard reads them).

use form_urlencoded::parse;

/// The pairs of a form, in the order in which they came, decoded.
pub(crate) fn pairs(form: &[u8]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in parse(form) {
        pairs.push((name.into_owned(), value.into_owned()));
    }
    pairs
}

/// The one value of that name in a URL's query; `None` where there is none, or
/// more than one.
pub(crate) fn query(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next()?;
    let mut found = None;
    for (other, value) in pairs(query.as_bytes()) {
        if other != name {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(value);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_of_the_query_is_decoded_and_only_one_counts() {
        let url = "https://a.example/x?token=a%20b+c&once=1&twice=1&twice=2#token";
        assert_eq!(query(url, "token"), Some("a b c".to_owned()));
        assert_eq!(query(url, "once"), Some("1".to_owned()));
        assert_eq!(query(url, "twice"), None);
        assert_eq!(query("https://a.example/x", "token"), None);
    }

    #[test]
    fn a_form_may_say_anything() {
        let read = pairs(b"a=1&a=%zz&&=x&b&%ff=%");
        assert_eq!(read.len(), 5);
        assert_eq!(read.first(), Some(&("a".to_owned(), "1".to_owned())));
        assert_eq!(read.last(), Some(&("\u{fffd}".to_owned(), "%".to_owned())));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(pairs in prop::collection::vec((".{0,8}", ".{0,8}"), 0..5)) {
            let form = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&pairs)
                .finish();
            prop_assert_eq!(super::pairs(form.as_bytes()), pairs.clone());
            let url = format!("https://a.example/?{form}#{form}");
            for (name, value) in &pairs {
                let count = pairs.iter().filter(|(other, _)| other == name).count();
                let expected = (count == 1).then(|| value.clone());
                prop_assert_eq!(query(&url, name), expected);
            }
        }

        #[test]
        fn any_bytes_are_a_form(
            form in prop::collection::vec(
                prop_oneof![prop::sample::select(&b"a=&%+;2fF"[..]), any::<u8>()],
                0..60,
            ),
            url in r"[a=&%+?#;2f/:é]{0,40}",
            name in "[a%é]{0,3}",
        ) {
            // As many pairs as there are texts between the signs.
            let parts = form.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
            prop_assert_eq!(pairs(&form).len(), parts.count());
            let _ = query(&url, &name);
        }
    }
}
