//! The ways of signing that a record can say: each against a signature that a
//! vendor published, or else one made with another implementation.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use wibiclick_hooks::{
    Headers, Part, Request, Scheme, Secrets, Template, Timestamp, ToSign, WebhookErrorKind,
    WebhookErrorKind::{BadHeader, BadSecret, BadSignature, MissingHeader, TooNew, TooOld},
};

const URL: &str = "https://hooks.example/hooks/source";

fn millis(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis).unwrap()
}

fn secrets(secret: &str) -> Secrets {
    Secrets::new([secret.to_owned()]).unwrap()
}

fn try_scheme(written: &Value) -> Result<Scheme, String> {
    serde_json::from_str(&written.to_string()).map_err(|error| error.to_string())
}

fn mac(algorithm: &str, signature: &Value, signed: &str, timestamp: &Value) -> Value {
    let mut scheme = json!({ "algorithm": algorithm, "signed": signed, "timestamp": timestamp });
    let parts = signature.as_object().unwrap().clone();
    scheme.as_object_mut().unwrap().extend(parts);
    scheme
}

/// A request as it came, and what is known about it.
struct Sent<'a> {
    scheme: Value,
    secret: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
    now: i64,
}

impl Sent<'_> {
    fn received(&self) -> Result<(), WebhookErrorKind> {
        let request = Request {
            method: "POST",
            url: URL,
            headers: &Headers::new(self.headers.clone()),
            body: self.body,
        };
        let scheme = try_scheme(&self.scheme).unwrap();
        let verified = scheme.verify(&request, &secrets(self.secret), millis(self.now), None);
        verified.map(|_| ()).map_err(|error| error.kind())
    }

    /// Genuine as it is; neither with another body nor with another secret; and
    /// the signer makes the same headers.
    #[track_caller]
    fn holds(mut self) {
        assert_eq!(self.received(), Ok(()));
        let to_sign = ToSign {
            method: "POST",
            url: URL,
            body: self.body,
            id: None,
            timestamp: millis(self.now),
        };
        let signed = try_scheme(&self.scheme)
            .unwrap()
            .sign(&to_sign, self.secret)
            .unwrap();
        // WorkOS puts a space after its comma, Slack its time in a second header.
        let plain = |mut headers: Vec<(String, String)>| {
            for (name, value) in &mut headers {
                name.make_ascii_lowercase();
                *value = value.replace(", ", ",");
            }
            headers.sort();
            headers
        };
        let sent = self
            .headers
            .iter()
            .map(|&(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        assert_eq!(plain(signed), plain(sent));

        let body = self.body;
        self.body = b"{}";
        assert_eq!(self.received(), Err(BadSignature));
        self.body = body;
        self.secret = "another secret";
        assert_eq!(self.received(), Err(BadSignature));
    }
}

fn stripe_like(header: &str, unit: &str, tolerance: u32) -> Value {
    mac(
        "hmac-sha256",
        &json!({ "header": header, "encoding": "hex", "separator": ",", "prefix": "v1=" }),
        "{timestamp}.{body}",
        &json!({
            "header": header, "separator": ",", "prefix": "t=", "unit": unit,
            "tolerance_seconds": tolerance,
        }),
    )
}

// ---- published signatures ----

/// docs.github.com, "Validating webhook deliveries", "Testing the webhook payload
/// validation".
#[test]
fn github_published_a_code_in_hex_after_a_prefix() {
    Sent {
        scheme: mac(
            "hmac-sha256",
            &json!({ "header": "x-hub-signature-256", "encoding": "hex", "prefix": "sha256=" }),
            "{body}",
            &Value::Null,
        ),
        secret: "It's a Secret to Everybody",
        headers: vec![(
            "X-Hub-Signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        )],
        body: b"Hello, World!",
        now: 0,
    }
    .holds();
}

/// docs.slack.dev, "Verifying requests from Slack", and python-slack-sdk,
/// `tests/slack_sdk/signature`.
#[test]
fn slack_published_a_code_over_a_text_with_literal_parts() {
    Sent {
        scheme: mac(
            "hmac-sha256",
            &json!({ "header": "x-slack-signature", "encoding": "hex", "prefix": "v0=" }),
            "v0:{timestamp}:{body}",
            &json!({
                "header": "x-slack-request-timestamp", "unit": "seconds",
                "tolerance_seconds": 300,
            }),
        ),
        secret: "8f742231b10e8888abcd99yyyzzz85a5",
        headers: vec![
            ("X-Slack-Request-Timestamp", "1531420618"),
            (
                "X-Slack-Signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            ),
        ],
        body: b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
            &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner\
            &command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com\
            %2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN\
            &trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        now: 1_531_420_618_000,
    }
    .holds();
}

/// The vendor's own tests, in older versions of its library:
/// workos/workos-python, `tests/test_webhooks.py`.
const WORKOS_SECRET: &str = "1lyKDzhJjuCkIscIWqkSe4YsQ";
const WORKOS_HEADER: &str =
    "t=1632409405772, v1=67612f0e74f008b436a13b00266f90ef5c13f9cbcf6262206f5f4a539ff61702";
const WORKOS_BODY: &[u8] = br#"{"id":"wh_01FG9JXJ9C9S052FX59JVG4EG1","data":{"id":"conn_01EHWNC0FCBHZ3BJ7EGKYXK0E6","name":"Foo Corp's Connection","state":"active","object":"connection","domains":[{"id":"conn_domain_01EHWNFTAFCF3CQAE5A9Q0P1YB","domain":"foo-corp.com","object":"connection_domain"}],"connection_type":"OktaSAML","organization_id":"org_01EHWNCE74X7JSDV0X3SZ3KJNY"},"event":"connection.activated"}"#;

fn workos() -> Sent<'static> {
    Sent {
        scheme: stripe_like("workos-signature", "milliseconds", 180),
        secret: WORKOS_SECRET,
        headers: vec![("WorkOS-Signature", WORKOS_HEADER)],
        body: WORKOS_BODY,
        now: 1_632_409_405_772,
    }
}

#[test]
fn workos_published_a_code_in_one_header_with_its_time_in_milliseconds() {
    workos().holds();
}

/// A recorded delivery: fusebit/integrations, `src/bamboohr/bamboohr-connector/test`.
#[test]
fn bamboohr_was_recorded_with_a_code_over_the_body_and_then_the_time() {
    Sent {
        scheme: mac(
            "hmac-sha256",
            &json!({ "header": "x-bamboohr-signature", "encoding": "hex" }),
            "{body}{timestamp}",
            &json!({
                "header": "x-bamboohr-timestamp", "unit": "seconds", "tolerance_seconds": 300,
            }),
        ),
        secret: "123b929362d51613054f71e5e5d4bf2c",
        headers: vec![
            ("X-BambooHR-Timestamp", "1658248023"),
            (
                "X-BambooHR-Signature",
                "56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac",
            ),
        ],
        body: br#"{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}"#,
        now: 1_658_248_023_000,
    }
    .holds();
}

/// stripe/stripe-node, `test/crypto/helpers.ts`: the code itself, over nothing.
#[test]
fn stripe_published_a_code_over_nothing() {
    let sent = Sent {
        scheme: mac(
            "hmac-sha256",
            &json!({ "header": "x-code", "encoding": "hex" }),
            "{body}",
            &Value::Null,
        ),
        secret: "test_secret",
        headers: vec![(
            "x-code",
            "f7f9bd47fb987337b5796fdc1fdb9ba221d0d5396814bfcaf9521f43fd8927fd",
        )],
        body: b"",
        now: 0,
    };
    assert_eq!(sent.received(), Ok(()));
}

/// frain-dev/convoy, the tests of its verifier, in both encodings.
#[test]
fn convoy_published_one_code_in_hex_and_in_base64() {
    for (encoding, code) in [
        ("base64", "16FUVH58NeMcTIIOICN2UJOcPTTa4TbjCndXymGrtM8="),
        (
            "hex",
            "d7a154547e7c35e31c4c820e20237650939c3d34dae136e30a7757ca61abb4cf",
        ),
    ] {
        Sent {
            scheme: mac(
                "hmac-sha256",
                &json!({ "header": "x-code", "encoding": encoding }),
                "{body}",
                &Value::Null,
            ),
            secret: "Convoy",
            headers: vec![("x-code", code)],
            body: b"Test Payload Body",
            now: 0,
        }
        .holds();
    }
}

// ---- signatures made with Python's hmac module ----

#[test]
fn sha_512_and_sha_1_and_a_signed_method() {
    for (algorithm, signed, encoding, code) in [
        (
            "hmac-sha512",
            "{body}",
            "base64",
            "IQ/YGBJPLWU6puxNUv6ztqNq4+jPYmgFWllshJgwI0tWIh1nX9soeVsA8KpsM3ZUrwmgupevMK8XXRW11OglGA==",
        ),
        (
            "hmac-sha1",
            "{method}{body}",
            "hex",
            "0e774d81fba9676a1f52498031c3ec6783217294",
        ),
    ] {
        Sent {
            scheme: mac(
                algorithm,
                &json!({ "header": "x-code", "encoding": encoding }),
                signed,
                &Value::Null,
            ),
            secret: "0123456789abcdef0123456789abcdef",
            headers: vec![("x-code", code)],
            body: b"hello",
            now: 0,
        }
        .holds();
    }
}

// ---- codes and a time in one header ----

#[test]
fn one_header_may_hold_several_codes_of_which_one_fits() {
    let code = &WORKOS_HEADER["t=1632409405772, ".len()..];
    let wrong = "v1=00000f0e74f008b436a13b00266f90ef5c13f9cbcf6262206f5f4a539ff61702";
    let with = |header: &str| {
        Sent {
            headers: vec![("workos-signature", header)],
            ..workos()
        }
        .received()
    };
    let time = "t=1632409405772";
    for genuine in [
        format!("{time},{code}"),
        format!("{time},{wrong},{code}"),
        format!("{time}, {code}, {wrong}"),
        format!("{code},{time}"),
        format!(
            "{time},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39,{code}"
        ),
        format!("{time},{},", code.replace('f', "F")),
    ] {
        assert_eq!(with(&genuine), Ok(()), "{genuine}");
    }
    for (forged, expected) in [
        (time.to_owned(), BadSignature),
        (format!("{time},{wrong}"), BadSignature),
        // Of another version, or none.
        (format!("{time},{}", code.replace("v1", "v0")), BadSignature),
        (format!("{time},{}", code.replace("v1=", "")), BadSignature),
        (format!("{time},v1=,v1"), BadSignature),
        // Another time, in another place, twice, or none.
        (format!("t=1632409405773,{code}"), BadSignature),
        (code.to_owned(), BadHeader),
        (format!("{time},t=1,{code}"), BadHeader),
        (format!("t=,{code}"), BadHeader),
        (format!("t= 1632409405772,{code}"), BadHeader),
        (format!("t=+1632409405772,{code}"), BadHeader),
        (String::new(), BadHeader),
    ] {
        assert_eq!(with(&forged), Err(expected), "{forged}");
    }
    let none = Sent {
        headers: vec![],
        ..workos()
    };
    assert_eq!(none.received(), Err(MissingHeader));
    let twice = Sent {
        headers: vec![("workos-signature", WORKOS_HEADER); 2],
        ..workos()
    };
    assert_eq!(twice.received(), Err(BadHeader));
}

#[test]
fn milliseconds_are_held_against_the_schemes_own_tolerance() {
    for (off, expected) in [
        (180_000, Ok(())),
        (-180_000, Ok(())),
        (180_001, Err(TooOld)),
        (-180_001, Err(TooNew)),
    ] {
        let sent = workos();
        let now = sent.now + off;
        assert_eq!(Sent { now, ..sent }.received(), expected, "{off}");
    }
}

#[test]
fn a_time_and_codes_in_one_header_must_be_told_apart() {
    let scheme = |separators: [Value; 2], code: &str, time: &str| {
        try_scheme(&mac(
            "hmac-sha256",
            &json!({
                "header": "X-Sig", "encoding": "hex", "separator": separators[0], "prefix": code,
            }),
            "{timestamp}.{body}",
            &json!({
                "header": ["x-time", "x-sig"], "separator": separators[1], "prefix": time,
                "unit": "seconds", "tolerance_seconds": 300,
            }),
        ))
    };
    let comma = || [json!(","), json!(",")];
    assert!(scheme(comma(), "v1=", "t=").is_ok());
    for (separators, code, time) in [
        (comma(), "", "t="),
        (comma(), "v1=", ""),
        (comma(), "t", "t="),
        (comma(), "t=", "t="),
        ([Value::Null, Value::Null], "v1=", "t="),
        ([json!(","), json!(";")], "v1=", "t="),
        ([json!(","), Value::Null], "v1=", "t="),
    ] {
        let error = scheme(separators.clone(), code, time).unwrap_err();
        assert!(
            error.contains("X-Sig") && error.contains("prefix"),
            "{separators:?} {code:?} {time:?}: {error}"
        );
    }
}

// ---- tokens ----

#[test]
fn a_bearer_token_is_what_follows_the_schemes_name_in_any_case() {
    let token = "0123456789abcdef0123456789abcdef";
    let written = json!({
        "algorithm": "token", "header": "authorization", "prefix": "Bearer ",
    });
    let with = |value: &str| {
        Sent {
            scheme: written.clone(),
            secret: token,
            headers: vec![("authorization", value)],
            body: b"{}",
            now: 0,
        }
        .received()
    };
    for genuine in [format!("Bearer {token}"), format!("bearer {token}")] {
        assert_eq!(with(&genuine), Ok(()), "{genuine}");
    }
    for (forged, expected) in [
        (format!("Bearer {}", token.to_uppercase()), BadSignature),
        (format!("Bearer {token}x"), BadSignature),
        (format!("Bearer  {token}"), BadSignature),
        ("Bearer ".to_owned(), BadSignature),
        (token.to_owned(), BadHeader),
        (format!("Basic {token}"), BadHeader),
        ("Bearé".to_owned(), BadHeader),
        (String::new(), BadHeader),
    ] {
        assert_eq!(with(&forged), Err(expected), "{forged}");
    }

    let scheme = try_scheme(&written).unwrap();
    assert_eq!(scheme.weakness(&secrets(token)), None);
    let pasted = format!("bearer {token}");
    let said = scheme.weakness(&secrets(&pasted)).unwrap().to_string();
    assert!(said.contains("alone") && !said.contains(token), "{said}");
}

#[test]
fn a_token_in_the_body_is_wherever_the_path_leads_and_missing_nowhere() {
    let token = "0123456789abcdef0123456789abcdef";
    let with = |at: &str, body: &Value| {
        Sent {
            scheme: json!({ "algorithm": "token", "body": at }),
            secret: token,
            headers: vec![],
            body: body.to_string().as_bytes(),
            now: 0,
        }
        .received()
    };
    let item = |state: &Value| json!({ "clientState": state, "resource": "users/1" });
    let good = item(&json!(token));
    let every = "value[].clientState";
    for genuine in [vec![good.clone()], vec![good.clone(), good.clone()]] {
        assert_eq!(with(every, &json!({ "value": genuine })), Ok(()));
    }
    for forged in [
        json!([]),
        json!([good, item(&json!("another"))]),
        json!([item(&json!("another")), good]),
        json!([good, item(&Value::Null)]),
        json!([good, { "resource": "users/1" }]),
        json!([good, null]),
        json!([item(&json!([token]))]),
        json!([item(&json!(format!("{token} ")))]),
        json!([item(&json!(token.to_uppercase()))]),
        json!({ "clientState": token }),
        Value::Null,
    ] {
        let body = json!({ "value": forged });
        assert_eq!(with(every, &body), Err(BadSignature), "{body}");
    }
    assert_eq!(with(every, &good), Err(BadSignature));

    assert_eq!(with("a.token", &json!({ "a": { "token": token } })), Ok(()));
    for forged in [
        json!({ "token": token }),
        json!({ "a": { "token": [token] } }),
        json!({}),
        json!(token),
    ] {
        assert_eq!(with("a.token", &forged), Err(BadSignature), "{forged}");
    }
    // The first that is there is the one that counts.
    assert_eq!(
        with("a|b", &json!({ "a": "x", "b": token })),
        Err(BadSignature)
    );

    let scheme = try_scheme(&json!({ "algorithm": "token", "body": every })).unwrap();
    let said = scheme.weakness(&secrets("short")).unwrap().to_string();
    assert!(said.contains("weak"), "{said}");
    assert_eq!(scheme.weakness(&secrets(token)), None);
    for body in [&b""[..], b"\xff", b"{", b"clientState"] {
        let sent = Sent {
            scheme: json!({ "algorithm": "token", "body": every }),
            secret: token,
            headers: vec![("clientState", token)],
            body,
            now: 0,
        };
        assert_eq!(sent.received(), Err(BadSignature));
    }
}

// ---- how codes are written ----

fn with_code(scheme: &Value, code: &str) -> Result<(), WebhookErrorKind> {
    Sent {
        scheme: scheme.clone(),
        secret: "0123456789abcdef0123456789abcdef",
        headers: vec![("x-code", code)],
        body: b"hello",
        now: 0,
    }
    .received()
}

/// Made with Python's hmac and base64 modules.
#[test]
fn a_code_in_base64url_may_have_lost_its_padding() {
    let scheme_of = |algorithm: &str, encoding: &str| {
        mac(
            algorithm,
            &json!({ "header": "x-code", "encoding": encoding }),
            "{body}",
            &Value::Null,
        )
    };
    for (algorithm, bare, padding, not_canonical) in [
        (
            "hmac-sha1",
            "mi1X5KrgCGjt8wrbt7kTIEHrgmo",
            "=",
            "mi1X5KrgCGjt8wrbt7kTIEHrgmp",
        ),
        (
            "hmac-sha256",
            "22i0e2PCOX6seFAlscnCEDrgbCiZgjSng7PrZFPRrXA",
            "=",
            "22i0e2PCOX6seFAlscnCEDrgbCiZgjSng7PrZFPRrXB",
        ),
        (
            "hmac-sha512",
            "IQ_YGBJPLWU6puxNUv6ztqNq4-jPYmgFWllshJgwI0tWIh1nX9soeVsA8KpsM3ZUrwmgupevMK8XXRW11OglGA",
            "==",
            "IQ_YGBJPLWU6puxNUv6ztqNq4-jPYmgFWllshJgwI0tWIh1nX9soeVsA8KpsM3ZUrwmgupevMK8XXRW11OglGB",
        ),
    ] {
        let url = scheme_of(algorithm, "base64url");
        assert_eq!(with_code(&url, bare), Ok(()), "{algorithm}");
        assert_eq!(with_code(&url, &format!("{bare}{padding}")), Ok(()));
        let plain = scheme_of(algorithm, "base64");
        let code = format!("{}{padding}", bare.replace('-', "+").replace('_', "/"));
        assert_eq!(with_code(&plain, &code), Ok(()), "{algorithm}");
        for (scheme, wrong) in [
            (&url, format!("{bare}{padding}=")),
            (&url, format!("{bare}={padding}==")),
            (&url, format!("={bare}")),
            (&url, format!("{bare} ")),
            (&url, not_canonical.to_owned()),
            (&url, format!("{not_canonical}{padding}")),
            (&plain, code.trim_end_matches('=').to_owned()),
            (&plain, format!("{code}=")),
        ] {
            assert_eq!(with_code(scheme, &wrong), Err(BadSignature), "{wrong}");
        }
        // Either alphabet is the other's nonsense; SHA-512's code has both signs.
        if bare.contains(['-', '_']) {
            let swapped = format!("{bare}{padding}");
            assert_eq!(with_code(&url, &code), Err(BadSignature));
            assert_eq!(with_code(&plain, &swapped), Err(BadSignature));
        }
    }
}

#[test]
fn hex_digits_are_read_in_either_case_and_nothing_beside_them() {
    let scheme = mac(
        "hmac-sha1",
        &json!({ "header": "x-code", "encoding": "hex" }),
        "{method}{body}",
        &Value::Null,
    );
    let code = "0e774d81fba9676a1f52498031c3ec6783217294";
    assert_eq!(with_code(&scheme, code), Ok(()));
    assert_eq!(with_code(&scheme, &code.to_uppercase()), Ok(()));
    for wrong in [
        format!("0x{code}"),
        format!("{code}0"),
        format!("{code}00"),
        format!(" {code}"),
        format!("{code}\u{ff10}"),
        code.replace('0', "\u{ff10}"),
        code.replacen("0e", "+e", 1),
        code[..38].to_owned(),
        code[1..].to_owned(),
        "é".repeat(20),
    ] {
        assert_eq!(with_code(&scheme, &wrong), Err(BadSignature), "{wrong}");
    }
}

#[test]
fn a_secret_is_text_or_written_in_hex_or_base64() {
    // The bytes 00 to 0f, and a code under them, made with Python's hmac module.
    let code = "9163eb0d568a28e3994c969c9d5dfef181ccbbb0a8742b30464d4d200cbcb4f4";
    for (form, secret) in [
        ("hex", "000102030405060708090a0b0c0d0e0f"),
        ("hex", "000102030405060708090A0B0C0D0E0F"),
        ("base64", "AAECAwQFBgcICQoLDA0ODw=="),
        ("base64", "AAECAwQFBgcICQoLDA0ODw"),
        ("whsec", "whsec_AAECAwQFBgcICQoLDA0ODw=="),
        ("whsec", "AAECAwQFBgcICQoLDA0ODw"),
    ] {
        let scheme = json!({
            "algorithm": "hmac-sha256", "header": "x-code", "encoding": "hex", "secret": form,
        });
        let sent = Sent {
            scheme,
            secret,
            headers: vec![("x-code", code)],
            body: b"hello",
            now: 0,
        };
        assert_eq!(sent.received(), Ok(()), "{form} {secret}");
    }
    for (form, secret, expected) in [
        ("hex", "0", "hexadecimal digits in pairs"),
        ("hex", "0g", "hexadecimal digits in pairs"),
        ("hex", "0x00", "hexadecimal digits in pairs"),
        ("base64", "AAE-", "base64"),
        ("base64", "AAECA", "base64"),
        ("base64", "AAB=", "base64"),
        ("base64", "====", "base64"),
    ] {
        let scheme = json!({
            "algorithm": "hmac-sha256", "header": "x-code", "encoding": "hex", "secret": form,
        });
        let weakness = try_scheme(&scheme).unwrap().weakness(&secrets(secret));
        let said = weakness.unwrap().to_string();
        assert!(said.contains(expected) && !said.contains(secret), "{said}");
        let sent = Sent {
            scheme,
            secret,
            headers: vec![("x-code", code)],
            body: b"hello",
            now: 0,
        };
        assert_eq!(sent.received(), Err(BadSecret), "{form} {secret}");
    }
}

// ---- what is signed ----

/// A request with a method, a URL and a type of its own.
fn requested(
    scheme: &Value,
    secret: &str,
    method_and_url: (&str, &str),
    headers: &[(&str, &str)],
    body: &[u8],
    now: i64,
) -> Result<(), WebhookErrorKind> {
    let request = Request {
        method: method_and_url.0,
        url: method_and_url.1,
        headers: &Headers::new(headers.iter().copied()),
        body,
    };
    let scheme = try_scheme(scheme).unwrap();
    let verified = scheme.verify(&request, &secrets(secret), millis(now), None);
    verified.map(|_| ()).map_err(|error| error.kind())
}

const HUBSPOT_SECRET: &str = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
const HUBSPOT_URL: &str = "https://www.example.com/webhook_uri";
const HUBSPOT_BODY: &[u8] = b"{'example_field':'example_value'}";

/// HubSpot/hubspot-api-python, `tests/spec/utils/test_signature.py`, and
/// hubspot-api-ruby, its signature spec.
#[test]
fn hubspot_published_hashes_over_the_secret_and_what_follows_it() {
    let post = ("POST", HUBSPOT_URL);
    for (signed, request, body, code) in [
        (
            "{body}",
            post,
            HUBSPOT_BODY,
            "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750",
        ),
        (
            "{method}{url}{body}",
            post,
            HUBSPOT_BODY,
            "4fe4e3a7d3cf09db53be39d0a58130e2aaba074ec123a9e355b876a689a1c383",
        ),
        (
            "{method}{url}{body}",
            ("GET", HUBSPOT_URL),
            b"",
            "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e",
        ),
    ] {
        let scheme = json!({
            "algorithm": "sha256", "header": "x-hubspot-signature", "encoding": "hex",
            "signed": signed,
        });
        let with = |secret: &str, request, body| {
            let headers = [("X-HubSpot-Signature", code)];
            requested(&scheme, secret, request, &headers, body, 0)
        };
        assert_eq!(with(HUBSPOT_SECRET, request, body), Ok(()), "{signed}");
        let forged = [
            with("another", request, body),
            with(HUBSPOT_SECRET, request, b"{}"),
            // What the secret ends with is no part of what follows it.
            with(&HUBSPOT_SECRET[1..], request, body),
        ];
        assert_eq!(forged, [Err(BadSignature); 3], "{signed}");
        if signed != "{body}" {
            let method = with(HUBSPOT_SECRET, ("PUT", HUBSPOT_URL), body);
            let url = with(
                HUBSPOT_SECRET,
                (request.0, "https://www.example.com/"),
                body,
            );
            assert_eq!([method, url], [Err(BadSignature); 2]);
        }
    }
}

/// The same tests: the third version, of which the second is an older one's.
#[test]
fn hubspot_published_codes_over_method_url_body_and_time() {
    let scheme = json!({
        "algorithm": "hmac-sha256", "header": "x-hubspot-signature-v3", "encoding": "base64",
        "signed": "{method}{url-decoded}{body}{timestamp}",
        "timestamp": {
            "header": "x-hubspot-request-timestamp", "unit": "milliseconds",
            "toleranceSeconds": 300,
        },
    });
    for (time, now, code) in [
        (
            "1693657560000",
            1_693_657_560_000,
            "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
        ),
        (
            "1700000300000",
            1_700_000_300_000,
            "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=",
        ),
        (
            "15000000",
            15_000_000,
            "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw=",
        ),
    ] {
        let headers = [
            ("X-HubSpot-Signature-v3", code),
            ("X-HubSpot-Request-Timestamp", time),
        ];
        let with = |url, now| {
            let request = ("POST", url);
            requested(
                &scheme,
                HUBSPOT_SECRET,
                request,
                &headers,
                HUBSPOT_BODY,
                now,
            )
        };
        assert_eq!(with(HUBSPOT_URL, now), Ok(()));
        // The decoded URL is what is signed.
        assert_eq!(
            with("https%3A%2F%2Fwww.example.com%2Fwebhook_uri", now),
            Ok(())
        );
        assert_eq!(with(HUBSPOT_URL, now + 300_001), Err(TooOld));
        assert_eq!(
            with("https://www.example.com/webhook_ur%69", now),
            Err(BadSignature)
        );
    }
}

/// twilio/twilio-node, `spec/validation.spec.js`.
#[test]
fn twilio_published_codes_over_a_url_and_a_sorted_form() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let scheme = json!({
        "algorithm": "hmac-sha1", "header": "x-twilio-signature", "encoding": "base64",
        "signed": "{url-and-form}",
    });
    let with = |url: &str, content_type: &str, body: &str, code: &str| {
        let headers = [("x-twilio-signature", code), ("content-type", content_type)];
        requested(
            &scheme,
            "12345",
            ("POST", url),
            &headers,
            body.as_bytes(),
            0,
        )
    };
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let form = "To=%2B18005551212&Digits=1234&Caller=%2B14158675309&From=%2B14158675309\
        &CallSid=CA1234567890ABCDE";
    let code = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    assert_eq!(with(url, FORM, form, code), Ok(()));
    assert_eq!(
        with(&url.replace(".com/", ".com:443/"), FORM, form, code),
        Ok(())
    );
    for (url, content_type, form) in [
        ("https://mycompany.com/myapp.php?foo=1&bar=3", FORM, form),
        (url, FORM, &form.replace("1234&", "1235&")),
        (url, FORM, &format!("{form}&More=1")),
        // As JSON nothing of the body is signed, unless the URL has its hash.
        (url, "application/json", form),
    ] {
        assert_eq!(with(url, content_type, form, code), Err(BadSignature));
    }
    let twice = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
    assert_eq!(
        with(url, FORM, twice, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        Ok(())
    );

    let json = r#"{"property": "value", "boolean": true}"#;
    let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    let url = format!("{url}&bodySHA256={hash}");
    let code = "a9nBmqA0ju/hNViExpshrM61xv4=";
    assert_eq!(with(&url, "application/json", json, code), Ok(()));
    for body in ["{}", r#"{"property":"value","boolean":true}"#, ""] {
        let forged = with(&url, "application/json", body, code);
        assert_eq!(forged, Err(BadSignature), "{body}");
    }
}

#[test]
fn every_part_of_what_is_signed_is_protected() {
    let secret = "0123456789abcdef0123456789abcdef";
    let written = json!({
        "algorithm": "hmac-sha256", "header": "x-code", "encoding": "hex",
        "signed": "a {method} {url} {id}/{timestamp}/{body} z", "id": ["x-id", "x-other-id"],
        "timestamp": { "header": "x-time", "unit": "seconds", "toleranceSeconds": 300 },
    });
    let to_sign = ToSign {
        method: "PUT",
        url: URL,
        body: b"hello",
        id: Some("one"),
        timestamp: millis(1_000_000),
    };
    let headers = try_scheme(&written)
        .unwrap()
        .sign(&to_sign, secret)
        .unwrap();
    let value = |name: &str| {
        let found = headers.iter().find(|(other, _)| other == name);
        found.unwrap().1.as_str()
    };
    // Made with Python's hmac module.
    assert_eq!(
        value("x-code"),
        "2e98e37168f594eadc91da238e9e347d67658d5440aed0b17f90c6e3bc58206a"
    );
    let with = |method, url, id: (&str, &str), time, body: &[u8]| {
        let headers = [("x-code", value("x-code")), id, ("x-time", time)];
        requested(&written, secret, (method, url), &headers, body, 1_000_000)
    };
    assert_eq!(with("PUT", URL, ("x-id", "one"), "1000", b"hello"), Ok(()));
    assert_eq!(
        with("PUT", URL, ("X-Other-Id", "one"), "1000", b"hello"),
        Ok(())
    );
    for forged in [
        with("POST", URL, ("x-id", "one"), "1000", b"hello"),
        with(
            "PUT",
            "https://hooks.example/",
            ("x-id", "one"),
            "1000",
            b"hello",
        ),
        with("PUT", URL, ("x-id", "two"), "1000", b"hello"),
        with("PUT", URL, ("x-id", "one"), "1001", b"hello"),
        with("PUT", URL, ("x-id", "one"), "01000", b"hello"),
        with("PUT", URL, ("x-id", "one"), "1000", b"hello "),
    ] {
        assert_eq!(forged, Err(BadSignature));
    }
    let over = with("PUT", URL, ("x-id", "one/1000"), "1000", b"hello");
    assert_eq!(over, Err(BadHeader));
}

// ---- what does not fit together ----

#[test]
fn a_scheme_whose_parts_do_not_fit_is_refused_with_what_is_wrong() {
    let time = json!({ "header": "x-time", "unit": "seconds", "tolerance_seconds": 300 });
    let code = json!({ "algorithm": "hmac-sha256", "header": "x-code", "encoding": "hex" });
    let ed25519 = json!({ "algorithm": "ed25519", "header": "x-code", "encoding": "hex" });
    let token = json!({ "algorithm": "token", "header": "x-token" });
    let in_body = json!({ "algorithm": "token", "body": "token" });
    for (scheme, key, value, says) in [
        // Something is missing.
        (&code, "header", Value::Null, "expected `header`"),
        (&token, "header", Value::Null, "expected `header`"),
        (&code, "encoding", Value::Null, "expected `encoding`"),
        // Something is there for nothing.
        (&code, "body", json!("token"), "expected no `body`"),
        (&token, "body", json!("token"), "expected no `body`"),
        (&in_body, "header", json!("x-token"), "expected no `body`"),
        (&in_body, "prefix", json!("Bearer "), "expected no `prefix`"),
        (&token, "encoding", json!("hex"), "expected no `encoding`"),
        (&token, "separator", json!(","), "expected no `separator`"),
        (&token, "signed", json!("{body}"), "expected no `signed`"),
        (&token, "secret", json!("text"), "expected no `secret`"),
        (&code, "secret", json!("whpk"), "expected no `secret`"),
        (&ed25519, "secret", json!("hex"), "expected no `secret`"),
        (&ed25519, "secret", json!("whsec"), "expected no `secret`"),
        // What is signed is nowhere, or what is somewhere is not signed.
        (&code, "signed", json!("{id}{body}"), "`id` of the scheme"),
        (
            &code,
            "signed",
            json!("{timestamp}{body}"),
            "`timestamp` of the scheme",
        ),
        (&code, "timestamp", time.clone(), "expected {timestamp}"),
        (&token, "timestamp", time.clone(), "expected {timestamp}"),
        (&in_body, "timestamp", time.clone(), "expected {timestamp}"),
        // What is signed cannot be read, or protects nothing.
        (&code, "signed", json!("{url}"), "expected {body}"),
        (&code, "signed", json!(""), "expected {body}"),
        (&code, "signed", json!("{Body}"), "got {Body}"),
        (&code, "signed", json!("{}{body}"), "got {}"),
        (&code, "signed", json!("{body}}"), "in pairs, got `}`"),
        (&code, "signed", json!("{body"), "in pairs, got `{body`"),
        (&in_body, "body", json!("value[.token"), "a bracket"),
        (&in_body, "body", json!("a..b"), "a field without a name"),
        (&in_body, "body", json!("a|"), "nothing on one side"),
        // What there is not.
        (&code, "algorithm", json!("md5"), "md5"),
        (&code, "algorithm", json!("HMAC-SHA256"), "HMAC-SHA256"),
        (&code, "encoding", json!("base32"), "base32"),
        (&code, "secret", json!("a-secret"), "goes elsewhere"),
        (&code, "separator", json!(", "), "character"),
        (&code, "header", json!([]), "the name of a header"),
        (&code, "header", json!(["x", ""]), "the name of a header"),
        (&code, "tolerance", json!(300), "tolerance"),
    ] {
        let mut written = scheme.clone();
        match value {
            Value::Null => _ = written.as_object_mut().unwrap().remove(key),
            value => written[key] = value,
        }
        let error = try_scheme(&written).unwrap_err();
        assert!(error.contains(says), "{written}: {error}");
    }
    for (key, value, says) in [
        ("unit", json!("minutes"), "minutes"),
        ("tolerance_seconds", json!(-1), "a whole number"),
        ("tolerance_seconds", json!(1.5), "a whole number"),
        ("zone", json!("utc"), "zone"),
        ("header", json!(""), "the name of a header"),
    ] {
        let mut time = time.clone();
        time[key] = value;
        let mut written = code.clone();
        written["signed"] = "{timestamp}.{body}".into();
        written["timestamp"] = time;
        let error = try_scheme(&written).unwrap_err();
        assert!(error.contains(says), "{written}: {error}");
    }
}

#[test]
fn a_tolerance_is_written_in_either_manner() {
    let with = |key: &str| {
        let mut time = json!({ "header": "x-time", "unit": "seconds" });
        time[key] = 60.into();
        try_scheme(&mac(
            "hmac-sha256",
            &json!({ "header": "x-code", "encoding": "hex" }),
            "{timestamp}.{body}",
            &time,
        ))
    };
    let scheme = with("toleranceSeconds").unwrap();
    assert_eq!(scheme.timestamp.as_ref().unwrap().tolerance_seconds, 60);
    assert_eq!(with("tolerance_seconds"), Ok(scheme));
    assert!(
        with("tolerance-seconds")
            .unwrap_err()
            .contains("tolerance-seconds")
    );
}

// ---- whatever is written ----

/// As a template is written.
fn written(parts: &[Part]) -> String {
    let parts = parts.iter().map(|part| match part {
        Part::Id => "{id}",
        Part::Timestamp => "{timestamp}",
        Part::Body => "{body}",
        Part::Method => "{method}",
        Part::Url => "{url}",
        Part::UrlDecoded => "{url-decoded}",
        Part::UrlAndForm => "{url-and-form}",
        Part::Text(text) => text.as_ref(),
        other => panic!("{other:?}"),
    });
    parts.collect()
}

fn any_part() -> impl Strategy<Value = Part> {
    prop_oneof![
        prop::sample::select(vec![
            Part::Id,
            Part::Timestamp,
            Part::Body,
            Part::Method,
            Part::Url,
            Part::UrlDecoded,
            Part::UrlAndForm,
        ]),
        "[^{}]{1,5}".prop_map(|text| Part::Text(text.into())),
    ]
}

proptest! {
    #[test]
    fn a_template_is_read_as_it_was_written(parts in prop::collection::vec(any_part(), 0..8)) {
        let mut parts = parts;
        // Two texts beside each other are one.
        parts.dedup_by(|b, a| matches!((a, b), (Part::Text(_), Part::Text(_))));
        let text = written(&parts);
        let forms = parts.iter().filter(|part| **part == Part::UrlAndForm).count();
        let protects = forms == 1 || (forms == 0 && parts.contains(&Part::Body));
        match Template::try_from(text.clone()) {
            Ok(template) => {
                prop_assert!(protects, "{}", text);
                prop_assert_eq!(template.parts(), &parts[..]);
            }
            Err(error) => prop_assert!(!protects, "{}: {}", text, error),
        }
    }

    #[test]
    fn any_text_is_a_template_or_not(text in "([{}]|body|id|url|[a-z.]|.){0,12}") {
        if let Ok(template) = Template::try_from(text.clone()) {
            prop_assert_eq!(written(template.parts()), text);
        }
    }
}
