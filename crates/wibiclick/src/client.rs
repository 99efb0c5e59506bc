//! The client: request and reply joined over a transport, and what is done when
//! it does not succeed at once.

use std::{sync::Mutex, time::Duration};

use futures_util::stream::{self, Stream, StreamExt as _};
use serde_json::Value;

use crate::{
    action::{Action, Method, Params, Place},
    actions::user::Login,
    callbacks::{Attempt, Callbacks, OnRequest, OnUnauthorized},
    credentials::Renewed,
    error::{Error, ErrorKind},
    model::{Secret, Session},
    notation::{self, Entry},
    page::{Page, Pager},
    reply,
    request::{self, HttpRequest, Preview, RawRequest},
    retry,
    transport::{Failure, HttpResponse, Timer, Transport, TransportError},
};

pub use crate::config::{Config, ConfigError, PRODUCTION};

/// What is different for some calls; see [`Client::with`].
#[derive(Debug, Clone, Copy, Default)]
pub struct CallOptions {
    /// In what time each try must be answered, instead of the client's.
    pub timeout: Option<Duration>,
    /// How often a request is sent again, instead of the client's.
    pub retries: Option<u32>,
    /// Whether carrying such a call out twice is known to be the same as once,
    /// instead of the client's: writes are then sent again where reads are.
    pub repeatable: Option<bool>,
}

/// Carries actions out.
///
/// A call that is dropped is given up at once, whatever it waits for.
#[derive(Debug, Clone)]
pub struct Client<T, C = ()> {
    config: Config,
    transport: T,
    pub(crate) callbacks: C,
}

impl<T> Client<T> {
    /// A client that speaks over this transport.
    pub fn new(config: Config, transport: T) -> Self {
        Self {
            config,
            transport,
            callbacks: (),
        }
    }
}

impl<T, C> Client<T, C> {
    /// With these callbacks, instead of those so far.
    pub fn with_callbacks<D: Callbacks>(self, callbacks: D) -> Client<T, D> {
        Client {
            config: self.config,
            transport: self.transport,
            callbacks,
        }
    }

    /// Tells a function of each try, to log or to measure: no secret is in what
    /// it gets.
    ///
    /// ```
    /// # use wibiclick::{client::{Client, Config}, transport::Recording};
    /// # fn run() -> Result<(), wibiclick::client::ConfigError> {
    /// # let (config, transport) = (Config::new(None, Some("key"))?, Recording::new([]));
    /// let client = Client::new(config, transport).on_request(|attempt| {
    ///     println!("{} {} {:?}", attempt.method, attempt.url, attempt.outcome);
    /// });
    /// # Ok(()) }
    /// ```
    pub fn on_request<F: Fn(&Attempt<'_>)>(self, tell: F) -> Client<T, OnRequest<F, C>> {
        Client {
            config: self.config,
            transport: self.transport,
            callbacks: OnRequest {
                tell,
                others: self.callbacks,
            },
        }
    }

    /// Asks a function for another token when the API answers 401; the call is
    /// then tried once again. An error is the reason, which the call's error then
    /// carries.
    ///
    /// Calls that are refused together wait for one answer: it must not come
    /// from a call that needs the token itself.
    pub fn on_unauthorized<F>(self, ask: F) -> Client<T, OnUnauthorized<F, C>>
    where
        F: AsyncFn() -> Result<Secret, String>,
    {
        Client {
            config: self.config,
            transport: self.transport,
            callbacks: OnUnauthorized {
                ask,
                others: self.callbacks,
                refreshes: Mutex::default(),
            },
        }
    }

    /// The same client, with other options for the calls made with what is
    /// returned.
    ///
    /// ```
    /// # use wibiclick::{client::{CallOptions, Client, Config}, transport::Recording};
    /// # use wibiclick::{actions::user::GetMany, error::Error};
    /// # async fn run(client: Client<Recording>) -> Result<(), Error> {
    /// let once = CallOptions { retries: Some(0), ..CallOptions::default() };
    /// let users = client.with(once).send(&GetMany::new("site_1")).await?;
    /// # Ok(()) }
    /// ```
    pub fn with(&self, options: CallOptions) -> Client<&T, &C> {
        let mut config = self.config.clone();
        config.timeout = options.timeout.or(config.timeout);
        config.retries = options.retries.unwrap_or(config.retries);
        config.repeatable = options.repeatable.unwrap_or(config.repeatable);
        Client {
            config,
            transport: &self.transport,
            callbacks: &self.callbacks,
        }
    }

