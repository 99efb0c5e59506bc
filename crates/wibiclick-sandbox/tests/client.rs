//! What the client does over a real connection when it does not succeed at once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use wibiclick::{
    actions::{user, website},
    client::{CallOptions, Client, Config},
    error::ErrorKind,
    transport::{Failure, Native},
};
use wibiclick_sandbox::{API_KEY, Effect, Fault, Options, PASSWORD, Sandbox};

type Outcomes = Arc<Mutex<Vec<Result<u16, Failure>>>>;

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

fn client(url: &str, key: &str) -> Client<Native> {
    let config = Config::new(Some(url), Some(key)).unwrap();
    Client::new(config, Native::new().unwrap())
}

fn fault(path: &str, effect: Effect) -> Fault {
    Fault {
        path: path.to_owned(),
        times: 1,
        effect,
        contains: None,
    }
}

#[tokio::test]
async fn a_read_is_tried_again_however_it_fails() {
    for (effect, outcome) in [
        (Effect::Status(503), Ok(503)),
        (Effect::Drop, Err(Failure::Network)),
        (Effect::Delay(60_000), Err(Failure::Timeout)),
    ] {
        let sandbox = sandbox().await;
        sandbox.fault(fault("/get-websites", effect));
        let outcomes = Outcomes::default();
        let told = Arc::clone(&outcomes);
        let client = client(&sandbox.url(), API_KEY)
            .on_request(move |attempt| told.lock().unwrap().push(attempt.outcome));
        let options = CallOptions {
            timeout: Some(Duration::from_millis(500)),
            ..CallOptions::default()
        };
        let list = website::GetMany::new();
        client.with(options).send(&list).await.unwrap();
        assert_eq!(*outcomes.lock().unwrap(), [outcome, Ok(200)]);
    }
}

#[tokio::test]
async fn a_write_whose_connection_broke_is_not_sent_again() {
    let sandbox = sandbox().await;
    sandbox.fault(fault("/add-website", Effect::Drop));
    let write = website::Add::new("https://new.example");
    let error = client(&sandbox.url(), API_KEY)
        .send(&write)
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network);
    assert_eq!(sandbox.requests().len(), 1);
}

#[tokio::test]
async fn a_write_that_was_never_sent_is_tried_again() {
    // A port that is free again: nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let outcomes = Outcomes::default();
    let told = Arc::clone(&outcomes);
    let client =
        client(&url, API_KEY).on_request(move |attempt| told.lock().unwrap().push(attempt.outcome));
    let leave = user::DisconnectFromWebsite::new("site_1", "user_1");
    let error = client.send(&leave).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network);
    assert_eq!(*outcomes.lock().unwrap(), [Err(Failure::NotSent); 3]);
}

#[tokio::test]
async fn a_refused_token_is_refreshed_by_signing_in() {
    let sandbox = sandbox().await;
    let door = client(&sandbox.url(), API_KEY);
    let client = client(&sandbox.url(), "used-up").on_unauthorized(async move || {
        let session = door.login("john.doe@example.com", PASSWORD).await;
        let token = session.map_err(|error| error.to_string())?.token;
        token.ok_or_else(|| "there is no token".to_owned())
    });
    let profile = user::GetProfile::new("site_1");
    let john = client.send(&profile).await.unwrap();
    assert_eq!(john.email.as_deref(), Some("john.doe@example.com"));
    // The token is there to stay.
    client.send(&profile).await.unwrap();
    let logins = sandbox.requests();
    let logins = logins.iter().filter(|it| it.path == "/login").count();
    assert_eq!(logins, 1);
    client.set_token("used-up-as-well").unwrap();
    client.send(&profile).await.unwrap();
}
