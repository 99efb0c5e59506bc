//! In which order deliveries are carried out.
//!
//! Events about one subject go in the order in which they happened, and then of
//! their arrival; those about others go beside them, so many at once as the source
//! allows. A delivery that is not on is parked, and called when its turn comes. One
//! that is overtaken by what happened later, and is done, is not carried out at all.

use super::{
    schema::BY_STATUS,
    store::{DeliveryRow, Store},
};
use wibiclick_hooks::Subject;
use worker::Result;

/// Of the delivery `?1`, whatever is about the same subject. The casts change nothing
/// but how often the database plans: where a bare parameter is compared to a column, its
/// planner looks at the value, and plans anew for each one.
const SAME_SUBJECT: &str = "number IN (
    SELECT other.delivery FROM subjects mine JOIN subjects other ON other.key = mine.key
    WHERE mine.delivery = CAST(?1 AS INTEGER) AND other.delivery <> CAST(?1 AS INTEGER))";

/// One that comes before the delivery `this`, of those that are about `mine.key` and were
/// stored on one side of it. An `EXISTS` would not keep to the order, nor would a plain join
/// to beginning with the subject.
macro_rules! first_on_side {
    ($side:literal) => {
        concat!(
            "(SELECT 1 FROM subjects other CROSS JOIN deliveries first
                ON first.number = other.delivery
             WHERE other.key = mine.key AND other.delivery ",
            $side,
            " this.number AND first.settled_at IS NULL
                AND coalesce(first.waits_for, '') NOT IN ('date', 'release')
                AND (first.position, first.number) < (this.position, this.number)
             ORDER BY other.delivery DESC LIMIT 1)"
        )
    };
}

/// Whether something about the same subject comes before the delivery `this`. In a long line
/// that is nearly always the one stored right before it: looked for backwards, it is found
/// without going through all that ever was about somebody.
const IS_BEHIND: &str = concat!(
    "EXISTS (SELECT 1 FROM subjects mine WHERE mine.delivery = this.number AND (",
    first_on_side!("<"),
    " OR ",
    first_on_side!(">"),
    "))"
);

/// Whether the earlier `e` must not be carried out any more, since `l` happened
/// later: the person came back, or left again; the announced departure was announced
/// anew, or called off.
const OVERTAKEN: &str = "(l.occurred_at, l.number) > (e.occurred_at, e.number) AND (
    e.signal IN ('person.left', 'person.suspended', 'person.onLeave', 'person.leaving')
        AND l.signal IN ('person.returned', 'person.joined')
    OR e.signal IN ('person.returned', 'person.joined')
        AND l.signal IN ('person.left', 'person.suspended', 'person.onLeave')
    OR e.signal = 'person.leaving' AND (l.signal = 'person.leaving' OR l.calls_off = 1))";

impl Store {
    /// Whom a delivery is about, under every name that is known.
    pub(super) fn note_subject(&self, number: i64, subject: &Subject) -> Result<()> {
        let key = |what: &str, name: &Option<String>| {
            let name = name.as_ref();
            name.map(|name| what.to_owned() + &name.to_ascii_lowercase())
        };
        self.sql.run(
            "INSERT OR IGNORE INTO subjects (key, delivery)
             SELECT column1, ?1 FROM (VALUES (?2), (?3), (?4)) WHERE column1 IS NOT NULL",
            &[
                number.into(),
                key("id:", &subject.id).as_ref().into(),
                key("email:", &subject.email).as_ref().into(),
                key("login:", &subject.login).as_ref().into(),
            ],
        )
    }

    /// Ends what waits for a date or for somebody, and what this one, new, overtakes.
    pub(super) fn call_off(&self, number: i64, now: i64) -> Result<()> {
        let mut waiting = self.sql.rows(
            &format!(
                "SELECT e.number FROM deliveries e, deliveries l
                 WHERE l.number = CAST(?1 AS INTEGER) AND e.{SAME_SUBJECT} AND e.waits_for IN ('date', 'release')
                    AND {OVERTAKEN}"
            ),
            &[number.into()],
        )?;
        let mut earlier = Vec::new();
        while let Some(mut row) = waiting.next()? {
            earlier.push(row.number()?);
        }
        for earlier in earlier {
            self.overtake(earlier, number, now)?;
        }
        Ok(())
    }

