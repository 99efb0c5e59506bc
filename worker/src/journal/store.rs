//! A delivery's life in the journal's tables.
//!
//! `due_at` is the one clock of a delivery: the time at which the sweep queues it
//! (again), be it taken for lost or its time come. Every step of its life sets it,
//! but for those that wait for their turn or for somebody; a settled one has none.

use super::{
    schema::MIGRATIONS,
    sql::{Database, unexpected},
};
use crate::delivery::{Begun, Claim, Claimed, DeliveryId, Ending, Status, Wait, Work};
use crate::json::{self, Fields};
use std::cell::{Cell, OnceCell};
use worker::{Error, Result, SqlStorage};

const SECOND: i64 = 1_000;

/// How long what the queue has not taken waits for the sweep, and what was called for its
/// message, at most.
const NOT_SENT_PATIENCE: i64 = 30 * SECOND;
/// How long an attempt may go without a word.
pub(super) const LEASE: i64 = 120 * SECOND;
/// How much of that may be gone before it is renewed: most attempts take less, and then
/// none of their calls has to.
const LEASE_USED: i64 = 20 * SECOND;
/// How many deliveries one sweep queues again.
const SWEEP: i64 = 500;

/// The tables of one journal.
pub(super) struct Store {
    pub(super) sql: Database,
    /// How long the queue may keep a delivery before the sweep takes it for
    /// lost, in milliseconds.
    patience: i64,
    /// Whether somebody is told of what dies and of what is held.
    tells: bool,
    /// The source whose journal this is, once it is known.
    source: OnceCell<String>,
    /// Whether the time of the next pruning is known to be set.
    pub(super) prunes: Cell<bool>,
}

/// What its life needs of a delivery.
pub(super) struct DeliveryRow {
    pub(super) number: i64,
    pub(super) signal: Option<String>,
    status: String,
    pub(super) waits_for: Option<String>,
    pub(super) position: i64,
    attempts: i64,
    failures: i64,
    replayed_at_attempt: i64,
    repeated_at_attempt: i64,
    released: bool,
    due_at: Option<i64>,
}

