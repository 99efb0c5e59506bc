//! Receiving: from a request to stored, queued deliveries.
//!
//! The order is fixed: method and size, source, handshake, signature and time,
//! events, journal, queue, answer. Nothing is acknowledged that is not stored.

use crate::{
    answer::Answer,
    clock,
    delivery::{Claim, DeliveryId, Status},
    journal::Journal,
    log, queue, settings,
};
use futures_util::StreamExt;
use serde_json::json;
use wibiclick_hooks::{
    Event, Headers, Received, Request as Unverified, Timestamp, WebhookErrorKind,
};
use wibiclick_rules::{DEFAULT_MAX_BODY_BYTES, Env as Variables, Hooks, Source};
use worker::{Context, Env, Method, Request, Result};

/// Answers a request to `/hooks/{name}`.
pub(crate) async fn receive(request: Request, env: &Env, context: &Context, name: &str) -> Answer {
    match try_receive(request, env, context, name).await {
        Ok(answer) => answer,
        Err(error) => {
            log::error(
                "not stored",
                &json!({ "source": name, "error": error.to_string() }),
            );
            Answer::NotStored
        }
    }
}

async fn try_receive(
    mut request: Request,
    env: &Env,
    context: &Context,
    name: &str,
) -> Result<Answer> {
    if !matches!(request.method(), Method::Get | Method::Post) {
        return Ok(Answer::MethodNotAllowed { allow: "POST" });
    }
    let hooks = match settings::hooks(env) {
        Ok(hooks) => hooks,
        Err(problems) => {
            log::error(
                "hooks.toml is not usable",
                &json!({ "problems": &*problems }),
            );
            return Ok(Answer::NotStored);
        }
    };
    let source = hooks.source(name);
    let max_bytes = source.map_or(DEFAULT_MAX_BODY_BYTES, |source| source.max_body_bytes);
    let Some(body) = body(&mut request, max_bytes).await? else {
        return Ok(Answer::TooLarge { max_bytes });
    };
    let Some(source) = source.filter(|source| source.kind.sends_webhooks()) else {
        return Ok(Answer::UnknownSource);
    };
    if request.method() == Method::Get && !source.kind.takes_get() {
        return Ok(Answer::MethodNotAllowed { allow: "POST" });
    }
    let headers = Headers::new(request.headers().entries());
    if headers
        .get("content-type")
        .is_some_and(|sent| !source.kind.accepts_content_type(sent))
    {
        return Ok(Answer::UnsupportedType);
    }
    let secrets = match settings::secrets(env, source) {
        Ok(secrets) => secrets,
        Err(error) => {
            log::error(
                "a source cannot verify",
                &json!({ "source": name, "error": error.to_string() }),
            );
            return Ok(Answer::NoSecret);
        }
    };
    let now = Timestamp::from_unix_millis(clock::now())
        .ok_or_else(|| worker::Error::RustError("the clock is past the year 9999".into()))?;
    let (method, url) = (request.method().to_string(), request.inner().url());
    let unverified = Unverified {
        method: &method,
        url: &url,
        headers: &headers,
        body: &body,
    };
    match source
        .kind
        .receive(&unverified, &secrets, now, source.tolerance)
    {
        Ok(Received::Handshake(answer)) => {
            log::info("handshake", &json!({ "source": name }));
            Ok(Answer::AsAsked(answer))
        }
        Ok(Received::Events { events, keys }) => {
            let variables = settings::variables(env, &hooks);
            let claims = events
                .into_iter()
                .zip(keys)
                .map(|(event, key)| Claim {
                    id: DeliveryId::of(name, &key),
                    wanted: wanted(&hooks, source, &event, &variables),
                    event,
                })
                .collect();
            let stored = store(env, context, source, claims).await?;
            let acknowledgement = source.kind.acknowledgement();
            Ok(acknowledgement.map_or(stored, Answer::AsAsked))
        }
        Err(error) if error.kind() == WebhookErrorKind::Unsupported => {
            Ok(Answer::MethodNotAllowed { allow: "POST" })
        }
        Err(error) if error.is_authentic_failure() => {
            log::warn(
                "refused",
                &json!({ "source": name, "error": error.to_string() }),
            );
            Ok(Answer::Unauthorized)
        }
        Err(error) => {
            log::warn(
                "malformed",
                &json!({ "source": name, "error": error.to_string() }),
            );
            Ok(Answer::Malformed(error.to_string()))
        }
    }
}

/// Whether a rule may want the event. Where a condition cannot be told yet (it
/// fails, or the journal may still know the subject's email), the dispatcher
/// decides, and nothing is lost here.
fn wanted(hooks: &Hooks, source: &Source, event: &Event, variables: &Variables) -> bool {
    let may_learn_more = event
        .subject
        .as_ref()
        .is_some_and(|subject| subject.email.is_none() && subject.id.is_some());
    hooks
        .wants(&source.name, event)
        .into_iter()
        .any(|rule| may_learn_more || hooks.matches(rule, event, variables).unwrap_or(true))
}

async fn store(
    env: &Env,
    context: &Context,
    source: &Source,
    claims: Vec<Claim>,
) -> Result<Answer> {
    let journal = Journal::of(env, &source.name)?;
    let claimed = journal.claim(&source.name, claims).await?;
    for claim in &claimed {
        log::info(
            claim.word(),
            &json!({ "source": source.name, "delivery": claim.id }),
        );
    }
    // A duplicate that is still only stored never reached the queue.
    let to_queue: Vec<_> = claimed
        .iter()
        .filter(|claim| claim.status == Status::Stored)
        .map(|claim| claim.id.clone())
        .collect();
    if !to_queue.is_empty() {
        match queue::send(env, &source.name, &to_queue).await {
            // Off the sender's time: should it be lost, the sweep queues them
            // once more, and the second message finds nothing to do.
            Ok(()) => context.wait_until(async move {
                if let Err(error) = journal.queued(to_queue).await {
                    log::warn(
                        "not noted as queued",
                        &json!({ "error": error.to_string() }),
                    );
                }
            }),
            // They are stored: the sweep will queue them.
            Err(error) => log::warn(
                "not queued yet",
                &json!({ "source": source.name, "error": error.to_string() }),
            ),
        }
    }
    Ok(Answer::Stored(claimed))
}

/// The body, or `None` where it is larger than allowed; no more of it is read.
async fn body(request: &mut Request, max_bytes: usize) -> Result<Option<Vec<u8>>> {
    let announced = request
        .headers()
        .get("content-length")?
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max_bytes) {
        return Ok(None);
    }
    if request.inner().body().is_none() {
        return Ok(Some(Vec::new()));
    }
    let mut body = Vec::with_capacity(announced.unwrap_or(0));
    let mut chunks = request.stream()?;
    while let Some(chunk) = chunks.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > max_bytes {
            return Ok(None);
        }
    }
    Ok(Some(body))
}
