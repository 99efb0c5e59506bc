//! The ways of signing that a record can say: each against a signature that a
//! vendor published, or else one made with another implementation.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use wibiclick_hooks::{
    Headers, Request, Scheme, Secrets, Timestamp, ToSign, WebhookErrorKind,
    WebhookErrorKind::{BadHeader, BadSignature, MissingHeader, TooNew, TooOld},
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
