//! The database of a journal: statements, what is bound in them, and rows.
//!
//! Bindings are borrowed and cells taken one by one, since a call is all that a
//! statement then costs in wasm.

use worker::{
    Error, Result, SqlCursor, SqlCursorRawIterator, SqlStorage, SqlStorageValue,
    wasm_bindgen::JsValue,
};

/// What is bound in a statement.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound<'a> {
    Text(&'a str),
    Number(i64),
    Null,
}

impl<'a> From<&'a str> for Bound<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Bound<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Bound<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T: Into<Bound<'a>>> From<Option<T>> for Bound<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<Bound<'_>> for JsValue {
    fn from(bound: Bound<'_>) -> Self {
        match bound {
            Bound::Text(text) => text.into(),
            // Milliseconds and counts; both are far from where floats have gaps.
            #[expect(clippy::cast_precision_loss, reason = "they are small enough")]
            Bound::Number(number) => (number as f64).into(),
            Bound::Null => Self::NULL,
        }
    }
}

/// A database.
pub(super) struct Database(SqlStorage);

impl Database {
    pub(super) fn new(sql: SqlStorage) -> Self {
        Self(sql)
    }

    pub(super) fn run(&self, query: &str, bound: &[Bound<'_>]) -> Result<()> {
        self.begin(query, bound).map(drop)
    }

    pub(super) fn rows(&self, query: &str, bound: &[Bound<'_>]) -> Result<Rows> {
        Ok(Rows(self.begin(query, bound)?.raw()))
    }

    fn begin(&self, query: &str, bound: &[Bound<'_>]) -> Result<SqlCursor> {
        let mut values = Vec::new();
        for one in bound {
            values.push((*one).into());
        }
        self.0.exec_raw(query, values)
    }

    /// The number of the only row, or of the first one.
    pub(super) fn number(&self, query: &str, bound: &[Bound<'_>]) -> Result<Option<i64>> {
        let mut rows = self.rows(query, bound)?;
        let number = match rows.next()? {
            Some(mut row) => row.optional_number()?,
            None => return Ok(None),
        };
        // What is written is not, until the statement is at its end.
        rows.next()?;
        Ok(number)
    }

    /// The first text of each row.
    pub(super) fn texts(&self, query: &str, bound: &[Bound<'_>]) -> Result<Vec<String>> {
        let (mut rows, mut texts) = (self.rows(query, bound)?, Vec::new());
        while let Some(mut row) = rows.next()? {
            texts.push(row.text()?);
        }
        Ok(texts)
    }

    /// How many rows the statement before this one changed.
    pub(super) fn changed(&self) -> Result<i64> {
        Ok(self.number("SELECT changes()", &[])?.unwrap_or(0))
    }
}

/// Rows, as they come.
pub(super) struct Rows(SqlCursorRawIterator);

impl Rows {
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        match self.0.next() {
            Some(row) => Ok(Some(Row(row?.into_iter()))),
            None => Ok(None),
        }
    }
}

/// A row, of which one cell is taken after the other.
pub(super) struct Row(std::vec::IntoIter<SqlStorageValue>);

impl Row {
    pub(super) fn text(&mut self) -> Result<String> {
        self.optional_text()?.ok_or_else(unexpected)
    }

    pub(super) fn optional_text(&mut self) -> Result<Option<String>> {
        match self.0.next() {
            Some(SqlStorageValue::String(text)) => Ok(Some(text)),
            Some(SqlStorageValue::Null) => Ok(None),
            _ => Err(unexpected()),
        }
    }

    pub(super) fn number(&mut self) -> Result<i64> {
        self.optional_number()?.ok_or_else(unexpected)
    }

    /// An aggregate over no rows is null.
    pub(super) fn optional_number(&mut self) -> Result<Option<i64>> {
        match self.0.next() {
            Some(SqlStorageValue::Integer(number)) => Ok(Some(number)),
            Some(SqlStorageValue::Null) => Ok(None),
            _ => Err(unexpected()),
        }
    }
}

pub(super) fn unexpected() -> Error {
    Error::RustError("the journal has something else in a column than it stores".into())
}
