//! The API key or token: how it is sent, and how it is renewed while many calls
//! need it.

use std::{
    fmt,
    future::poll_fn,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use secrecy::{ExposeSecret as _, SecretString};

use crate::{action::REDACTED, callbacks::Callbacks, client::ConfigError, request::Authorization};

/// The token that all clones share, and the header that carries it.
#[derive(Clone)]
pub(crate) struct Credentials {
    /// In lower case.
    header: String,
    /// What precedes the token, with the space between them.
    prefix: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    token: Option<SecretString>,
    /// Which token it is: another one counts further.
    generation: u32,
    refreshing: bool,
    /// How many refreshes have ended, and why the last of them failed.
    rounds: u32,
    failure: String,
    waiting: Vec<Waker>,
}

/// What came of a refresh.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Renewed {
    /// There is another token than the one that was refused.
    Yes,
    /// Nobody knows how to get one.
    No,
    /// It failed, for this reason.
    Failed(String),
}

impl Credentials {
    pub(crate) fn new(token: Option<SecretString>) -> Self {
        Self {
            header: "authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
            shared: Arc::new(Mutex::new(Shared {
                token,
                ..Shared::default()
            })),
        }
    }

    /// Sent in another header, behind another word or bare.
    pub(crate) fn in_header(
        mut self,
        header: &str,
        scheme: Option<&str>,
    ) -> Result<Self, ConfigError> {
        /// What the client or the platform writes itself.
        const TAKEN: [&str; 4] = ["accept", "content-length", "content-type", "host"];
        let header = header.to_ascii_lowercase();
        if !is_token(&header) || TAKEN.contains(&header.as_str()) {
            return Err(ConfigError::KeyHeader { header });
        }
        if scheme.is_some_and(|scheme| !is_token(scheme)) {
            return Err(ConfigError::KeyScheme);
        }
        self.header = header;
        self.prefix = scheme.map(|it| it.to_owned() + " ").unwrap_or_default();
        Ok(self)
    }

    /// What a request carries now.
    pub(crate) fn current(&self) -> Option<Authorization> {
        let shared = self.shared();
        let token = shared.token.as_ref()?.expose_secret();
        Some(Authorization {
            header: self.header.clone(),
            value: SecretString::from(self.prefix.clone() + token),
            generation: shared.generation,
        })
    }

    /// What a preview shows of it.
    pub(crate) fn shown(&self) -> (&str, String) {
        (&self.header, self.prefix.clone() + REDACTED)
    }

    pub(crate) fn set(&self, token: SecretString) {
        let mut shared = self.shared();
        shared.token = Some(token);
        shared.generation = shared.generation.wrapping_add(1);
    }

    /// Replaces the token of this generation, which was refused. Whoever comes
    /// while another call is at it waits, and shares what comes of it.
    pub(crate) async fn renew<C: Callbacks>(&self, refused: u32, callbacks: &C) -> Renewed {
        let before = self.shared().rounds;
        let turn = poll_fn(|context| self.poll_turn(context)).await;
        {
            let shared = self.shared();
            if shared.generation != refused {
                return Renewed::Yes;
            }
            if shared.rounds != before {
                return Renewed::Failed(shared.failure.clone());
            }
        }
        let failure = match callbacks.refresh().await {
            None => return Renewed::No,
            Some(Ok(token)) => match checked_token(token.expose()) {
                Ok(token) => {
                    self.set(token);
                    drop(turn);
                    return Renewed::Yes;
                }
                Err(error) => error.to_string(),
            },
            Some(Err(reason)) => reason,
        };
        let mut shared = self.shared();
        shared.rounds = shared.rounds.wrapping_add(1);
        shared.failure.clone_from(&failure);
        drop(shared);
        drop(turn);
        Renewed::Failed(failure)
    }

    fn poll_turn(&self, context: &Context<'_>) -> Poll<Turn<'_>> {
        let mut shared = self.shared();
        if !shared.refreshing {
            shared.refreshing = true;
            return Poll::Ready(Turn(self));
        }
        let waker = context.waker();
        if !shared.waiting.iter().any(|it| it.will_wake(waker)) {
            shared.waiting.push(waker.clone());
        }
        Poll::Pending
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to refresh; passed on also where the call that had it is dropped.
struct Turn<'a>(&'a Credentials);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut shared = self.0.shared();
            shared.refreshing = false;
            mem::take(&mut shared.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("header", &self.header)
            .field("is_set", &self.shared().token.is_some())
            .finish_non_exhaustive()
    }
}

/// A key or token that a header can carry.
pub(crate) fn checked_token(token: &str) -> Result<SecretString, ConfigError> {
    if token.is_empty() {
        return Err(ConfigError::EmptyKey);
    }
    match token.chars().position(|it| !it.is_ascii_graphic()) {
        Some(at) => Err(ConfigError::Key { position: at + 1 }),
        None => Ok(SecretString::from(token)),
    }
}

/// A token of RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
}

