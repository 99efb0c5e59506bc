//! The names of the fields that a reading reads: what else is in an event, nobody
//! needs to look at. Every part is taken apart whole, so that none is forgotten.

use super::{Condition, Identity, Naming, Reading, Row, When, Who};
use crate::path::Path;

/// Names, each once.
type Names<'t> = Vec<&'t str>;

impl<'t> Reading<'t> {
    /// Of all fields of an event that anything is read from.
    pub(super) fn names(&self) -> Names<'t> {
        let Self {
            format: _,
            batch: _,
            id,
            kind,
            occurred_at,
            effective_at,
            outcome,
            rows,
            ours,
            others,
        } = self;
        let mut names = Vec::new();
        if let Some(id) = id {
            id.names(&mut names);
        }
        kind.names(&mut names);
        for when in [occurred_at, effective_at].into_iter().flatten() {
            when.names(&mut names);
        }
        if let Some(outcome) = outcome {
            outcome.names(&mut names);
        }
        others.names(&mut names);
        let mut before: &Who<'t> = others;
        for Row {
            kind: _,
            condition,
            signal: _,
            who,
        } in *rows
        {
            if let Some(condition) = condition {
                condition.names(&mut names);
            }
            // Most rows are about whom the one before is.
            if !std::ptr::eq(*who, before) {
                who.names(&mut names);
                before = who;
            }
        }
        if let Some(who) = ours {
            who.names(&mut names);
        }
        names
    }
}

impl<'t> Identity<'t> {
    fn names(self, names: &mut Names<'t>) {
        match self {
            Self::Field(path) => path.names(names),
            Self::Fields(paths) => of_all(paths, names),
            Self::FieldAnd(path, more) => of_all(&[path, more], names),
            Self::Headers(..) => {}
        }
    }
}

impl<'t> Naming<'t> {
    fn names(self, names: &mut Names<'t>) {
        match self {
            Self::Field(path) => path.names(names),
            Self::Fields(first, second) => of_all(&[first, second], names),
            Self::Header { header: _, then } => of_all(then.as_slice(), names),
            Self::ListOr(lists, path) => {
                of_all(lists, names);
                path.names(names);
            }
            Self::To(fields) => {
                for (_, path) in fields {
                    path.names(names);
                }
            }
            Self::Always(_) => {}
        }
    }
}

impl<'t> When<'t> {
    fn names(self, names: &mut Names<'t>) {
        self.path().names(names);
    }
}

impl<'t> Condition<'t> {
    fn names(self, names: &mut Names<'t>) {
        let Self { at, is: _ } = self;
        at.names(names);
    }
}

impl<'t> Who<'t> {
    fn names(&self, names: &mut Names<'t>) {
        let Self {
            id,
            email,
            login,
            email_or_login,
            name,
            nothing: _,
        } = self;
        for path in [id, email, login, email_or_login].into_iter().flatten() {
            path.names(names);
        }
        of_all(name, names);
    }
}

fn of_all<'t>(paths: &[Path<'t>], names: &mut Names<'t>) {
    for path in paths {
        path.names(names);
    }
}
