//! Any headers, URL and body are refused, by every kind: whoever made them has not
//! its secret. Handshakes that ask for no signature are answered.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wibiclick_hooks::{Headers, Received, Request, Secrets, Timestamp, ToSign, kinds};

#[derive(Debug, Arbitrary)]
struct Sent<'a> {
    method: Method,
    query: &'a str,
    headers: Vec<(Name<'a>, &'a str)>,
    body: &'a [u8],
    seconds: u32,
    /// Of whose genuine request the headers are added to these, with one left out
    /// and another secret's code.
    beside: Option<(u8, u8)>,
}

#[derive(Debug, Arbitrary)]
enum Method {
    Post,
    Get,
}

/// One that some kind looks at, or any other.
#[derive(Debug, Arbitrary)]
enum Name<'a> {
    Known(u8),
    Any(&'a str),
}

/// Long enough that no fuzzer finds them, and each for another form of secret.
const SECRETS: [&str; 2] = [
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
];
/// What the forger has.
const OTHER: &str = "whsec_c2FtcGxlIHNlY3JldCBvZiBzb21lYm9keQ==";

const MORE: [&str; 6] = [
    "content-type",
    "x-github-event",
    "x-shopify-topic",
    "x-okta-verification-challenge",
    "x-goog-resource-state",
    "x-hook-secret",
];

fuzz_target!(|sent: Sent<'_>| {
    let Some(now) = Timestamp::from_unix_millis(i64::from(sent.seconds) * 1_000) else {
        return;
    };
    let url = format!("https://hooks.example/hooks/source?{}", sent.query);
    let method = match sent.method {
        Method::Post => "POST",
        Method::Get => "GET",
    };
    let to_sign = ToSign {
        method,
        url: &url,
        body: sent.body,
        id: None,
        timestamp: now,
    };
    let mut names: Vec<String> = MORE.map(str::to_owned).to_vec();
    for kind in kinds() {
        for scheme in kind.schemes() {
            names.extend(scheme.header().map(str::to_owned));
            names.extend(scheme.id.iter().flat_map(|it| it.iter().map(str::to_owned)));
            let time = scheme.timestamp.iter();
            names.extend(time.map(|at| at.header.usual().to_owned()));
        }
    }
    let own = sent.headers.iter().map(|(name, value)| {
        let name = match name {
            Name::Known(index) => names[usize::from(*index) % names.len()].as_str(),
            Name::Any(name) => name,
        };
        (name.to_owned(), (*value).to_owned())
    });
    let own: Vec<(String, String)> = own.collect();
    let body = String::from_utf8_lossy(sent.body);
    let texts = own.iter().map(|(_, value)| value.as_str()).chain([&*body]);
    if texts
        .into_iter()
        .any(|text| SECRETS.iter().any(|it| text.contains(it)))
    {
        return;
    }
    let Ok(secrets) = Secrets::new(SECRETS.map(str::to_owned)) else {
        return;
    };
    for kind in kinds() {
        let mut headers = own.clone();
        if let Some((scheme, left_out)) = sent.beside {
            let schemes = kind.schemes();
            let scheme = &schemes[usize::from(scheme) % schemes.len()];
            let mut forged = scheme.sign(&to_sign, OTHER).unwrap_or_default();
            if usize::from(left_out) < forged.len() {
                forged.remove(usize::from(left_out));
            }
            headers.extend(forged);
        }
        let request = Request {
            method,
            url: &url,
            headers: &Headers::new(headers),
            body: sent.body,
        };
        let received = kind.receive(&request, &secrets, now, None);
        assert!(
            !matches!(received, Ok(Received::Events { .. })),
            "{} took {request:?}",
            kind.name()
        );
        if let Err(error) = received {
            let said = format!("{error} {error:?}");
            assert!(!SECRETS.iter().any(|it| said.contains(&it[6..])), "{said}");
        }
    }
});
