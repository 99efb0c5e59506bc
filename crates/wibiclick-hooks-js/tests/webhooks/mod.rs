//! What the binding promises, in Node and in a browser alike.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use wibiclick_hooks_js::{millis, sign, sources, verify};

/// The specification's own example (standard-webhooks/standard-webhooks,
/// `libraries`, and docs.svix.com).
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const HEAD: &str = "POST\nwebhook-id:msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp:1614265330\n\
                    webhook-signature:v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const NOW: f64 = 1_614_265_330_000.0;

fn read(result: Result<String, JsValue>) -> Result<Value, Value> {
    let value = |text: &str| serde_json::from_str(text).unwrap();
    result
        .map(|text| value(&text))
        .map_err(|thrown| value(&thrown.as_string().unwrap()))
}

fn verified(kind: &str, head: &str, body: &[u8], secrets: &[&str]) -> Result<Value, Value> {
    let secrets = secrets.iter().map(|&secret| secret.to_owned()).collect();
    read(verify(kind, head, body, secrets, NOW, None))
}

fn error(kind: &str, head: &str, body: &[u8], secret: &str) -> Value {
    verified(kind, head, body, &[secret]).unwrap_err()
}

#[wasm_bindgen_test]
fn the_published_example_is_an_event() {
    let result = verified("standard-webhooks", HEAD, BODY, &[SECRET]).unwrap();
    assert_eq!(
        result,
        json!({ "type": "events", "events": [{
            "id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "type": "unknown", "signal": null,
            "occurredAt": "2021-02-25T15:02:10Z", "effectiveAt": null, "subject": null,
            "data": { "test": 2_432_232_314_u32 },
        }]})
    );
}

#[wasm_bindgen_test]
fn any_of_the_secrets_may_match() {
    let other = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    assert!(verified("standard-webhooks", HEAD, BODY, &[other, SECRET]).is_ok());
    assert_eq!(
        error("standard-webhooks", HEAD, BODY, other)["kind"],
        "bad-signature"
    );
}

#[wasm_bindgen_test]
fn data_is_the_event_as_sent() {
    let data = json!({
        "type": "a", "text": "\"\\/\u{8}\u{1f}\n\u{2028}é𝄞", "empty": [{}, [], null, true, false],
        "numbers": [0, -1, 9_007_199_254_740_991_i64, -0.5, 1e21, 1e-7, 123.456, 18_446_744_073_709_551_615_u64],
    });
    let body = data.to_string();
    let secret = "0123456789abcdef0123456789abcdef";
    let headers = read(sign("github", "POST", body.as_bytes(), secret, None, NOW)).unwrap();
    let head = head("POST", &headers);
    let result = verified("github", &head, body.as_bytes(), &[secret]).unwrap();
    assert_eq!(result["events"][0]["data"], data);
}

fn head(first: &str, headers: &Value) -> String {
    let lines = headers.as_object().unwrap().iter();
    lines.fold(first.to_owned(), |head, (name, value)| {
        format!("{head}\n{name}:{}", value.as_str().unwrap())
    })
}

#[wasm_bindgen_test]
fn every_kind_verifies_what_it_signs() {
    let kinds: Value = serde_json::from_str(&sources()).unwrap();
    for kind in kinds.as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        let url = "POST https://hooks.example/hooks/a";
        // Where the token is in the body, that is where it is.
        let body = match name {
            "entra" => format!(r#"{{"value":[{{"clientState":"{SECRET}"}}]}}"#),
            _ => r#"{"a":1}"#.to_owned(),
        };
        let body = body.as_bytes();
        let headers = read(sign(name, url, body, SECRET, None, NOW)).unwrap();
        let names: Vec<&Value> = kind["headers"].as_array().unwrap().iter().collect();
        assert!(
            headers
                .as_object()
                .unwrap()
                .keys()
                .all(|it| names.iter().any(|name| *name == it)),
            "{name}: {headers} {names:?}"
        );
        let head = head(url, &headers);
        // Genuine, whether or not it is what the kind sends.
        if let Err(error) = verified(name, &head, body, &[SECRET]) {
            assert_eq!(error["kind"], "malformed", "{name}: {error}");
        }
    }
}

