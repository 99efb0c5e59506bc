//! Which vendor's id belongs to which email: learned from events that have both,
//! or taught. An id with two emails, or an email with two ids, is never guessed.

use super::{
    sql::{Bound, unexpected},
    store::Store,
};
use crate::json::{self, Fields, object};
use serde_json::Value;
use wibiclick_hooks::Subject;
use worker::Result;

/// How old the note of when a pair was last seen may become.
const SEEN_AGE: i64 = 86_400_000;

impl Store {
    /// Adds the id or the email that an event does not say, where it is known; whether
    /// it was added.
    pub(super) fn complete(&self, subject: &mut Subject) -> Result<bool> {
        Ok(match (&subject.id, &subject.email) {
            (Some(id), None) => {
                subject.email =
                    self.only("SELECT email FROM identities WHERE id = ? LIMIT 2", id)?;
                subject.email.is_some()
            }
            (None, Some(email)) => {
                subject.id =
                    self.only("SELECT id FROM identities WHERE email = ? LIMIT 2", email)?;
                subject.id.is_some()
            }
            _ => false,
        })
    }

    /// An event with what its subject is known to be called.
    pub(super) fn with_subject(&self, event: &str, subject: &Subject) -> Result<String> {
        let events = self.sql.texts(
            "SELECT json_set(?, '$.subject.id', ?, '$.subject.email', ?)",
            &[
                event.into(),
                subject.id.as_ref().into(),
                subject.email.as_ref().into(),
            ],
        )?;
        events.into_iter().next().ok_or_else(unexpected)
    }

    /// Learns which id belongs to which email, where an event says both.
    pub(super) fn learn_of(&self, subject: &Subject, now: i64) -> Result<()> {
        match (&subject.id, &subject.email) {
            (Some(id), Some(email)) => self.learn(id, email, "event", now),
            _ => Ok(()),
        }
    }

    /// The one answer there is, and not the first of several.
    fn only(&self, query: &str, known: &str) -> Result<Option<String>> {
        let mut found = self.sql.texts(query, &[known.into()])?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    fn learn(&self, id: &str, email: &str, origin: &str, now: i64) -> Result<()> {
        self.sql.run(
            "INSERT INTO identities (id, email, origin, learned_at, seen_at)
             VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT (id, email) DO UPDATE SET seen_at = ?4 WHERE seen_at < ?5",
            &[
                id.into(),
                email.into(),
                origin.into(),
                now.into(),
                (now - SEEN_AGE).into(),
            ],
        )
    }

    /// See [`super::Look::Teach`].
    pub(super) fn teach(&self, pairs: Vec<Value>, now: i64) -> Result<Value> {
        let (mut imported, mut known, mut conflicting) = (0, 0, Vec::new());
        for pair in pairs {
            let mut pair = Fields::of(pair)?;
            let (id, email) = (pair.text("id")?, pair.text("email")?);
            let emails = self.sql.texts(
                "SELECT email FROM identities WHERE id = ?",
                &[id.as_str().into()],
            )?;
            if emails.iter().any(|one| one.eq_ignore_ascii_case(&email)) {
                known += 1;
            } else {
                imported += 1;
                if !emails.is_empty() {
                    conflicting.push(Value::from(id.as_str()));
                }
            }
            self.learn(&id, &email, "import", now)?;
        }
        Ok(object(&mut [
            ("imported", imported.into()),
            ("known", known.into()),
            ("conflicting", conflicting.into()),
        ]))
    }

    /// See [`super::Look::Identities`].
    pub(super) fn identities(&self, mut with: Fields) -> Result<String> {
        let text = with.optional_text("text")?.unwrap_or_default();
        let after = with.optional_text("after")?.unwrap_or_default();
        let (id, email) = after.split_once('\n').unwrap_or(("", ""));
        self.json_list(
            "SELECT json_object('id', id, 'email', email, 'origin', origin, 'learnedAt', learned_at,
                'seenAt', seen_at, 'conflicting', json(iif(
                    (SELECT count(*) FROM identities others WHERE others.id = identities.id) > 1,
                    'true', 'false')))
             FROM identities
             WHERE (substr(id, 1, length(?1)) = ?1 OR substr(email, 1, length(?1)) = ?1 COLLATE NOCASE)
                AND (id, email) > (?2, ?3) ORDER BY id, email LIMIT ?4",
            &[
                (&text).into(),
                id.into(),
                email.into(),
                with.number("limit")?.into(),
            ],
        )
    }

    /// See [`super::Look::Forget`].
    pub(super) fn forget(&self, mut with: Fields) -> Result<Value> {
        let (id, email) = (with.text("id")?, with.optional_text("email")?);
        self.sql.run(
            "DELETE FROM identities WHERE id = ?1 AND (?2 IS NULL OR email = ?2)",
            &[(&id).into(), email.as_ref().into()],
        )?;
        Ok(object(&mut [("forgotten", self.sql.changed()?.into())]))
    }

    /// Rows of one cell of JSON, as one list.
    pub(super) fn json_list(&self, query: &str, bound: &[Bound<'_>]) -> Result<String> {
        Ok(json::joined(&self.sql.texts(query, bound)?))
    }
}
