//! A transport that keeps what it is given, for tests without a network.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use super::{Failure, HttpResponse, Transport, TransportError};
use crate::request::HttpRequest;

/// Answers with the given responses in their order, and keeps the requests.
#[derive(Debug)]
pub struct Recording {
    sent: Mutex<Vec<HttpRequest>>,
    responses: Mutex<VecDeque<HttpResponse>>,
    otherwise: TransportError,
}

impl Recording {
    /// Answers with these, then fails.
    pub fn new(responses: impl IntoIterator<Item = HttpResponse>) -> Self {
        Self {
            responses: Mutex::new(responses.into_iter().collect()),
            ..Self::failing(TransportError {
                failure: Failure::Network,
                message: "no response is left in the recording".into(),
            })
        }
    }

    /// Fails always.
    pub fn failing(error: TransportError) -> Self {
        Self {
            sent: Mutex::default(),
            responses: Mutex::default(),
            otherwise: error,
        }
    }

    /// The requests so far.
    pub fn sent(&self) -> Vec<HttpRequest> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Transport for Recording {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        self.responses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
            .ok_or_else(|| self.otherwise.clone())
    }
}
