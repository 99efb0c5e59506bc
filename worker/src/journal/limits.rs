//! Limits to what is done to the API: the pace of calls, and the brakes of rules.

use super::store::Store;
use crate::{backoff, json::object};
use serde_json::Value;
use worker::Result;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
impl Store {
    /// When the next call of the source may be made: so long from now. Its place is
    /// taken, unless that is too long to wait.
    pub(super) fn pace(&self, calls_per_minute: i64, now: i64) -> Result<i64> {
        let free = self.sql.number("SELECT at FROM pace", &[])?.unwrap_or(0);
        let wait = (free - now).max(0);
        if wait <= backoff::LONGEST_PAUSE {
            let next = now + wait + MINUTE.checked_div(calls_per_minute).unwrap_or(0).max(1);
            self.sql.run(
                "INSERT OR REPLACE INTO pace (name, at) VALUES ('calls', ?)",
                &[next.into()],
            )?;
        }
        Ok(wait)
    }

    /// Whether a rule may make a destructive call: fewer than `limit` were made in
    /// the last hour. A call that was let through once is let through again.
    pub(super) fn brake(&self, rule: &str, call: &str, limit: i64, now: i64) -> Result<bool> {
        self.prune_some_time(now)?;
        self.sql.run(
            "INSERT OR IGNORE INTO brakes (rule, call, made_at)
             SELECT ?1, ?2, ?3 WHERE
                (SELECT count(*) FROM brakes WHERE rule = ?1 AND made_at > ?4) < ?5",
            &[
                rule.into(),
                call.into(),
                now.into(),
                (now - HOUR).into(),
                limit.into(),
            ],
        )?;
        let passed = self.sql.number(
            "SELECT made_at FROM brakes WHERE rule = ? AND call = ?",
            &[rule.into(), call.into()],
        )?;
        Ok(passed.is_some())
    }

    /// How many destructive calls each rule with a brake made in the last hour.
    pub(super) fn brakes(&self, now: i64) -> Result<Value> {
        let mut used = Vec::new();
        let mut rows = self.sql.rows(
            "SELECT rule, count(*) FROM brakes WHERE made_at > ? GROUP BY rule",
            &[(now - HOUR).into()],
        )?;
        while let Some(mut row) = rows.next()? {
            used.push(object(&mut [
                ("rule", row.text()?.into()),
                ("used", row.number()?.into()),
            ]));
        }
        Ok(used.into())
    }
}
