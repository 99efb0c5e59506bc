//! Dispatching: from a queued delivery to calls made, each exactly once as far
//! as anybody can know.
//!
//! A call's outcome is in the journal before the next call is made; that of the last
//! one goes there with the end of the attempt. A call that is recorded as done is not
//! made again: its reply is taken from the journal. What remains is the moment between the API's answer and its record; a call
//! lost there is repeated, which a disconnect survives ("already gone").

use crate::{
    backoff, clock,
    delivery::{Begun, CallOutcome, CallRecord, CallResult, DeliveryId, Ending, Wait, Work},
    journal::Journal,
    json, log, metrics,
    queue::Message,
    settings,
};
use serde_json::Value;
use std::{mem, time::Duration};
use wibiclick::{
    action::Method,
    client::Client,
    error::Error,
    transport::{Fetch, Timer as _},
};
use wibiclick_hooks::{Event, Timestamp};
use wibiclick_rules::{Call, Env as Variables, Hooks, Rule, Run, Source};
use worker::{
    Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage, Result,
    js_sys::{self, Array, Promise},
    wasm_bindgen::JsValue,
    wasm_bindgen_futures::{JsFuture, future_to_promise},
};

/// Actions whose aim is reached when the API no longer knows what they take
/// away, with the status that says so.
const ALREADY_GONE: &[(&str, u16)] = &[("user.disconnectFromWebsite", 404)];
/// How long that may be which is kept of a reply for later steps; a row of the journal
/// holds two megabytes.
const KEPT_BYTES: usize = 1_000_000;
/// Why a longer one is refused.
const TOO_LONG: &str =
    "what is kept of its reply has over 1000000 bytes; ask for less, with `limit`";
/// What a message waits that could not be looked at, in seconds.
const PAUSE_SECONDS: u32 = 30;

/// Handles a batch of the queue; each message is acknowledged or retried by itself.
pub(crate) async fn dispatch(batch: &MessageBatch<Value>, env: &Env) {
    // As promises, since joined futures would bring machinery of their own.
    let all = Array::new();
    for message in batch.raw_iter() {
        let env = env.clone();
        all.push(&future_to_promise(async move {
            handle(message, &env).await;
            Ok(JsValue::UNDEFINED)
        }));
    }
    // None of them fails.
    let _ = JsFuture::from(Promise::all(&all)).await;
}

/// Handles a batch of the dead-letter queue: what the queue has given up goes
/// on the shelf.
pub(crate) async fn bury(batch: &MessageBatch<Value>, env: &Env) {
    for message in batch.raw_iter() {
        if let Some(Message { source, id }) = parse(&message) {
            let reason = "the queue gave the delivery up";
            let buried = async {
                Journal::holding(env, &source, &id)?
                    .abandon(&id, reason)
                    .await
            };
            if let Err(error) = buried.await {
                log::error(
                    "not buried",
                    &[
                        ("delivery", id.as_str().into()),
                        ("error", error.to_string().as_str().into()),
                    ],
                );
                retry(&message, PAUSE_SECONDS);
                continue;
            }
            log::error(
                "dead",
                &[
                    ("source", source.as_str().into()),
                    ("delivery", id.as_str().into()),
                    ("reason", reason.into()),
                ],
            );
        }
        message.ack();
    }
}

async fn handle(message: RawMessage, env: &Env) {
    let Some(Message { source, id }) = parse(&message) else {
        log::error(
            "not a message of ours",
            &[("message", message.id().as_str().into())],
        );
        return message.ack();
    };
    match attempt(env, &source, &id).await {
        Ok(None) => message.ack(),
        Ok(Some(at)) => {
            let seconds = u32::try_from((at - clock::now()).max(0) / 1_000 + 1).unwrap_or(u32::MAX);
            retry(&message, seconds);
        }
        Err(error) => {
            let error = error.to_string();
            log::error(
                "attempt broken off",
                &[
                    ("source", source.as_str().into()),
                    ("delivery", id.as_str().into()),
                    ("error", error.as_str().into()),
                ],
            );
            retry(&message, PAUSE_SECONDS);
        }
    }
}

fn parse(message: &RawMessage) -> Option<Message> {
    Message::parse(&message.body().as_string()?)
}

fn retry(message: &RawMessage, seconds: u32) {
    message.retry_with_options(
        &QueueRetryOptionsBuilder::new()
            .with_delay_seconds(seconds)
            .build(),
    );
}

