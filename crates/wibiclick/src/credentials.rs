//! The API key or token: how it is sent, and how it is replaced.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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

struct Shared {
    token: Option<SecretString>,
    /// Which token it is: another one counts further.
    generation: u32,
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
                generation: 0,
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

    /// Replaces the token of this generation, which was refused, unless another
    /// call has done so.
    pub(crate) async fn renew<C: Callbacks>(&self, refused: u32, callbacks: &C) -> Renewed {
        if self.shared().generation != refused {
            return Renewed::Yes;
        }
        let token = match callbacks.refresh().await {
            None => return Renewed::No,
            Some(Ok(token)) => token,
            Some(Err(reason)) => return Renewed::Failed(reason),
        };
        match checked_token(token.expose()) {
            Ok(token) => {
                // Of calls that shared the refresh, the first has set it already.
                if self.shared().generation == refused {
                    self.set(token);
                }
                Renewed::Yes
            }
            Err(error) => Renewed::Failed(error.to_string()),
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
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
    use futures_executor::block_on;

    use super::*;
    use crate::model::Secret;

    fn asking(credentials: &Credentials, answer: Result<&'static str, &'static str>) -> Renewed {
        struct Source(Result<&'static str, &'static str>);
        impl Callbacks for Source {
            async fn refresh(&self) -> Option<Result<Secret, String>> {
                Some(self.0.map(Secret::from).map_err(str::to_owned))
            }
        }
        block_on(credentials.renew(0, &Source(answer)))
    }

    fn credentials() -> Credentials {
        Credentials::new(Some(SecretString::from("old")))
    }

    fn sent(credentials: &Credentials) -> String {
        let current = credentials.current().unwrap();
        format!("{}: {}", current.header, current.value.expose_secret())
    }

    #[test]
    fn a_token_is_replaced_once_however_many_calls_it_was_refused_to() {
        let credentials = credentials();
        assert_eq!(asking(&credentials, Ok("new")), Renewed::Yes);
        assert_eq!(sent(&credentials), "authorization: Bearer new");
        // One that comes late, and was sent with the old token.
        assert_eq!(asking(&credentials, Ok("newer")), Renewed::Yes);
        assert_eq!(sent(&credentials), "authorization: Bearer new");
    }

    #[test]
    fn without_a_new_token_the_old_one_stays() {
        let credentials = credentials();
        assert_eq!(block_on(credentials.renew(0, &())), Renewed::No);
        let failed = Renewed::Failed("gone home".into());
        assert_eq!(asking(&credentials, Err("gone home")), failed);
        let Renewed::Failed(reason) = asking(&credentials, Ok("hunter2\n")) else {
            panic!("it was taken");
        };
        assert!(!reason.contains("hunter2"), "{reason}");
        assert_eq!(sent(&credentials), "authorization: Bearer old");
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
