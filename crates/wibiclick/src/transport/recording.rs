//! A transport that keeps what it is given, for tests without a network and
//! without waiting.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Failure, HttpResponse, Timer, Transport, TransportError};
use crate::request::HttpRequest;

/// Answers with the given responses in their order, and keeps the requests. Its
/// clock moves on by what is waited for, which takes no time.
#[derive(Debug)]
pub struct Recording {
    sent: Mutex<Vec<HttpRequest>>,
    waited: Mutex<Vec<Duration>>,
    answers: Mutex<VecDeque<Result<HttpResponse, TransportError>>>,
    otherwise: TransportError,
}

impl Recording {
    /// Answers with these, then fails.
    pub fn new(responses: impl IntoIterator<Item = HttpResponse>) -> Self {
        Self::answering(responses.into_iter().map(Ok))
    }

    /// Answers with these responses and failures, then fails.
    pub fn answering(
        answers: impl IntoIterator<Item = Result<HttpResponse, TransportError>>,
    ) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
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
            waited: Mutex::default(),
            answers: Mutex::default(),
            otherwise: error,
        }
    }

    /// The requests so far.
    pub fn sent(&self) -> Vec<HttpRequest> {
        lock(&self.sent).clone()
    }

    /// How long was waited so far, each time.
    pub fn waited(&self) -> Vec<Duration> {
        lock(&self.waited).clone()
    }
}

impl Transport for Recording {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        lock(&self.sent).push(request.clone());
        lock(&self.answers)
            .pop_front()
            .unwrap_or_else(|| Err(self.otherwise.clone()))
    }
}

impl Timer for Recording {
    async fn sleep(&self, duration: Duration) {
        lock(&self.waited).push(duration);
    }

    fn now(&self) -> Duration {
        lock(&self.waited).iter().sum()
    }

    /// Zero: waits are the shortest possible.
    fn chance(&self) -> u32 {
        0
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
