//! What comes from whoever is no sender: each request is refused, and the genuine
//! one beside it is not.

use super::genuine::{Case, NOW, Pairs, URL, cases, value};
use std::time::Duration;
use wibiclick_hooks::{
    Encoding, Headers, Part, Request, Secrets, SignError, Timestamp,
    WebhookErrorKind::{self, BadHeader, BadSignature, MissingHeader, TooNew, TooOld},
};

/// Each kind with a genuine request.
fn each(mut test: impl FnMut(&Case, &Pairs, &[u8])) {
    let cases = cases();
    assert!(cases.len() > 15);
    for case in cases {
        let body = case.body();
        let headers = case.signed(1, body);
        assert_eq!(case.is_genuine(&headers, body), Ok(()), "{}", case.name());
        test(&case, &headers, body);
    }
}

/// Refused, as not shown to be genuine.
#[track_caller]
fn assert_refused(case: &Case, received: Result<(), WebhookErrorKind>, why: &str) {
    let refusals = [BadHeader, BadSignature, MissingHeader];
    assert!(
        received.is_err_and(|error| refusals.contains(&error)),
        "{}, {why:?}: {received:?}",
        case.name()
    );
}

#[test]
fn nothing_that_is_signed_can_be_left_out() {
    each(|case, headers, body| {
        for (name, _) in headers {
            let mut without = headers.clone();
            without.retain(|(other, _)| other != name);
            if name != "content-type" {
                assert_refused(case, case.is_genuine(&without, body), name);
            }
        }
        assert_refused(case, case.is_genuine(&Vec::new(), body), "no header");
        assert_refused(case, case.is_genuine(&Vec::new(), b""), "nothing at all");
        if case.code().is_some() {
            for other in [&b""[..], b"{}", &[body, b" "].concat(), &body[1..]] {
                assert_refused(case, case.is_genuine(headers, other), "another body");
            }
        }
    });
}

#[test]
fn a_header_that_came_twice_is_one_of_which_all_codes_count_or_none_at_all() {
    each(|case, headers, body| {
        for (name, value) in headers {
            if name == "content-type" {
                continue;
            }
            let is_code = case.scheme.header() == Some(name) && case.way.is_some();
            let shares = case
                .scheme
                .timestamp
                .as_ref()
                .is_some_and(|at| at.header.usual() == name);
            for other in ["", "x", value] {
                let twice = (name.clone(), other.to_owned());
                let first = [vec![twice.clone()], headers.clone()].concat();
                let last = [headers.clone(), vec![twice]].concat();
                for headers in [first, last] {
                    let received = case.is_genuine(&headers, body);
                    if is_code && !shares {
                        assert_eq!(received, Ok(()), "{}", case.name());
                    } else {
                        assert_eq!(received, Err(BadHeader), "{} {name}", case.name());
                    }
                }
            }
        }
    });
}

#[test]
fn a_code_is_written_in_one_way_and_whole() {
    each(|case, headers, body| {
        let Some(way) = &case.way else {
            let name = case.scheme.header().unwrap();
            let value = value(headers, name);
            // The name of an authentication scheme may be in any case, a token not.
            let (scheme, token) = value.rsplit_once(' ').unwrap_or(("", value));
            let other_case = format!("{scheme} {}", token.to_uppercase());
            for wrong in [
                format!("{value} "),
                format!(" {value}"),
                format!("{value},{value}"),
                other_case.trim_start().to_owned(),
                value[..value.len() - 1].to_owned(),
                value.replace('1', "\u{ff11}"),
                format!("{value}\0"),
            ] {
                let forged = Case::with(headers, name, &wrong);
                assert_refused(case, case.is_genuine(&forged, body), &wrong);
            }
            return;
        };
        let (_, prefix, code) = case.split(headers);
        let upper = case.recoded(headers, &format!("{prefix}{}", code.to_uppercase()));
        let received = case.is_genuine(&upper, body);
        if way.encoding == Encoding::Hex {
            assert_eq!(received, Ok(()), "{}", case.name());
        } else {
            assert_refused(case, received, "upper case");
        }

        let mut wrong: Vec<String> = vec![
            String::new(),
            code[1..].to_owned(),
            code[..code.len() / 2].to_owned(),
            format!("{code}0"),
            format!("{code}00"),
            format!("{code}{code}"),
            format!("0x{code}"),
            format!("+{code}"),
            format!("{code}\0"),
            format!("{code}é"),
            format!("\"{code}\""),
            code.chars()
                .map(|c| if c == '0' { '\u{ff10}' } else { c })
                .chain(['\u{ff10}'])
                .collect(),
        ];
        if way.encoding != Encoding::Hex {
            let bare = code.trim_end_matches('=');
            let padding = &code[bare.len()..];
            // The last digit's lowest bit is not the code's, where it is padded.
            if !padding.is_empty() {
                let (start, last) = bare.split_at(bare.len() - 1);
                let next = char::from(last.as_bytes()[0] + 1);
                wrong.push(format!("{start}{next}{padding}"));
            }
            wrong.push(format!("{code}="));
            wrong.push(format!("{bare}===="));
            if way.encoding == Encoding::Base64 && !padding.is_empty() {
                wrong.push(bare.to_owned());
            }
        }

        for code in wrong {
            let forged = case.recoded(headers, &format!("{prefix}{code}"));
            assert_refused(case, case.is_genuine(&forged, body), &code);
        }
    });
}