/// Makes one attempt; says when the message is wanted again, if it is.
async fn attempt(env: &Env, source: &str, id: &DeliveryId) -> Result<Option<i64>> {
    let journal = Journal::holding(env, source, id)?;
    let work = match journal.begin(id).await? {
        Begun::Started(work) => *work,
        Begun::Busy { until } => return Ok(Some(until)),
        Begun::Parked | Begun::Settled => return Ok(None),
        Begun::Unknown => {
            log::error(
                "no such delivery",
                &[("source", source.into()), ("delivery", id.as_str().into())],
            );
            return Ok(None);
        }
    };
    let number = work.attempt;
    let lease_lost = || {
        log::warn(
            "lease lost",
            &[
                ("source", source.into()),
                ("delivery", id.as_str().into()),
                ("attempt", number.into()),
            ],
        );
        Ok(None)
    };
    let Some((ending, call)) = carry_out(env, &journal, source, id, work).await? else {
        return lease_lost();
    };
    let became = ending.word();
    // The queue brings back what is to be tried again soon; the rest is the
    // journal's to call.
    let next = match &ending {
        Ending::Later {
            at,
            wait: Wait::Retry | Wait::Moment,
            ..
        } => Some(*at),
        _ => None,
    };
    if !journal.finish(id, number, ending, call).await? {
        return lease_lost();
    }
    metrics::count(env, source, became);
    // The reason may quote the API on a person, so only the journal has it.
    log::info(
        became,
        &[
            ("source", source.into()),
            ("delivery", id.as_str().into()),
            ("attempt", number.into()),
        ],
    );
    Ok(next)
}

/// How one rule ended.
enum Ended {
    Done,
    Failed {
        retry_after_ms: Option<u64>,
        reason: String,
    },
    Refused(String),
    /// The source's pace leaves no place for a call before that time.
    NotYet(i64),
    /// The rule's brake is on.
    Held(String),
    LeaseLost,
}

/// Carries out every rule that wants the event: how that ended, and the call that is not
/// recorded yet, if there is one. `None` where the lease was lost.
async fn carry_out(
    env: &Env,
    journal: &Journal,
    source: &str,
    id: &DeliveryId,
    work: Work,
) -> Result<Option<(Ending, Option<String>)>> {
    let at_fault = |reason| Ok(Some((unusable(reason), None)));
    let Ok(hooks) = settings::hooks(env) else {
        return at_fault("hooks.toml is not usable".to_owned());
    };
    let client = match settings::client(env) {
        Ok(config) => {
            let config = config.with_corrections(hooks.corrections().clone());
            Client::new(config, Fetch::new())
        }
        Err(reason) => return at_fault(reason),
    };
    let variables = settings::variables(env, &hooks);
    let mut delivery = Delivery {
        env,
        journal,
        source: hooks.source(source),
        id,
        event: &work.event()?,
        calls: work.calls()?,
        work: &work,
        unrecorded: None,
        hooks: &hooks,
        variables: &variables,
        client,
    };
    let ending = delivery.carry_out(source).await?;
    Ok(ending.map(|ending| (ending, delivery.unrecorded)))
}

/// The deployment is at fault, not the delivery: it waits until that is mended.
fn unusable(reason: String) -> Ending {
    Ending::Later {
        at: clock::now() + backoff::UNTIL_MENDED,
        wait: Wait::Moment,
        reason,
    }
}

fn later(failures: u32, retry_after: Option<u64>, reason: String) -> Ending {
    if failures >= backoff::ATTEMPTS {
        return Ending::Dead {
            reason: format!("given up after {failures} failed attempts: {reason}"),
        };
    }
    let delay = backoff::delay(failures, retry_after, js_sys::Math::random());
    Ending::Later {
        at: clock::now() + delay,
        wait: Wait::Retry,
        reason,
    }
}

/// A delivery while an attempt at it is under way.
struct Delivery<'a> {
    env: &'a Env,
    journal: &'a Journal,
    /// Not there, if it was taken out of hooks.toml.
    source: Option<&'a Source>,
    id: &'a DeliveryId,
    work: &'a Work,
    event: &'a Event,
    /// Those of earlier attempts.
    calls: Vec<CallRecord>,
    /// What came of the last call, until the next one is to be made or the attempt ends:
    /// the last of all goes to the journal with the end. In JSON.
    unrecorded: Option<String>,
    hooks: &'a Hooks,
    variables: &'a Variables,
    client: Client<Fetch>,
}

