//! The Durable Object: answers what is asked, and sweeps by alarm.
//!
//! Every answer is computed without an `await` between its statements, so the
//! platform commits them together or not at all.

use super::{WANTED, ask::Ask, store::Store};
use crate::{clock, json, log, queue, settings};
use serde_json::{Value, json};
use std::{cell::OnceCell, time::Duration};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// How long the sweep waits where the queue takes nothing.
const QUEUE_PAUSE: Duration = Duration::from_secs(30);

/// The journal of one source.
#[durable_object(alarm)]
pub struct Journal {
    state: State,
    env: Env,
    store: OnceCell<Store>,
}

impl DurableObject for Journal {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            store: OnceCell::new(),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let text = request.text().await?;
        let response = match request.headers().get(WANTED)? {
            None => {
                let ask = Ask::try_from(json::read(&text)?)?;
                Response::ok(json::text(&self.answer(ask)?))?
            }
            Some(wanted) => {
                let (method, url) = (request.method().to_string(), request.inner().url());
                self.store()?.provision(&method, &url, &text, &wanted)?
            }
        };
        self.arm().await?;
        Ok(response)
    }

    /// The sweep: queues again what is overdue, since its message was never
    /// sent or got lost, and prunes what is past its retention.
    async fn alarm(&self) -> Result<Response> {
        let store = self.store()?;
        let overdue = store.overdue(clock::now())?;
        if let Some(source) = store.source()?
            && !overdue.is_empty()
        {
            log::warn(
                "overdue deliveries are queued again",
                &json!({ "source": source, "count": overdue.len() }),
            );
            if let Err(error) = queue::send(&self.env, &source, &overdue).await {
                // An alarm that fails is given up after a few tries, so it
                // never fails: it rings again.
                log::error(
                    "the queue takes nothing",
                    &json!({ "source": source, "error": error.to_string() }),
                );
                self.state.storage().set_alarm(QUEUE_PAUSE).await?;
                return Response::empty();
            }
        }
        let now = clock::now();
        store.queued(&overdue, now)?;
        store.prune(now)?;
        self.arm().await?;
        Response::empty()
    }
}

impl Journal {
    fn answer(&self, ask: Ask) -> Result<Value> {
        let (store, now) = (self.store()?, clock::now());
        Ok(match ask {
            Ask::Claim { source, claims } => json::list(store.claim(&source, claims, now)?),
            Ask::Queued { ids } => {
                store.queued(&ids, now)?;
                Value::Null
            }
            Ask::Begin { id } => store.begin(&id, now)?.into(),
            Ask::Record { id, call } => store.record(&id, *call, now)?.into(),
            Ask::Finish {
                id,
                attempt,
                ending,
            } => {
                store.finish(&id, attempt, &ending, now)?;
                Value::Null
            }
            Ask::Abandon { id, reason } => {
                store.abandon(&id, &reason, now)?;
                Value::Null
            }
            Ask::Latest { limit } => json::list(store.latest(limit)?),
            Ask::Show { id } => store.show(&id)?.into(),
        })
    }

    fn store(&self) -> Result<&Store> {
        if self.store.get().is_none() {
            let store = Store::open(self.state.storage().sql(), settings::sweep_after(&self.env))?;
            return Ok(self.store.get_or_init(|| store));
        }
        self.store
            .get()
            .ok_or_else(|| worker::Error::RustError("the journal is closed".into()))
    }

    /// Sets the alarm for what is due next, unless it already rings before.
    async fn arm(&self) -> Result<()> {
        let Some(due) = self.store()?.next_due()? else {
            return Ok(());
        };
        let storage = self.state.storage();
        if storage.get_alarm().await?.is_none_or(|rings| rings > due) {
            let delay = u64::try_from(due - clock::now()).unwrap_or(0);
            storage.set_alarm(Duration::from_millis(delay)).await?;
        }
        Ok(())
    }
}
