//! What a program is told, and asked, while calls are made.

use std::{future::Future, time::Duration};

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
    /// A call asks once, and calls that are refused together ask once in all.
    /// They wait for the answer: it must not come from a call that needs the
    /// token itself.
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

/// Asks a function for another token.
#[derive(Debug, Clone)]
pub struct OnUnauthorized<F, C> {
    pub(crate) ask: F,
    pub(crate) others: C,
}

impl<F, Fut, C> Callbacks for OnUnauthorized<F, C>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<Secret, String>>,
    C: Callbacks,
{
    fn tried(&self, attempt: &Attempt<'_>) {
        self.others.tried(attempt);
    }

    async fn refresh(&self) -> Option<Result<Secret, String>> {
        Some((self.ask)().await)
    }
}