#[test]
fn a_code_of_an_unknown_version_proves_nothing() {
    each(|case, headers, body| {
        if case.way.is_none() {
            return;
        }
        let (_, prefix, code) = case.split(headers);
        if prefix.is_empty() {
            return;
        }
        for other in [
            "",
            "v9=",
            "v9,",
            "v,",
            "sha384=",
            &prefix.to_uppercase(),
            &format!("{prefix}{prefix}"),
            &format!(" {prefix} "),
            &format!("{prefix} "),
        ] {
            let forged = case.recoded(headers, &format!("{other}{code}"));
            assert_refused(case, case.is_genuine(&forged, body), other);
        }
    });
}

#[test]
fn a_time_is_digits_and_nothing_else() {
    each(|case, headers, body| {
        let Some(stamp) = case.stamp() else {
            return;
        };
        // White space around an item of a list is nobody's.
        let is_item = case
            .scheme
            .timestamp
            .as_ref()
            .is_some_and(|at| at.separator.is_some());
        let space = if is_item { "." } else { " " };
        for wrong in [
            String::new(),
            format!("+{stamp}"),
            format!("-{stamp}"),
            format!(" {stamp}"),
            format!("{stamp}{space}"),
            format!("0{stamp}"),
            format!("{stamp}.0"),
            format!("{stamp}e0"),
            format!("{stamp}\0"),
            format!("{stamp}0"),
            format!("0x{stamp}"),
            "9".repeat(19),
            "9".repeat(20),
            "9".repeat(400),
            "18446744073709551616".to_owned(),
            stamp.replace('0', "\u{ff10}"),
            stamp.replace('0', "\u{660}"),
            format!("{stamp}{space}\u{a0}"),
            "soon".to_owned(),
        ] {
            let forged = case.stamped(headers, &wrong);
            assert_refused(case, case.is_genuine(&forged, body), &wrong);
        }
    });
}

#[test]
fn the_tolerance_is_the_same_both_ways_and_ends_at_its_very_millisecond() {
    each(|case, headers, body| {
        let Some(at) = &case.scheme.timestamp else {
            // There is no time that could be wrong.
            for now in [0, 2 * NOW] {
                assert_eq!(case.received(headers, body, &[1], now, None), Ok(()));
            }
            return;
        };
        let own = i64::from(at.tolerance_seconds) * 1_000;
        for (off, tolerance, expected) in [
            (own, None, Ok(())),
            (-own, None, Ok(())),
            (own + 1, None, Err(TooOld)),
            (-own - 1, None, Err(TooNew)),
            (0, Some(0), Ok(())),
            (1, Some(0), Err(TooOld)),
            (-1, Some(0), Err(TooNew)),
            (7_000, Some(7_000), Ok(())),
            (-7_000, Some(7_000), Ok(())),
            (7_001, Some(7_000), Err(TooOld)),
            (-7_001, Some(7_000), Err(TooNew)),
        ] {
            let tolerance = tolerance.map(Duration::from_millis);
            let received = case.received(headers, body, &[1], NOW + off, tolerance);
            assert_eq!(received, expected, "{} {off}", case.name());
        }
        let ever = case.received(headers, body, &[1], 0, Some(Duration::MAX));
        assert_eq!(ever, Ok(()), "{}", case.name());
    });
}

