//! What the sandbox promises, seen by the client.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{collections::HashSet, time::Duration};

use serde_json::{Value, json};
use wibiclick::{
    action::{Kind, Method, Params},
    actions::{contact, note, user, website},
    catalogue,
    client::{Client, Config},
    error::{Error, ErrorKind},
    model::{File, WebsiteId},
    request::RawRequest,
    transport::Native,
};
use wibiclick_sandbox::{API_KEY, Effect, Fault, Options, PASSWORD, Sandbox};

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

fn client(sandbox: &Sandbox) -> Client<Native> {
    client_with(sandbox, API_KEY)
}

fn client_with(sandbox: &Sandbox, key: &str) -> Client<Native> {
    let config = Config::new(Some(&sandbox.url()), Some(key)).unwrap();
    Client::new(config, Native::new().unwrap())
}

fn params(value: Value) -> Params {
    match value {
        Value::Object(params) => params,
        _ => panic!("params are an object"),
    }
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
async fn every_action_of_the_catalogue_is_served() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    for spec in catalogue::all() {
        sandbox.reset();
        if spec.operation == "resetPassword" {
            let reset = user::RequestPasswordReset::new("john.doe@example.com");
            client.send(&reset).await.unwrap();
        }
        let mut given: Params = spec
            .params
            .iter()
            .filter(|param| param.required)
            .map(|param| (param.name.to_owned(), example(param.name, param.kind)))
            .collect();
        if spec.operation == "register" {
            given.insert("email".to_owned(), "new@example.com".into());
        }
        client
            .call(&spec.id(), &given)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", spec.id()));
    }
}

/// A value with which the seed data can do something.
fn example(name: &str, kind: Kind) -> Value {
    match (name, kind) {
        ("websiteId", _) => "site_1".into(),
        ("userId" | "oldUserId", _) => "user_1".into(),
        ("newUserId", _) => "user_2".into(),
        ("contactId", _) => "contact_1".into(),
        ("email", _) => "john.doe@example.com".into(),
        ("password", _) => PASSWORD.into(),
        ("token", _) => "reset_user_1".into(),
        (_, Kind::Integer) => 1.into(),
        (_, Kind::File) => {
            json!({ "fileName": "a.png", "contentType": "image/png", "data": "AAEC" })
        }
        _ => "something".into(),
    }
}

#[tokio::test]
async fn whatever_is_required_and_missing_is_refused_with_400() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    for spec in catalogue::all() {
        if !spec.params.iter().any(|param| param.required) {
            continue;
        }
        let method = spec.method.as_str().parse().unwrap();
        let answer = http
            .request(method, format!("{}{}", sandbox.url(), spec.path))
            .bearer_auth(API_KEY)
            .header("content-type", "application/json")
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400, "{}", spec.id());
        let message = answer.text().await.unwrap();
        for param in spec.params.iter().filter(|param| param.required) {
            assert!(message.contains(param.wire), "{}: {message}", spec.id());
        }
    }
}

#[tokio::test]
async fn a_missing_or_wrong_token_is_401() {
    let sandbox = sandbox().await;
    for key in [Some("wrong"), None] {
        let config = Config::new(Some(&sandbox.url()), key).unwrap();
        let client = Client::new(config, Native::new().unwrap());
        let error = client
            .send(&user::GetMany::new("site_1"))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized);
    }
}

#[tokio::test]
async fn unknown_records_are_404_with_a_message() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let of = |result: Result<Value, Error>| result.unwrap_err();
    for (id, given) in [
        (
            "user.disconnectFromWebsite",
            json!({ "websiteId": "site_1", "userId": "nobody" }),
        ),
        (
            "user.disconnectFromWebsite",
            json!({ "websiteId": "nowhere", "userId": "user_1" }),
        ),
        (
            "note.add",
            json!({ "websiteId": "site_1", "contactId": "nobody", "notes": "n" }),
        ),
        (
            "user.reassignNotes",
            json!({ "oldUserId": "user_1", "newUserId": "nobody" }),
        ),
    ] {
        let error = of(client.call(id, &params(given)).await);
        assert_eq!(error.kind, ErrorKind::NotFound, "{id}");
        assert!(error.message.contains("no"), "{error}");
    }
}