    /// What [`call`](Self::call) would send; nothing is sent.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParams`].
    pub fn preview(&self, id: &str, params: &Params) -> Result<Preview, Error> {
        request::preview(&self.find(id)?.spec(), params, &self.config)
    }

    /// Another key or token from now on, also for clones of this client.
    pub fn set_token(&self, token: &str) -> Result<(), ConfigError> {
        self.config.set_token(token)
    }

    fn find(&self, id: &str) -> Result<Entry, Error> {
        let corrections = self.config.corrections();
        corrections.find(id).ok_or_else(|| {
            let hint = corrections.nearest(id).map_or_else(
                || "the catalogue lists all of them".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            Error::new(
                ErrorKind::InvalidParams,
                format!("there is no action `{id}`; {hint}"),
            )
        })
    }
}

impl<T: Transport + Timer, C: Callbacks> Client<T, C> {
    /// Carries out a typed action.
    ///
    /// # Errors
    /// See [`ErrorKind`]: that of the last try, where there were several.
    pub async fn send<A: Action>(&self, action: &A) -> Result<A::Reply, Error> {
        let entry = self.find(notation::id_of(A::ENTRY))?;
        let response = self.respond(&entry, &action.params()).await?;
        reply::read_typed::<A>(&entry.spec(), &response)
    }

    /// Carries out an action by its id: `user.disconnectFromWebsite`.
    ///
    /// # Errors
    /// See [`ErrorKind`]: that of the last try, where there were several.
    pub async fn call(&self, id: &str, params: &Params) -> Result<Value, Error> {
        let entry = self.find(id)?;
        let response = self.respond(&entry, params).await?;
        reply::read(&entry.spec(), &response)
    }

    /// The same, with the reply as JSON text: as it came, wherever nothing about it needs
    /// to be changed. For whoever has a reader of JSON of their own.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_text(&self, id: &str, params: &Params) -> Result<String, Error> {
        let entry = self.find(id)?;
        let response = self.respond(&entry, params).await?;
        reply::read_text(&entry.spec(), &response)
    }

    /// Sends a request of the caller's own making: the way to what the
    /// catalogue does not have.
    ///
    /// # Errors
    /// See [`ErrorKind`]: that of the last try, where there were several.
    pub async fn request(&self, raw: &RawRequest) -> Result<Value, Error> {
        let request = request::build_raw(raw, &self.config)?;
        reply::read_raw(&self.carry(None, request, None).await?)
    }

