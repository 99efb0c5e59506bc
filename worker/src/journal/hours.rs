//! What became of how many deliveries, by the hour: the statistics, which outlive the
//! deliveries and are about nobody.
//!
//! What comes in and is settled is not counted one by one, which would be rows written
//! for each. The hours that have ended are counted at once, from the deliveries, and the
//! one that has not, whenever somebody asks.

use super::store::Store;
use worker::Result;

const HOUR: i64 = 3_600_000;

/// How many deliveries since the hours that are counted came in, and what became of
/// those that were settled.
const NOT_COUNTED: &str = "
    SELECT received_at - received_at % 3600000 AS start, 'received' AS outcome, count(*) AS count
        FROM deliveries WHERE received_at >= (SELECT until FROM counted) GROUP BY 1
    UNION ALL SELECT settled_at - settled_at % 3600000, status, count(*)
        FROM deliveries WHERE settled_at >= (SELECT until FROM counted) GROUP BY 1, 2";

impl Store {
    /// Counts what no delivery says of itself.
    pub(super) fn tally(&self, outcome: &str, now: i64) -> Result<()> {
        self.sql.run(
            "INSERT INTO hours (start, outcome, count) VALUES (?1, ?2, 1)
             ON CONFLICT (start, outcome) DO UPDATE SET count = count + 1",
            &[(now - now.rem_euclid(HOUR)).into(), outcome.into()],
        )
    }

    /// Counts the hours that have ended.
    pub(super) fn count_hours(&self, now: i64) -> Result<()> {
        let until = now - now.rem_euclid(HOUR);
        self.sql.run(
            &format!(
                "INSERT INTO hours (start, outcome, count)
                 SELECT start, outcome, count FROM ({NOT_COUNTED}) WHERE start < ?1
                 ON CONFLICT (start, outcome) DO UPDATE SET count = count + excluded.count"
            ),
            &[until.into()],
        )?;
        self.sql
            .run("UPDATE counted SET until = max(until, ?)", &[until.into()])
    }

    /// See [`super::Look::Statistics`].
    pub(super) fn statistics(&self, since: i64) -> Result<String> {
        self.json_list(
            &format!(
                "SELECT json_array(start, outcome, sum(count))
                 FROM (SELECT start, outcome, count FROM hours UNION ALL {NOT_COUNTED})
                 WHERE start >= ? GROUP BY start, outcome ORDER BY start"
            ),
            &[since.into()],
        )
    }
}