impl Delivery<'_> {
    /// Carries every rule out that wants the event; `None` where the lease was lost.
    async fn carry_out(&mut self, source: &str) -> Result<Option<Ending>> {
        let (hooks, event, variables) = (self.hooks, self.event, self.variables);
        let (mut matched, mut refused, mut held, mut date) = (false, Vec::new(), None, None);
        for rule in hooks.wants(source, event) {
            let at = hooks
                .matches(rule, event, variables)
                .and_then(|matches| Ok(matches.then_some(hooks.at(rule, event, variables)?)));
            let at = match at {
                Ok(None) => continue,
                Ok(Some(at)) => at.map(Timestamp::unix_millis),
                Err(error) => {
                    matched = true;
                    refused.push(error.to_string());
                    continue;
                }
            };
            matched = true;
            if let Some(at) = at.filter(|at| *at > clock::now()) {
                date = Some(date.map_or(at, |first: i64| first.min(at)));
                continue;
            }
            match self.carry_out_rule(rule).await? {
                Ended::Done => {}
                Ended::Refused(reason) => refused.push(reason),
                Ended::Held(reason) => held = Some(reason),
                Ended::LeaseLost => return Ok(None),
                Ended::NotYet(at) => {
                    let (wait, reason) = (Wait::Moment, "enough calls for now".to_owned());
                    return Ok(Some(Ending::Later { at, wait, reason }));
                }
                // The API is in trouble: the other rules wait with this one.
                Ended::Failed {
                    retry_after_ms,
                    reason,
                } => return Ok(Some(later(self.work.failures + 1, retry_after_ms, reason))),
            }
        }
        let refused = refused.join("; ");
        Ok(Some(match (held, date, matched) {
            (Some(reason), ..) => Ending::Later {
                at: clock::now(),
                wait: Wait::Release,
                reason,
            },
            // What was refused is known until then, and is refused again.
            (None, Some(at), _) => Ending::Later {
                at,
                wait: Wait::Date,
                reason: refused,
            },
            (None, None, false) => Ending::Ignored,
            (None, None, true) if refused.is_empty() => Ending::Done,
            (None, None, true) => Ending::Dead { reason: refused },
        }))
    }

    /// Carries one rule out, call after call.
    async fn carry_out_rule(&mut self, rule: &Rule) -> Result<Ended> {
        let mut run = self.hooks.run(rule, self.event, self.variables);
        loop {
            let call = match run.next() {
                Ok(Some(call)) => call,
                Ok(None) => return Ok(Ended::Done),
                Err(error) => return Ok(Ended::Refused(error.to_string())),
            };
            let kept = match self.recorded(&call) {
                Some(record) if record.outcome.succeeded() => Kept {
                    value: record.kept.clone(),
                    is_picked: record.picked.is_some(),
                },
                // Refused for good; asking again would not change it.
                Some(record) if record.outcome == CallOutcome::Refused => {
                    return Ok(Ended::Refused(record.message.clone().unwrap_or_default()));
                }
                _ => {
                    if !self.record().await? {
                        return Ok(Ended::LeaseLost);
                    }
                    if let Some(ended) = self.wait_for_leave(rule, &call).await? {
                        return Ok(ended);
                    }
                    match self.make(&call, &run).await {
                        Made::Kept(kept) => kept,
                        Made::Ended(ended) => return Ok(ended),
                    }
                }
            };
            if kept.is_picked {
                run.resume(&call.key, &kept.value);
            } else if let Err(error) = run.reply(&call.key, &kept.value) {
                return Ok(Ended::Refused(error.to_string()));
            }
        }
    }

    /// Sees to it that what came of the last call is in the journal. `false`: the lease
    /// was lost.
    async fn record(&mut self) -> Result<bool> {
        match self.unrecorded.take() {
            Some(call) => self.journal.record(self.id, self.work.attempt, call).await,
            None => Ok(true),
        }
    }

    /// Waits until the call may be made, by the rule's brake and the source's pace;
    /// or says why it may not.
    async fn wait_for_leave(&self, rule: &Rule, call: &Call) -> Result<Option<Ended>> {
        if let Some(limit) = rule.brake()
            && call.action.spec().destructive
            && !self.work.released
        {
            let source = self.source.map_or("", |source| &source.name);
            let key = format!("{source}/{}/{}", self.id.as_str(), call.key.as_str());
            let brakes = Journal::of_brakes(self.env)?;
            if !brakes.brake(rule.name(), key, limit).await? {
                let name = rule.name();
                return Ok(Some(Ended::Held(format!(
                    "the brake of rule {name:?} is on, at {limit} destructive calls an hour: \
                     somebody has to release this"
                ))));
            }
        }
        if let Some(source) = self.source
            && let Some(calls) = source.calls_per_minute
        {
            let wait = self.journal.pace(calls.div_ceil(source.shards)).await?;
            if wait > backoff::LONGEST_PAUSE {
                return Ok(Some(Ended::NotYet(clock::now() + wait)));
            }
            if wait > 0 {
                let wait = Duration::from_millis(wait.unsigned_abs());
                Fetch::new().sleep(wait).await;
            }
        }
        Ok(None)
    }

    /// The last record of this very call: the same place in the same rule, and
    /// the same params, since hooks.toml may have changed between attempts. Where only
    /// what was picked is left of a reply, the same pick, too.
    fn recorded(&self, call: &Call) -> Option<&CallRecord> {
        self.calls.iter().rev().find(|record| {
            record.key == call.key.as_str()
                && record.action == call.action.id()
                && record.params == call.params
                && (record.picked.is_none() || record.picked == call.pick)
        })
    }

    /// Makes the call, and keeps what came of it for [`Self::record`].
    async fn make(&mut self, call: &Call, run: &Run<'_>) -> Made {
        let (action, spec) = (call.action.id(), call.action.spec());
        let mut result = self.client.call(action, &call.params).await;
        let mut made = CallResult {
            outcome: CallOutcome::Done,
            status: Some(200),
            message: None,
            picked: None,
        };
        let kept = match &mut result {
            Ok(reply) => {
                let message = reply.get("message").and_then(Value::as_str);
                made.message = message.map(str::to_owned);
                let mut kept = mem::take(reply);
                // A token in a reply is no rule's business, and nobody's to read later.
                spec.redact_reply(&mut kept);
                // What only reads can be asked again, should the pick be changed; so
                // what nobody picked is not stored. Where the pick fails, all is.
                if spec.method == Method::Get
                    && call.pick.is_some()
                    && let Ok(picked) = run.pick(&kept)
                {
                    made.picked.clone_from(&call.pick);
                    kept = picked;
                }
                kept
            }
            Err(error) => {
                made.outcome = if already_gone(action, error) {
                    CallOutcome::AlreadyGone
                } else if error.retryable() {
                    CallOutcome::Failed
                } else {
                    CallOutcome::Refused
                };
                made.status = error.status;
                made.message = Some(told(call, error));
                Value::Null
            }
        };
        let mut written = json::text(&kept);
        let too_long = written.len() > KEPT_BYTES;
        if too_long {
            written = json::text(&Value::Null);
            made.picked = None;
            // What only reads is asked again when somebody has mended it, so that nobody
            // goes on with nothing.
            if spec.method == Method::Get {
                made.outcome = CallOutcome::Refused;
                made.message = Some(TOO_LONG.to_owned());
            }
        }
        let (outcome, is_picked) = (made.outcome, made.picked.is_some());
        self.unrecorded = Some(made.record(call, &written, self.work.attempt, clock::now()));
        match result {
            Ok(_) if too_long => Made::Ended(Ended::Refused(at(call, TOO_LONG))),
            Err(error) if outcome == CallOutcome::Failed => Made::Ended(Ended::Failed {
                retry_after_ms: error.retry_after_ms,
                reason: told(call, &error),
            }),
            Err(error) if !outcome.succeeded() => Made::Ended(Ended::Refused(told(call, &error))),
            _ => Made::Kept(Kept {
                value: kept,
                is_picked,
            }),
        }
    }
}

/// What is left of a reply.
struct Kept {
    value: Value,
    /// Whether the step's `pick` is done with it.
    is_picked: bool,
}

/// What making a call leads to.
enum Made {
    /// On to the next.
    Kept(Kept),
    /// No further with this rule.
    Ended(Ended),
}

/// A call's failure, with what was called: the API's own words rarely say it.
fn told(call: &Call, error: &Error) -> String {
    at(
        call,
        &match error.status {
            Some(status) => format!("{error} (status {status})"),
            None => error.to_string(),
        },
    )
}

/// What is said of a call.
fn at(call: &Call, said: &str) -> String {
    format!("{} (step {}): {said}", call.action.id(), call.step)
}

/// Whether the API's refusal means that there is nothing left to do. Only the
/// API's own word counts, not any server's 404.
fn already_gone(action: &str, error: &Error) -> bool {
    let said = error
        .body
        .as_ref()
        .is_some_and(|body| body.get("message").is_some());
    said && ALREADY_GONE
        .iter()
        .any(|&(id, status)| id == action && error.status == Some(status))
}
