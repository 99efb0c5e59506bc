//! Requests in the forms that the API takes besides those that the client sends.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use wibiclick::{
    action::Method,
    client::{Client, Config},
    error::{Error, ErrorKind},
    request::RawRequest,
    transport::Native,
};
use wibiclick_sandbox::{API_KEY, Options, Sandbox};

async fn ask(
    sandbox: &Sandbox,
    method: Method,
    path: &str,
    query: Value,
    body: Option<Value>,
) -> Result<Value, Error> {
    let config = Config::new(Some(&sandbox.url()), Some(API_KEY)).unwrap();
    let raw = RawRequest {
        method,
        path: path.into(),
        query: query.as_object().cloned().unwrap(),
        body,
    };
    Client::new(config.with_retries(0), Native::new().unwrap())
        .request(&raw)
        .await
}

#[tokio::test]
async fn one_job_is_had_in_the_older_form_too() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let job = async |id: &str| {
        let query = json!({ "jobId": id, "id": "site_1" });
        ask(&sandbox, Method::Get, "/jobs", query, None).await
    };
    assert_eq!(job("job_2").await.unwrap()["job"]["id"], "job_2");
    let unknown = job("nobody").await.unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn what_the_client_sends_to_two_places_is_taken_from_either() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    for name in ["id", "websiteId"] {
        let query = json!({ name: "nowhere", "customerId": "contact_2" });
        let asked = ask(&sandbox, Method::Get, "/scheduled-messages", query, None).await;
        let error = asked.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{name}");
        assert!(error.message.contains("nowhere"), "{name}: {error}");
    }
    // The newer name of what was paid, and the older one.
    for name in ["paid", "deposit"] {
        let body = json!({ "id": "invoice_3", name: 777 });
        let query = json!({ "id": "site_1" });
        let saved = ask(&sandbox, Method::Post, "/add-invoice", query, Some(body)).await;
        assert_eq!(saved.unwrap()["invoice"]["deposit"], 777, "{name}");
        sandbox.reset();
    }
}
