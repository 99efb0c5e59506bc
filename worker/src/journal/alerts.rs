//! Who is to be told: deliveries that died or are held, until somebody was told.

use super::store::Store;
use serde_json::Value;
use worker::Result;

/// How many one alert tells of.
const AT_ONCE: i64 = 50;
/// How long after one alert the next is sent, at the soonest.
const PAUSE: i64 = 15_000;

impl Store {
    /// There is somebody to be told of something.
    pub(super) fn to_tell(&self, now: i64) -> Result<()> {
        self.sql.run(
            "INSERT OR IGNORE INTO clocks (name, at)
             SELECT 'alert', ? FROM deliveries WHERE untold = 1 LIMIT 1",
            &[now.into()],
        )
    }

    /// What nobody was told of, without anything about a person; and the numbers
    /// that go with it. Nothing, where it is too soon.
    pub(super) fn untold(&self, now: i64) -> Result<Option<(i64, Value)>> {
        let due = self
            .sql
            .number("SELECT at FROM clocks WHERE name = 'alert'", &[])?;
        if due.is_none_or(|due| due > now) {
            return Ok(None);
        }
        let last = self.sql.number(
            "SELECT max(number) FROM (SELECT number FROM deliveries WHERE untold = 1
             ORDER BY number LIMIT ?)",
            &[AT_ONCE.into()],
        )?;
        let Some(last) = last else {
            self.sql
                .run("DELETE FROM clocks WHERE name = 'alert'", &[])?;
            return Ok(None);
        };
        let shown = self.json_list(
            "SELECT json_object('id', id, 'type', type, 'signal', signal, 'status',
                iif(status = 'waiting', 'held', status), 'attempts', attempts,
                'receivedAt', received_at)
             FROM deliveries WHERE untold = 1 AND number <= ? ORDER BY number",
            &[last.into()],
        )?;
        Ok(Some((last, crate::json::read(&shown)?)))
    }

    /// Somebody was told, or will be at the next try.
    pub(super) fn told(&self, last: i64, heard: bool, now: i64) -> Result<()> {
        if heard {
            self.sql.run(
                "UPDATE deliveries SET untold = 0 WHERE untold = 1 AND number <= ?",
                &[last.into()],
            )?;
        }
        self.sql.run(
            "INSERT OR REPLACE INTO clocks (name, at) VALUES ('alert', ?)",
            &[(now + PAUSE).into()],
        )
    }
}
