//! The journal: what happened to every delivery, in a Durable Object per shard of a
//! source.
//!
//! This half is the Worker's side of it, [`Journal`]; `object` is the Durable
//! Object's, and `ask` what goes between them. Its tables are `schema`; what is done
//! to them is a delivery's life (`store`), the `order` of deliveries, `limits` to
//! calls, `identities`, a directory's `users`, `retention`, what became of how many
//! (`hours`), who is to be told (`alerts`), and what people see (`shelf`).

mod alerts;
mod ask;
mod hours;
mod identities;
mod limits;
mod object;
mod order;
mod retention;
mod schema;
mod shelf;
mod sql;
mod store;
mod users;

pub(crate) use ask::Look;

use crate::{
    delivery::{Begun, Claim, Claimed, DeliveryId, Ending},
    json::{self, Lines},
};
use ask::Ask;
use serde_json::Value;
use web_sys::RequestInit;
use worker::{
    Env, Error, Headers, Response, Result,
    js_sys::{Promise, Reflect},
    wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen},
    wasm_bindgen_futures::{JsFuture, future_to_promise},
};

/// The binding of wrangler.toml.
const BINDING: &str = "JOURNAL";

/// Of a directory's request as it is passed on: what rules are on.
const WANTED: &str = "wibiclick-wanted";
/// Of the answer to one: what became of the event.
const DELIVERIES: &str = "wibiclick-deliveries";

/// The journal that counts what rules with a brake do; no source has that name.
const BRAKES: &str = ".brakes";

