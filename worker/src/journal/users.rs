//! The users that directories provision: what a request does to them, and the
//! table they are in.

use super::{DELIVERIES, sql::Bound, store::Store};
use crate::{
    clock,
    delivery::{Claim, Claimed, DeliveryId},
    json, provision, random,
};
use wibiclick_hooks::{
    Signal,
    scim::{self, Change, Stored, Users, Which, Write},
};
use worker::{Error, Response, Result};

impl Store {
    /// See [`super::Journal::provision`].
    pub(super) fn provision(
        &self,
        method: &str,
        url: &str,
        body: &str,
        wanted: &str,
    ) -> Result<(Response, Vec<Claimed>)> {
        let (source, request) = provision::request(method, url, body)
            .ok_or_else(|| Error::RustError("expected a URL of a directory's".into()))?;
        let (answer, change) = scim::answer(&request, self, &random::uuid(), clock::timestamp()?)?;
        let mut claimed = Vec::new();
        if let Some(change) = change {
            let Change { write, event } = *change;
            let signal = event.signal.map(Signal::as_str);
            let id = DeliveryId::of(source, event.id.as_deref().unwrap_or_default(), 0);
            let wanted = wanted
                .split(',')
                .any(|on| on == event.kind || Some(on) == signal);
            let claim = Claim::of(event, id, wanted, false);
            // First the event: should the second statement fail, the request comes
            // again, whereas a departure that is no event is never heard of.
            claimed = self.claim(source, vec![claim], clock::now())?;
            self.write(write)?;
        }
        let response = provision::response(answer)?;
        if !claimed.is_empty() {
            let claimed = json::text(&json::list(claimed.clone()));
            response.headers().set(DELIVERIES, &claimed)?;
        }
        Ok((response, claimed))
    }

    fn users_where(&self, condition: &str, bindings: &[Bound<'_>]) -> Result<Vec<String>> {
        let query = format!("SELECT json FROM users WHERE {condition}");
        self.sql.texts(&query, bindings)
    }

    fn write(&self, write: Write) -> Result<()> {
        match write {
            Write::Put(Stored {
                id,
                user_name,
                external_id,
                json,
            }) => self.sql.run(
                "INSERT INTO users (id, user_name, external_id, json) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET user_name = ?2, external_id = ?3, json = ?4",
                &[
                    (&id).into(),
                    (&user_name).into(),
                    external_id.as_ref().into(),
                    (&json).into(),
                ],
            ),
            Write::Delete(id) => self
                .sql
                .run("DELETE FROM users WHERE id = ?", &[(&id).into()]),
        }
    }
}

impl Users for Store {
    type Error = Error;

    fn find(&self, which: Which<'_>) -> Result<Vec<String>> {
        let (condition, text) = match which {
            Which::Id(id) => ("id = ?", id),
            Which::UserName(name) => ("user_name = ?", name),
            Which::ExternalId(id) => ("external_id = ?", id),
            Which::Holding(text) => ("instr(lower(json), lower(?)) > 0", text),
            // Of numbers alone; nothing is bound.
            Which::Page { skip, take } => {
                let page = format!("true ORDER BY number LIMIT {take} OFFSET {skip}");
                return self.users_where(&page, &[]);
            }
        };
        self.users_where(condition, &[text.into()])
    }

    fn count(&self) -> Result<usize> {
        let count = self
            .sql
            .number("SELECT count(*) AS number FROM users", &[])?;
        Ok(count
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(0))
    }
}