    /// Whether the delivery has been overtaken; if so, it is settled.
    pub(super) fn is_overtaken(&self, row: &DeliveryRow, now: i64) -> Result<bool> {
        // What is announced is off in any case. What has happened is carried out
        // before what happened later, as long as that is still to be carried out.
        let later = self.sql.number(
            &format!(
                "SELECT l.number FROM deliveries e, deliveries l
                 WHERE e.number = CAST(?1 AS INTEGER) AND l.{SAME_SUBJECT}
                    AND (l.settled_at IS NOT NULL OR e.signal = 'person.leaving') AND {OVERTAKEN}
                 LIMIT 1"
            ),
            &[row.number.into()],
        )?;
        if let Some(later) = later {
            self.overtake(row.number, later, now)?;
        }
        Ok(later.is_some())
    }

    fn overtake(&self, earlier: i64, later: i64, now: i64) -> Result<()> {
        self.sql.run(
            "UPDATE deliveries SET status = 'ignored', waits_for = NULL, until = NULL,
                settled_at = ?3, due_at = NULL, reason =
                (SELECT 'overtaken by ' || type || ', which happened later (delivery ' || id || ')'
                 FROM deliveries WHERE number = ?2)
             WHERE number = ?1",
            &[earlier.into(), later.into(), now.into()],
        )
    }

    /// Whether something about the same subject comes first.
    fn is_behind(&self, row: &DeliveryRow) -> Result<bool> {
        let first = self.sql.number(
            &format!(
                "SELECT number FROM deliveries this WHERE number = CAST(? AS INTEGER) AND {IS_BEHIND}"
            ),
            &[row.number.into()],
        )?;
        Ok(first.is_some())
    }

    /// How many more may be carried out at once.
    fn room(&self, concurrency: i64, now: i64) -> Result<i64> {
        let under_way = self.sql.number(
            &format!(
                "SELECT (SELECT count(*) FROM deliveries
                    WHERE status = 'running' AND {BY_STATUS} AND due_at > ?)
                 + (SELECT count(*) FROM deliveries WHERE waits_for = 'call')"
            ),
            &[now.into()],
        )?;
        Ok(concurrency - under_way.unwrap_or(0))
    }

    /// Parks a delivery whose turn has not come; whether it is parked.
    pub(super) fn park(&self, row: &DeliveryRow, concurrency: i64, now: i64) -> Result<bool> {
        // One that was called has a place of its own.
        let called = i64::from(row.waits_for.as_deref() == Some("call"));
        if self.room(concurrency, now)? + called > 0 && !self.is_behind(row)? {
            return Ok(false);
        }
        self.sql.run(
            "UPDATE deliveries SET status = 'waiting', waits_for = 'turn', until = NULL,
                reason = NULL, due_at = NULL WHERE number = ?",
            &[row.number.into()],
        )?;
        Ok(true)
    }

    /// Something has moved on: the turn of those that are parked may have come.
    pub(super) fn move_up(&self, now: i64) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO clocks (name, at)
             SELECT 'turn', ? FROM deliveries WHERE waits_for = 'turn' LIMIT 1",
            &[now.into()],
        )
    }

    /// Calls the parked deliveries whose turn has come: they are due now.
    pub(super) fn call_next(&self, concurrency: i64, now: i64) -> Result<()> {
        self.sql
            .run("DELETE FROM clocks WHERE name = 'turn'", &[])?;
        let room = self.room(concurrency, now)?;
        if room <= 0 {
            return Ok(());
        }
        self.sql.run(
            &format!(
                "UPDATE deliveries SET status = 'queued', waits_for = 'call', due_at = ?1
                 WHERE number IN (SELECT number FROM deliveries this
                    WHERE waits_for = 'turn' AND NOT {IS_BEHIND}
                    ORDER BY position, number LIMIT ?2)"
            ),
            &[now.into(), room.into()],
        )
    }
}