    /// Signs in, and keeps the token of the reply for later calls, also those of
    /// clones.
    ///
    /// # Errors
    /// See [`ErrorKind`]; [`ErrorKind::BadReply`] where there is no token in it.
    pub async fn login(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Session, Error> {
        let session = self.send(&Login::new(email, password)).await?;
        let token = session.token.as_ref().map_or("", Secret::expose);
        self.set_token(token).map_err(|_| {
            let message = "the API signed the user in without a token that a header can carry";
            Error::new(ErrorKind::BadReply, message).of_action("user.login")
        })?;
        Ok(session)
    }

    /// The pages of a list, one after another, beginning at the action's
    /// `offset`, each of its `limit`. Ends with the first error.
    ///
    /// ```
    /// # use std::pin::pin;
    /// # use wibiclick::{client::{Client, Config}, transport::Recording};
    /// # use wibiclick::{actions::user::GetMany, error::Error};
    /// use futures_util::TryStreamExt as _;
    ///
    /// # async fn run(client: Client<Recording>) -> Result<(), Error> {
    /// let users = GetMany::new("site_1");
    /// let mut pages = pin!(client.pages(&users));
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("{} users", page.users.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send), [`Pager::new`] and [`Pager::turn`].
    pub fn pages<A: Action>(&self, action: &A) -> impl Stream<Item = Result<A::Reply, Error>> {
        self.responses(notation::id_of(A::ENTRY), action.params())
            .map(|page| {
                let (entry, response, _) = page?;
                reply::read_typed::<A>(&entry.spec(), &response)
            })
    }

    /// The records of a list, page after page, by the id of its action. Ends
    /// with the first error.
    ///
    /// # Errors
    /// As [`call`](Self::call), [`Pager::new`] and [`Pager::turn`].
    pub fn all(&self, id: &str, params: Params) -> impl Stream<Item = Result<Value, Error>> {
        self.responses(id, params).flat_map(|page| {
            let records = match page {
                Ok((_, _, records)) => records.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            };
            stream::iter(records)
        })
    }

    /// The responses that are pages, and the records in each.
    fn responses(
        &self,
        id: &str,
        params: Params,
    ) -> impl Stream<Item = Result<(Entry, HttpResponse, Vec<Value>), Error>> {
        let begin = || {
            let entry = self.find(id)?;
            let pager = Pager::new(&entry.spec(), params)?;
            Ok((entry, pager))
        };
        stream::unfold(Some(begin()), async |next| {
            let (entry, mut pager) = match next? {
                Ok(next) => next,
                Err(error) => return Some((Err(error), None)),
            };
            let page = async {
                let response = self.respond(&entry, pager.params()).await?;
                let mut reply = reply::read(&entry.spec(), &response)?;
                let page = pager.turn(&reply)?;
                let records = match reply.get_mut(pager.key()).map(Value::take) {
                    Some(Value::Array(records)) => records,
                    _ => Vec::new(),
                };
                Ok((page, (entry.clone(), response, records)))
            };
            match page.await {
                Ok((Page::More, page)) => Some((Ok(page), Some(Ok((entry, pager))))),
                Ok((Page::Last, page)) => Some((Ok(page), None)),
                Ok((Page::Nothing | Page::Repeated, _)) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// The response to an action, good or bad.
    async fn respond(&self, entry: &Entry, params: &Params) -> Result<HttpResponse, Error> {
        let (request, shown) = {
            let spec = entry.spec();
            let request = request::build(&spec, params, &self.config)?;
            let is_shown = |place| place != Place::Body;
            let has_secret = spec
                .params
                .iter()
                .any(|param| param.secret && param.targets.iter().any(|it| is_shown(it.place)));
            let shown = if has_secret {
                Some(request::preview(&spec, params, &self.config)?.url)
            } else {
                None
            };
            (request, shown)
        };
        self.carry(Some(entry.id()), request, shown)
            .await
            .map_err(|error| error.of_action(entry.id()))
    }

    /// Sends a request, again where that helps and is safe. `shown` is its URL
    /// for callbacks, where another.
    async fn carry(
        &self,
        action: Option<&str>,
        mut request: HttpRequest,
        shown: Option<String>,
    ) -> Result<HttpResponse, Error> {
        let (mut number, mut retries, mut may_renew) = (0, 0, true);
        loop {
            number += 1;
            let url = shown.as_deref().unwrap_or(&request.url);
            let tried = self.attempt(action, &request, url, number).await;
            if let (Ok(HttpResponse { status: 401, .. }), Some(refused), true) =
                (&tried, &request.authorization, may_renew)
            {
                may_renew = false;
                let credentials = self.config.credentials();
                match credentials.renew(refused.generation, &self.callbacks).await {
                    Renewed::Yes => {
                        request.authorization = credentials.current();
                        continue;
                    }
                    Renewed::No => {}
                    Renewed::Failed(reason) => {
                        let message =
                            "the token was refused, and could not be refreshed: ".to_owned();
                        return Err(Error {
                            status: Some(401),
                            ..Error::new(ErrorKind::Unauthorized, message + &reason)
                        });
                    }
                }
            }
            let wait = if retries < self.config.retries {
                let repeatable = self.config.repeatable || request.method == Method::Get;
                retry::wait(repeatable, &tried, retries, self.transport.chance())
            } else {
                None
            };
            let Some(wait) = wait else {
                return tried.map_err(Error::from);
            };
            self.transport.sleep(wait).await;
            retries += 1;
        }
    }

    async fn attempt(
        &self,
        action: Option<&str>,
        request: &HttpRequest,
        url: &str,
        number: u32,
    ) -> Result<HttpResponse, TransportError> {
        let mut told = Told {
            client: self,
            start: self.transport.now(),
            attempt: Attempt {
                action,
                method: request.method,
                url,
                number,
                outcome: Err(Failure::Aborted),
                duration: Duration::ZERO,
            },
        };
        let tried = self.transport.send(request).await;
        told.attempt.outcome = match &tried {
            Ok(response) => Ok(response.status),
            Err(error) => Err(error.failure),
        };
        tried
    }
}

/// Tells of an attempt when it ends, in whatever way.
struct Told<'a, T: Timer, C: Callbacks> {
    client: &'a Client<T, C>,
    start: Duration,
    attempt: Attempt<'a>,
}

impl<T: Timer, C: Callbacks> Drop for Told<'_, T, C> {
    fn drop(&mut self) {
        let now = self.client.transport.now();
        self.attempt.duration = now.saturating_sub(self.start);
        self.client.callbacks.tried(&self.attempt);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::{Cell, RefCell},
        future::Future as _,
    };

    use futures_executor::block_on;
    use futures_util::{TryStreamExt as _, stream::StreamExt as _};
    use serde_json::json;

    use super::*;
    use crate::{
        actions::user::{DisconnectFromWebsite, GetMany},
        batch::{BatchCall, BatchOptions, Progress},
        transport::{Failure, Recording, TransportError},
    };

    fn client(responses: impl IntoIterator<Item = HttpResponse>) -> Client<Recording> {
        let config = Config::new(Some("http://127.0.0.1:8000"), Some("key")).unwrap();
        Client::new(config, Recording::new(responses))
    }

    fn params(value: &Value) -> Params {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_typed_call_sends_one_request_and_reads_the_reply() {
        let client = client([HttpResponse::json(200, r#"{"message":"gone"}"#)]);
        let done = block_on(client.send(&DisconnectFromWebsite::new("s", "u"))).unwrap();
        assert_eq!(done.message.as_deref(), Some("gone"));
        let sent = client.transport.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(
            sent[0].url,
            "http://127.0.0.1:8000/disconnect-user-from-website"
        );
        assert_eq!(
            serde_json::from_slice::<Value>(&sent[0].body).unwrap(),
            json!({ "websiteId": "s", "userId": "u" })
        );
    }

    #[test]
    fn a_call_by_id_is_the_same_call() {
        let client = client([HttpResponse::json(200, r#"{"users":[{"id":7}],"total":1}"#)]);
        let reply = block_on(client.call("user.getMany", &params(&json!({ "websiteId": "s" }))));
        assert_eq!(reply.unwrap()["users"][0]["id"], 7);
        assert_eq!(client.transport.sent()[0].method, Method::Get);
    }

    #[test]
    fn an_unknown_action_is_named_with_the_nearest_one() {
        let error = block_on(client([]).call("user.getmany", &Params::new())).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams);
        assert!(error.message.contains("did you mean `user.getMany`?"));
    }

    #[test]
    fn nothing_is_sent_when_params_are_wrong() {
        let client = client([]);
        assert!(block_on(client.send(&DisconnectFromWebsite::new("", "u"))).is_err());
        assert!(client.transport.sent().is_empty());
    }

    fn status(status: u16) -> HttpResponse {
        HttpResponse::json(status, r#"{"message":"no"}"#)
    }

    fn failure(failure: Failure) -> Result<HttpResponse, TransportError> {
        Err(TransportError {
            failure,
            message: "it broke".into(),
        })
    }

    fn users(from: u32, to: u32, total: Option<u32>) -> HttpResponse {
        let users: Vec<Value> = (from..to).map(|id| json!({ "id": id })).collect();
        HttpResponse::json(200, &json!({ "users": users, "total": total }).to_string())
    }

    fn tokens(client: &Client<Recording, impl Callbacks>) -> Vec<String> {
        let sent = client.transport.sent();
        let token = |request: &HttpRequest| {
            let mut headers = request.exposed_headers();
            let found = headers.find(|(name, _)| *name == "authorization");
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        sent.iter().map(token).collect()
    }

    #[test]
    fn a_read_is_sent_again_after_ever_longer_waits_until_it_succeeds() {
        let answers = [
            Ok(status(500)),
            failure(Failure::Timeout),
            Ok(users(0, 1, None)),
        ];
        let config = Config::new(None, Some("key")).unwrap();
        let client = Client::new(config, Recording::answering(answers));
        assert_eq!(
            block_on(client.send(&GetMany::new("s")))
                .unwrap()
                .users
                .len(),
            1
        );
        assert_eq!(client.transport.sent().len(), 3);
        assert_eq!(
            client.transport.waited(),
            [Duration::from_millis(250), Duration::from_millis(500)]
        );
    }

    #[test]
    fn the_last_error_is_returned_when_no_retry_is_left() {
        for retries in [0, 1, 2, 5] {
            let client = client((0..9).map(|_| status(502)));
            let options = CallOptions {
                retries: Some(retries),
                ..CallOptions::default()
            };
            let error = block_on(client.with(options).send(&GetMany::new("s"))).unwrap_err();
            assert_eq!(error.status, Some(502));
            assert_eq!(error.action.as_deref(), Some("user.getMany"));
            assert_eq!(client.transport.sent().len(), retries as usize + 1);
        }
    }

    #[test]
    fn a_write_is_sent_again_only_where_it_was_surely_not_carried_out() {
        let leave = DisconnectFromWebsite::new("s", "u");
        for (answer, tries) in [
            (Ok(status(500)), 1),
            (failure(Failure::Timeout), 1),
            (failure(Failure::Network), 1),
            (failure(Failure::NotSent), 2),
            (Ok(status(429)), 2),
        ] {
            let config = Config::new(None, Some("key")).unwrap();
            let transport = Recording::answering([answer, Ok(status(200))]);
            let client = Client::new(config, transport);
            assert_eq!(block_on(client.send(&leave)).is_ok(), tries == 2);
            assert_eq!(client.transport.sent().len(), tries);
        }
    }

    #[test]
    fn a_write_that_the_caller_calls_repeatable_is_sent_again_like_a_read() {
        let leave = DisconnectFromWebsite::new("s", "u");
        let options = CallOptions {
            repeatable: Some(true),
            ..CallOptions::default()
        };
        for (answer, tries) in [
            (Ok(status(500)), 2),
            (failure(Failure::Timeout), 2),
            (Ok(status(404)), 1),
        ] {
            let config = Config::new(None, Some("key")).unwrap();
            let transport = Recording::answering([answer, Ok(status(200))]);
            let client = Client::new(config, transport);
            let result = block_on(client.with(options).send(&leave));
            assert_eq!(result.is_ok(), tries == 2);
            assert_eq!(client.transport.sent().len(), tries);
        }
    }

    #[test]
    fn an_api_that_asks_to_wait_too_long_is_an_error_at_once() {
        let mut busy = status(429);
        busy.headers.push(("retry-after".into(), "90".into()));
        let client = client([busy]);
        let error = block_on(client.send(&GetMany::new("s"))).unwrap_err();
        assert_eq!(error.retry_after_ms, Some(90_000));
        assert_eq!(client.transport.waited(), []);
    }

    #[test]
    fn the_timeout_is_per_try_and_can_be_another_for_some_calls() {
        let client = client([status(500), status(200)]);
        let timeout = Some(Duration::from_secs(1));
        let options = CallOptions {
            timeout,
            ..CallOptions::default()
        };
        let _ = block_on(client.with(options).call("website.getMany", &Params::new()));
        assert!(
            client
                .transport
                .sent()
                .iter()
                .all(|it| it.timeout == timeout)
        );
    }

    #[test]
    fn each_try_is_told_with_its_outcome_and_without_secrets() {
        let told = RefCell::new(Vec::new());
        let answers = [failure(Failure::Network), Ok(status(401))];
        let config = Config::new(Some("https://api.example"), Some("hunter2")).unwrap();
        let client = Client::new(config, Recording::answering(answers))
            .on_request(|attempt| told.borrow_mut().push(format!("{attempt:?}")));
        let _ = block_on(client.send(&GetMany::new("s")));
        let told = told.into_inner();
        assert_eq!(told.len(), 2);
        assert!(told[0].contains("user.getMany"), "{}", told[0]);
        assert!(
            told[0].contains("https://api.example/users?id=s"),
            "{}",
            told[0]
        );
        assert!(
            told[0].contains("number: 1, outcome: Err(Network)"),
            "{}",
            told[0]
        );
        assert!(
            told[1].contains("number: 2, outcome: Ok(401)"),
            "{}",
            told[1]
        );
        assert!(!told.concat().contains("hunter2"));
    }

    #[test]
    fn a_try_that_is_dropped_is_told_as_aborted() {
        struct Never;
        impl Transport for Never {
            async fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
                std::future::pending().await
            }
        }
        impl Timer for Never {
            async fn sleep(&self, _: Duration) {}
            fn now(&self) -> Duration {
                Duration::ZERO
            }
            fn chance(&self) -> u32 {
                0
            }
        }
        let told = RefCell::new(Vec::new());
        let client = Client::new(Config::new(None, None).unwrap(), Never)
            .on_request(|attempt| told.borrow_mut().push(attempt.outcome));
        let get = GetMany::new("s");
        let mut call = Box::pin(client.send(&get));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
        drop(call);
        assert_eq!(told.into_inner(), [Err(Failure::Aborted)]);
    }

    #[test]
    fn a_refused_token_is_refreshed_once_and_the_call_tried_again() {
        let asked = Cell::new(0);
        let client = client([status(401), status(200), status(401), status(401)]).on_unauthorized(
            async || {
                asked.set(asked.get() + 1);
                Ok(Secret::from(format!("new{}", asked.get())))
            },
        );
        // Also a write: what was refused so was not carried out.
        let leave = DisconnectFromWebsite::new("s", "u");
        let once = CallOptions {
            retries: Some(0),
            ..CallOptions::default()
        };
        block_on(client.with(once).send(&leave)).unwrap();
        // A token that is refused again is not refreshed for ever.
        let error = block_on(client.send(&leave)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized);
        assert_eq!(asked.get(), 2);
        assert_eq!(
            tokens(&client),
            ["Bearer key", "Bearer new1", "Bearer new1", "Bearer new2"]
        );
    }

    #[test]
    fn a_refresh_that_fails_is_said_in_the_error() {
        let client = client([status(401)]).on_unauthorized(async || Err("gone home".to_owned()));
        let error = block_on(client.send(&GetMany::new("s"))).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized);
        assert!(error.message.ends_with("gone home"), "{error}");
        assert_eq!(error.action.as_deref(), Some("user.getMany"));
    }

    #[test]
    fn the_token_of_a_login_is_that_of_later_calls() {
        let session = HttpResponse::json(200, r#"{"token":"t1","id":"u"}"#);
        let client = client([session, users(0, 1, None), status(200)]);
        let clone = client.config.clone();
        block_on(client.login("john@example.com", "secret")).unwrap();
        block_on(client.send(&GetMany::new("s"))).unwrap();
        assert_eq!(tokens(&client), ["", "Bearer t1"]);
        assert!(clone.credentials().current().is_some());
        let error = block_on(client.login("john@example.com", "secret")).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadReply);
    }

    #[test]
    fn pages_are_a_stream_of_typed_replies() {
        let client = client([users(0, 2, Some(3)), users(2, 3, Some(3))]);
        let get = GetMany {
            limit: Some(2),
            ..GetMany::new("s")
        };
        let pages: Vec<_> = block_on(client.pages(&get).try_collect()).unwrap();
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[1].users.len(), 1);
        let urls: Vec<String> = client
            .transport
            .sent()
            .into_iter()
            .map(|it| it.url)
            .collect();
        assert!(
            urls[0].ends_with("/users?id=s&limit=2&offset=0"),
            "{urls:?}"
        );
        assert!(
            urls[1].ends_with("/users?id=s&limit=2&offset=2"),
            "{urls:?}"
        );
    }

    #[test]
    fn records_are_a_stream_that_ends_with_the_first_error() {
        let client = client([users(0, 2, None), status(400)]);
        let given = params(&json!({ "websiteId": "s", "limit": 2 }));
        let all: Vec<_> = block_on(client.all("user.getMany", given).collect());
        assert_eq!(all.len(), 3);
        assert_eq!(all[1].as_ref().unwrap()["id"], 1);
        assert_eq!(all[2].as_ref().unwrap_err().status, Some(400));
        for id in ["user.nothing", "website.get"] {
            let all: Vec<_> = block_on(client.all(id, Params::new()).collect());
            assert_eq!(all[0].as_ref().unwrap_err().kind, ErrorKind::InvalidParams);
        }
    }

    fn batch_of(count: usize) -> Vec<BatchCall> {
        let call = BatchCall {
            action: "website.getMany".into(),
            params: Params::new(),
        };
        vec![call; count]
    }

    #[test]
    fn a_batch_keeps_the_order_and_goes_on_when_told_to() {
        let websites = |id: u32| HttpResponse::json(200, &json!([{ "value": id }]).to_string());
        let client = client([websites(0), status(400), websites(2)]);
        let options = BatchOptions {
            concurrency: 2,
            continue_on_fail: true,
        };
        let told = RefCell::new(Vec::new());
        let batch = batch_of(3);
        let results = client.batch(&batch, options, |it| told.borrow_mut().push(it));
        let results = block_on(results).unwrap();
        assert_eq!(results[0].as_ref().unwrap()["websites"][0]["value"], 0);
        assert_eq!(results[1].as_ref().unwrap_err().status, Some(400));
        assert_eq!(results[2].as_ref().unwrap()["websites"][0]["value"], 2);
        let last = Progress {
            done: 3,
            failed: 1,
            total: 3,
        };
        assert_eq!(told.into_inner().last(), Some(&last));
    }

    #[test]
    fn a_batch_begins_no_call_after_the_first_failure_and_says_how_all_ended() {
        let client = client([
            HttpResponse::json(200, "[]"),
            status(400),
            HttpResponse::json(200, "[]"),
        ]);
        let options = BatchOptions {
            concurrency: 2,
            continue_on_fail: false,
        };
        let batch = batch_of(5);
        let stopped = block_on(client.batch(&batch, options, |_| {})).unwrap_err();
        assert_eq!((stopped.index, stopped.error.status), (1, Some(400)));
        assert!(stopped.to_string().starts_with("call 1 of the batch"));
        assert_eq!(client.transport.sent().len(), 3);
        let ended: Vec<_> = stopped
            .results
            .iter()
            .map(|result| result.as_ref().map(Result::is_ok))
            .collect();
        assert_eq!(ended, [Some(true), Some(false), Some(true), None, None]);
    }

    #[test]
    fn a_batch_has_no_more_calls_under_way_than_it_may() {
        struct Counting {
            now: Cell<usize>,
            most: Cell<usize>,
        }
        impl Transport for Counting {
            async fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
                self.now.set(self.now.get() + 1);
                self.most.set(self.most.get().max(self.now.get()));
                let mut polls = 0;
                std::future::poll_fn(|context| {
                    polls += 1;
                    context.waker().wake_by_ref();
                    if polls < 3 {
                        std::task::Poll::Pending
                    } else {
                        std::task::Poll::Ready(())
                    }
                })
                .await;
                self.now.set(self.now.get() - 1);
                Ok(HttpResponse::json(200, "[]"))
            }
        }
        impl Timer for Counting {
            async fn sleep(&self, _: Duration) {}
            fn now(&self) -> Duration {
                Duration::ZERO
            }
            fn chance(&self) -> u32 {
                0
            }
        }
        for (concurrency, most) in [(0, 1), (1, 1), (3, 3), (1_000, 64)] {
            let transport = Counting {
                now: Cell::new(0),
                most: Cell::new(0),
            };
            let client = Client::new(Config::new(None, Some("key")).unwrap(), transport);
            let options = BatchOptions {
                concurrency,
                continue_on_fail: false,
            };
            let batch = batch_of(100);
            let results = block_on(client.batch(&batch, options, |_| {})).unwrap();
            assert_eq!(results.len(), 100);
            assert_eq!(client.transport.most.get(), most);
        }
    }

    #[cfg(feature = "native")]
    #[test]
    fn calls_over_the_native_transport_can_be_moved_between_threads() {
        fn is_send<T: Send>(value: T) -> T {
            value
        }
        let client = Client::new(
            Config::new(None, None).unwrap(),
            crate::transport::Native::new().unwrap(),
        )
        .on_request(|_| {})
        .on_unauthorized(async || Err(String::new()));
        drop(is_send(client.send(&GetMany::new("s"))));
        drop(is_send(client.all("user.getMany", Params::new())));
        drop(is_send(client.batch(&[], BatchOptions::default(), |_| {})));
    }

    #[test]
    fn a_failed_transport_says_whether_it_can_be_tried_again() {
        for (failure, kind, retryable) in [
            (Failure::Network, ErrorKind::Network, true),
            (Failure::Timeout, ErrorKind::Timeout, true),
            (Failure::Aborted, ErrorKind::Aborted, false),
            (Failure::TooLarge, ErrorKind::BadReply, false),
        ] {
            let config = Config::new(None, Some("key")).unwrap();
            let transport = Recording::failing(TransportError {
                failure,
                message: "it broke".into(),
            });
            let client = Client::new(config, transport);
            let error = block_on(client.send(&GetMany::new("s"))).unwrap_err();
            assert_eq!((error.kind, error.retryable()), (kind, retryable));
            assert_eq!(error.action.as_deref(), Some("user.getMany"));
        }
    }
}
