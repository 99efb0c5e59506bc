//! Any form and any query are read, by what reads forms and what signs them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use wibiclick_hooks::{
    Custom, Headers, Kind, Received, Request, Scheme, Secrets, Timestamp, ToSign, kinds,
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

static READS: LazyLock<Option<Kind>> = LazyLock::new(|| {
    let custom: Custom = serde_json::from_str(
        r#"{
            "scheme": { "algorithm": "token", "header": "x-token" },
            "event": {
                "form": true, "id": "id", "type": "type", "occurredAt": "at[]|at",
                "subject": { "email": "email[1]", "name": "name" }
            }
        }"#,
    )
    .ok()?;
    Some(Kind::custom(custom))
});

static SIGNS: LazyLock<Option<Scheme>> = LazyLock::new(|| {
    serde_json::from_str(
        r#"{
            "algorithm": "hmac-sha1", "header": "x-code", "encoding": "base64",
            "signed": "{url-and-form}"
        }"#,
    )
    .ok()
});

fuzz_target!(|data: (&str, &[u8])| {
    let (query, body) = data;
    let (Some(reads), Some(signs)) = (&*READS, &*SIGNS) else {
        panic!("both are written as they must be");
    };
    let Some(now) = Timestamp::from_unix_millis(0) else {
        return;
    };
    let Ok(secrets) = Secrets::new([SECRET.to_owned()]) else {
        return;
    };
    let url = format!("https://hooks.example/hooks/source?{query}");
    let form = ("content-type", "application/x-www-form-urlencoded");

    let headers = Headers::new([("x-token", SECRET), form]);
    let request = Request {
        method: "POST",
        url: &url,
        headers: &headers,
        body,
    };
    match reads.receive(&request, &secrets, now, None) {
        Ok(Received::Events { events, keys }) => assert_eq!((events.len(), keys.len()), (1, 1)),
        other => panic!("a form of any bytes is a form: {other:?}"),
    }

    let to_sign = ToSign {
        method: "POST",
        url: &url,
        body,
        id: None,
        timestamp: now,
    };
    if let Ok(headers) = signs.sign(&to_sign, SECRET) {
        // A `bodySHA256` in the URL is JSON's.
        let is_form = !query.contains("SHA256") && !query.contains('%');
        let mut headers = headers;
        headers.push((form.0.to_owned(), form.1.to_owned()));
        let headers = Headers::new(headers);
        let request = Request {
            headers: &headers,
            ..request
        };
        let verified = signs.verify(&request, &secrets, now, None);
        assert!(verified.is_ok() || !is_form, "{verified:?}");
        let other = [body, b"&more=1"].concat();
        let request = Request {
            body: &other,
            ..request
        };
        // The same pair twice is one.
        let is_new = !form_has_more(body);
        assert!(signs.verify(&request, &secrets, now, None).is_err() || !is_new);
    }

    // Handshakes ask for what is in the query.
    for kind in kinds() {
        for method in ["GET", "POST"] {
            let headers = Headers::new([form]);
            let request = Request {
                method,
                headers: &headers,
                ..request
            };
            let _ = kind.receive(&request, &secrets, now, None);
        }
    }
});

fn form_has_more(body: &[u8]) -> bool {
    body.windows(4).any(|it| it == b"more") || body.contains(&b'%')
}
