//! The Durable Object: answers what is asked, and sweeps by alarm.
//!
//! Every answer is computed without an `await` between its statements, so the
//! platform commits them together or not at all.

use super::{
    WANTED,
    ask::{Ask, Look},
    retention::Days,
    store::Store,
};
use crate::{alert, clock, json, log, queue, settings};
use serde_json::Value;
use std::{cell::OnceCell, time::Duration};
use wibiclick_rules::Retention;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// How long the sweep waits where the queue takes nothing, or something is broken.
const SWEEP_PAUSE: Duration = Duration::from_secs(30);

/// How many deliveries are carried out at once where hooks.toml is not usable.
const CONCURRENCY: i64 = 1;

/// The journal of one shard of a source; and one of none, which has the brakes.
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
                Response::ok(self.answer(ask)?)?
            }
            Some(wanted) => {
                let (method, url) = (request.method().to_string(), request.inner().url());
                self.store()?.provision(&method, &url, &text, &wanted)?
            }
        };
        self.arm().await?;
        Ok(response)
    }

    async fn alarm(&self) -> Result<Response> {
        // An alarm that fails is given up after a few tries, so it never fails: it
        // rings again.
        if let Err(error) = self.sweep().await {
            log::error(
                "the sweep is broken",
                &[("error", error.to_string().as_str().into())],
            );
            self.state.storage().set_alarm(SWEEP_PAUSE).await?;
        }
        Response::empty()
    }
}

impl Journal {
    /// Queues what is due, be it that its time or its turn has come, or that its
    /// message was never sent or got lost; tells of what has died; prunes.
    async fn sweep(&self) -> Result<()> {
        let store = self.store()?;
        store.call_next(self.concurrency()?, clock::now())?;
        let due = store.due(clock::now())?;
        if let Some(source) = store.source()?
            && !due.is_empty()
        {
            if let Err(error) = queue::send(&self.env, &source, &due).await {
                log::error(
                    "the queue takes nothing",
                    &[
                        ("source", source.as_str().into()),
                        ("error", error.to_string().as_str().into()),
                    ],
                );
                return self.state.storage().set_alarm(SWEEP_PAUSE).await;
            }
            log::info(
                "queued by the sweep",
                &[
                    ("source", source.as_str().into()),
                    ("count", due.len().into()),
                ],
            );
            store.queued(&due, clock::now())?;
        }
        self.tell().await?;
        store.prune(self.retention(), clock::now())?;
        self.arm().await
    }

    fn answer(&self, ask: Ask) -> Result<String> {
        let (store, now) = (self.store()?, clock::now());
        let value = match ask {
            Ask::Claim { source, claims } => json::list(store.claim(&source, claims, now)?),
            Ask::Queued { ids } => {
                store.queued(&ids, now)?;
                Value::Null
            }
            Ask::Begin { id } => store.begin(&id, self.concurrency()?, now)?.into(),
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
            Ask::Pace { calls_per_minute } => store.pace(calls_per_minute.into(), now)?.into(),
            Ask::Brake { rule, call, limit } => {
                store.brake(&rule, &call, limit.into(), now)?.into()
            }
            Ask::Look { look, with } => return Self::look(store, look, with, now),
        };
        Ok(json::text(&value))
    }

    fn look(store: &Store, look: Look, with: Value, now: i64) -> Result<String> {
        let mut with = json::Fields::of(with)?;
        let value = match look {
            Look::List => return store.list(with),
            Look::Show => return store.show(&with.take("id").try_into()?),
            Look::Statistics => return store.statistics(with.number("since")?),
            Look::Identities => return store.identities(with),
            Look::Export => return store.export(with),
            Look::Counts => store.counts()?,
            Look::Teach => store.teach(json::values(with.take("pairs"))?, now)?,
            Look::Forget => store.forget(with)?,
            Look::Replay => store.replay(with, now)?,
            Look::Release => store.release(with, now)?,
            Look::Refuse => store.refuse(with, now)?,
            Look::Brakes => store.brakes(now)?,
            Look::Import => {
                let (source, kind) = (with.text("source")?, with.text("kind")?);
                store.of_source(&source)?;
                let items = json::values(with.take("items"))?;
                store.import(&kind, items, now)?.into()
            }
            Look::Pulse => store.source()?.into(),
        };
        Ok(json::text(&value))
    }

    /// Tells whoever is to be told of what died or is held. What nobody hears now is
    /// told again.
    async fn tell(&self) -> Result<()> {
        let (store, now) = (self.store()?, clock::now());
        let Some((ids, deliveries)) = store.untold(now)? else {
            return Ok(());
        };
        let source = store.source()?.unwrap_or_default();
        let heard = alert::tell(&self.env, &source, deliveries, now).await;
        if let Err(error) = &heard {
            log::error(
                "nobody was told",
                &[
                    ("source", source.as_str().into()),
                    ("error", error.to_string().as_str().into()),
                ],
            );
        }
        store.told(&ids, heard.is_ok(), clock::now())
    }

    /// How many deliveries of this shard are carried out at once.
    fn concurrency(&self) -> Result<i64> {
        let (Some(name), Ok(hooks)) = (self.store()?.source()?, settings::hooks(&self.env)) else {
            return Ok(CONCURRENCY);
        };
        let source = hooks.source(&name);
        Ok(source.map_or(CONCURRENCY, |source| {
            source.concurrency.div_ceil(source.shards).into()
        }))
    }

    fn retention(&self) -> Days {
        let retention =
            settings::hooks(&self.env).map_or_else(|_| Retention::default(), |it| it.retention());
        Days {
            all: retention.days.into(),
            personal: retention.personal_data_days.into(),
        }
    }

    fn store(&self) -> Result<&Store> {
        if self.store.get().is_none() {
            let store = Store::open(
                self.state.storage().sql(),
                settings::sweep_after(&self.env),
                settings::alert(&self.env).is_some(),
            )?;
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