impl Store {
    /// Opens the tables, and brings them up to date.
    pub(super) fn open(sql: SqlStorage, patience: i64, tells: bool) -> Result<Self> {
        let store = Self {
            sql: Database::new(sql),
            patience,
            tells,
            source: OnceCell::new(),
            prunes: Cell::new(false),
        };
        store.sql.run(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)",
            &[],
        )?;
        let applied = store
            .sql
            .number("SELECT count(*) FROM migrations", &[])?
            .unwrap_or(0);
        let applied = usize::try_from(applied).unwrap_or(0);
        // A Worker that was rolled back: what it wrote would not be what the later
        // one means.
        if applied > MIGRATIONS.len() {
            return Err(Error::RustError(format!(
                "expected a journal of version {} or earlier, got {applied}: deploy the later \
                 Worker again",
                MIGRATIONS.len()
            )));
        }
        for (number, migration) in MIGRATIONS.iter().enumerate().skip(applied) {
            store.sql.run(migration, &[])?;
            store.sql.run(
                "INSERT INTO migrations (number) VALUES (?)",
                &[i64::try_from(number).unwrap_or(0).into()],
            )?;
        }
        Ok(store)
    }

    /// See [`super::Journal::claim`].
    pub(super) fn claim(&self, source: &str, claims: Vec<Claim>, now: i64) -> Result<Vec<Claimed>> {
        self.prune_some_time(now)?;
        self.of_source(source)?;
        claims
            .into_iter()
            .map(|claim| self.claim_one(claim, now))
            .collect()
    }

    /// Whose journal this is; the sweep has nobody to ask.
    pub(super) fn of_source(&self, source: &str) -> Result<()> {
        if self.source.get().is_some() {
            return Ok(());
        }
        self.sql.run(
            "INSERT INTO source (name) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM source)",
            &[source.into()],
        )
    }

    /// When what is stored now is taken for lost.
    pub(super) fn patience_from(&self, now: i64) -> i64 {
        now + self.patience
    }

    fn claim_one(&self, claim: Claim, now: i64) -> Result<Claimed> {
        let Claim {
            id,
            kind,
            signal,
            occurred_at,
            mut subject,
            wanted,
            calls_off,
            mut event,
        } = claim;
        if let Some(subject) = &mut subject
            && self.complete(subject)?
        {
            event = self.with_subject(&event, subject)?;
        }
        let status = if wanted {
            Status::Stored
        } else {
            Status::Ignored
        };
        let due = wanted.then_some(now + self.patience);
        let settled = (!wanted).then_some(now);
        let new = self.sql.number(
            "INSERT INTO deliveries (id, type, signal, event, occurred_at, position, status,
                calls_off, received_at, settled_at, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO NOTHING RETURNING number",
            &[
                id.as_str().into(),
                (&kind).into(),
                signal.as_ref().into(),
                (&event).into(),
                occurred_at.unwrap_or(now).into(),
                status.as_str().into(),
                i64::from(calls_off).into(),
                now.into(),
                settled.into(),
                due.into(),
            ],
        )?;
        let Some(number) = new else {
            let known = self.delivery(&id)?.ok_or_else(unexpected)?;
            self.tally("duplicate", now)?;
            return Ok(Claimed {
                id,
                duplicate: true,
                status: Status::from_text(&known.status)?,
            });
        };
        if let Some(subject) = &subject {
            self.learn_of(subject, now)?;
            self.note_subject(number, subject)?;
            if calls_off || signal.is_some() {
                self.call_off(number, now)?;
            }
        }
        Ok(Claimed {
            id,
            duplicate: false,
            status,
        })
    }

    /// The queue has not taken them: the sweep is to try soon.
    pub(super) fn not_sent(&self, ids: Vec<DeliveryId>, now: i64) -> Result<()> {
        self.sql.run(
            "UPDATE deliveries SET due_at = ?1
             WHERE id IN (SELECT value FROM json_each(?2)) AND status = 'stored'",
            &[
                (now + self.patience.min(NOT_SENT_PATIENCE)).into(),
                (&in_json(ids)).into(),
            ],
        )
    }

    /// The queue has taken them, unless they have been begun since.
    pub(super) fn sent(&self, ids: Vec<DeliveryId>, now: i64) -> Result<()> {
        self.sql.run(
            "UPDATE deliveries SET status = 'queued', due_at = ?1
             WHERE id IN (SELECT value FROM json_each(?2)) AND status = 'stored'",
            &[(now + self.patience).into(), (&in_json(ids)).into()],
        )
    }

    /// The sweep has queued them.
    pub(super) fn queued(&self, ids: Vec<DeliveryId>, now: i64) -> Result<()> {
        // An attempt may have begun, and even ended, before this is written; one that is
        // overdue has lost its lease. What was called is missed sooner, since it has one
        // of few places.
        self.sql.run(
            "UPDATE deliveries SET status = 'queued', until = NULL,
                waits_for = iif(waits_for = 'call', 'call', NULL),
                due_at = ?1 + iif(waits_for = 'call', min(?2, ?3), ?2)
             WHERE id IN (SELECT value FROM json_each(?4)) AND due_at IS NOT NULL
                AND (status = 'stored' OR due_at <= ?1)",
            &[
                now.into(),
                self.patience.into(),
                NOT_SENT_PATIENCE.into(),
                (&in_json(ids)).into(),
            ],
        )
    }

    /// See [`super::Journal::begin`].
    pub(super) fn begin(&self, id: &DeliveryId, concurrency: i64, now: i64) -> Result<Begun> {
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
            // The queue may deliver twice; what waits for this is not in it.
            Status::Waiting if row.waits_for.as_deref() == Some("release") => {
                return Ok(Begun::Parked);
            }
            Status::Waiting if row.waits_for.as_deref() == Some("date") && row.position > now => {
                return Ok(Begun::Parked);
            }
            Status::Stored | Status::Queued | Status::Running | Status::Waiting => {}
        }
        if row.signal.is_some() && self.is_overtaken(&row, now)? {
            self.move_up(now)?;
            return Ok(Begun::Settled);
        }
        if self.park(&row, concurrency, now)? {
            return Ok(Begun::Parked);
        }
        // One that nobody has ended; of the others, there is a row.
        if row.attempts > 0 {
            self.sql.run(
                "INSERT OR IGNORE INTO attempts (delivery, number, began_at)
                 SELECT id, attempts, began_at FROM deliveries
                 WHERE number = ? AND began_at IS NOT NULL",
                &[row.number.into()],
            )?;
        }
        let attempt = row.attempts + 1;
        let mut event = self.sql.texts(
            "UPDATE deliveries SET status = 'running', waits_for = NULL, until = NULL,
                reason = NULL, attempts = ?, began_at = ?, due_at = ?
             WHERE number = ? RETURNING event",
            &[
                attempt.into(),
                now.into(),
                (now + LEASE).into(),
                row.number.into(),
            ],
        )?;
        Ok(Begun::Started(Box::new(Work {
            attempt: count(attempt)?,
            failures: count(row.failures)?,
            released: row.released,
            event: event.pop().ok_or_else(unexpected)?,
            calls: self.calls_that_count(id, &row)?,
        })))
    }

    /// What was called since the delivery was last to be repeated; and refusals only
    /// since it was last replayed, as what was wrong may have been mended.
    fn calls_that_count(&self, id: &DeliveryId, row: &DeliveryRow) -> Result<Vec<String>> {
        if row.attempts == 0 {
            return Ok(Vec::new());
        }
        self.sql.texts(
            "SELECT record FROM calls WHERE delivery = ?1 AND record ->> '$.attempt' > ?2
                AND (record ->> '$.outcome' <> 'refused' OR record ->> '$.attempt' > ?3)
             ORDER BY number",
            &[
                id.as_str().into(),
                row.repeated_at_attempt.into(),
                row.replayed_at_attempt.into(),
            ],
        )
    }

    /// See [`super::Journal::record`].
    pub(super) fn record(
        &self,
        id: &DeliveryId,
        attempt: u32,
        call: &str,
        now: i64,
    ) -> Result<bool> {
        self.write_down(id, call)?;
        let Some(until) = self.lease(id, attempt)? else {
            return Ok(false);
        };
        if until < now + LEASE - LEASE_USED {
            self.sql.run(
                "UPDATE deliveries SET due_at = ? WHERE id = ?",
                &[(now + LEASE).into(), id.as_str().into()],
            )?;
        }
        Ok(true)
    }

    /// What came of a call is true whoever holds the lease, so it is always kept.
    fn write_down(&self, id: &DeliveryId, call: &str) -> Result<()> {
        self.sql.run(
            "INSERT INTO calls (delivery, number, record)
             SELECT ?1, count(*), ?2 FROM calls WHERE delivery = ?1",
            &[id.as_str().into(), call.into()],
        )
    }

    /// See [`super::Journal::finish`].
    pub(super) fn finish(
        &self,
        id: &DeliveryId,
        attempt: u32,
        ending: &Ending,
        call: Option<&str>,
        now: i64,
    ) -> Result<bool> {
        if let Some(call) = call {
            self.write_down(id, call)?;
        }
        if self.lease(id, attempt)?.is_none() {
            return Ok(false);
        }
        let (at, wait, reason) = match ending {
            Ending::Done | Ending::Ignored => (None, None, None),
            Ending::Later { at, wait, reason } => {
                let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
                (Some(*at), Some(*wait), reason)
            }
            Ending::Dead { reason } => (None, None, Some(reason.as_str())),
        };
        self.sql.run(
            "INSERT INTO attempts (delivery, number, began_at, ended_at, ending, reason)
             SELECT id, attempts, coalesce(began_at, ?1), ?1, ?2, ?3 FROM deliveries WHERE id = ?4
             ON CONFLICT (delivery, number) DO UPDATE SET ended_at = ?1, ending = ?2, reason = ?3",
            &[
                now.into(),
                ending.word().into(),
                reason.into(),
                id.as_str().into(),
            ],
        )?;
        if let Some(wait) = wait {
            let at = at.unwrap_or(now);
            // The queue brings back what is tried again; dates and people are the
            // journal's.
            let due = match wait {
                Wait::Retry | Wait::Moment => Some(at + self.patience),
                Wait::Date => Some(at),
                Wait::Release => None,
            };
            let shown = if wait == Wait::Moment {
                Wait::Retry
            } else {
                wait
            };
            self.sql.run(
                "UPDATE deliveries SET status = 'waiting', waits_for = ?1, until = ?2, due_at = ?3,
                    reason = ?4, position = iif(?1 = 'date', ?2, position),
                    failures = failures + ?5, untold = max(untold, ?6) WHERE id = ?7",
                &[
                    shown.as_str().into(),
                    due.and(Some(at)).into(),
                    due.into(),
                    reason.into(),
                    i64::from(wait == Wait::Retry).into(),
                    i64::from(wait == Wait::Release && self.tells).into(),
                    id.as_str().into(),
                ],
            )?;
            if wait == Wait::Release {
                self.tally("held", now)?;
                self.to_tell(now)?;
            }
        } else {
            self.settle(id, ending.word(), reason, now)?;
        }
        self.move_up(now)?;
        Ok(true)
    }

    /// See [`super::Journal::abandon`].
    pub(super) fn abandon(&self, id: &DeliveryId, reason: &str, now: i64) -> Result<()> {
        match self.delivery(id)? {
            Some(row) if row.due_at.is_some() => {
                self.settle(id, Status::Dead.as_str(), Some(reason), now)?;
                self.move_up(now)
            }
            _ => Ok(()),
        }
    }

    /// The source whose journal this is, once it has stored anything.
    pub(super) fn source(&self) -> Result<Option<&String>> {
        if self.source.get().is_none() {
            let names = self.sql.texts("SELECT name FROM source", &[])?;
            if let Some(name) = names.into_iter().next() {
                return Ok(Some(self.source.get_or_init(|| name)));
            }
        }
        Ok(self.source.get())
    }

    /// What is to be queued by now, oldest first.
    pub(super) fn due(&self, now: i64) -> Result<Vec<DeliveryId>> {
        let ids = self.sql.texts(
            "SELECT id FROM deliveries WHERE due_at <= ? ORDER BY due_at LIMIT ?",
            &[now.into(), SWEEP.into()],
        )?;
        Ok(ids.iter().map(|id| DeliveryId::from_text(id)).collect())
    }

    /// When the sweep has something to do again.
    pub(super) fn next_due(&self) -> Result<Option<i64>> {
        self.sql.number(
            "SELECT min(at) FROM (SELECT min(due_at) AS at FROM deliveries WHERE due_at IS NOT NULL
             UNION ALL SELECT min(at) FROM clocks)",
            &[],
        )
    }

    fn settle(&self, id: &DeliveryId, word: &str, reason: Option<&str>, now: i64) -> Result<()> {
        self.sql.run(
            "UPDATE deliveries SET status = ?1, reason = ?2, settled_at = ?3, due_at = NULL,
                waits_for = NULL, until = NULL, untold = iif(?1 = 'dead', ?4, untold)
             WHERE id = ?5",
            &[
                word.into(),
                reason.into(),
                now.into(),
                i64::from(self.tells).into(),
                id.as_str().into(),
            ],
        )?;
        if word == Status::Dead.as_str() {
            self.to_tell(now)?;
        }
        Ok(())
    }

    /// Until when the attempt has the delivery; `None`, if another has taken over.
    fn lease(&self, id: &DeliveryId, attempt: u32) -> Result<Option<i64>> {
        let row = self.delivery(id)?.filter(|row| {
            row.attempts == i64::from(attempt) && row.status == Status::Running.as_str()
        });
        Ok(row.and_then(|row| row.due_at))
    }

    fn delivery(&self, id: &DeliveryId) -> Result<Option<DeliveryRow>> {
        // As one text, since each cell would take its own calls on its way here.
        let rows = self.sql.texts(
            "SELECT json_object('number', number, 'signal', signal, 'status', status,
                'waitsFor', waits_for, 'position', position, 'attempts', attempts,
                'failures', failures, 'replayedAtAttempt', replayed_at_attempt,
                'repeatedAtAttempt', repeated_at_attempt, 'released', released, 'dueAt', due_at)
             FROM deliveries WHERE id = ?",
            &[id.as_str().into()],
        )?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let mut row = Fields::of(json::read(row)?)?;
        Ok(Some(DeliveryRow {
            number: row.number("number")?,
            signal: row.optional_text("signal")?,
            status: row.text("status")?,
            waits_for: row.optional_text("waitsFor")?,
            position: row.number("position")?,
            attempts: row.number("attempts")?,
            failures: row.number("failures")?,
            replayed_at_attempt: row.number("replayedAtAttempt")?,
            repeated_at_attempt: row.number("repeatedAtAttempt")?,
            released: row.number("released")? != 0,
            due_at: row.take("dueAt").as_i64(),
        }))
    }

    /// The calls of a delivery as JSON, in their order.
    pub(super) fn records(&self, id: &DeliveryId) -> Result<Vec<String>> {
        self.sql.texts(
            "SELECT record FROM calls WHERE delivery = ? ORDER BY number",
            &[id.as_str().into()],
        )
    }
}

/// Ids as a statement takes any number of them.
fn in_json(ids: Vec<DeliveryId>) -> String {
    json::text(&json::list(ids))
}

fn count(number: i64) -> Result<u32> {
    number.try_into().map_err(|_| unexpected())
}
