//! The journal's tables, and what may happen to them.
//!
//! `due_at` is the one clock of a delivery: the time after which the sweep
//! takes it for lost and queues it again. It is set by every step of its life
//! and cleared by the last.

use crate::delivery::{
    self, Begun, CallRecord, Claim, Claimed, DeliveryId, DeliveryRecord, Ending, Status, Work,
};
use crate::json;
use wibiclick_hooks::Subject;
use worker::{Error, Result, SqlCursorRawIterator, SqlStorage, SqlStorageValue};

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

/// How long a stored delivery may stay unknown to the queue, at most.
const STORED_PATIENCE: i64 = 30 * SECOND;
/// How long an attempt may go without a word.
const LEASE: i64 = 120 * SECOND;
/// How long settled deliveries are kept; longer than the seven days in which a
/// redelivery must be recognised.
const RETENTION: i64 = 30 * DAY;
/// How many deliveries one sweep queues again.
const SWEEP: i64 = 500;

/// Applied in order, each once; never edited after a release.
const MIGRATIONS: &[&str] = &[
    "CREATE TABLE deliveries (
        id TEXT PRIMARY KEY,
        event TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        received_at INTEGER NOT NULL,
        settled_at INTEGER,
        due_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX deliveries_received ON deliveries (received_at);
    CREATE TABLE calls (
        delivery TEXT NOT NULL,
        number INTEGER NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (delivery, number)
    ) WITHOUT ROWID;
    CREATE TABLE identities (
        id TEXT NOT NULL,
        email TEXT NOT NULL,
        PRIMARY KEY (id, email)
    ) WITHOUT ROWID;
    CREATE TABLE source (name TEXT NOT NULL);",
    "CREATE TABLE users (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        external_id TEXT,
        json TEXT NOT NULL
    );
    CREATE INDEX users_external_id ON users (external_id);",
];

/// The tables of one journal.
pub(super) struct Store {
    sql: SqlStorage,
    /// How long the queue may keep a delivery before the sweep takes it for
    /// lost, in milliseconds.
    patience: i64,
}

/// What [`DELIVERY`] selects, in this order.
struct DeliveryRow {
    id: String,
    event: String,
    status: String,
    reason: Option<String>,
    attempts: u32,
    received_at: i64,
    settled_at: Option<i64>,
    due_at: Option<i64>,
}

const DELIVERY: &str = "SELECT id, event, status, reason, attempts, received_at, settled_at, due_at
     FROM deliveries";