#[test]
fn an_id_that_reaches_over_into_what_follows_is_neither_signed_nor_believed() {
    each(|case, headers, body| {
        let (Some(names), Some(code)) = (&case.scheme.id, case.code()) else {
            return;
        };
        for pair in code.signed.parts().windows(2) {
            let [Part::Id, Part::Text(end)] = pair else {
                continue;
            };
            for id in [
                format!("a{end}b"),
                format!("{end}a"),
                format!("a{end}"),
                end.to_string(),
            ] {
                let secret = case.secret(1).signs;
                let signed = case.try_sign(&secret, &id, body);
                assert!(matches!(signed, Err(SignError::BadId { .. })), "{id}");
                let forged = Case::with(headers, names.usual(), &id);
                assert_eq!(case.is_genuine(&forged, body), Err(BadHeader), "{id}");
            }
        }
    });
}

#[test]
fn values_that_are_not_ascii_are_refused_and_upset_nothing() {
    each(|case, headers, body| {
        for (name, genuine) in headers {
            if name == "content-type" {
                continue;
            }
            for wrong in [
                "é",
                "\u{0}",
                "\u{fffd}\u{fffd}",
                "\u{1f511}",
                "\u{200b}",
                &format!("{genuine}\u{fffd}"),
                &format!("\u{feff}{genuine}"),
                &"\u{ff11}".repeat(100),
            ] {
                let forged = Case::with(headers, name, wrong);
                let received = case.is_genuine(&forged, body);
                let signs_id = case
                    .code()
                    .is_some_and(|code| code.signed.parts().contains(&Part::Id));
                let is_id = case.scheme.id.as_ref().is_some_and(|it| it.usual() == name);
                // An id that nobody signs may be anything.
                if !is_id || signs_id {
                    assert_refused(case, received, wrong);
                }
            }
        }
    });
}

#[test]
fn among_two_hundred_forgeries_the_genuine_one_is_found() {
    each(|case, headers, body| {
        let Some(code) = case.code() else {
            return;
        };
        let (before, prefix, genuine) = case.split(headers);
        let forged = case.signed(9, body);
        let (_, _, forged) = case.split(&forged);
        assert_ne!(genuine, forged);
        let forgery = format!("{prefix}{forged}");
        let item = format!("{prefix}{genuine}");
        let name = case.scheme.header().unwrap();
        // One whose check takes long is looked for among the first thirty-two.
        let expected = if case.is_ed25519() {
            Err(BadSignature)
        } else {
            Ok(())
        };
        if let Some(separator) = code.separator {
            let join = |items: &[&str]| {
                let value = items.join(&separator.to_string());
                Case::with(headers, name, &format!("{before}{value}"))
            };
            let many = vec![forgery.as_str(); 200];
            let last = join(&[&many[..], &[&item]].concat());
            assert_eq!(case.is_genuine(&last, body), expected, "{}", case.name());
            let first = join(&[&[item.as_str()][..], &many].concat());
            assert_eq!(case.is_genuine(&first, body), Ok(()), "{}", case.name());
            let none = join(&many);
            assert_refused(case, case.is_genuine(&none, body), "forgeries alone");
        }
        if before.is_empty() {
            let many = vec![(name.to_owned(), forgery); 200];
            let last = [many.clone(), headers.clone()].concat();
            assert_eq!(case.is_genuine(&last, body), expected, "{}", case.name());
            let first = [headers.clone(), many].concat();
            assert_eq!(case.is_genuine(&first, body), Ok(()), "{}", case.name());
        }
    });
}

#[test]
fn while_secrets_are_replaced_each_of_them_counts_and_no_other() {
    each(|case, headers, body| {
        for (secrets, expected) in [
            (&[1, 2][..], Ok(())),
            (&[2, 1], Ok(())),
            (&[3, 2, 1], Ok(())),
            (&[2], Err(BadSignature)),
            (&[2, 3], Err(BadSignature)),
        ] {
            let received = case.received(headers, body, secrets, NOW, None);
            assert_eq!(received, expected, "{} {secrets:?}", case.name());
        }
        let Some(separator) = case.code().and_then(|code| code.separator) else {
            return;
        };
        let (before, prefix, first) = case.split(headers);
        let by_second = case.signed(2, body);
        let (_, _, second) = case.split(&by_second);
        let both = format!("{before}{prefix}{first}{separator}{prefix}{second}");
        let both = Case::with(headers, case.scheme.header().unwrap(), &both);
        for (secrets, expected) in [
            (&[1][..], Ok(())),
            (&[2], Ok(())),
            (&[2, 3], Ok(())),
            (&[3, 1], Ok(())),
            (&[3, 4], Err(BadSignature)),
        ] {
            let received = case.received(&both, body, secrets, NOW, None);
            assert_eq!(received, expected, "{} {secrets:?}", case.name());
        }
    });
}

