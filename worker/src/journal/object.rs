//! The Durable Object: answers what is asked, queues what it has stored, and sweeps by
//! alarm.
//!
//! Every answer is computed without an `await` between its statements, so the
//! platform commits them together or not at all.

use super::{
    WANTED,
    ask::{Ask, Look},
    retention::Days,
    store::{LEASE, Store},
};
use crate::{
    alert, clock,
    delivery::{Begun, Claimed, DeliveryId, Status},
    json, log, queue, settings,
};
use serde_json::Value;
use std::{
    cell::{Cell, OnceCell},
    time::Duration,
};
use wibiclick_rules::Retention;
use worker::{
    DurableObject, Env, Request, Response, Result, State, durable_object,
    wasm_bindgen::{JsValue, prelude::wasm_bindgen},
};

/// How long the sweep waits where the queue takes nothing, or something is broken.
const SWEEP_PAUSE: Duration = Duration::from_secs(30);

/// How many may be sent to the queue without a note of that.
const MANY: usize = 2_000;

/// How many deliveries are carried out at once where hooks.toml is not usable.
const CONCURRENCY: i64 = 1;

/// The journal of one shard of a source; and one of none, which has the brakes.
#[durable_object(alarm)]
pub struct Journal {
    state: State,
    env: Env,
    store: OnceCell<Store>,
    /// When the alarm rings; not known, until it was asked or set.
    rings: Cell<Option<i64>>,
    /// What the queue has taken, and nobody has begun yet: most is before anybody looks,
    /// for whom it is noted. Should it be forgotten, it is queued once more some time, and
    /// the second message finds nothing to do.
    sent: Cell<Vec<DeliveryId>>,
}

impl DurableObject for Journal {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            store: OnceCell::new(),
            rings: Cell::new(None),
            sent: Cell::default(),
        }
    }

    /// A directory's request.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let text = request.text().await?;
        let wanted = request.headers().get(WANTED)?.unwrap_or_default();
        let (method, url) = (request.method().to_string(), request.inner().url());
        let (response, claimed) = self.store()?.provision(&method, &url, &text, &wanted)?;
        self.arm().await?;
        self.hand_over(&claimed).await?;
        Ok(response)
    }

    async fn alarm(&self) -> Result<Response> {
        self.rings.set(None);
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

#[wasm_bindgen(
    wasm_bindgen = worker::wasm_bindgen,
    wasm_bindgen_futures = worker::wasm_bindgen_futures,
    js_sys = worker::js_sys
)]
impl Journal {
    /// Answers an [`Ask`], both in lines of JSON.
    pub async fn ask(&self, text: String) -> Result<String, JsValue> {
        Ok(self.answer_to(&text).await?)
    }
}

/// What is answered, and what follows from it.
struct Answered {
    text: String,
    /// What is to be queued.
    claimed: Vec<Claimed>,
    /// When the first is due of what has become due by this, where nothing else has.
    due: Option<i64>,
}

impl Answered {
    fn only(text: String) -> Self {
        Self {
            text,
            claimed: Vec::new(),
            due: None,
        }
    }
}

impl Journal {
    async fn answer_to(&self, text: &str) -> Result<String> {
        let ask = Ask::read(text)?;
        let mut sent = self.sent.take();
        if let Ask::Begin { id } = &ask {
            sent.retain(|known| known != id);
        }
        let is_seen = matches!(ask, Ask::Look { .. }) || sent.len() > MANY;
        self.sent.set(sent);
        if is_seen {
            self.note_sent()?;
        }
        let Answered { text, claimed, due } = self.answer(ask)?;
        let rings = self.rings.get();
        if due.is_none_or(|due| rings.is_none_or(|rings| rings > due)) {
            self.arm().await?;
        }
        self.hand_over(&claimed).await?;
        Ok(text)
    }