#[wasm_bindgen_test]
fn a_handshake_is_to_be_answered() {
    let head = "GET\nx-okta-verification-challenge:abc";
    let result = verified("okta", head, b"", &["token"]).unwrap();
    assert_eq!(
        result,
        json!({ "type": "handshake", "response": {
            "status": 200, "headers": {
                "content-type": "application/json", "x-content-type-options": "nosniff",
            },
            "body": r#"{"verification":"abc"}"#,
        }})
    );
}

#[wasm_bindgen_test]
fn a_scheme_record_is_as_good_as_a_kind() {
    let scheme = json!({
        "algorithm": "hmac-sha256",
        "header": ["x-code", "x-old-code"],
        "encoding": "hex",
        "prefix": "v1=",
        "signed": "{timestamp}.{body}",
        "event": { "id": "id" },
        "timestamp": { "header": "x-time", "unit": "milliseconds", "toleranceSeconds": 10 },
    })
    .to_string();
    let body = br#"{"type":"person.left","id":"e1","data":{"email":"Jo@Example.com"}}"#;
    let headers = read(sign(&scheme, "POST", body, "a secret", None, NOW)).unwrap();
    assert_eq!(headers["x-time"], "1614265330000");
    let head = head("POST", &headers);
    let event = &verified(&scheme, &head, body, &["a secret"]).unwrap()["events"][0];
    assert_eq!(event["signal"], "person.left");
    assert_eq!(event["id"], "e1");
    assert_eq!(event["subject"]["email"], "jo@example.com");
    assert_eq!(event["occurredAt"], "2021-02-25T15:02:10Z");

    let late = vec!["a secret".to_owned()];
    let late = read(verify(&scheme, &head, body, late, NOW + 11_000.0, None)).unwrap_err();
    assert_eq!(
        (&late["kind"], &late["skewMs"]),
        (&json!("too-old"), &json!(-11_000))
    );
}

#[wasm_bindgen_test]
fn a_scheme_that_cannot_be_is_told() {
    let token = json!({ "algorithm": "token", "header": "x-token" });
    let with = |name: &str, value: Value| {
        let mut scheme = token.clone();
        scheme[name] = value;
        error(&scheme.to_string(), "POST", b"{}", "a secret")
    };
    for (wrong, says) in [
        (with("algorithm", json!("md5")), "md5"),
        (with("encoding", json!("hex")), "encoding"),
        (with("prof", json!(1)), "prof"),
        (with("event", json!({ "type": "a..b" })), "a..b"),
        (with("id", json!(7)), "id"),
        (
            with("timestamp", json!({ "toleranceSeconds": -1 })),
            "timestamp",
        ),
    ] {
        assert_eq!(wrong["kind"], "invalid-arguments");
        let message = wrong["message"].as_str().unwrap();
        assert!(message.contains(says), "{message}");
    }
}

#[wasm_bindgen_test]
fn errors_say_with_which_status_the_sender_is_answered() {
    let kind = "standard-webhooks";
    let bare = "POST\nwebhook-id:a\nwebhook-timestamp:x\nwebhook-signature:v1,a";
    for (error, expected) in [
        (error(kind, "POST", BODY, SECRET), ("missing-header", 401)),
        (error(kind, bare, BODY, SECRET), ("bad-header", 401)),
        (error(kind, HEAD, b"{}", SECRET), ("bad-signature", 401)),
        (error(kind, "GET", BODY, SECRET), ("unsupported", 405)),
        (error(kind, HEAD, BODY, "sk_live_1"), ("bad-secret", 500)),
        (error(kind, HEAD, BODY, " "), ("bad-secret", 500)),
        (
            error("clrk", HEAD, BODY, SECRET),
            ("invalid-arguments", 500),
        ),
    ] {
        let got = (
            error["kind"].as_str().unwrap(),
            error["status"].as_i64().unwrap(),
        );
        assert_eq!(got, expected, "{error}");
    }
    let near = error("clrk", HEAD, BODY, SECRET);
    assert!(near["message"].as_str().unwrap().contains("`clerk`"));
    // Arguments in the wrong order.
    let swapped = error(SECRET, HEAD, BODY, "clerk");
    assert!(!swapped.to_string().contains(SECRET));
}

