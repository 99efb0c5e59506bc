//! Receiving: from a request to stored, queued deliveries.
//!
//! The order is fixed: method and rate, size, source, handshake, signature and time,
//! events, journal, queue, answer. Nothing is acknowledged that is not stored.
//!
//! There are two doors, webhooks and provisioning. A directory's request is one
//! for the journal to answer, where the users are that it may change.

use crate::{
    answer::Answer,
    clock,
    delivery::{self, Claim, Claimed, DeliveryId},
    journal::Journal,
    log, metrics, provision, rate, settings,
};
use wibiclick::transport::bytes;
use wibiclick_hooks::{
    Event, Headers, Kind, Received, Request as Unverified, Secrets, WebhookErrorKind, scim,
};
use wibiclick_rules::{DEFAULT_MAX_BODY_BYTES, Env as Variables, Hooks, Source};
use worker::{Env, Method, Request, Result, js_sys::Array};

/// How large an event may be, whatever the source allows for a body of several: a row
/// of the journal holds two megabytes.
const STORED_BYTES: usize = 1_900_000;

/// By which way a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// `/hooks/{name}`
    Hooks,
    /// `/scim/v2/{name}/…`
    Scim,
}

impl Door {
    fn is_for(self, kind: &Kind) -> bool {
        match self {
            Self::Hooks => kind.sends_webhooks(),
            Self::Scim => kind.provisions(),
        }
    }
}

/// Answers a request to the source of that name.
pub(crate) async fn receive(
    request: Request,
    url: &str,
    env: &Env,
    door: Door,
    name: &str,
) -> Answer {
    match try_receive(request, url, env, door, name).await {
        Ok(answer) => answer,
        Err(error) => {
            log::error(
                "not stored",
                &[
                    ("source", name.into()),
                    ("error", error.to_string().as_str().into()),
                ],
            );
            Answer::NotStored
        }
    }
}

async fn try_receive(
    mut request: Request,
    url: &str,
    env: &Env,
    door: Door,
    name: &str,
) -> Result<Answer> {
    let method = request.method();
    match (door, &method) {
        (_, Method::Get | Method::Post)
        | (Door::Scim, Method::Put | Method::Patch | Method::Delete) => {}
        (Door::Hooks, _) => return Ok(Answer::MethodNotAllowed { allow: "POST" }),
        (Door::Scim, _) => {
            let allow = "GET, POST, PUT, PATCH, DELETE";
            return Ok(Answer::MethodNotAllowed { allow });
        }
    }
    if !rate::allows(env, request.headers(), name).await? {
        metrics::count(env, name, "limited");
        return Ok(Answer::TooMany);
    }
    let hooks = match settings::hooks(env) {
        Ok(hooks) => hooks,
        Err(problems) => {
            log::error(
                "hooks.toml is not usable",
                &[("problems", problems.as_ref().into())],
            );
            return Ok(Answer::NotStored);
        }
    };
    let source = hooks.source(name).filter(|it| door.is_for(&it.kind));
    let max_bytes = source.map_or(DEFAULT_MAX_BODY_BYTES, |source| source.max_body_bytes);
    let Some(body) = body(&mut request, max_bytes).await? else {
        return Ok(Answer::TooLarge { max_bytes });
    };
    let Some(source) = source else {
        return Ok(Answer::UnknownSource);
    };
    if door == Door::Hooks && method == Method::Get && !source.kind.takes_get() {
        return Ok(Answer::MethodNotAllowed { allow: "POST" });
    }
    let headers = headers(&request);
    // What has no body may call it anything.
    if door == Door::Hooks
        && method == Method::Post
        && headers
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
                &[
                    ("source", name.into()),
                    ("error", error.to_string().as_str().into()),
                ],
            );
            return Ok(Answer::NoSecret);
        }
    };
    let method = method.as_ref();
    let (response, claimed) = match door {
        Door::Hooks => {
            let unverified = Unverified {
                method,
                url,
                headers: &headers,
                body: &body,
            };
            let claims = match claims(env, &hooks, source, &unverified, &secrets)? {
                Ok(claims) => claims,
                Err(answer) => return Ok(answer),
            };
            // What is not stored is sent again, for ever where it cannot be.
            if claims.iter().any(|claim| claim.event.len() > STORED_BYTES) {
                let max_bytes = STORED_BYTES;
                return Ok(Answer::TooLarge { max_bytes });
            }
            (None, claim(env, name, claims).await?)
        }
        Door::Scim => {
            if !scim::is_genuine(&headers, &secrets) {
                refused(env, name, "the token is not one of the source's secrets");
                return Ok(Answer::Unauthorized);
            }
            // What is not UTF-8 is no JSON either.
            let body = String::from_utf8(body).unwrap_or_default();
            let wanted = provision::wanted(&hooks, name);
            let journal = Journal::of(env, name, 0)?;
            let asked = journal.provision(method, url, &body, &wanted).await?;
            (Some(asked.0), asked.1)
        }
    };
    note(env, name, &claimed);
    Ok(match (response, source.kind.acknowledgement()) {
        (Some(response), _) => Answer::Provisioned(response),
        (None, Some(acknowledgement)) => Answer::AsAsked(acknowledgement),
        (None, None) => Answer::Stored(claimed),
    })
}