#[cfg(test)]
mod tests {
    use std::{
        cell::{Cell, RefCell},
        future::Future,
        pin::{Pin, pin},
    };

    use futures_executor::block_on;
    use futures_util::future::join_all;

    use super::*;
    use crate::model::Secret;

    /// Refreshes with what is prepared, and lets others come in between.
    struct Source {
        prepared: RefCell<Vec<Result<&'static str, &'static str>>>,
        calls: Cell<u32>,
    }

    impl Source {
        fn of(prepared: &[Result<&'static str, &'static str>]) -> Self {
            Self {
                prepared: RefCell::new(prepared.to_vec()),
                calls: Cell::new(0),
            }
        }
    }

    impl Callbacks for Source {
        async fn refresh(&self) -> Option<Result<Secret, String>> {
            self.calls.set(self.calls.get() + 1);
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
            let next = self.prepared.borrow_mut().remove(0);
            Some(next.map(Secret::from).map_err(str::to_owned))
        }
    }

    fn credentials() -> Credentials {
        Credentials::new(Some(SecretString::from("old")))
    }

    fn sent(credentials: &Credentials) -> String {
        let current = credentials.current().unwrap();
        format!("{}: {}", current.header, current.value.expose_secret())
    }

    #[test]
    fn calls_that_are_refused_together_share_one_refresh() {
        let (credentials, source) = (credentials(), Source::of(&[Ok("new")]));
        let renewals = (0..5).map(|_| credentials.renew(0, &source));
        let renewed = block_on(join_all(renewals));
        assert!(renewed.iter().all(|it| *it == Renewed::Yes));
        assert_eq!(source.calls.get(), 1);
        assert_eq!(sent(&credentials), "authorization: Bearer new");
        // One that comes late, and was sent with the old token.
        assert_eq!(block_on(credentials.renew(0, &source)), Renewed::Yes);
        assert_eq!(source.calls.get(), 1);
    }

    #[test]
    fn a_refresh_that_fails_is_shared_and_tried_again_by_later_calls() {
        let (credentials, source) = (credentials(), Source::of(&[Err("no"), Ok("new")]));
        let renewals = (0..3).map(|_| credentials.renew(0, &source));
        let failed = Renewed::Failed("no".into());
        assert!(block_on(join_all(renewals)).iter().all(|it| *it == failed));
        assert_eq!(source.calls.get(), 1);
        assert_eq!(block_on(credentials.renew(0, &source)), Renewed::Yes);
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_a_failure_that_does_not_show_it() {
        let (credentials, source) = (credentials(), Source::of(&[Ok("hunter2\n")]));
        let Renewed::Failed(reason) = block_on(credentials.renew(0, &source)) else {
            panic!("it was taken");
        };
        assert!(!reason.contains("hunter2"), "{reason}");
        assert_eq!(sent(&credentials), "authorization: Bearer old");
    }

    #[test]
    fn the_turn_passes_on_when_the_call_that_has_it_is_dropped() {
        let (credentials, source) = (credentials(), Source::of(&[Ok("new")]));
        let mut context = Context::from_waker(Waker::noop());
        let mut first: Pin<Box<_>> = Box::pin(credentials.renew(0, &source));
        let mut second = pin!(credentials.renew(0, &source));
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(block_on(second), Renewed::Yes);
        assert_eq!(source.calls.get(), 2);
    }

    #[test]
    fn the_key_goes_into_the_header_that_was_named() {
        for (header, scheme, expected) in [
            ("X-Api-Key", None, "x-api-key: old"),
            ("authorization", Some("Token"), "authorization: Token old"),
        ] {
            let other = credentials().in_header(header, scheme).unwrap();
            assert_eq!(sent(&other), expected);
        }
        for header in ["", "x y", "x:", "Content-Type", "host", "ä"] {
            assert!(credentials().in_header(header, None).is_err(), "{header}");
        }
        for scheme in ["", "a b", "a\n"] {
            let refused = credentials().in_header("x-key", Some(scheme));
            assert_eq!(refused.unwrap_err(), ConfigError::KeyScheme);
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let shown = format!(
            "{:?}",
            Credentials::new(Some(SecretString::from("hunter2")))
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