#[tokio::test]
async fn a_user_is_disconnected_once_and_connected_again() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let disconnect = user::DisconnectFromWebsite::new("site_2", "user_1");
    client.send(&disconnect).await.unwrap();
    assert_eq!(
        sandbox.state()["users"][0]["websites"],
        json!([{ "id": "site_1", "url": "https://north.example" }])
    );
    let again = client.send(&disconnect).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::NotFound);
    assert!(again.message.contains("not connected"));

    client
        .send(&user::ConnectToWebsite::new("site_2", "user_1"))
        .await
        .unwrap();
    let websites = client
        .send(&website::GetForUser::new("user_1"))
        .await
        .unwrap();
    let ids: Vec<WebsiteId> = websites.websites.into_iter().map(|it| it.value).collect();
    assert_eq!(ids, [WebsiteId::from("site_1"), WebsiteId::from("site_2")]);
}

#[tokio::test]
async fn notes_and_activities_change_hands() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    client
        .send(&user::ReassignNotes::new("user_1", "user_2"))
        .await
        .unwrap();
    client
        .send(&user::ReassignActivities::new("user_1", "user_2"))
        .await
        .unwrap();
    let state = sandbox.state();
    for list in ["notes", "activities"] {
        let owners: HashSet<&str> = state[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["userId"].as_str().unwrap())
            .collect();
        assert_eq!(owners, HashSet::from(["user_2"]), "{list}");
    }
}

#[tokio::test]
async fn a_contact_is_written_with_capitals_and_read_without() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let new = contact::AddOrUpdate {
        name: Some("Ada".into()),
        phone: Some("+27 1".into()),
        reply: Some("Use any of the above".into()),
        ..contact::AddOrUpdate::new("site_2")
    };
    client.send(&new).await.unwrap();
    let contacts = client.send(&contact::GetMany::new("site_2")).await.unwrap();
    let [ada] = contacts.customers.as_slice() else {
        panic!("one contact");
    };
    assert_eq!(ada.phone.as_deref(), Some("+27 1"));
    assert_eq!(ada.channel.as_deref(), Some("Use any of the above"));

    let change = contact::AddOrUpdate {
        contact_id: Some(ada.id.clone()),
        name: Some("Ada L.".into()),
        ..contact::AddOrUpdate::new("site_2")
    };
    client.send(&change).await.unwrap();
    let contacts = client.send(&contact::GetMany::new("site_2")).await.unwrap();
    assert_eq!(contacts.customers.len(), 1);
    assert_eq!(contacts.customers[0].name.as_deref(), Some("Ada L."));

    client
        .send(&note::Add::new("site_2", ada.id.clone(), "Likes engines"))
        .await
        .unwrap();
    let state = sandbox.state();
    let note = state["notes"].as_array().unwrap().last().unwrap();
    assert_eq!(note["description"], "Likes engines");
}

#[tokio::test]
async fn a_signed_in_user_sees_only_the_own_websites() {
    let sandbox = sandbox().await;
    let login = user::Login::new("john.doe@example.com", PASSWORD);
    let session = client(&sandbox).send(&login).await.unwrap();
    let client = client_with(&sandbox, session.token.unwrap().expose());
    let seen = client.send(&website::GetMany::new()).await.unwrap();
    assert_eq!(seen.websites.len(), 2);
    let error = client.send(&website::Get::new("site_3")).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_password_is_reset_with_the_emails_token_once() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    client
        .send(&user::RequestPasswordReset::new("john.doe@example.com"))
        .await
        .unwrap();
    let reset = user::ResetPassword::new("new-password", "reset_user_1");
    client.send(&reset).await.unwrap();
    assert!(client.send(&reset).await.is_err());
    let old = user::Login::new("john.doe@example.com", PASSWORD);
    assert_eq!(
        client.send(&old).await.unwrap_err().kind,
        ErrorKind::Unauthorized
    );
    let new = user::Login::new("john.doe@example.com", "new-password");
    assert!(client.send(&new).await.is_ok());
}

