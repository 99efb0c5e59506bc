//! Any genuine body is read, or malformed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wibiclick_hooks::{Headers, Request, Secrets, Timestamp, ToSign, kinds};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fuzz_target!(|body: &[u8]| {
    let Some(now) = Timestamp::from_unix_millis(0) else {
        return;
    };
    let Ok(secrets) = Secrets::new([SECRET.to_owned()]) else {
        return;
    };
    for kind in kinds() {
        let to_sign = ToSign {
            method: "POST",
            url: "https://hooks.example/",
            body,
            id: Some("1"),
            timestamp: now,
        };
        let Ok(headers) = kind.sign(&to_sign, SECRET) else {
            continue;
        };
        let headers = Headers::new(headers);
        let request = Request {
            method: "POST",
            url: "https://hooks.example/",
            headers: &headers,
            body,
        };
        let _ = kind.receive(&request, &secrets, now, None);
    }
});
