//! How long what is kept: first what is about a person goes, and later the record
//! that something happened.

use super::store::Store;
use worker::Result;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How long statistics are kept, which are about nobody.
const STATISTICS: i64 = 400 * DAY;
/// How long a pair of id and email is kept that no event has any more.
const IDENTITIES: i64 = 1_000 * DAY;

/// How long settled deliveries are kept, in days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) all: i64,
    pub(super) personal: i64,
}

impl Store {
    /// There is, or will be, something to prune.
    pub(super) fn prune_some_time(&self, now: i64) -> Result<()> {
        if self.prunes.replace(true) {
            return Ok(());
        }
        self.sql.run(
            "INSERT OR IGNORE INTO clocks (name, at) VALUES ('prune', ?)",
            &[(now + HOUR).into()],
        )
    }

    /// Prunes, every hour.
    pub(super) fn prune(&self, days: Days, now: i64) -> Result<()> {
        let due = self
            .sql
            .number("SELECT at FROM clocks WHERE name = 'prune'", &[])?;
        if due.is_none_or(|due| due > now) {
            return Ok(());
        }
        // Of what is deleted below, nothing could be counted any more.
        self.count_hours(now)?;
        let (personal, all) = (now - days.personal * DAY, now - days.all * DAY);
        // In batches, so that no sweep holds the journal up for long.
        let erased = "SELECT id FROM deliveries
            WHERE settled_at <= ? AND event IS NOT NULL LIMIT 1000";
        self.sql.run(
            &format!(
                "UPDATE calls SET record = json_set(record, '$.params', NULL, '$.kept', NULL,
                    '$.message', NULL) WHERE delivery IN ({erased})"
            ),
            &[personal.into()],
        )?;
        self.sql.run(
            &format!("UPDATE attempts SET reason = NULL WHERE delivery IN ({erased})"),
            &[personal.into()],
        )?;
        self.sql.run(
            &format!(
                "DELETE FROM subjects WHERE delivery IN
                    (SELECT number FROM deliveries WHERE id IN ({erased}))"
            ),
            &[personal.into()],
        )?;
        // Last, since what is erased is known by it.
        self.sql.run(
            &format!("UPDATE deliveries SET event = NULL, reason = NULL WHERE id IN ({erased})"),
            &[personal.into()],
        )?;
        let more = self.sql.changed()? == 1_000;
        let old = "SELECT id FROM deliveries
            WHERE settled_at <= ? AND event IS NULL LIMIT 1000";
        for table in ["calls", "attempts"] {
            self.sql.run(
                &format!("DELETE FROM {table} WHERE delivery IN ({old})"),
                &[all.into()],
            )?;
        }
        self.sql.run(
            &format!("DELETE FROM deliveries WHERE id IN ({old})"),
            &[all.into()],
        )?;
        let more = more || self.sql.changed()? == 1_000;
        for (query, before) in [
            ("DELETE FROM hours WHERE start < ?", now - STATISTICS),
            ("DELETE FROM identities WHERE seen_at < ?", now - IDENTITIES),
            ("DELETE FROM brakes WHERE made_at < ?", now - DAY),
        ] {
            self.sql.run(query, &[before.into()])?;
        }
        // A journal with nothing in it rests.
        self.prunes.set(false);
        self.sql
            .run("DELETE FROM clocks WHERE name = 'prune'", &[])?;
        self.sql.run(
            "INSERT INTO clocks (name, at) SELECT 'prune', ? FROM
                (SELECT 1 FROM deliveries UNION ALL SELECT 1 FROM brakes) LIMIT 1",
            &[(now + if more { 1_000 } else { HOUR }).into()],
        )
    }
}
