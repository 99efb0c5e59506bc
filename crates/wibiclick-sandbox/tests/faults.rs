//! The sandbox misbehaves as it is told, and remembers what it did; and what the
//! client makes of that.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod stage;

use std::time::Duration;

use serde_json::json;
use wibiclick::{
    actions::{user, website},
    client::{Client, Config},
    error::{Error, ErrorKind},
    transport::{MAX_REPLY_BYTES, Native},
};
use wibiclick_sandbox::{API_KEY, Effect, Fault, FaultRate, Sandbox};

use stage::{client, sandbox};

const DISCONNECT: &str = "/disconnect-user-from-website";

/// The user who is disconnected in this file.
fn disconnect() -> user::DisconnectFromWebsite {
    user::DisconnectFromWebsite::new("site_1", "user_1")
}

/// What becomes of a disconnect that meets this effect.
async fn struck(sandbox: &Sandbox, effect: Effect) -> Result<(), Error> {
    sandbox.fault(Fault {
        path: DISCONNECT.to_owned(),
        times: 1,
        effect,
        contains: None,
    });
    client(sandbox).send(&disconnect()).await.map(drop)
}

fn is_connected(sandbox: &Sandbox) -> bool {
    sandbox.state()["users"][0]["websites"]
        .as_array()
        .unwrap()
        .iter()
        .any(|website| website["id"] == "site_1")
}

#[tokio::test]
async fn what_is_done_and_then_dropped_has_happened_and_nobody_was_told() {
    let sandbox = sandbox().await;
    let error = struck(&sandbox, Effect::DoneThenDrop).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network);
    assert!(!is_connected(&sandbox));
    let request = sandbox.requests().remove(0);
    assert_eq!((request.done, request.status), (true, None));
    assert_eq!(request.fault, Some(Effect::DoneThenDrop));
}

#[tokio::test]
async fn other_faults_leave_everything_as_it_was() {
    for (effect, kind, status) in [
        (Effect::Status(503), ErrorKind::Api, Some(503)),
        (Effect::Drop, ErrorKind::Network, None),
        (Effect::Redirect, ErrorKind::Api, Some(302)),
        (
            Effect::Huge(MAX_REPLY_BYTES as u64 + 1),
            ErrorKind::BadReply,
            Some(200),
        ),
    ] {
        let sandbox = sandbox().await;
        let error = struck(&sandbox, effect).await.unwrap_err();
        assert_eq!(error.kind, kind, "{effect:?}: {error}");
        assert!(is_connected(&sandbox), "{effect:?}");
        let requests = sandbox.requests();
        assert_eq!(requests.len(), 1, "{effect:?}");
        assert!(!requests[0].done, "{effect:?}");
        assert_eq!(requests[0].status, status, "{effect:?}");
    }
}

#[tokio::test]
async fn a_hanging_request_is_a_timeout_and_not_carried_out() {
    let sandbox = sandbox().await;
    sandbox.fault(Fault {
        path: DISCONNECT.to_owned(),
        times: 1,
        effect: Effect::Hang,
        contains: None,
    });
    let config = Config::new(Some(&sandbox.url()), Some(API_KEY))
        .and_then(|config| config.with_timeout(Some(Duration::from_millis(50))))
        .map(|config| config.with_retries(0))
        .unwrap();
    let impatient = Client::new(config, Native::new().unwrap());
    let error = impatient.send(&disconnect()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert!(is_connected(&sandbox));
    assert_eq!(sandbox.requests()[0].status, None);
}

#[tokio::test]
async fn garbage_is_not_taken_for_a_success() {
    let sandbox = sandbox().await;
    let error = struck(&sandbox, Effect::Garbage).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::BadReply, Some(200)));
    assert!(is_connected(&sandbox));
}

#[tokio::test]
async fn how_long_to_wait_comes_with_the_status() {
    let sandbox = sandbox().await;
    let busy = Effect::RetryAfter {
        status: 429,
        seconds: 7,
    };
    let error = struck(&sandbox, busy).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::RateLimited);
    assert_eq!(error.retry_after_ms, Some(7_000));
}

#[tokio::test]
async fn who_follows_a_redirect_is_seen() {
    let sandbox = sandbox().await;
    sandbox.fault(Fault {
        path: "/get-websites".to_owned(),
        times: 1,
        effect: Effect::Redirect,
        contains: None,
    });
    let address = format!("{}/get-websites", sandbox.url());
    let answer = reqwest::Client::new().get(address).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let requests = sandbox.requests();
    assert_eq!(requests[1].path, "/redirected");
}

#[tokio::test]
async fn a_reply_is_read_up_to_its_limit_and_no_further() {
    let limit = MAX_REPLY_BYTES as u64;
    for (bytes, fits) in [(limit, true), (limit + 1, false), (u64::MAX, false)] {
        let sandbox = sandbox().await;
        match struck(&sandbox, Effect::Huge(bytes)).await {
            Ok(()) => assert!(fits, "{bytes} bytes"),
            Err(error) => {
                assert_eq!(error.kind, ErrorKind::BadReply);
                assert!(error.message.contains("10485760 bytes"), "{error}");
                assert!(!fits && !error.retryable(), "{bytes} bytes");
            }
        }
    }
}

#[tokio::test]
async fn a_rate_strikes_some_of_many_and_is_seen_in_the_log() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let rate = json!({ "perThousand": 500, "effects": [{ "status": 503 }, "drop"], "seed": 1 });
    let put = async |rate: serde_json::Value| {
        let put = reqwest::Client::new()
            .post(format!("{}/_sandbox/fault-rate", sandbox.url()))
            .header("content-type", "application/json")
            .body(rate.to_string());
        assert_eq!(put.send().await.unwrap().status(), 204);
    };
    put(rate).await;
    let mut failed = 0;
    for _ in 0..100 {
        failed += usize::from(client.send(&website::GetMany::new()).await.is_err());
    }
    assert!((20..80).contains(&failed), "{failed}");
    let struck = sandbox.look_at_requests(|requests| {
        let struck = requests.iter().filter(|it| it.fault.is_some());
        struck.inspect(|it| assert!(!it.done)).count()
    });
    assert_eq!(struck, failed);

    put(serde_json::Value::Null).await;
    for _ in 0..100 {
        assert!(client.send(&website::GetMany::new()).await.is_ok());
    }
}

#[tokio::test]
async fn a_fault_goes_before_the_rate_and_a_rate_may_be_of_one_path() {
    let sandbox = sandbox().await;
    sandbox.fault_rate(Some(FaultRate {
        per_thousand: 1_000,
        effects: vec![Effect::Status(500)],
        seed: 0,
        path: Some(DISCONNECT.to_owned()),
    }));
    let busy = struck(&sandbox, Effect::Status(503)).await.unwrap_err();
    assert_eq!(busy.status, Some(503));
    let broken = client(&sandbox).send(&disconnect()).await.unwrap_err();
    assert_eq!(broken.status, Some(500));
    let other = client(&sandbox).send(&website::GetMany::new()).await;
    assert!(other.is_ok());

    sandbox.reset();
    assert!(client(&sandbox).send(&disconnect()).await.is_ok());
}
