//! Many calls at once, but not too many.

use futures_util::stream::{self, StreamExt as _};
use serde_json::Value;

use crate::{
    action::Params,
    callbacks::Callbacks,
    client::Client,
    error::Error,
    transport::{Timer, Transport},
};

/// How many calls are under way at once, unless told otherwise.
pub const DEFAULT_CONCURRENCY: usize = 8;

/// How many calls can be under way at once.
pub const MAX_CONCURRENCY: usize = 64;

/// One of many calls.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchCall {
    /// The action's id: `user.disconnectFromWebsite`.
    pub action: String,
    /// The action's params.
    pub params: Params,
}

/// How many calls are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchOptions {
    /// How many are under way at once: from 1 to [`MAX_CONCURRENCY`]; what is
    /// beyond is brought within.
    pub concurrency: usize,
    /// Whether the others are made when one has failed.
    pub continue_on_fail: bool,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            concurrency: DEFAULT_CONCURRENCY,
            continue_on_fail: false,
        }
    }
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many calls have ended, well or not.
    pub done: usize,
    /// How many of them have failed.
    pub failed: usize,
    /// How many calls there are.
    pub total: usize,
}

/// A batch that ended with a call that failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("call {index} of the batch, counted from 0: {error}")]
pub struct BatchError {
    /// Which call failed first, counted from 0.
    pub index: usize,
    /// How it failed.
    #[source]
    pub error: Error,
    /// What became of each call, this one too; none for those never begun.
    pub results: Vec<Option<Result<Value, Error>>>,
}

impl<T: Transport + Timer, C: Callbacks> Client<T, C> {
    /// Makes many calls, and says after each how far it is. The results are in
    /// the order of the calls.
    ///
    /// # Errors
    /// Unless told to continue, the first failure, with the results so far. No
    /// call is begun after it; those under way are waited for, since of a write
    /// that is broken off nobody knows whether it was carried out.
    pub async fn batch(
        &self,
        calls: &[BatchCall],
        options: BatchOptions,
        mut progress: impl FnMut(Progress),
    ) -> Result<Vec<Result<Value, Error>>, BatchError> {
        let mut so_far = Progress {
            total: calls.len(),
            ..Progress::default()
        };
        let mut results: Vec<Option<Result<Value, Error>>> = vec![None; calls.len()];
        let mut first_failure = None;
        let mut waiting = calls.iter().enumerate();
        let mut under_way = stream::FuturesUnordered::new();
        loop {
            let room = options.concurrency.clamp(1, MAX_CONCURRENCY) - under_way.len();
            if first_failure.is_none() {
                under_way.extend(
                    waiting
                        .by_ref()
                        .take(room)
                        .map(async |(at, call)| (at, self.call(&call.action, &call.params).await)),
                );
            }
            let Some((at, result)) = under_way.next().await else {
                break;
            };
            so_far.done += 1;
            if let Err(error) = &result {
                so_far.failed += 1;
                if !options.continue_on_fail && first_failure.is_none() {
                    first_failure = Some((at, error.clone()));
                }
            }
            if let Some(place) = results.get_mut(at) {
                *place = Some(result);
            }
            progress(so_far);
        }
        match first_failure {
            Some((index, error)) => Err(BatchError {
                index,
                error,
                results,
            }),
            None => Ok(results.into_iter().flatten().collect()),
        }
    }
}
