//! The alert: a webhook of our own, signed as Standard Webhooks says, to whoever is to
//! know that a delivery died or is held. It carries ids, and nothing about a person.

use crate::{
    json::{self, object},
    random, settings,
};
use serde_json::Value;
use web_sys::{RequestInit, RequestRedirect};
use wibiclick_hooks::{Timestamp, standard_signature};
use worker::{Env, Error, Fetch, Headers, Request, Result};

/// The type of its event.
const TYPE: &str = "deliveries.need_attention";

/// Tells; an error, where nobody heard.
pub(crate) async fn tell(env: &Env, source: &str, deliveries: Value, now: i64) -> Result<()> {
    let Some((url, secret)) = settings::alert(env) else {
        return Ok(());
    };
    let now = Timestamp::from_unix_millis(now).ok_or("the clock")?;
    let data = object(&mut [("source", source.into()), ("deliveries", deliveries)]);
    let body = json::text(&object(&mut [
        ("type", TYPE.into()),
        ("timestamp", now.to_string().into()),
        ("data", data),
    ]));
    let (id, seconds) = (random::uuid(), now.unix_millis().div_euclid(1_000));
    let signature = standard_signature(&secret, &id, seconds, &body)
        .ok_or("expected ALERT_SECRET to be whsec_ and base64")?;
    let headers = Headers::new();
    for (name, value) in [
        ("content-type", "application/json"),
        ("webhook-id", &id),
        ("webhook-timestamp", &seconds.to_string()),
        ("webhook-signature", &signature),
    ] {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers.0);
    init.set_body(&body.into());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIMEOUT)));
    let request = web_sys::Request::new_with_str_and_init(&url, &init)?;
    let answer = Fetch::Request(Request::from(request)).send().await?;
    match answer.status_code() {
        200..300 => Ok(()),
        status => Err(Error::RustError(format!(
            "expected 2xx from whoever is told, got {status}"
        ))),
    }
}

/// In milliseconds.
const TIMEOUT: u32 = 10_000;
