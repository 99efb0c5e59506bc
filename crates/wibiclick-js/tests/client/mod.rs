//! What the binding promises, in Node and in a browser alike: real `fetch`,
//! `Request`, `Response` and `AbortSignal`; the API is the sandbox whose address
//! `WIBICLICK_SANDBOX_URL` was at build time.

use js_sys::{Array, Function, Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;
use wibiclick_js::JsClient;

/// Where `cargo xtask test` has the sandbox; nothing answers at port 9.
const SANDBOX: &str = match option_env!("WIBICLICK_SANDBOX_URL") {
    Some(url) => url,
    None => "http://127.0.0.1:9",
};

fn client(options: &Value) -> JsClient {
    fetching(options, None)
}

fn fetching(options: &Value, fetch: Option<Function>) -> JsClient {
    JsClient::new(&options.to_string(), fetch, None, None).unwrap()
}

fn sandbox() -> JsClient {
    client(&json!({ "apiKey": "sandbox-key", "baseUrl": SANDBOX, "timeoutMs": 20_000 }))
}

async fn call(client: &JsClient, id: &str, params: &Value) -> Result<Value, Value> {
    read(client.call(id.to_owned(), params.to_string(), None, None, None, false)).await
}

async fn read(reply: Promise) -> Result<Value, Value> {
    match JsFuture::from(reply).await {
        Ok(text) => Ok(serde_json::from_str(&text.as_string().unwrap()).unwrap()),
        Err(error) => Err(error_of(&error)),
    }
}

/// A `fetch` that does what these statements say, and counts in `counted.times`.
fn counting(body: &str) -> (Function, JsValue) {
    let both = Function::new_no_args(&format!(
        "const counted = {{ times: 0 }}; \
         return [async request => {{ counted.times++; {body} }}, counted]"
    ));
    let both: Array = both.call0(&JsValue::UNDEFINED).unwrap().unchecked_into();
    (both.get(0).unchecked_into(), both.get(1))
}

fn times(counted: &JsValue) -> f64 {
    let times = Reflect::get(counted, &"times".into()).unwrap();
    times.as_f64().unwrap()
}

fn error_of(error: &JsValue) -> Value {
    serde_json::from_str(&error.as_string().unwrap()).unwrap()
}

#[wasm_bindgen_test]
async fn a_call_reaches_the_api_and_brings_its_reply() {
    let reply = call(
        &sandbox(),
        "user.getMany",
        &json!({ "websiteId": "site_1" }),
    )
    .await;
    assert_eq!(reply.unwrap()["users"][0]["email"], "john.doe@example.com");
}

#[wasm_bindgen_test]
async fn a_post_with_umlauts_arrives_whole() {
    let params = json!({ "websiteId": "site_3", "name": "Zoë Müller 💧" });
    let reply = call(&sandbox(), "contact.addOrUpdate", &params).await;
    assert_eq!(reply.unwrap()["message"], "The contact is saved.");
    let reply = call(
        &sandbox(),
        "contact.getMany",
        &json!({ "websiteId": "site_3" }),
    )
    .await;
    assert!(reply.unwrap().to_string().contains("Zoë Müller 💧"));
}

#[wasm_bindgen_test]
async fn a_refusal_has_kind_status_and_the_apis_message() {
    let params = json!({ "websiteId": "site_1", "userId": "nobody" });
    let error = call(&sandbox(), "user.disconnectFromWebsite", &params)
        .await
        .unwrap_err();
    assert_eq!(error["kind"], "not-found");
    assert_eq!(error["status"], 404);
    assert_eq!(error["message"], "there is no user nobody");
    assert_eq!(error["retryable"], false);
}

#[wasm_bindgen_test]
async fn wrong_params_are_all_named_and_nothing_is_sent() {
    let nowhere = client(&json!({ "apiKey": "k", "baseUrl": "http://127.0.0.1:9" }));
    let params = json!({ "userid": 1 });
    let error = call(&nowhere, "user.disconnectFromWebsite", &params)
        .await
        .unwrap_err();
    assert_eq!(error["kind"], "invalid-params");
    assert_eq!(error["issues"].as_array().unwrap().len(), 3);
}

#[wasm_bindgen_test]
async fn an_api_that_is_not_there_is_a_network_error() {
    let nowhere = client(&json!({ "apiKey": "k", "baseUrl": "http://127.0.0.1:9" }));
    let error = call(&nowhere, "website.getMany", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        (&error["kind"], &error["retryable"]),
        (&json!("network"), &json!(true))
    );
}

#[wasm_bindgen_test]
async fn an_aborted_call_says_so_whatever_the_reason_is() {
    for reason in [JsValue::from_str("changed my mind"), JsValue::NULL] {
        let controller = AbortController::new().unwrap();
        controller.abort_with_reason(&reason);
        let signal = Some(controller.signal());
        let reply = sandbox().call(
            "website.getMany".into(),
            "{}".into(),
            signal,
            None,
            None,
            false,
        );
        let error = read(reply).await.unwrap_err();
        assert_eq!(error["kind"], "aborted");
        assert_eq!(error["action"], "website.getMany");
    }
}

#[wasm_bindgen_test]
async fn a_call_that_takes_too_long_is_a_timeout() {
    // The interval keeps Node awake, as an open connection does.
    let never = Function::new_with_args(
        "request",
        "const awake = setInterval(() => {}, 1000); \
         return new Promise((_, no) => request.signal.addEventListener('abort', () => { \
         clearInterval(awake); no(request.signal.reason) }))",
    );
    let client = fetching(&json!({ "apiKey": "k", "retries": 0 }), Some(never));
    let reply = client.call(
        "website.getMany".into(),
        "{}".into(),
        None,
        Some(30.0),
        None,
        false,
    );
    let error = read(reply).await.unwrap_err();
    assert_eq!(
        (&error["kind"], &error["retryable"]),
        (&json!("timeout"), &json!(true))
    );
}

#[wasm_bindgen_test]
async fn a_fetch_of_ones_own_gets_the_whole_request() {
    let own = Function::new_with_args(
        "request",
        "return request.text().then(body => new Response(JSON.stringify({ message: [request.method, \
         request.url, request.headers.get('authorization'), request.redirect, body].join(' ') })))",
    );
    let options = json!({ "apiKey": "k", "baseUrl": "https://api.example/v1/" });
    let client = fetching(&options, Some(own));
    let params = json!({ "websiteId": "s", "userId": "u" });
    let reply = call(&client, "user.disconnectFromWebsite", &params).await;
    assert_eq!(
        reply.unwrap()["message"],
        r#"POST https://api.example/v1/disconnect-user-from-website Bearer k manual {"userId":"u","websiteId":"s"}"#
    );
}

#[wasm_bindgen_test]
async fn a_fetch_that_throws_something_odd_is_an_error_and_no_crash() {
    for body in [
        "throw 'odd'",
        "throw null",
        "return Promise.reject({})",
        "return 7",
    ] {
        let odd = Function::new_with_args("request", body);
        let client = fetching(&json!({ "apiKey": "k", "retries": 0 }), Some(odd));
        let error = call(&client, "website.getMany", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(error["kind"], "network", "{body}");
    }
}

#[wasm_bindgen_test]
async fn a_reply_without_end_is_given_up_at_the_limit() {
    let (endless, counted) = counting(
        "return new Response(new ReadableStream({ \
           pull(to) { to.enqueue(new Uint8Array(1024 * 1024)); counted.pieces = counted.times++; }, \
           cancel() { counted.cancelled = 1; }, \
         }, { highWaterMark: 0 }))",
    );
    let client = fetching(&json!({ "apiKey": "k" }), Some(endless));
    let error = call(&client, "website.getMany", &json!({})).await;
    let error = error.unwrap_err();
    assert_eq!(error["kind"], "bad-reply");
    let said = error["message"].as_str().unwrap();
    assert!(said.contains("10485760 bytes"), "{said}");
    let counted = |name: &str| Reflect::get(&counted, &name.into()).unwrap().as_f64();
    assert_eq!(counted("pieces"), Some(11.0), "and was not tried again");
    assert_eq!(counted("cancelled"), Some(1.0));
}

#[wasm_bindgen_test]
async fn a_reply_in_pieces_is_put_together_also_where_there_is_no_reader() {
    for body in [
        "return new Response(new Blob(['{\"message\":', '\"Zoë', '\"}']).stream())",
        "const text = new TextEncoder().encode('{\"message\":\"Zoë\"}'); \
         return { status: 200, headers: new Headers(), body: { on() {} }, \
                  arrayBuffer: async () => text.buffer }",
    ] {
        let (fetch, _) = counting(body);
        let client = fetching(&json!({ "apiKey": "k" }), Some(fetch));
        let params = json!({ "websiteId": "s", "userId": "u" });
        let reply = call(&client, "user.disconnectFromWebsite", &params).await;
        assert_eq!(reply.unwrap()["message"], "Zoë", "{body}");
    }
}

#[wasm_bindgen_test]
async fn a_raw_request_goes_below_the_base_url() {
    let request = json!({ "method": "get", "path": "/get-websites", "query": { "limit": 1 } });
    let reply = sandbox().request(request.to_string(), None, None, None, false);
    assert_eq!(read(reply).await.unwrap().as_array().unwrap().len(), 1);
    for wrong in [
        json!({ "path": "/x" }),
        json!({ "method": "BREW", "path": "/x" }),
        json!({ "method": "GET", "path": "//evil.example/../x" }),
        json!({ "method": "GET", "path": "/x", "headers": {} }),
        json!(null),
    ] {
        let reply = sandbox().request(wrong.to_string(), None, None, None, false);
        let error = read(reply).await.unwrap_err();
        assert_eq!(error["kind"], "invalid-params", "{wrong}");
    }
}

#[wasm_bindgen_test]
fn a_preview_has_no_secret_in_it() {
    let client = client(&json!({ "apiKey": "hunter2", "websiteId": "site_9" }));
    let shown = client.preview("user.getMany", "{}").unwrap();
    assert!(!shown.contains("hunter2"));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["method"], "GET");
    assert_eq!(
        shown["url"],
        "https://wibi.wilbertzgroup.com/users?id=site_9"
    );
    assert_eq!(shown["headers"]["authorization"], "Bearer [redacted]");
}

#[wasm_bindgen_test]
fn options_that_cannot_work_are_refused() {
    for (options, said) in [
        (json!({ "apiKey": "" }), "empty"),
        (
            json!({ "apiKey": "k", "baseUrl": "http://api.example" }),
            "https",
        ),
        (json!({ "apiKey": "k", "timeoutMs": 0 }), "timeoutMs"),
        (json!({ "apiKey": "k", "timeoutMs": "soon" }), "timeoutMs"),
        (json!({ "apiKey": "k", "retries": -1 }), "from 0 to 10"),
        (json!({ "apiKey": "k", "retries": 2.5 }), "retries"),
        (json!({ "auth": "Bearer" }), "auth"),
        (json!({ "auth": { "heading": "x" } }), "auth"),
        (json!({ "auth": { "header": "content-type" } }), "header"),
        (json!({ "auth": { "scheme": "" } }), "scheme"),
        (json!({ "apikey": "k" }), "apiKey"),
        (json!([]), "options"),
    ] {
        let error = JsClient::new(&options.to_string(), None, None, None).unwrap_err();
        let error = error_of(&error);
        assert_eq!(error["kind"], "invalid-params", "{options}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(said), "{options}: {message}");
    }
}

#[wasm_bindgen_test]
fn the_catalogue_tells_every_action_with_its_evidence() {
    let all: Value = serde_json::from_str(&sandbox().catalogue()).unwrap();
    let all = all.as_array().unwrap();
    let leave = all
        .iter()
        .find(|action| action["id"] == "user.reassignNotes")
        .unwrap();
    assert_eq!(leave["evidence"], "guessed");
    assert_eq!(leave["destructive"], true);
    assert_eq!(leave["params"][0]["name"], "oldUserId");
    assert_eq!(leave["params"][0]["type"], "id");
}

#[wasm_bindgen_test]
async fn a_read_is_tried_again_and_a_write_is_not() {
    let (fetch, counted) =
        counting("return new Response('[]', { status: counted.times === 2 ? 200 : 500 })");
    let client = fetching(&json!({ "apiKey": "k" }), Some(fetch));
    call(&client, "website.getMany", &json!({})).await.unwrap();
    assert!((times(&counted) - 2.0).abs() < 0.1);
    let params = json!({ "websiteId": "s", "userId": "u" });
    let error = call(&client, "user.disconnectFromWebsite", &params).await;
    assert_eq!(error.unwrap_err()["status"], 500);
    assert!((times(&counted) - 3.0).abs() < 0.1);
}

#[wasm_bindgen_test]
async fn an_abort_ends_a_wait_between_two_tries_at_once() {
    let (fetch, counted) =
        counting("return new Response('', { status: 429, headers: { 'retry-after': '60' } })");
    let client = fetching(&json!({ "apiKey": "k" }), Some(fetch));
    let controller = AbortController::new().unwrap();
    let signal = Some(controller.signal());
    let reply = client.call(
        "website.getMany".into(),
        "{}".into(),
        signal,
        None,
        None,
        false,
    );
    let abort = Function::new_with_args("abort", "setTimeout(() => abort.abort(), 20)");
    abort.call1(&JsValue::UNDEFINED, &controller).unwrap();
    let error = read(reply).await.unwrap_err();
    assert_eq!(error["kind"], "aborted");
    assert!((times(&counted) - 1.0).abs() < 0.1);
}

#[wasm_bindgen_test]
async fn a_key_goes_bare_into_a_header_of_its_own() {
    let (fetch, _) = counting(
        "return Response.json({ message: request.headers.get('x-api-key') + ' ' + \
         request.headers.get('authorization') })",
    );
    let auth = json!({ "header": "X-Api-Key", "scheme": null });
    let client = fetching(&json!({ "apiKey": "hunter2", "auth": auth }), Some(fetch));
    let params = json!({ "websiteId": "s", "userId": "u" });
    let reply = call(&client, "user.disconnectFromWebsite", &params).await;
    assert_eq!(reply.unwrap()["message"], "hunter2 null");
    let shown = client.preview("user.disconnectFromWebsite", &params.to_string());
    let shown: Value = serde_json::from_str(&shown.unwrap()).unwrap();
    assert_eq!(shown["headers"]["x-api-key"], "[redacted]");
}

#[wasm_bindgen_test]
async fn a_refused_token_is_refreshed_and_every_try_told() {
    let (fetch, _) = counting(
        "return new Response('[]', { status: request.headers.get('authorization') === 'Bearer new' ? 200 : 401 })",
    );
    let told = Array::new();
    let tell = Function::new_with_args("...it", "this.push(it.slice(0, 5).join(' '))");
    let tell: Function = tell.bind0(&told);
    let refresh = Function::new_no_args("return 'new'");
    let options = json!({ "apiKey": "old", "baseUrl": "https://api.example" }).to_string();
    let client = JsClient::new(&options, Some(fetch), Some(refresh), Some(tell)).unwrap();
    call(&client, "website.getMany", &json!({})).await.unwrap();
    let told: Vec<_> = told.iter().map(|it| it.as_string().unwrap()).collect();
    assert_eq!(
        told,
        [
            "website.getMany GET https://api.example/get-websites 1 401",
            "website.getMany GET https://api.example/get-websites 2 200",
        ]
    );
}
