//! The journal: what happened to every delivery, in a Durable Object per source.
//!
//! This half is the Worker's side of it, [`Journal`]; `object` is the Durable
//! Object's, `store` its tables, and `ask` what goes between them.

mod ask;
mod object;
mod store;
mod users;

use crate::{
    delivery::{Begun, CallRecord, Claim, Claimed, DeliveryId, Ending},
    json,
};
use ask::Ask;
use serde_json::Value;
use web_sys::RequestInit;
use worker::{Env, Error, Headers, Response, Result, Stub};

/// Of a directory's request as it is passed on: what rules are on.
const WANTED: &str = "wibiclick-wanted";
/// Of the answer to one: what became of the event.
const DELIVERIES: &str = "wibiclick-deliveries";

/// A source's journal, as the Worker sees it. Every method is one round trip.
pub(crate) struct Journal {
    stub: Stub,
}

impl Journal {
    /// The journal of the source of that name.
    pub(crate) fn of(env: &Env, source: &str) -> Result<Self> {
        Ok(Self {
            stub: env.durable_object("JOURNAL")?.get_by_name(source)?,
        })
    }

    /// Stores events that are new; the answer keeps the order. What it returns
    /// is on disk.
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

    /// Notes that the queue has them.
    pub(crate) async fn queued(&self, ids: Vec<DeliveryId>) -> Result<()> {
        self.ask(Ask::Queued { ids }).await.map(drop)
    }

    /// Starts an attempt, unless one is under way.
    pub(crate) async fn begin(&self, id: &DeliveryId) -> Result<Begun> {
        self.ask(Ask::Begin { id: id.clone() }).await?.try_into()
    }

    /// Writes a call's outcome, and renews the lease. `false`: the lease was
    /// lost, another attempt has taken over.
    pub(crate) async fn record(&self, id: &DeliveryId, call: CallRecord) -> Result<bool> {
        let (id, call) = (id.clone(), Box::new(call));
        let held = self.ask(Ask::Record { id, call }).await?;
        held.as_bool()
            .ok_or_else(|| json::unexpected("true or false"))
    }

    /// Ends an attempt; nothing happens if its lease was lost.
    pub(crate) async fn finish(&self, id: &DeliveryId, attempt: u32, ending: Ending) -> Result<()> {
        self.ask(Ask::Finish {
            id: id.clone(),
            attempt,
            ending,
        })
        .await
        .map(drop)
    }

    /// Puts a delivery on the shelf that the queue has given up.
    pub(crate) async fn abandon(&self, id: &DeliveryId, reason: &str) -> Result<()> {
        let (id, reason) = (id.clone(), reason.to_owned());
        self.ask(Ask::Abandon { id, reason }).await.map(drop)
    }

    /// The latest deliveries, newest first.
    /// They only pass through, as JSON; [`DeliveryRecord`](crate::delivery::DeliveryRecord)
    /// says what is in them.
    pub(crate) async fn latest(&self, limit: u32) -> Result<Vec<Value>> {
        match self.ask(Ask::Latest { limit }).await? {
            Value::Array(deliveries) => Ok(deliveries),
            _ => Err(json::unexpected("a list")),
        }
    }

    /// One delivery with its event and its calls.
    pub(crate) async fn show(&self, id: &DeliveryId) -> Result<Option<Value>> {
        let delivery = self.ask(Ask::Show { id: id.clone() }).await?;
        Ok((!delivery.is_null()).then_some(delivery))
    }

    async fn ask(&self, ask: Ask) -> Result<Value> {
        // By web-sys: the Worker crate's own would be a hundredth of the wasm.
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&json::text(&ask.into()).into());
        let mut response = self.fetch("https://journal/", &init).await?;
        json::read(&response.text().await?)
    }

    async fn fetch(&self, url: &str, init: &RequestInit) -> Result<Response> {
        let request = web_sys::Request::new_with_str_and_init(url, init)?;
        let mut response = self.stub.fetch_with_request(request.into()).await?;
        if response.status_code() == 500 {
            let text = response.text().await?;
            return Err(Error::RustError(format!("the journal answered: {text}")));
        }
        Ok(response)
    }
}