impl Store {
    /// Opens the tables, and brings them up to date.
    pub(super) fn open(sql: SqlStorage, patience: i64) -> Result<Self> {
        let store = Self { sql, patience };
        store.run(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)",
            vec![],
        )?;
        let applied = store
            .number("SELECT count(*) FROM migrations", vec![])?
            .unwrap_or(0);
        let applied = usize::try_from(applied).unwrap_or(0);
        for (number, migration) in MIGRATIONS.iter().enumerate().skip(applied) {
            store.run(migration, vec![])?;
            store.run(
                "INSERT INTO migrations (number) VALUES (?)",
                vec![SqlStorageValue::Integer(i64::try_from(number).unwrap_or(0))],
            )?;
        }
        Ok(store)
    }

    /// See [`super::Journal::claim`].
    pub(super) fn claim(&self, source: &str, claims: Vec<Claim>, now: i64) -> Result<Vec<Claimed>> {
        self.run(
            "INSERT INTO source (name) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM source)",
            vec![source.into()],
        )?;
        claims
            .into_iter()
            .map(|claim| self.claim_one(claim, now))
            .collect()
    }

    fn claim_one(&self, claim: Claim, now: i64) -> Result<Claimed> {
        let Claim {
            id,
            mut event,
            wanted,
        } = claim;
        if let Some(known) = self.delivery(&id)? {
            return Ok(Claimed {
                id,
                duplicate: true,
                status: Status::from_text(&known.status)?,
            });
        }
        if let Some(subject) = &mut event.subject {
            self.identify(subject)?;
        }
        let status = if wanted {
            Status::Stored
        } else {
            Status::Ignored
        };
        let due = wanted.then_some(now + self.patience.min(STORED_PATIENCE));
        let settled = (!wanted).then_some(now);
        self.run(
            "INSERT INTO deliveries (id, event, status, received_at, settled_at, due_at)
             VALUES (?, ?, ?, ?, ?, ?)",
            vec![
                id.as_str().into(),
                json::text(&event.into()).into(),
                status.as_str().into(),
                now.into(),
                settled.into(),
                due.into(),
            ],
        )?;
        Ok(Claimed {
            id,
            duplicate: false,
            status,
        })
    }

    /// Learns the pair of id and email, or fills in the email from what is
    /// known. An id that was seen with two emails is never guessed.
    fn identify(&self, subject: &mut Subject) -> Result<()> {
        let Some(id) = &subject.id else { return Ok(()) };
        if let Some(email) = &subject.email {
            return self.run(
                "INSERT OR IGNORE INTO identities (id, email) VALUES (?, ?)",
                vec![id.as_str().into(), email.as_str().into()],
            );
        }
        let known = self.texts(
            "SELECT email FROM identities WHERE id = ? LIMIT 2",
            vec![id.as_str().into()],
        )?;
        if let [only] = known.as_slice() {
            subject.email = Some(only.clone());
        }
        Ok(())
    }

    /// See [`super::Journal::queued`].
    pub(super) fn queued(&self, ids: &[DeliveryId], now: i64) -> Result<()> {
        for id in ids {
            // An attempt may have begun, and even ended, before this is written;
            // one that is overdue has lost its lease.
            self.run(
                "UPDATE deliveries SET status = 'queued', due_at = ?
                 WHERE id = ? AND due_at IS NOT NULL AND (status = 'stored' OR due_at <= ?)",
                vec![(now + self.patience).into(), id.as_str().into(), now.into()],
            )?;
        }
        Ok(())
    }

    /// See [`super::Journal::begin`].
    pub(super) fn begin(&self, id: &DeliveryId, now: i64) -> Result<Begun> {
        let Some(row) = self.delivery(id)? else {
            return Ok(Begun::Unknown);
        };
        match Status::from_text(&row.status)? {
            Status::Done | Status::Ignored | Status::Dead => return Ok(Begun::Settled),
            Status::Running if row.due_at.is_some_and(|until| until > now) => {
                return Ok(Begun::Busy {
                    until: row.due_at.unwrap_or(now),
                });
            }
            Status::Stored | Status::Queued | Status::Running | Status::Waiting => {}
        }
        let attempt = row.attempts.saturating_add(1);
        self.run(
            "UPDATE deliveries SET status = 'running', attempts = ?, due_at = ? WHERE id = ?",
            vec![
                i64::from(attempt).into(),
                (now + LEASE).into(),
                id.as_str().into(),
            ],
        )?;
        let calls = self.calls(id)?;
        Ok(Begun::Started(Box::new(Work {
            attempt,
            event: delivery::event(json::read(&row.event)?)?,
            calls,
        })))
    }

    /// See [`super::Journal::record`].
    pub(super) fn record(&self, id: &DeliveryId, call: CallRecord, now: i64) -> Result<bool> {
        let attempt = call.attempt;
        // The outcome is true whoever holds the lease, so it is always kept.
        self.run(
            "INSERT INTO calls (delivery, number, record)
             SELECT ?1, count(*), ?2 FROM calls WHERE delivery = ?1",
            vec![id.as_str().into(), json::text(&call.into()).into()],
        )?;
        if !self.holds_lease(id, attempt)? {
            return Ok(false);
        }
        self.run(
            "UPDATE deliveries SET due_at = ? WHERE id = ?",
            vec![(now + LEASE).into(), id.as_str().into()],
        )?;
        Ok(true)
    }

    /// See [`super::Journal::finish`].
    pub(super) fn finish(
        &self,
        id: &DeliveryId,
        attempt: u32,
        ending: &Ending,
        now: i64,
    ) -> Result<()> {
        if !self.holds_lease(id, attempt)? {
            return Ok(());
        }
        match ending {
            Ending::Done => self.settle(id, Status::Done, None, now),
            Ending::Ignored => self.settle(id, Status::Ignored, None, now),
            Ending::Dead { reason } => self.settle(id, Status::Dead, Some(reason), now),
            Ending::Later { at, reason } => self.run(
                "UPDATE deliveries SET status = 'waiting', reason = ?, due_at = ? WHERE id = ?",
                vec![
                    reason.as_str().into(),
                    (at + self.patience).into(),
                    id.as_str().into(),
                ],
            ),
        }
    }

    /// See [`super::Journal::abandon`].
    pub(super) fn abandon(&self, id: &DeliveryId, reason: &str, now: i64) -> Result<()> {
        match self.delivery(id)? {
            Some(row) if row.due_at.is_some() => self.settle(id, Status::Dead, Some(reason), now),
            _ => Ok(()),
        }
    }

    /// See [`super::Journal::latest`].
    pub(super) fn latest(&self, limit: u32) -> Result<Vec<DeliveryRecord>> {
        let rows = self.deliveries("ORDER BY received_at DESC LIMIT ?", i64::from(limit).into())?;
        rows.into_iter().map(|row| self.shown(row)).collect()
    }

    /// See [`super::Journal::show`].
    pub(super) fn show(&self, id: &DeliveryId) -> Result<Option<DeliveryRecord>> {
        self.delivery(id)?.map(|row| self.shown(row)).transpose()
    }

    /// The source whose journal this is, once it has stored anything.
    pub(super) fn source(&self) -> Result<Option<String>> {
        let names = self.texts("SELECT name FROM source", vec![])?;
        Ok(names.into_iter().next())
    }

    /// What should have moved on by now, oldest first.
    pub(super) fn overdue(&self, now: i64) -> Result<Vec<DeliveryId>> {
        let ids = self.texts(
            "SELECT id FROM deliveries WHERE due_at <= ? ORDER BY due_at LIMIT ?",
            vec![now.into(), SWEEP.into()],
        )?;
        Ok(ids.iter().map(|id| DeliveryId::from_text(id)).collect())
    }

    /// When the sweep has something to do again: the next delivery that falls
    /// due, or the next that is past its retention.
    pub(super) fn next_due(&self) -> Result<Option<i64>> {
        let due = self.number("SELECT min(due_at) FROM deliveries", vec![])?;
        let oldest = self.number(
            "SELECT min(received_at) FROM deliveries WHERE due_at IS NULL",
            vec![],
        )?;
        Ok([due, oldest.map(|at| at + RETENTION)]
            .into_iter()
            .flatten()
            .min())
    }

    /// Deletes what was settled longer ago than the retention time.
    pub(super) fn prune(&self, now: i64) -> Result<()> {
        let before = now - RETENTION;
        self.run(
            "DELETE FROM calls WHERE delivery IN
                (SELECT id FROM deliveries WHERE due_at IS NULL AND received_at <= ?)",
            vec![before.into()],
        )?;
        self.run(
            "DELETE FROM deliveries WHERE due_at IS NULL AND received_at <= ?",
            vec![before.into()],
        )
    }

    fn settle(
        &self,
        id: &DeliveryId,
        status: Status,
        reason: Option<&str>,
        now: i64,
    ) -> Result<()> {
        self.run(
            "UPDATE deliveries SET status = ?, reason = ?, settled_at = ?, due_at = NULL
             WHERE id = ?",
            vec![
                status.as_str().into(),
                reason.into(),
                now.into(),
                id.as_str().into(),
            ],
        )
    }

    fn holds_lease(&self, id: &DeliveryId, attempt: u32) -> Result<bool> {
        Ok(self
            .delivery(id)?
            .is_some_and(|row| row.attempts == attempt && row.status == Status::Running.as_str()))
    }

    fn delivery(&self, id: &DeliveryId) -> Result<Option<DeliveryRow>> {
        let rows = self.deliveries("WHERE id = ?", id.as_str().into())?;
        Ok(rows.into_iter().next())
    }

    fn deliveries(&self, which: &str, binding: SqlStorageValue) -> Result<Vec<DeliveryRow>> {
        let rows = self.rows(&format!("{DELIVERY} {which}"), vec![binding])?;
        rows.map(|row| {
            let mut cells = row?.into_iter();
            Ok(DeliveryRow {
                id: text(cells.next())?,
                event: text(cells.next())?,
                status: text(cells.next())?,
                reason: optional_text(cells.next())?,
                attempts: number(cells.next().as_ref())?
                    .and_then(|attempts| attempts.try_into().ok())
                    .ok_or_else(unexpected)?,
                received_at: number(cells.next().as_ref())?.ok_or_else(unexpected)?,
                settled_at: number(cells.next().as_ref())?,
                due_at: number(cells.next().as_ref())?,
            })
        })
        .collect()
    }

    fn calls(&self, id: &DeliveryId) -> Result<Vec<CallRecord>> {
        let records = self.texts(
            "SELECT record FROM calls WHERE delivery = ? ORDER BY number",
            vec![id.as_str().into()],
        )?;
        let mut calls = Vec::new();
        for record in records {
            calls.push(json::read(&record)?.try_into()?);
        }
        Ok(calls)
    }

    fn shown(&self, row: DeliveryRow) -> Result<DeliveryRecord> {
        let id = DeliveryId::from_text(&row.id);
        Ok(DeliveryRecord {
            status: Status::from_text(&row.status)?,
            reason: row.reason,
            attempts: row.attempts,
            received_at: row.received_at,
            settled_at: row.settled_at,
            event: delivery::event(json::read(&row.event)?)?,
            calls: self.calls(&id)?,
            id,
        })
    }

    pub(super) fn number(
        &self,
        query: &str,
        bindings: Vec<SqlStorageValue>,
    ) -> Result<Option<i64>> {
        match self.rows(query, bindings)?.next() {
            Some(row) => number(row?.first()),
            None => Ok(None),
        }
    }

    pub(super) fn texts(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<Vec<String>> {
        let rows = self.rows(query, bindings)?;
        rows.map(|row| text(row?.into_iter().next())).collect()
    }

    /// Rows as they come: read as types of ours they would bring a second reader
    /// of records.
    fn rows(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<SqlCursorRawIterator> {
        Ok(self.sql.exec(query, bindings)?.raw())
    }

    pub(super) fn run(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<()> {
        self.sql.exec(query, bindings).map(drop)
    }
}

/// A cell; an aggregate over no rows is null.
fn number(cell: Option<&SqlStorageValue>) -> Result<Option<i64>> {
    match cell {
        Some(SqlStorageValue::Integer(number)) => Ok(Some(*number)),
        Some(SqlStorageValue::Null) => Ok(None),
        _ => Err(unexpected()),
    }
}

fn text(cell: Option<SqlStorageValue>) -> Result<String> {
    optional_text(cell)?.ok_or_else(unexpected)
}

fn optional_text(cell: Option<SqlStorageValue>) -> Result<Option<String>> {
    match cell {
        Some(SqlStorageValue::String(text)) => Ok(Some(text)),
        Some(SqlStorageValue::Null) => Ok(None),
        _ => Err(unexpected()),
    }
}

fn unexpected() -> Error {
    Error::RustError("the journal has something else in a column than it stores".into())
}
