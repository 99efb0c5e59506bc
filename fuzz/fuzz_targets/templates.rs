//! Any record of a scheme or a kind, as a configuration writes it, is refused or
//! does what schemes do: what it signs is genuine, and with another body is not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wibiclick_hooks::{
    Custom, Headers, Kind, Part, Proof, Request, Scheme, Secrets, Timestamp, ToSign,
};

const URL: &str = "https://hooks.example/hooks/source?a=%2F&b='";
/// Good for every form of secret but those of keys in pairs.
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const PRIVATE: &str = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
const PUBLIC: &str = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

fuzz_target!(|data: &[u8]| {
    let Ok(Value::Object(mut given)) = serde_json::from_slice(data) else {
        return;
    };
    let body = given.remove("body").unwrap_or_default().to_string();
    let written = Value::Object(given);
    if let Ok(scheme) = serde_json::from_value::<Scheme>(written.clone()) {
        check(&scheme, None, &body);
    }
    if let Ok(custom) = serde_json::from_value::<Custom>(written) {
        let scheme = custom.scheme.clone();
        check(&scheme, Some(&Kind::custom(custom)), &body);
    }
});

fn check(scheme: &Scheme, kind: Option<&Kind>, body: &str) {
    let Some(now) = Timestamp::from_unix_millis(1_700_000_000_000) else {
        return;
    };
    let is_ed25519 = scheme.weakness(&secrets(PUBLIC)).is_none()
        && scheme.sign(&to_sign(body, now), SECRET).is_err();
    let (signs, verifies) = if is_ed25519 {
        (PRIVATE, PUBLIC)
    } else {
        (SECRET, SECRET)
    };
    let Ok(headers) = scheme.sign(&to_sign(body, now), signs) else {
        return;
    };
    let headers = Headers::new(headers);
    let request = Request {
        method: "POST",
        url: URL,
        headers: &headers,
        body: body.as_bytes(),
    };
    let verify = |request| {
        scheme
            .verify(request, &secrets(verifies), now, None)
            .is_ok()
    };
    let _ = verify(&request);
    if let Some(kind) = kind {
        let _ = kind.receive(&request, &secrets(verifies), now, None);
    }
    let Proof::Code(code) = &scheme.proof else {
        return;
    };
    // A form's pairs may come in any order; everything else counts to the byte.
    if !code.signed.parts().contains(&Part::UrlAndForm) {
        let other = format!("{body} ");
        let request = Request {
            body: other.as_bytes(),
            ..request
        };
        assert!(!verify(&request), "{scheme:?} {body:?}");
    }
}

fn to_sign(body: &str, timestamp: Timestamp) -> ToSign<'_> {
    ToSign {
        method: "POST",
        url: URL,
        body: body.as_bytes(),
        id: Some("delivery-1"),
        timestamp,
    }
}

fn secrets(text: &str) -> Secrets {
    match Secrets::new([text.to_owned()]) {
        Ok(secrets) => secrets,
        Err(error) => panic!("{error}"),
    }
}
