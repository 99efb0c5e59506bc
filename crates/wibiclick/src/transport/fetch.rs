//! The platform's `fetch`, in browsers, Node, Deno, Bun and Workers.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use gloo_net::http::Headers;
use js_sys::{Array, Date, Function, Math, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Request, RequestInit, RequestRedirect, Response};

use super::{Failure, HttpResponse, MAX_REPLY_BYTES, Timer, Transport, TransportError};
use crate::request::HttpRequest;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timeout: &JsValue);

    /// A request or a response, of whatever class.
    type Message;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Message) -> Body;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &Message) -> Result<Promise, JsValue>;
    /// A polyfill's may have no reader.
    type Body;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Body) -> Result<Reader, JsValue>;
    type Reader;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Reader) -> Result<Promise, JsValue>;
}

/// Sends with the platform's `fetch`, or with a function that does the same.
#[derive(Debug, Clone, Default)]
pub struct Fetch {
    function: Option<Function>,
    signal: Option<AbortSignal>,
}

impl Fetch {
    /// Sends with the global `fetch`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends with this function, which takes a `Request` and promises a `Response`.
    #[must_use]
    pub fn with_function(mut self, function: Option<Function>) -> Self {
        self.function = function;
        self
    }

    /// Gives up as soon as this signal says so.
    #[must_use]
    pub fn with_signal(mut self, signal: Option<AbortSignal>) -> Self {
        self.signal = signal;
        self
    }

    /// Carries a call out, and drops it as soon as the signal says so, whatever
    /// it is waiting for.
    ///
    /// # Errors
    /// [`Failure::Aborted`].
    pub async fn unless_aborted<R>(
        &self,
        mut call: Pin<Box<dyn Future<Output = R> + '_>>,
    ) -> Result<R, TransportError> {
        let Some(signal) = &self.signal else {
            return Ok(call.await);
        };
        let mut listener = None;
        let aborted = Promise::new(&mut |resolve, _| {
            let _ = signal.add_event_listener_with_callback("abort", &resolve);
            listener = Some(resolve);
        });
        let mut aborted = pin!(JsFuture::from(aborted));
        let done = poll_fn(|context| {
            // Not one more step of a call that nobody waits for.
            if signal.aborted() {
                return Poll::Ready(None);
            }
            match call.as_mut().poll(context) {
                Poll::Ready(done) => Poll::Ready(Some(done)),
                Poll::Pending => aborted.as_mut().poll(context).map(|_| None),
            }
        })
        .await;
        if let Some(listener) = listener {
            let _ = signal.remove_event_listener_with_callback("abort", &listener);
        }
        done.ok_or_else(|| TransportError {
            failure: Failure::Aborted,
            message: said(&get(signal, "reason")),
        })
    }

    /// Not by gloo-net's own `send`: it panics when something else than an
    /// `Error` is thrown, such as the reason of an abort. Nothing where the
    /// response is too large.
    async fn fetch(&self, request: &Request) -> Result<Option<HttpResponse>, JsValue> {
        let function = match &self.function {
            Some(function) => function.clone(),
            None => Reflect::get(&js_sys::global(), &"fetch".into())?.dyn_into()?,
        };
        let promise = function.call1(&JsValue::UNDEFINED, request)?;
        // Unchecked, since the response of a polyfill is of another class.
        let response: Response = JsFuture::from(Promise::resolve(&promise))
            .await?
            .unchecked_into();
        let Some(body) = bytes(&response, MAX_REPLY_BYTES).await? else {
            return Ok(None);
        };
        let mut headers = Vec::new();
        for entry in Array::from(&response.headers()) {
            let [name, value] = [0, 1].map(|at| Array::get(entry.unchecked_ref(), at));
            headers.push((text(&name), text(&value)));
        }
        Ok(Some(HttpResponse {
            status: response.status(),
            body,
            headers,
        }))
    }
}