/// The headers, as one text: one by one, they would take a tenth of the time of a
/// request. No name has a comma in it, and no value a line break.
fn headers(request: &Request) -> Headers {
    let lines = String::from(Array::from(&request.headers().0).join("\n"));
    lines.lines().filter_map(|it| it.split_once(',')).collect()
}

/// The events of a webhook that is genuine, or what else is to be answered.
fn claims(
    env: &Env,
    hooks: &Hooks,
    source: &Source,
    request: &Unverified<'_>,
    secrets: &Secrets,
) -> Result<Result<Vec<Claim>, Answer>> {
    let (name, now) = (source.name.as_str(), clock::timestamp()?);
    Ok(
        match source.kind.receive(request, secrets, now, source.tolerance) {
            Ok(Received::Handshake(answer)) => {
                log::info("handshake", &[("source", name.into())]);
                Err(Answer::AsAsked(answer))
            }
            Ok(Received::Events { events, keys }) => {
                let variables = settings::variables(env, hooks);
                let mut claims = Vec::new();
                for (event, key) in events.into_iter().zip(keys) {
                    let shard = delivery::shard(name, &event, &key, source.shards);
                    let id = DeliveryId::of(name, &key, shard);
                    let wanted = wanted(hooks, source, &event, &variables);
                    let calls_off = source.kind.calls_off(&event);
                    claims.push(Claim::of(event, id, wanted, calls_off));
                }
                Ok(claims)
            }
            Err(error) if error.kind() == WebhookErrorKind::Unsupported => {
                Err(Answer::MethodNotAllowed { allow: "POST" })
            }
            Err(error) if error.is_authentic_failure() => {
                refused(env, name, &error.to_string());
                Err(Answer::Unauthorized)
            }
            Err(error) => {
                metrics::count(env, name, "malformed");
                log::warn(
                    "malformed",
                    &[
                        ("source", name.into()),
                        ("error", error.to_string().as_str().into()),
                    ],
                );
                Err(Answer::Malformed(error.to_string()))
            }
        },
    )
}

/// Whether a rule may want the event. Where a condition cannot be told yet (it
/// fails, or the journal may still know the subject's email or id), the dispatcher
/// decides, and nothing is lost here.
fn wanted(hooks: &Hooks, source: &Source, event: &Event, variables: &Variables) -> bool {
    let may_learn_more = event
        .subject
        .as_ref()
        .is_some_and(|subject| subject.email.is_none() != subject.id.is_none());
    hooks
        .wants(&source.name, event)
        .into_iter()
        .any(|rule| may_learn_more || hooks.matches(rule, event, variables).unwrap_or(true))
}

/// Stores the events, each in its shard, and all of them before anything else; the
/// answer keeps the order.
async fn claim(env: &Env, source: &str, claims: Vec<Claim>) -> Result<Vec<Claimed>> {
    let order: Vec<DeliveryId> = claims.iter().map(|claim| claim.id.clone()).collect();
    let shards = by_shard(claims);
    let mut stored = Vec::new();
    for (shard, claims) in shards {
        let journal = Journal::of(env, source, shard)?;
        stored.extend(journal.claim(source, claims).await?);
    }
    let mut claimed = Vec::new();
    for id in &order {
        if let Some(at) = stored.iter().position(|claim| claim.id == *id) {
            claimed.push(stored.remove(at));
        }
    }
    Ok(claimed)
}

/// What belongs to the same shard together, in its order.
fn by_shard(claims: Vec<Claim>) -> Vec<(u32, Vec<Claim>)> {
    let mut shards: Vec<(u32, Vec<Claim>)> = Vec::new();
    for claim in claims {
        let shard = claim.id.shard();
        match shards.iter_mut().find(|(known, _)| *known == shard) {
            Some((_, claims)) => claims.push(claim),
            None => shards.push((shard, vec![claim])),
        }
    }
    shards
}

fn refused(env: &Env, source: &str, error: &str) {
    metrics::count(env, source, "refused");
    log::warn(
        "refused",
        &[("source", source.into()), ("error", error.into())],
    );
}

/// Says what became of each.
fn note(env: &Env, source: &str, claimed: &[Claimed]) {
    for claim in claimed {
        metrics::count(env, source, claim.word());
        log::info(
            claim.word(),
            &[
                ("source", source.into()),
                ("delivery", claim.id.as_str().into()),
            ],
        );
    }
}

/// The body, or `None` where it is larger than allowed; no more of it is read.
pub(crate) async fn body(request: &mut Request, max_bytes: usize) -> Result<Option<Vec<u8>>> {
    let announced = request
        .headers()
        .get("content-length")?
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max_bytes) {
        return Ok(None);
    }
    // Piece by piece only where nobody has said how much will come.
    if announced.is_some() {
        let body = request.bytes().await?;
        return Ok(Some(body).filter(|body| body.len() <= max_bytes));
    }
    Ok(bytes(request.inner(), max_bytes).await?)
}