/// Whoever learns a token from a log must not be able to do without the code that
/// the sender makes.
#[test]
fn a_header_of_a_better_scheme_cannot_be_made_up_for_by_a_worse_one() {
    each(|case, headers, body| {
        for better in case.kind.schemes() {
            let (Some(name), Some(own)) = (better.header(), case.scheme.header()) else {
                continue;
            };
            if better == &case.scheme {
                break;
            }
            if name.eq_ignore_ascii_case(own) {
                continue;
            }
            for value in ["", "x", value(headers, own)] {
                let mut both = headers.clone();
                both.push((name.to_owned(), value.to_owned()));
                let received = case.is_genuine(&both, body);
                assert!(received.is_err(), "{} beside {name}", case.name());
            }
        }
    });
}

#[test]
fn an_empty_body_is_genuine_only_where_it_was_signed() {
    each(|case, headers, body| {
        let signed = case.signed(1, b"");
        assert_eq!(case.is_genuine(&signed, b""), Ok(()), "{}", case.name());
        if case.code().is_some() {
            assert_refused(case, case.is_genuine(headers, b""), "its body taken");
            assert_refused(case, case.is_genuine(&signed, body), "a body given");
        }
    });
}

/// A mark before it is part of what is signed, and no part of the JSON.
#[test]
fn json_after_a_byte_order_mark_is_the_same_json() {
    each(|case, _, _| {
        if case.content_type() != "application/json" {
            return;
        }
        let received = |body: &[u8]| {
            let headers = Headers::new(case.signed(1, body));
            let request = Request {
                method: "POST",
                url: URL,
                headers: &headers,
                body,
            };
            let secrets = Secrets::new([case.secret(1).verifies]).unwrap();
            let now = Timestamp::from_unix_millis(NOW).unwrap();
            let received = case.kind.receive(&request, &secrets, now, None);
            received
                .map(|received| match received {
                    wibiclick_hooks::Received::Events { events, .. } => events,
                    wibiclick_hooks::Received::Handshake(answer) => panic!("{answer:?}"),
                })
                .map_err(|error| error.to_string())
        };
        let plain = br#"{"type":"person.left","data":{"id":"1","events":[]},"value":[]}"#;
        let marked = [b"\xef\xbb\xbf", &plain[..]].concat();
        assert_eq!(received(plain), received(&marked), "{}", case.name());
        // One mark is a mark, and two are nonsense.
        let twice = [b"\xef\xbb\xbf", &marked[..]].concat();
        assert!(received(&twice).is_err(), "{}", case.name());
    });
}

/// GitHub's limit, with what is nested as deeply or is as long as can be; of the
/// kinds with codes GitHub's own stands for all, as a code over so much takes its
/// time where nothing is optimized.
#[test]
fn twenty_five_megabytes_are_verified_or_refused() {
    const BYTES: usize = 25 * 1024 * 1024;
    let deep = vec![b'['; BYTES];
    let ampersands = vec![b'&'; BYTES];
    let mut wide = br#"{"type":""#.to_vec();
    wide.resize(BYTES - 2, b'x');
    wide.extend(br#""}"#);
    each(|case, headers, _| {
        if case.signs_form() {
            // Nobody sends such a form, and nobody is to have it read for nothing.
            let received = case.is_genuine(headers, &ampersands);
            assert_eq!(received, Err(BadSignature), "{}", case.name());
        } else if case.code().is_some() && case.kind.name() != "github" {
            let without = Vec::new();
            assert_refused(case, case.is_genuine(&without, &deep), "no header");
        } else {
            let signed = case.signed(1, &deep);
            assert_eq!(case.is_genuine(&signed, &deep), Ok(()), "{}", case.name());
            if case.code().is_some() {
                let signed = case.signed(1, &wide);
                assert_eq!(case.is_genuine(&signed, &wide), Ok(()), "{}", case.name());
                assert_refused(case, case.is_genuine(headers, &wide), "another body");
            }
        }
    });
}