/// The body of a request or a response, piece by piece; nothing where it has more than
/// `most` bytes, of which no more are read.
///
/// # Errors
/// What the platform throws where the connection breaks.
pub async fn bytes(message: &JsValue, most: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let message: &Message = message.unchecked_ref();
    let mut read = Vec::new();
    let Ok(reader) = message.body().reader() else {
        // There is none, or none to be read by pieces.
        let body = JsFuture::from(message.array_buffer()?).await?;
        return Ok(added(&mut read, &Uint8Array::new(&body), most).then_some(read));
    };
    loop {
        let next = JsFuture::from(reader.read()?).await?;
        let piece = get(&next, "value");
        if piece.is_undefined() {
            return Ok(Some(read));
        }
        if !added(&mut read, piece.unchecked_ref(), most) {
            // It is enough; how the connection ends is of no interest.
            let _ = reader.cancel();
            return Ok(None);
        }
    }
}

/// Adds a piece, unless the whole would be too large.
fn added(body: &mut Vec<u8>, piece: &Uint8Array, most: usize) -> bool {
    let fits = piece.length() as usize <= most.saturating_sub(body.len());
    if fits {
        body.extend_from_slice(&piece.to_vec());
    }
    fits
}

impl Transport for Fetch {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let clock = request.timeout.map(timeout_signal);
        let signal = match (&self.signal, &clock) {
            (Some(caller), Some(clock)) => {
                Some(AbortSignal::any(&Array::of2(caller, clock).into()))
            }
            (caller, clock) => caller.as_ref().or(clock.as_ref()).cloned(),
        };
        let sent = async {
            let request = built(request, signal.as_ref())?;
            self.fetch(&request).await
        };
        let received = sent.await.map_err(|error: JsValue| {
            let failure = if self.signal.as_ref().is_some_and(AbortSignal::aborted) {
                Failure::Aborted
            } else if clock.as_ref().is_some_and(AbortSignal::aborted) {
                Failure::Timeout
            } else if was_not_sent(&error) {
                Failure::NotSent
            } else {
                Failure::Network
            };
            TransportError {
                failure,
                message: said(&error),
            }
        })?;
        received.ok_or_else(TransportError::too_large)
    }
}

impl Timer for Fetch {
    async fn sleep(&self, duration: Duration) {
        /// Ends with the wait, also where that is dropped: Node would stay awake.
        struct Timeout(JsValue);
        impl Drop for Timeout {
            fn drop(&mut self) {
                clear_timeout(&self.0);
            }
        }
        let milliseconds = duration.as_secs_f64() * 1_000.0;
        let mut timeout = Timeout(JsValue::UNDEFINED);
        let over = Promise::new(&mut |resolve, _| {
            timeout.0 = set_timeout(&resolve, milliseconds);
        });
        // A timeout only ever resolves.
        let _ = JsFuture::from(over).await;
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float saturates"
    )]
    fn now(&self) -> Duration {
        Duration::from_millis(Date::now() as u64)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float saturates"
    )]
    fn chance(&self) -> u32 {
        (Math::random() * 4_294_967_296.0) as u32
    }
}

/// Whether it is certain that no connection was made: Node says so. Browsers do
/// not tell.
fn was_not_sent(error: &JsValue) -> bool {
    let code = get(&get(error, "cause"), "code").as_string();
    matches!(
        code.as_deref(),
        Some("ECONNREFUSED" | "ENOTFOUND" | "EAI_AGAIN" | "UND_ERR_CONNECT_TIMEOUT")
    )
}

/// A property, also of what has none.
fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}

fn timeout_signal(timeout: Duration) -> AbortSignal {
    AbortSignal::timeout_with_u32(u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX))
}

/// By gloo-net's `Headers`, and not by its `RequestBuilder`, whose errors would be
/// a kilobyte of wasm.
fn built(request: &HttpRequest, signal: Option<&AbortSignal>) -> Result<Request, JsValue> {
    let headers = Headers::new();
    for (name, value) in request.exposed_headers() {
        headers.append(name, value);
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers.into_raw());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    Request::new_with_str_and_init(&request.url, &init)
}

/// Of what is a string; headers always are.
fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// What a JavaScript error says, and its cause, where `fetch` hides the reason.
fn said(error: &JsValue) -> String {
    let message = |value: &JsValue| {
        get(value, "message")
            .as_string()
            .filter(|it| !it.is_empty())
            .or_else(|| value.as_string())
    };
    let outer = message(error).unwrap_or_else(|| "fetch failed".to_owned());
    match message(&get(error, "cause")) {
        Some(cause) => format!("{outer} ({cause})"),
        None => outer,
    }
}
