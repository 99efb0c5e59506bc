//! A request is verified, and its events are read: [`Kind::receive`].

use std::hint::black_box;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use wibiclick_hooks::{Headers, Kind, Received, Request, Secrets, Timestamp, ToSign, kind};

use crate::{Measured, Path};

pub(crate) const PATHS: &[Path] = &[
    standard("verify standard-webhooks, 300 B", || padded(300)),
    Path {
        is_counted: true,
        ..standard("verify standard-webhooks, 1 KB", || padded(1_000))
    },
    standard("verify standard-webhooks, 8 KB", || padded(8_000)),
    standard("verify standard-webhooks, 100 KB", || padded(100_000)),
    Path {
        name: "verify github, a member removed",
        prepare: || {
            let body =
                include_bytes!("../../../tests/payloads/github/organization.member_removed.json");
            receiving("github", "github-secret-0123456789-0123456789", body)
        },
        is_counted: true,
    },
    Path {
        name: "verify stripe, an invoice paid",
        prepare: || {
            let body = include_bytes!("../../../tests/payloads/stripe/invoice.paid.json");
            receiving("stripe", "whsec_0123456789_0123456789", body)
        },
        is_counted: true,
    },
    Path {
        name: "verify okta, a user deactivated",
        prepare: || {
            let body =
                include_bytes!("../../../tests/payloads/okta/user.lifecycle.deactivate.json");
            receiving("okta", "okta-token-0123456789-0123456789", body)
        },
        is_counted: true,
    },
];

const URL: &str = "https://hooks.example/hooks/source";
const STANDARD_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const fn standard(name: &'static str, prepare: fn() -> Result<Measured>) -> Path {
    Path {
        name,
        prepare,
        is_counted: false,
    }
}

/// An event of about so many bytes, of the size alone.
fn padded(bytes: usize) -> Result<Measured> {
    let event = |note: &str| {
        json!({
            "type": "contact.created",
            "timestamp": "2026-11-24T12:00:00Z",
            "data": { "id": "contact_1", "email": "john@example.com", "note": note },
        })
        .to_string()
    };
    let rest = bytes.saturating_sub(event("").len());
    receiving(
        "standard-webhooks",
        STANDARD_SECRET,
        event(&"x".repeat(rest)).as_bytes(),
    )
}

/// A request of a kind, as it is taken.
fn receiving(name: &str, secret: &str, body: &[u8]) -> Result<Measured> {
    let (kind, now, headers) = signed(name, secret, body)?;
    let secrets = Secrets::new([secret.to_owned()])?;
    let body = body.to_vec();
    Ok(Box::new(move || {
        let request = Request {
            method: "POST",
            url: URL,
            headers: &headers,
            body: black_box(&body),
        };
        let Received::Events { events, .. } = kind.receive(&request, &secrets, now, None)? else {
            bail!("the request was taken for a handshake");
        };
        ensure!(!events.is_empty(), "no event came of the request");
        black_box(events);
        Ok(())
    }))
}

fn signed(name: &str, secret: &str, body: &[u8]) -> Result<(Kind, Timestamp, Headers)> {
    let kind = kind(name).context("a kind of this name")?;
    let now = Timestamp::parse("2026-11-24T12:00:00Z").context("a time")?;
    let request = ToSign {
        method: "POST",
        url: URL,
        body,
        id: Some("msg_1"),
        timestamp: now,
    };
    let mut headers = kind.sign(&request, secret)?;
    headers.push(("content-type".into(), "application/json".to_owned()));
    // As GitHub says what an event is.
    headers.push(("x-github-event".into(), "organization".to_owned()));
    Ok((kind, now, Headers::new(headers)))
}