#[tokio::test]
async fn a_logo_arrives_byte_by_byte() {
    let sandbox = sandbox().await;
    let logo = File {
        file_name: "our \"logo\".png".into(),
        content_type: "image/png".into(),
        data: (0..=255).collect(),
    };
    let upload = user::UploadLogo {
        name: Some("Logo".into()),
        ..user::UploadLogo::new("site_1", logo)
    };
    let uploaded = client(&sandbox).send(&upload).await.unwrap();
    assert!(uploaded.download_url.is_some());
    let kept = &sandbox.state()["logo"];
    let bytes: Vec<u8> = (0..=255).collect();
    let sent = serde_json::to_value(base64_of(&bytes)).unwrap();
    assert_eq!(kept["data"], sent);
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

#[tokio::test]
async fn faults_happen_as_often_as_they_say_and_only_where() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    sandbox.fault(Fault {
        contains: Some("user_1".into()),
        ..fault("/disconnect-user-from-website", Effect::Status(503))
    });
    let of = |user: &'static str| user::DisconnectFromWebsite::new("site_1", user);
    assert!(client.send(&of("user_3")).await.is_ok());
    let error = client.send(&of("user_1")).await.unwrap_err();
    assert_eq!((error.status, error.retryable()), (Some(503), true));
    assert!(client.send(&of("user_1")).await.is_ok());
}

#[tokio::test]
async fn a_dropped_request_has_no_answer_and_no_effect() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    sandbox.fault(fault("/add-website", Effect::Drop));
    let add = website::Add::new("https://new.example");
    let error = client.send(&add).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network);
    assert_eq!(sandbox.state()["websites"].as_array().unwrap().len(), 3);
    assert_eq!(sandbox.requests()[0].status, None);
}

#[tokio::test]
async fn a_delayed_answer_is_a_timeout_for_the_impatient() {
    let sandbox = sandbox().await;
    sandbox.fault(fault("/get-websites", Effect::Delay(60_000)));
    let config = Config::new(Some(&sandbox.url()), Some(API_KEY))
        .and_then(|config| config.with_timeout(Some(Duration::from_millis(50))))
        .unwrap();
    let client = Client::new(config, Native::new().unwrap());
    let error = client.send(&website::GetMany::new()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
}

#[tokio::test]
async fn requests_are_remembered_until_the_reset() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    client.send(&user::GetMany::new("site_1")).await.unwrap();
    client
        .send(&user::DisconnectFromWebsite::new("site_1", "user_1"))
        .await
        .unwrap();
    let log = sandbox.requests();
    assert_eq!(log[0].query["id"], "site_1");
    assert_eq!(
        log[1].body,
        json!({ "websiteId": "site_1", "userId": "user_1" })
    );
    assert_eq!(log[1].status, Some(200));
    sandbox.reset();
    assert!(sandbox.requests().is_empty());
    let websites = &sandbox.state()["users"][0]["websites"];
    assert_eq!(websites.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_rust_can_do_other_languages_can_over_http() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    let own = |path: &str| format!("{}/_sandbox/{path}", sandbox.url());
    let fault = json!({ "path": "/users", "times": 1, "effect": { "status": 503 } });
    let put = http
        .post(own("faults"))
        .header("content-type", "application/json")
        .body(fault.to_string());
    assert_eq!(put.send().await.unwrap().status(), 204);
    let error = client(&sandbox).send(&user::GetMany::new("site_1")).await;
    assert_eq!(error.unwrap_err().status, Some(503));
    let json = async |path| -> Value {
        let text = http
            .get(own(path))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(json("requests").await[0]["path"], "/users");
    assert_eq!(json("state").await, sandbox.state());
    assert_eq!(http.post(own("reset")).send().await.unwrap().status(), 204);
    assert_eq!(json("requests").await, json!([]));
}

#[tokio::test]
async fn nonsense_is_answered_and_survived() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    for (content_type, body) in [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "\u{0}"),
        ("multipart/form-data; boundary=x", "--y"),
    ] {
        let answer = http
            .post(format!("{}/disconnect-user-from-website", sandbox.url()))
            .bearer_auth(API_KEY)
            .header("content-type", content_type)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400, "{body:?}");
    }
    let raw = RawRequest {
        method: Method::Get,
        path: "/no-such-endpoint".into(),
        query: Params::new(),
        body: None,
    };
    let error = client(&sandbox).request(&raw).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}
