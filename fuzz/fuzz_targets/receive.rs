//! Any genuine body is read, or malformed; what is read has a key for each event.
//! The first byte says in which of its media types a kind sends it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wibiclick_hooks::{
    Headers, Received, Request, Secrets, Timestamp, ToSign, WebhookErrorKind, kinds,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const URL: &str = "https://hooks.example/";

fuzz_target!(|data: (u8, &[u8])| {
    let (choice, body) = data;
    let Some(now) = Timestamp::from_unix_millis(0) else {
        return;
    };
    let Ok(secrets) = Secrets::new([SECRET.to_owned()]) else {
        return;
    };
    for kind in kinds() {
        let to_sign = ToSign {
            method: "POST",
            url: URL,
            body,
            id: Some("1"),
            timestamp: now,
        };
        let Ok(mut headers) = kind.sign(&to_sign, SECRET) else {
            continue;
        };
        let types = kind.content_types();
        let content_type = types[usize::from(choice) % types.len()];
        headers.push(("content-type".to_owned(), content_type.to_owned()));
        let request = Request {
            method: "POST",
            url: URL,
            headers: &Headers::new(headers),
            body,
        };
        match kind.receive(&request, &secrets, now, None) {
            Ok(Received::Events { events, keys }) => {
                assert_eq!(events.len(), keys.len(), "{}", kind.name());
            }
            Ok(Received::Handshake(_)) => {}
            Err(error) => {
                // A token in the body, and what is JSON where a form is signed, is
                // what nobody else than the body could make genuine.
                let in_body = kind.schemes().iter().any(|it| it.header().is_none());
                let signs_url = kind.schemes().iter().any(|it| it.signs_url());
                let is_malformed = error.kind() == WebhookErrorKind::Malformed;
                assert!(
                    is_malformed || in_body || signs_url,
                    "{}: {error}",
                    kind.name()
                );
            }
        }
    }
});