    /// Queues what is stored and wanted.
    async fn hand_over(&self, claimed: &[Claimed]) -> Result<()> {
        // A duplicate that is still only stored never reached the queue.
        let sent = self.sent.take();
        let stored = claimed.iter().filter(|it| it.status == Status::Stored);
        let ids: Vec<DeliveryId> = stored
            .filter(|claim| !(claim.duplicate && sent.contains(&claim.id)))
            .map(|claim| claim.id.clone())
            .collect();
        self.sent.set(sent);
        let Some(source) = self.store()?.source()?.filter(|_| !ids.is_empty()) else {
            return Ok(());
        };
        match queue::send(&self.env, source, &ids).await {
            Ok(()) => {
                let mut sent = self.sent.take();
                sent.extend(ids);
                self.sent.set(sent);
            }
            // They are stored: the sweep will queue them.
            Err(error) => {
                log::warn(
                    "not queued yet",
                    &[
                        ("source", source.as_str().into()),
                        ("error", error.to_string().as_str().into()),
                    ],
                );
                self.store()?.not_sent(ids, clock::now())?;
                self.arm().await?;
            }
        }
        Ok(())
    }

    fn note_sent(&self) -> Result<()> {
        let sent = self.sent.take();
        if sent.is_empty() {
            return Ok(());
        }
        self.store()?.sent(sent, clock::now())
    }

    /// Queues what is due, be it that its time or its turn has come, or that its
    /// message was never sent or got lost; tells of what has died; prunes.
    async fn sweep(&self) -> Result<()> {
        let store = self.store()?;
        store.call_next(self.concurrency()?, clock::now())?;
        let due = store.due(clock::now())?;
        if let Some(source) = store.source()?
            && !due.is_empty()
        {
            if let Err(error) = queue::send(&self.env, source, &due).await {
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
            store.queued(due, clock::now())?;
        }
        self.tell().await?;
        store.prune(self.retention(), clock::now())?;
        self.arm().await
    }

    fn answer(&self, ask: Ask) -> Result<Answered> {
        let (store, now) = (self.store()?, clock::now());
        let value = match ask {
            Ask::Claim { source, claims } => {
                let claimed = store.claim(&source, claims, now)?;
                let is_stored = claimed.iter().any(|it| it.status == Status::Stored);
                return Ok(Answered {
                    text: json::text(&json::list(claimed.clone())),
                    due: is_stored.then(|| store.patience_from(now)),
                    claimed,
                });
            }
            Ask::Begin { id } => {
                let begun = store.begin(&id, self.concurrency()?, now)?;
                return Ok(Answered {
                    due: matches!(begun, Begun::Started(_)).then_some(now + LEASE),
                    text: begun.into_lines().into_text(),
                    claimed: Vec::new(),
                });
            }
            Ask::Record { id, attempt, call } => {
                return Ok(Answered {
                    due: Some(now + LEASE),
                    text: json::text(&store.record(&id, attempt, &call, now)?.into()),
                    claimed: Vec::new(),
                });
            }
            Ask::Finish {
                id,
                attempt,
                ending,
                call,
            } => store
                .finish(&id, attempt, &ending, call.as_deref(), now)?
                .into(),
            Ask::Abandon { id, reason } => {
                store.abandon(&id, &reason, now)?;
                Value::Null
            }
            Ask::Pace { calls_per_minute } => store.pace(calls_per_minute.into(), now)?.into(),
            Ask::Brake { rule, call, limit } => {
                store.brake(&rule, &call, limit.into(), now)?.into()
            }
            Ask::Look { look, with } => {
                return Ok(Answered::only(Self::look(store, look, with, now)?));
            }
        };
        Ok(Answered::only(json::text(&value)))
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
            Look::Pulse => store.source()?.cloned().into(),
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
        let source = store.source()?.map_or("", String::as_str);
        let heard = alert::tell(&self.env, source, deliveries, now).await;
        if let Err(error) = &heard {
            log::error(
                "nobody was told",
                &[
                    ("source", source.into()),
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
        let source = hooks.source(name);
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
        if self.rings.get().is_none() {
            self.rings.set(storage.get_alarm().await?);
        }
        if self.rings.get().is_none_or(|rings| rings > due) {
            self.rings.set(Some(due));
            let delay = u64::try_from(due - clock::now()).unwrap_or(0);
            storage.set_alarm(Duration::from_millis(delay)).await?;
        }
        Ok(())
    }
}
