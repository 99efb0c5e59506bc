//! Just enough of Jinja's lexis to see which filters and tests an expression
//! names.

/// A filter or a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// What follows `|`.
    Filter(&'a str),
    /// What follows `is` or `is not`.
    Test(&'a str),
}

/// The filters and tests that an expression names, outside of its strings.
pub(super) fn names(code: &str) -> Vec<Name<'_>> {
    let mut names = Vec::new();
    let mut before = "";
    for token in tokens(code) {
        if is_name(token) {
            match before {
                "|" => names.push(Name::Filter(token)),
                "is" if token != "not" => names.push(Name::Test(token)),
                _ => {}
            }
        }
        // `is not` is as good as `is`.
        if !(before == "is" && token == "not") {
            before = token;
        }
    }
    names
}

fn is_name(token: &str) -> bool {
    token.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

/// Names, strings, and every other character alone, without space.
fn tokens(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let length = match first {
            '"' | '\'' => string_length(rest, first),
            _ if first.is_alphanumeric() || first == '_' => rest
                .find(|it: char| !it.is_alphanumeric() && it != '_')
                .unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(token)
    })
}

/// How long a string is, with its quotes; one without an end is all the rest.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Name::*, *};

    #[test]
    fn filters_and_tests_are_found_outside_of_strings_only() {
        let code =
            r#"a | upper|default('x | y is z', "\" | no") is not defined and b is sameemail(c)"#;
        assert_eq!(
            names(code),
            [
                Filter("upper"),
                Filter("default"),
                Test("defined"),
                Test("sameemail")
            ]
        );
        assert_eq!(names("'open | upper"), []);
        assert_eq!(names("is_admin | ä"), [Filter("ä")]);
    }
}
