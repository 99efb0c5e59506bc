//! What a program is told, and asked, while calls are made.

use std::{
    fmt,
    future::{Future, poll_fn},
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use crate::{action::Method, model::Secret, transport::Failure};

/// What a program is told, and asked, while calls are made.
///
/// Set with [`on_request`](crate::client::Client::on_request) and
/// [`on_unauthorized`](crate::client::Client::on_unauthorized), or as a whole
/// with [`with_callbacks`](crate::client::Client::with_callbacks).
pub trait Callbacks {
    /// Told after each try, also where its call was dropped before there was an
    /// answer.
    fn tried(&self, _attempt: &Attempt<'_>) {}

    /// Asked for another token after a 401; none if nobody knows how to get one.
    /// An error is the reason, which the call's error then carries.
    ///
    /// A call asks at most once. Calls that are refused together each ask:
    /// whoever answers lets them share one refresh, as
    /// [`on_unauthorized`](crate::client::Client::on_unauthorized) does.
    fn refresh(&self) -> impl Future<Output = Option<Result<Secret, String>>> {
        async { None }
    }
}

/// One try of a call. It has no body, no header and no secret param in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The action; none for a raw request.
    pub action: Option<&'a str>,
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: &'a str,
    /// Which try of its call it is, counted from 1.
    pub number: u32,
    /// The status of the response, or why there is none.
    pub outcome: Result<u16, Failure>,
    /// From sending to the end of the response.
    pub duration: Duration,
}

/// Nobody is told or asked.
impl Callbacks for () {}

impl<C: Callbacks> Callbacks for &C {
    fn tried(&self, attempt: &Attempt<'_>) {
        C::tried(self, attempt);
    }

    fn refresh(&self) -> impl Future<Output = Option<Result<Secret, String>>> {
        C::refresh(self)
    }
}

/// Tells a function as well.
#[derive(Debug, Clone)]
pub struct OnRequest<F, C> {
    pub(crate) tell: F,
    pub(crate) others: C,
}

impl<F: Fn(&Attempt<'_>), C: Callbacks> Callbacks for OnRequest<F, C> {
    fn tried(&self, attempt: &Attempt<'_>) {
        self.others.tried(attempt);
        (self.tell)(attempt);
    }

    fn refresh(&self) -> impl Future<Output = Option<Result<Secret, String>>> {
        self.others.refresh()
    }
}

/// Asks a function for another token, one call for all that wait.
pub struct OnUnauthorized<F, C> {
    pub(crate) ask: F,
    pub(crate) others: C,
    pub(crate) refreshes: Mutex<Refreshes>,
}

/// The refresh under way, and what came of the last one.
#[derive(Default)]
pub(crate) struct Refreshes {
    under_way: bool,
    ended: u64,
    last: Option<Result<Secret, String>>,
    waiting: Vec<Waker>,
}

impl<F, C> Callbacks for OnUnauthorized<F, C>
where
    F: AsyncFn() -> Result<Secret, String>,
    C: Callbacks,
{
    fn tried(&self, attempt: &Attempt<'_>) {
        self.others.tried(attempt);
    }

    async fn refresh(&self) -> Option<Result<Secret, String>> {
        let before = self.refreshes().ended;
        let _turn = poll_fn(|context| self.poll_turn(context)).await;
        {
            let refreshes = self.refreshes();
            if refreshes.ended != before {
                return refreshes.last.clone();
            }
        }
        let outcome = (self.ask)().await;
        let mut refreshes = self.refreshes();
        refreshes.ended += 1;
        refreshes.last = Some(outcome.clone());
        Some(outcome)
    }
}

impl<F, C> OnUnauthorized<F, C> {
    fn poll_turn(&self, context: &Context<'_>) -> Poll<Turn<'_>> {
        let mut refreshes = self.refreshes();
        if !refreshes.under_way {
            refreshes.under_way = true;
            return Poll::Ready(Turn(&self.refreshes));
        }
        let waker = context.waker();
        if !refreshes.waiting.iter().any(|it| it.will_wake(waker)) {
            refreshes.waiting.push(waker.clone());
        }
        Poll::Pending
    }

    fn refreshes(&self) -> MutexGuard<'_, Refreshes> {
        lock(&self.refreshes)
    }
}

/// The right to refresh; passed on also where the call that had it is dropped.
struct Turn<'a>(&'a Mutex<Refreshes>);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut refreshes = lock(self.0);
            refreshes.under_way = false;
            mem::take(&mut refreshes.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

fn lock(refreshes: &Mutex<Refreshes>) -> MutexGuard<'_, Refreshes> {
    refreshes.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<F, C: fmt::Debug> fmt::Debug for OnUnauthorized<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnUnauthorized")
            .field("others", &self.others)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::{Cell, RefCell},
        pin::{Pin, pin},
    };

    use futures_executor::block_on;
    use futures_util::future::join_all;

    use super::*;
    use crate::{
        client::{Client, Config},
        transport::Recording,
    };

    /// Answers what is prepared, and lets others come in between.
    fn asking<const N: usize>(
        prepared: [Result<&'static str, &'static str>; N],
        asked: &Cell<u32>,
    ) -> impl Callbacks {
        let prepared = RefCell::new(prepared.to_vec());
        let client = Client::new(Config::new(None, None).unwrap(), Recording::new([]));
        let client = client.on_unauthorized(async move || {
            asked.set(asked.get() + 1);
            let mut passed = false;
            poll_fn(|context| {
                context.waker().wake_by_ref();
                if mem::replace(&mut passed, true) {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
            let next = prepared.borrow_mut().remove(0);
            next.map(Secret::from).map_err(str::to_owned)
        });
        client.callbacks
    }

    #[test]
    fn calls_that_are_refused_together_share_one_refresh() {
        for answer in [Ok("new"), Err("no")] {
            let asked = Cell::new(0);
            let callbacks = asking([answer, Ok("later")], &asked);
            let shared = block_on(join_all((0..5).map(|_| callbacks.refresh())));
            let expected = answer.map(Secret::from).map_err(str::to_owned);
            assert!(shared.iter().all(|it| it.as_ref() == Some(&expected)));
            assert_eq!(asked.get(), 1);
            // Who comes later asks anew.
            let later = block_on(callbacks.refresh());
            assert_eq!(later, Some(Ok(Secret::from("later"))));
        }
    }

    #[test]
    fn the_turn_passes_on_when_the_call_that_has_it_is_dropped() {
        let asked = Cell::new(0);
        let callbacks = asking([Ok("new")], &asked);
        let mut context = Context::from_waker(Waker::noop());
        let mut first: Pin<Box<_>> = Box::pin(callbacks.refresh());
        let mut second = pin!(callbacks.refresh());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(block_on(second), Some(Ok(Secret::from("new"))));
        assert_eq!(asked.get(), 2);
    }
}
