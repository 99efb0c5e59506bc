//! Who is to be told: deliveries that died or are held, until somebody was told.

use super::store::Store;
use crate::json;
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

    /// What nobody was told of, without anything about a person, and its ids. Nothing,
    /// where it is too soon.
    pub(super) fn untold(&self, now: i64) -> Result<Option<(Vec<String>, Value)>> {
        let due = self
            .sql
            .number("SELECT at FROM clocks WHERE name = 'alert'", &[])?;
        if due.is_none_or(|due| due > now) {
            return Ok(None);
        }
        let ids = self.sql.texts(
            "SELECT id FROM deliveries WHERE untold = 1 ORDER BY number LIMIT ?",
            &[AT_ONCE.into()],
        )?;
        if ids.is_empty() {
            self.sql
                .run("DELETE FROM clocks WHERE name = 'alert'", &[])?;
            return Ok(None);
        }
        let shown = self.json_list(
            "SELECT json_object('id', id, 'type', type, 'signal', signal, 'status',
                iif(status = 'waiting', 'held', status), 'attempts', attempts,
                'receivedAt', received_at)
             FROM deliveries WHERE untold = 1 ORDER BY number LIMIT ?",
            &[AT_ONCE.into()],
        )?;
        Ok(Some((ids, json::read(&shown)?)))
    }

    /// Somebody was told of these, or will be at the next try.
    pub(super) fn told(&self, ids: &[String], heard: bool, now: i64) -> Result<()> {
        for id in ids.iter().filter(|_| heard) {
            self.sql.run(
                "UPDATE deliveries SET untold = 0 WHERE id = ?",
                &[id.into()],
            )?;
        }
        self.sql.run(
            "INSERT OR REPLACE INTO clocks (name, at) VALUES ('alert', ?)",
            &[(now + PAUSE).into()],
        )
    }
}
