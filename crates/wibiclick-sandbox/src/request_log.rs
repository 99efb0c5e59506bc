//! What was asked, in the order in which it came.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::fault::Effect;

/// One request to the API.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query.
    pub query: BTreeMap<String, String>,
    /// The body: JSON, a form as an object, or null.
    pub body: Value,
    /// The status of the answer; none while it is under way, or was dropped.
    pub status: Option<u16>,
    /// Whether it was carried out, with success; also where nobody was told.
    pub done: bool,
    /// The fault that it met.
    pub fault: Option<Effect>,
}

/// All requests.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    requests: Vec<LoggedRequest>,
    /// Which reset the requests belong to: an answer that is older than a reset
    /// must not be written to a request that is younger.
    age: usize,
}

/// One request's place in the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    age: usize,
    at: usize,
}

impl RequestLog {
    pub(crate) fn add(&mut self, request: LoggedRequest) -> Entry {
        self.requests.push(request);
        Entry {
            age: self.age,
            at: self.requests.len() - 1,
        }
    }

    pub(crate) fn done(&mut self, entry: Entry) {
        if let Some(request) = self.request(entry) {
            request.done = true;
        }
    }

    pub(crate) fn answered(&mut self, entry: Entry, status: u16) {
        if let Some(request) = self.request(entry) {
            request.status = Some(status);
        }
    }

    pub(crate) fn all(&self) -> &[LoggedRequest] {
        &self.requests
    }

    fn request(&mut self, entry: Entry) -> Option<&mut LoggedRequest> {
        let is_there = entry.age == self.age;
        is_there.then(|| self.requests.get_mut(entry.at)).flatten()
    }

    pub(crate) fn clear(&mut self) {
        self.requests.clear();
        self.age += 1;
    }
}
