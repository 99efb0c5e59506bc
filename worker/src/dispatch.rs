//! Dispatching: from a queued delivery to calls made, each exactly once as far
//! as anybody can know.
//!
//! A call's outcome is in the journal before the next call is made. A call that
//! is recorded as done is not made again: its reply is taken from the journal.
//! What remains is the moment between the API's answer and its record; a call
//! lost there is repeated, which a disconnect survives ("already gone").

use crate::{
    backoff, clock,
    delivery::{Begun, CallOutcome, CallRecord, DeliveryId, Ending, Work},
    journal::Journal,
    log,
    queue::Message,
    settings,
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use wibiclick::{client::Client, error::Error, transport::Fetch};
use wibiclick_rules::{Call, Env as Variables, Hooks, Rule};
use worker::{Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage, Result, js_sys};

/// Actions whose aim is reached when the API no longer knows what they take
/// away, with the status that says so.
const ALREADY_GONE: &[(&str, u16)] = &[("user.disconnectFromWebsite", 404)];
/// How long a reply may be that is kept for later steps; a row of the journal
/// holds two megabytes.
const KEPT_BYTES: usize = 1_000_000;
/// What a message waits that could not be looked at, in seconds.
const PAUSE_SECONDS: u32 = 30;

/// Handles a batch of the queue; each message is acknowledged or retried by itself.
pub(crate) async fn dispatch(batch: &MessageBatch<Value>, env: &Env) {
    join_all(batch.raw_iter().map(|message| handle(message, env))).await;
}

/// Handles a batch of the dead-letter queue: what the queue has given up goes
/// on the shelf.
pub(crate) async fn bury(batch: &MessageBatch<Value>, env: &Env) {
    for message in batch.raw_iter() {
        if let Some(Message { source, id }) = parse(&message) {
            let reason = "the queue gave the delivery up";
            let buried = async { Journal::of(env, &source)?.abandon(&id, reason).await };
            if let Err(error) = buried.await {
                log::error(
                    "not buried",
                    &json!({ "delivery": id.as_str(), "error": error.to_string() }),
                );
                retry(&message, PAUSE_SECONDS);
                continue;
            }
            log::error(
                "dead",
                &json!({ "source": source, "delivery": id.as_str(), "reason": reason }),
            );
        }
        message.ack();
    }
}

async fn handle(message: RawMessage, env: &Env) {
    let Some(Message { source, id }) = parse(&message) else {
        log::error("not a message of ours", &json!({ "message": message.id() }));
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
                &json!({ "source": source, "delivery": id.as_str(), "error": error }),
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
    let journal = Journal::of(env, source)?;
    let work = match journal.begin(id).await? {
        Begun::Started(work) => *work,
        Begun::Busy { until } => return Ok(Some(until)),
        Begun::Settled => return Ok(None),
        Begun::Unknown => {
            log::error(
                "no such delivery",
                &json!({ "source": source, "delivery": id.as_str() }),
            );
            return Ok(None);
        }
    };
    let number = work.attempt;
    let Some(ending) = carry_out(env, &journal, source, id, work).await? else {
        log::warn(
            "lease lost",
            &json!({ "source": source, "delivery": id.as_str(), "attempt": number }),
        );
        return Ok(None);
    };
    let (became, next) = match &ending {
        Ending::Done => ("done", None),
        Ending::Ignored => ("ignored", None),
        Ending::Later { at, .. } => ("waiting", Some(*at)),
        Ending::Dead { .. } => ("dead", None),
    };
    journal.finish(id, number, ending).await?;
    // The reason may quote the API on a person, so only the journal has it.
    log::info(
        became,
        &json!({ "source": source, "delivery": id.as_str(), "attempt": number }),
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
    LeaseLost,
}

/// Carries out every rule that wants the event; `None` where the lease was lost.
async fn carry_out(
    env: &Env,
    journal: &Journal,
    source: &str,
    id: &DeliveryId,
    work: Work,
) -> Result<Option<Ending>> {
    let attempt = work.attempt;
    let Ok(hooks) = settings::hooks(env) else {
        return Ok(Some(later(
            attempt,
            None,
            "hooks.toml is not usable".to_owned(),
        )));
    };
    let client = match settings::client(env) {
        Ok(config) => {
            let config = config.with_corrections(hooks.corrections().clone());
            Client::new(config, Fetch::new())
        }
        Err(reason) => return Ok(Some(later(attempt, None, reason))),
    };
    let variables = settings::variables(env, &hooks);
    let mut delivery = Delivery {
        journal,
        id,
        work,
        hooks: &hooks,
        variables: &variables,
        client,
    };
    let (mut matched, mut refused) = (false, Vec::new());
    for rule in hooks.wants(source, &delivery.work.event.clone()) {
        match hooks.matches(rule, &delivery.work.event, &variables) {
            Ok(false) => continue,
            Ok(true) => matched = true,
            Err(error) => {
                matched = true;
                refused.push(error.to_string());
                continue;
            }
        }
        match delivery.carry_out(rule).await? {
            Ended::Done => {}
            Ended::Refused(reason) => refused.push(reason),
            Ended::LeaseLost => return Ok(None),
            // The API is in trouble: the other rules wait with this one.
            Ended::Failed {
                retry_after_ms,
                reason,
            } => return Ok(Some(later(attempt, retry_after_ms, reason))),
        }
    }
    Ok(Some(match (matched, refused.is_empty()) {
        (false, _) => Ending::Ignored,
        (true, true) => Ending::Done,
        (true, false) => Ending::Dead {
            reason: refused.join("; "),
        },
    }))
}

fn later(attempt: u32, retry_after: Option<u64>, reason: String) -> Ending {
    if attempt >= backoff::ATTEMPTS {
        return Ending::Dead {
            reason: format!("given up after {attempt} attempts: {reason}"),
        };
    }
    let delay = backoff::delay(attempt, retry_after, js_sys::Math::random());
    Ending::Later {
        at: clock::now() + delay,
        reason,
    }
}

/// A delivery while an attempt at it is under way.
struct Delivery<'a> {
    journal: &'a Journal,
    id: &'a DeliveryId,
    work: Work,
    hooks: &'a Hooks,
    variables: &'a Variables,
    client: Client<Fetch>,
}

impl Delivery<'_> {
    /// Carries one rule out, call after call.
    async fn carry_out(&mut self, rule: &Rule) -> Result<Ended> {
        let event = self.work.event.clone();
        let mut run = self.hooks.run(rule, &event, self.variables);
        loop {
            let call = match run.next() {
                Ok(Some(call)) => call,
                Ok(None) => return Ok(Ended::Done),
                Err(error) => return Ok(Ended::Refused(error.to_string())),
            };
            let kept = match self.recorded(&call) {
                Some(record) if record.outcome.succeeded() => record.kept.clone(),
                // Refused for good; asking again would not change it.
                Some(record) if record.outcome == CallOutcome::Refused => {
                    return Ok(Ended::Refused(record.message.clone().unwrap_or_default()));
                }
                _ => match self.make(&call).await? {
                    Made::Kept(kept) => kept,
                    Made::Ended(ended) => return Ok(ended),
                },
            };
            if let Err(error) = run.reply(&call.key, &kept) {
                return Ok(Ended::Refused(error.to_string()));
            }
        }
    }

    /// The last record of this very call: the same place in the same rule, and
    /// the same params, since hooks.toml may have changed between attempts.
    fn recorded(&self, call: &Call) -> Option<&CallRecord> {
        self.work.calls.iter().rev().find(|record| {
            record.key == call.key.as_str()
                && record.action == call.action.id()
                && record.params == call.params
        })
    }

    /// Makes the call, and writes down what came of it.
    async fn make(&mut self, call: &Call) -> Result<Made> {
        let action = call.action.id();
        let result = self.client.call(action, &call.params).await;
        let (outcome, status, message, kept) = match &result {
            Ok(reply) => {
                let message = reply
                    .get("message")
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                let mut kept = reply.clone();
                // A token in a reply is no rule's business, and nobody's to read later.
                call.action.spec().redact_reply(&mut kept);
                (CallOutcome::Done, Some(200), message, kept)
            }
            Err(error) => {
                let outcome = if already_gone(action, error) {
                    CallOutcome::AlreadyGone
                } else if error.retryable() {
                    CallOutcome::Failed
                } else {
                    CallOutcome::Refused
                };
                (outcome, error.status, Some(told(call, error)), Value::Null)
            }
        };
        let too_long = kept.to_string().len() > KEPT_BYTES;
        let record = CallRecord {
            key: call.key.as_str().to_owned(),
            rule: call.rule.clone(),
            step: call.step.clone(),
            action: action.to_owned(),
            params: call.params.clone(),
            outcome,
            status,
            message,
            kept: if too_long { Value::Null } else { kept.clone() },
            attempt: self.work.attempt,
            ended_at: clock::now(),
        };
        if !self.journal.record(self.id, record).await? {
            return Ok(Made::Ended(Ended::LeaseLost));
        }
        Ok(match result {
            Ok(_) if too_long => Made::Ended(Ended::Refused(format!(
                "the reply to step {:?} has over {KEPT_BYTES} bytes; ask for less, with `limit`",
                call.step
            ))),
            Ok(_) => Made::Kept(kept),
            Err(_) if outcome.succeeded() => Made::Kept(Value::Null),
            Err(error) if outcome == CallOutcome::Failed => Made::Ended(Ended::Failed {
                retry_after_ms: error.retry_after_ms,
                reason: told(call, &error),
            }),
            Err(error) => Made::Ended(Ended::Refused(told(call, &error))),
        })
    }
}

/// What making a call leads to.
enum Made {
    /// On to the next, with this reply.
    Kept(Value),
    /// No further with this rule.
    Ended(Ended),
}

/// A call's failure, with what was called: the API's own words rarely say it.
fn told(call: &Call, error: &Error) -> String {
    let action = call.action.id();
    match error.status {
        Some(status) => format!("{action} (step {}): {error} (status {status})", call.step),
        None => format!("{action} (step {}): {error}", call.step),
    }
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
