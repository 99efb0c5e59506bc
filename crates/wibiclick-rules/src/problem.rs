//! What is wrong with a hooks.toml, and where.

use std::fmt;

use serde_json::Value;

use crate::plan::object;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub message: String,
    /// What may have been meant.
    pub suggestion: Option<String>,
}

/// All that is wrong, in the order of the file; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Every problem, in the order of the file.
    pub fn all(&self) -> &[Problem] {
        &self.0
    }
}

/// As programs read them. By hand, as a plan is.
impl From<&Problems> for Value {
    fn from(problems: &Problems) -> Self {
        let mut list = Vec::new();
        for problem in &problems.0 {
            list.push(object(&mut [
                ("line", problem.line.into()),
                ("column", problem.column.into()),
                ("message", problem.message.as_str().into()),
                ("suggestion", problem.suggestion.clone().into()),
            ]));
        }
        list.into()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "hooks.toml:{}:{}: {}",
            self.line, self.column, self.message
        )?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

/// Collects problems while a text is read.
pub(crate) struct Report<'t> {
    text: &'t str,
    /// In the order of the file.
    found: Vec<(usize, Problem)>,
}

impl<'t> Report<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, at: usize, message: impl Into<String>) {
        self.add_with(at, message, None);
    }

    /// A problem with a name, and the candidate that is nearest to it.
    pub(crate) fn add_with(
        &mut self,
        at: usize,
        message: impl Into<String>,
        suggestion: Option<&str>,
    ) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let problem = Problem {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            message: message.into(),
            suggestion: suggestion.map(str::to_owned),
        };
        let after = self.found.partition_point(|(other, _)| *other <= at);
        self.found.insert(after, (at, problem));
    }

    /// The value, if nothing was wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Problems> {
        if self.found.is_empty() {
            return Ok(value);
        }
        let problems = self.found.into_iter().map(|(_, problem)| problem);
        Err(Problems(problems.collect()))
    }
}

/// The candidate that is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(wanted, candidate),
                candidate,
            )
        })
        .filter(|(similarity, _)| *similarity >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}
