//! What people see of the journal, and what they may do about it.
//!
//! The database writes the JSON, so that what is only shown is never read here.

use super::{schema::BY_STATUS, sql::Bound, store::Store};
use crate::{
    delivery::DeliveryId,
    json::{self, Fields, object},
};
use serde_json::{Map, Value};
use worker::{Error, Result};

/// A delivery as lists show it. What was called is in the queue, for everybody else.
const DELIVERY: &str = "json_object('id', id, 'status', status,
    'waitsFor', nullif(waits_for, 'call'), 'until', until, 'reason', reason, 'attempts', attempts,
    'receivedAt', received_at, 'settledAt', settled_at, 'type', type, 'signal', signal,
    'subject', json(event -> '$.subject'), 'occurredAt', occurred_at)";

/// How long a part of an export may be before it ends.
const PAGE_BYTES: usize = 2_000_000;

/// What a filter that is given demands, with the number of its value for `#`.
const FILTERS: &[(&str, &str)] = &[
    ("id", "id = #"),
    ("status", "status = #"),
    ("waitsFor", "waits_for = #"),
    ("type", "(type = # OR signal = #)"),
    (
        "subject",
        "number IN (SELECT delivery FROM subjects WHERE key IN
            ('id:' || lower(#), 'email:' || lower(#), 'login:' || lower(#)))",
    ),
    ("since", "received_at >= #"),
    ("until", "received_at < #"),
    ("before", "received_at <= #"),
    ("beforeId", "(received_at < #before OR id < #)"),
];

/// The conditions that an object of filters stands for, and the values in them.
struct Filter {
    conditions: String,
    values: Vec<Value>,
}

impl Filter {
    fn of(with: &mut Fields, always: &str) -> Self {
        let mut filter = Self {
            conditions: always.to_owned(),
            values: Vec::new(),
        };
        let mut before = String::new();
        for (name, condition) in FILTERS {
            let value = with.take(name);
            if value.is_null() {
                continue;
            }
            let place = filter.place(value);
            if *name == "before" {
                before.clone_from(&place);
            }
            filter.conditions += " AND ";
            if *name == "status" && !filter.is_one_of(&["done", "ignored"]) {
                filter.conditions += BY_STATUS;
                filter.conditions += " AND ";
            }
            filter.conditions += &condition.replace("#before", &before).replace('#', &place);
        }
        filter
    }

    /// Whether the last value is one of these texts.
    fn is_one_of(&self, texts: &[&str]) -> bool {
        let last = self.values.last().and_then(Value::as_str);
        last.is_some_and(|last| texts.contains(&last))
    }

    /// One more value, and its place.
    fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn bound(&self) -> Vec<Bound<'_>> {
        let values = self.values.iter();
        values
            .map(|value| match value {
                Value::String(text) => Bound::Text(text),
                value => value.as_i64().into(),
            })
            .collect()
    }
}

impl Store {
    /// See [`super::Look::List`].
    pub(super) fn list(&self, mut with: Fields) -> Result<String> {
        let limit = with.number("limit")?;
        let mut filter = Filter::of(&mut with, "true");
        let limit = filter.place(limit.into());
        self.json_list(
            &format!(
                "SELECT {DELIVERY} FROM deliveries WHERE {}
                 ORDER BY received_at DESC, id DESC LIMIT {limit}",
                filter.conditions
            ),
            &filter.bound(),
        )
    }

    /// See [`super::Look::Show`].
    pub(super) fn show(&self, id: &DeliveryId) -> Result<String> {
        let shown = self.sql.texts(
            &format!("SELECT {DELIVERY} FROM deliveries WHERE id = ?"),
            &[id.as_str().into()],
        )?;
        match shown.into_iter().next() {
            Some(shown) => self.whole(id, shown),
            None => Ok("null".to_owned()),
        }
    }

    /// With everything there is about a delivery. Together it may be more than a
    /// text of the database's can be, so it is put together here.
    fn whole(&self, id: &DeliveryId, mut shown: String) -> Result<String> {
        shown.pop();
        let mut rows = self.sql.rows(
            "SELECT event FROM deliveries WHERE id = ?",
            &[id.as_str().into()],
        )?;
        let event = match rows.next()? {
            Some(mut row) => row.optional_text()?,
            None => None,
        };
        shown += ",\"event\":";
        shown += event.as_deref().unwrap_or("null");
        shown += ",\"history\":";
        shown += &self.json_list(
            "SELECT json_object('attempt', number, 'beganAt', began_at, 'endedAt', ended_at,
                'ending', ending, 'reason', reason)
             FROM (SELECT number, began_at, ended_at, ending, reason FROM attempts WHERE delivery = ?1
                UNION ALL SELECT attempts, began_at, NULL, NULL, NULL FROM deliveries
                WHERE id = ?1 AND began_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attempts ended
                    WHERE ended.delivery = ?1 AND ended.number = deliveries.attempts))
             ORDER BY number",
            &[id.as_str().into()],
        )?;
        shown += ",\"calls\":";
        shown += &json::joined(&self.records(id)?);
        shown.push('}');
        Ok(shown)
    }

    /// See [`super::Look::Counts`].
    pub(super) fn counts(&self) -> Result<Value> {
        let mut counts = Map::new();
        let mut rows = self.sql.rows(
            &format!(
                "SELECT CASE WHEN status = 'waiting' THEN waits_for ELSE status END, count(*)
                 FROM deliveries WHERE {BY_STATUS} GROUP BY 1"
            ),
            &[],
        )?;
        while let Some(mut row) = rows.next()? {
            counts.insert(row.text()?, row.number()?.into());
        }
        let last = self
            .sql
            .number("SELECT max(received_at) FROM deliveries", &[])?;
        counts.insert("lastReceivedAt".to_owned(), last.into());
        Ok(counts.into())
    }

    /// See [`super::Look::Replay`].
    pub(super) fn replay(&self, mut with: Fields, now: i64) -> Result<Value> {
        let repeat = with.is("repeat");
        self.change(
            with,
            "settled_at IS NOT NULL",
            "event IS NOT NULL",
            &format!(
                "status = 'stored', waits_for = NULL, until = NULL, reason = NULL, settled_at = NULL,
                 failures = 0, released = 0, untold = 0, replayed_at_attempt = attempts,
                 repeated_at_attempt = iif({repeat}, attempts, repeated_at_attempt), due_at = #"
            ),
            now,
        )
    }

    /// See [`super::Look::Release`].
    pub(super) fn release(&self, with: Fields, now: i64) -> Result<Value> {
        self.change(
            with,
            "waits_for = 'release'",
            "true",
            "status = 'stored', waits_for = NULL, reason = NULL, released = 1, untold = 0, due_at = #",
            now,
        )
    }

    /// See [`super::Look::Refuse`].
    pub(super) fn refuse(&self, with: Fields, now: i64) -> Result<Value> {
        let refused = self.change(
            with,
            &format!("status = 'waiting' AND {BY_STATUS}"),
            "true",
            "status = 'dead', waits_for = NULL, until = NULL, reason = 'refused by a person',
             untold = 0, due_at = NULL, settled_at = #",
            now,
        )?;
        self.move_up(now)?;
        Ok(refused)
    }

    /// Changes deliveries, oldest first: of those that match, those that can be.
    fn change(
        &self,
        mut with: Fields,
        matching: &str,
        can: &str,
        change: &str,
        now: i64,
    ) -> Result<Value> {
        let limit = with.number("limit")?;
        let mut filter = Filter::of(&mut with, matching);
        let conditions = filter.conditions.clone();
        let matched = self.sql.number(
            &format!("SELECT count(*) FROM deliveries WHERE {conditions}"),
            &filter.bound(),
        )?;
        let (now, limit) = (filter.place(now.into()), filter.place(limit.into()));
        self.sql.run(
            &format!(
                "UPDATE deliveries SET {} WHERE number IN (SELECT number FROM deliveries
                 WHERE {conditions} AND {can} ORDER BY number LIMIT {limit})",
                change.replace('#', &now)
            ),
            &filter.bound(),
        )?;
        Ok(object(&mut [
            ("matched", matched.into()),
            ("changed", self.sql.changed()?.into()),
        ]))
    }

    /// See [`super::Look::Export`].
    pub(super) fn export(&self, mut with: Fields) -> Result<String> {
        let (after, limit) = (with.number("after")?, with.number("limit")?);
        let bound = &[after.into(), limit.into()];
        let page = match with.text("kind")?.as_str() {
            "delivery" => {
                let (mut page, mut bytes) = (Vec::new(), 0);
                // Two objects: a function of the database takes 32 arguments.
                let mut rows = self.sql.rows(
                    &format!(
                        "SELECT id, json_patch({DELIVERY}, json_object('number', number,
                            'position', position, 'failures', failures, 'released', released,
                            'callsOff', calls_off, 'repeatedAtAttempt', repeated_at_attempt,
                            'replayedAtAttempt', replayed_at_attempt))
                         FROM deliveries WHERE number > ? ORDER BY number LIMIT ?"
                    ),
                    bound,
                )?;
                while let Some(mut row) = rows.next()? {
                    let id = DeliveryId::from_text(&row.text()?);
                    let whole = self.whole(&id, row.text()?)?;
                    bytes += whole.len();
                    page.push(whole);
                    if bytes > PAGE_BYTES {
                        break;
                    }
                }
                json::joined(&page)
            }
            "identity" => self.json_list(
                "SELECT json_object('number', row_number() OVER (ORDER BY id, email), 'id', id,
                    'email', email, 'origin', origin, 'learnedAt', learned_at, 'seenAt', seen_at)
                 FROM identities ORDER BY id, email LIMIT ?2 OFFSET ?1",
                bound,
            )?,
            _ => self.json_list(
                "SELECT json_object('number', number, 'id', id, 'userName', user_name,
                    'externalId', external_id, 'json', json(json))
                 FROM users WHERE number > ? ORDER BY number LIMIT ?",
                bound,
            )?,
        };
        Ok(page)
    }

    /// See [`super::Look::Import`].
    pub(super) fn import(&self, kind: &str, items: Vec<Value>, now: i64) -> Result<i64> {
        let mut new = 0;
        for item in items {
            let line = json::text(&item);
            let query = match kind {
                "delivery" => {
                    "INSERT OR IGNORE INTO deliveries (id, type, signal, event, occurred_at, position,
                        status, waits_for, until, reason, attempts, failures, released, calls_off,
                        repeated_at_attempt, replayed_at_attempt, received_at, settled_at, due_at)
                     SELECT v ->> 'id', v ->> 'type', v ->> 'signal',
                        iif(v ->> 'event' IS NULL, NULL, v -> 'event'), v ->> 'occurredAt',
                        v ->> 'position', iif(v ->> 'settledAt' IS NULL AND v ->> 'status' <> 'waiting',
                        'stored', v ->> 'status'), v ->> 'waitsFor', v ->> 'until', v ->> 'reason',
                        v ->> 'attempts', v ->> 'failures', v ->> 'released', v ->> 'callsOff',
                        v ->> 'repeatedAtAttempt', v ->> 'replayedAtAttempt', v ->> 'receivedAt',
                        v ->> 'settledAt', CASE WHEN v ->> 'settledAt' IS NOT NULL
                            OR v ->> 'waitsFor' IN ('turn', 'release') THEN NULL
                            ELSE coalesce(v ->> 'until', ?2) END
                     FROM (SELECT ?1 AS v)"
                }
                "identity" => {
                    "INSERT OR IGNORE INTO identities (id, email, origin, learned_at, seen_at)
                     SELECT v ->> 'id', v ->> 'email', v ->> 'origin', v ->> 'learnedAt', v ->> 'seenAt'
                     FROM (SELECT ?1 AS v, ?2)"
                }
                "user" => {
                    "INSERT OR IGNORE INTO users (id, user_name, external_id, json)
                     SELECT v ->> 'id', v ->> 'userName', v ->> 'externalId', v -> 'json'
                     FROM (SELECT ?1 AS v, ?2)"
                }
                _ => return Err(Error::RustError(format!("nothing is called {kind}"))),
            };
            self.sql.run(query, &[line.as_str().into(), now.into()])?;
            if self.sql.changed()? == 0 {
                continue;
            }
            new += 1;
            if kind == "delivery" {
                self.import_rest(&line)?;
            }
        }
        self.move_up(now)?;
        Ok(new)
    }

    /// The attempts, calls and names of a delivery that was imported.
    fn import_rest(&self, line: &str) -> Result<()> {
        for query in [
            "INSERT OR IGNORE INTO attempts (delivery, number, began_at, ended_at, ending, reason)
             SELECT ?1 ->> 'id', value ->> 'attempt', value ->> 'beganAt', value ->> 'endedAt',
                value ->> 'ending', value ->> 'reason' FROM json_each(?1, '$.history')",
            "INSERT OR IGNORE INTO calls (delivery, number, record)
             SELECT ?1 ->> 'id', key, value FROM json_each(?1, '$.calls')",
            "INSERT OR IGNORE INTO subjects (key, delivery)
             SELECT key || ':' || lower(value),
                (SELECT number FROM deliveries WHERE id = ?1 ->> 'id')
             FROM json_each(?1, '$.event.subject')
             WHERE key IN ('id', 'email', 'login') AND value IS NOT NULL",
        ] {
            self.sql.run(query, &[line.into()])?;
        }
        Ok(())
    }
}