// By hand: what is asked is a call of a method, which costs less than half of the
// requests that the Worker crate would make of it.
#[wasm_bindgen(wasm_bindgen = worker::wasm_bindgen, js_sys = worker::js_sys)]
extern "C" {
    type Namespace;

    #[wasm_bindgen(method, catch, js_name = getByName)]
    fn get_by_name(this: &Namespace, name: &str) -> Result<Stub, JsValue>;

    type Stub;

    #[wasm_bindgen(method, catch)]
    fn ask(this: &Stub, ask: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Stub, url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// A shard's journal, as the Worker sees it. Every method is one round trip.
pub(crate) struct Journal {
    stub: Stub,
}

impl Journal {
    /// The journal of a shard of the source of that name.
    pub(crate) fn of(env: &Env, source: &str, shard: u32) -> Result<Self> {
        let name = match shard {
            0 => source.to_owned(),
            shard => format!("{source}.{shard}"),
        };
        Self::named(env, &name)
    }

    /// The journal in which a delivery of that source is.
    pub(crate) fn holding(env: &Env, source: &str, id: &DeliveryId) -> Result<Self> {
        Self::of(env, source, id.shard())
    }

    /// The journal with the brakes of all rules.
    pub(crate) fn of_brakes(env: &Env) -> Result<Self> {
        Self::named(env, BRAKES)
    }

    fn named(env: &Env, name: &str) -> Result<Self> {
        let namespace: Namespace = Reflect::get(env, &BINDING.into())?.unchecked_into();
        Ok(Self {
            stub: namespace.get_by_name(name)?,
        })
    }

    /// Stores events that are new, and queues those that are wanted; the answer keeps
    /// the order. What it returns is on disk.
    pub(crate) async fn claim(&self, source: &str, claims: Vec<Claim>) -> Result<Vec<Claimed>> {
        let source = source.to_owned();
        json::items(self.ask(Ask::Claim { source, claims }).await?)
    }

    /// Passes a directory's request on, to be answered as it is answered. What it
    /// changes and the event of that are stored both or neither. A rule is on each
    /// of the types and signals in `wanted`.
    pub(crate) async fn provision(
        &self,
        method: &str,
        url: &str,
        body: &str,
        wanted: &str,
    ) -> Result<(Response, Vec<Claimed>)> {
        let init = RequestInit::new();
        init.set_method(method);
        if method != "GET" {
            init.set_body(&body.into());
        }
        let headers = Headers::new();
        headers.set(WANTED, wanted)?;
        init.set_headers(&headers.0);
        let response = self.fetch(url, &init).await?;
        let claimed = match response.headers().get(DELIVERIES)? {
            Some(claimed) => json::items(json::read(&claimed)?)?,
            None => Vec::new(),
        };
        Ok((response, claimed))
    }

    /// Starts an attempt, unless one is under way.
    pub(crate) async fn begin(&self, id: &DeliveryId) -> Result<Begun> {
        Begun::read(&self.answer_to(Ask::Begin { id: id.clone() }).await?)
    }

    /// Writes a call's outcome, which is in JSON, and renews the lease. `false`: the lease was
    /// lost, another attempt has taken over.
    pub(crate) async fn record(&self, id: &DeliveryId, attempt: u32, call: String) -> Result<bool> {
        let id = id.clone();
        self.holds(Ask::Record { id, attempt, call }).await
    }

    /// Ends an attempt, and writes the outcome of its last call, if there is one that
    /// is not written yet. `false`: the lease was lost; nothing but the call is written.
    pub(crate) async fn finish(
        &self,
        id: &DeliveryId,
        attempt: u32,
        ending: Ending,
        call: Option<String>,
    ) -> Result<bool> {
        let id = id.clone();
        self.holds(Ask::Finish {
            id,
            attempt,
            ending,
            call,
        })
        .await
    }

    async fn holds(&self, ask: Ask) -> Result<bool> {
        let held = self.ask(ask).await?;
        held.as_bool()
            .ok_or_else(|| json::unexpected("true or false"))
    }

    /// Puts a delivery on the shelf that the queue has given up.
    pub(crate) async fn abandon(&self, id: &DeliveryId, reason: &str) -> Result<()> {
        let (id, reason) = (id.clone(), reason.to_owned());
        self.ask(Ask::Abandon { id, reason }).await.map(drop)
    }

    /// Takes a place for the source's next call, and answers how many milliseconds
    /// it is away; one that is further away than half a minute is not taken.
    pub(crate) async fn pace(&self, calls_per_minute: u32) -> Result<i64> {
        let wait = self.ask(Ask::Pace { calls_per_minute }).await?;
        wait.as_i64().ok_or_else(|| json::unexpected("a number"))
    }

    /// Whether a rule may make this destructive call, one of `limit` an hour.
    pub(crate) async fn brake(&self, rule: &str, call: String, limit: u32) -> Result<bool> {
        let rule = rule.to_owned();
        let passed = self.ask(Ask::Brake { rule, call, limit }).await?;
        Ok(passed == Value::Bool(true))
    }

    /// What people ask.
    pub(crate) async fn look(&self, look: Look, with: Value) -> Result<Value> {
        self.ask(Ask::Look { look, with }).await
    }

    /// What people ask of several journals at once: every answer, in their order.
    pub(crate) async fn look_everywhere(
        journals: Vec<Self>,
        look: Look,
        with: &Value,
    ) -> Vec<Result<Value>> {
        // As promises, since joined futures would bring machinery of their own.
        let mut asked = Vec::new();
        for journal in journals {
            let with = with.clone();
            asked.push(future_to_promise(async move {
                let ask = Ask::Look { look, with };
                Ok(journal.answer_to(ask).await?.into())
            }));
        }
        let mut answers = Vec::new();
        for promise in asked {
            let answer = JsFuture::from(promise).await.map_err(Error::from);
            answers.push(answer.and_then(|text| json::read(&text.as_string().unwrap_or_default())));
        }
        answers
    }

    async fn ask(&self, ask: Ask) -> Result<Value> {
        json::read(&self.answer_to(ask).await?)
    }

    async fn answer_to(&self, ask: Ask) -> Result<String> {
        let answer = JsFuture::from(self.stub.ask(&Lines::from(ask).into_text())?).await?;
        answer.as_string().ok_or_else(|| json::unexpected("text"))
    }

    async fn fetch(&self, url: &str, init: &RequestInit) -> Result<Response> {
        let response = JsFuture::from(self.stub.fetch(url, init)?).await?;
        let mut response = Response::from(response.unchecked_into::<web_sys::Response>());
        if response.status_code() == 500 {
            let text = response.text().await?;
            return Err(Error::RustError(format!("the journal answered: {text}")));
        }
        Ok(response)
    }
}