#[wasm_bindgen_test]
fn hints_go_by_what_the_mistake_looks_like() {
    let kind = "standard-webhooks";
    let length = |length: &str| format!("{HEAD}\ncontent-length:{length}");
    let other = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
    for (error, hint, says) in [
        (error(kind, "POST", BODY, SECRET), "headers", "No header"),
        (
            error("github", HEAD, BODY, SECRET),
            "another-kind",
            "`standard-webhooks`",
        ),
        (
            error(kind, &length("20"), b"{\"test\":2432232314}", SECRET),
            "body",
            "20 bytes, and 19",
        ),
        (
            error(kind, HEAD, b"{\"test\":2432232314}", SECRET),
            "body",
            "JSON.stringify",
        ),
        (error(kind, HEAD, b"", SECRET), "body", "empty"),
        (error(kind, HEAD, BODY, "sk_live_51"), "secret", "API key"),
        (
            error(kind, HEAD, BODY, &format!("{SECRET}\n")),
            "secret",
            "white space",
        ),
        (
            error(kind, HEAD, BODY, &format!("'{SECRET}'")),
            "secret",
            "quotation",
        ),
        (
            error(kind, HEAD, BODY, "WEBHOOK_SECRET"),
            "secret",
            "variable",
        ),
        (error(kind, HEAD, BODY, &"0f".repeat(16)), "secret", "hex"),
        (
            error(kind, HEAD, BODY, "MfKQ9r8G"),
            "secret",
            "at least 24 bytes",
        ),
    ] {
        assert_eq!(error["hint"], hint, "{error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }
    // The right length, and a secret like any other: nothing tells.
    assert_eq!(error(kind, &length("20"), BODY, other)["hint"], Value::Null);
}

#[wasm_bindgen_test]
fn nothing_of_a_secret_or_a_signature_is_in_an_error() {
    let secrets = [SECRET, "sk_live_51Habc", "'quoted secret'", "SOME_VARIABLE"];
    for secret in secrets {
        for (kind, head, body) in [
            ("standard-webhooks", HEAD, &b"{}"[..]),
            ("github", HEAD, BODY),
            (
                "stripe",
                "POST\nstripe-signature:t=1614265330,v1=abcdef0123",
                BODY,
            ),
            ("okta", "POST\nauthorization:other", BODY),
        ] {
            let shown = error(kind, head, body, secret).to_string();
            for hidden in [secret, "g0hM9SsE", "abcdef0123", "2432232314"] {
                assert!(!shown.contains(hidden), "{shown}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn times_are_rfc_3339() {
    assert_eq!(millis("2021-02-25T16:02:10+01:00"), Some(NOW));
    for wrong in [
        "",
        "yesterday",
        "2021-02-25",
        "1614265330",
        "0000-01-01T00:00:00Z",
    ] {
        assert_eq!(millis(wrong), None, "{wrong}");
    }
    for wrong in [f64::NAN, f64::INFINITY, -1e300] {
        let secrets = vec![SECRET.to_owned()];
        let error = read(verify("github", HEAD, BODY, secrets, wrong, None)).unwrap_err();
        assert_eq!(error["kind"], "invalid-arguments");
    }
    for wrong in [f64::NAN, f64::INFINITY, -1.0] {
        let secrets = vec![SECRET.to_owned()];
        let error = read(verify("github", HEAD, BODY, secrets, NOW, Some(wrong))).unwrap_err();
        assert_eq!(error["kind"], "invalid-arguments");
    }
}
