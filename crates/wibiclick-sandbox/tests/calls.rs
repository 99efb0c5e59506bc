//! What holds for every action of the catalogue, by one call of each: those in
//! `tests/calls.json`, which the JavaScript tests make too.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod stage;

use serde_json::{Value, json};
use wibiclick::{
    action::{Auth, Kind, Param, Params, Place, ReplyShape},
    actions::user,
    catalogue,
    client::Client,
    error::ErrorKind,
    transport::Native,
};
use wibiclick_sandbox::{API_KEY, PASSWORD, Sandbox};

use stage::{client, client_with, params, sandbox};

/// By action: the params of a call that the seed data can answer, and the calls
/// that must have been made before.
fn calls() -> Params {
    params(serde_json::from_str(include_str!("../../../tests/calls.json")).unwrap())
}

fn params_of(calls: &Params, id: &str) -> Params {
    let call = calls.get(id).unwrap_or_else(|| panic!("no call of {id}"));
    params(call.get("params").cloned().unwrap_or_default())
}

async fn prepare(client: &Client<Native>, call: &Value) {
    for earlier in call["setup"].as_array().into_iter().flatten() {
        let id = earlier["action"].as_str().unwrap();
        let given = params(earlier["params"].clone());
        client.call(id, &given).await.unwrap();
    }
}

/// Who sees the first two websites alone.
async fn john(sandbox: &Sandbox) -> Client<Native> {
    let login = user::Login::new("john.doe@example.com", PASSWORD);
    let session = client(sandbox).send(&login).await.unwrap();
    client_with(sandbox, session.token.unwrap().expose())
}

#[tokio::test]
async fn every_action_is_answered_on_fresh_data_in_the_shape_that_it_declares() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let calls = calls();
    let ids: Vec<&str> = catalogue::all().map(|spec| spec.id).collect();
    assert_eq!(calls.keys().collect::<Vec<_>>(), ids);
    for spec in catalogue::all() {
        sandbox.reset();
        prepare(&client, &calls[spec.id]).await;
        let given = params_of(&calls, spec.id);
        let reply = client
            .call(spec.id, &given)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", spec.id));
        catalogue::check_reply(spec.id, &reply)
            .unwrap_or_else(|error| panic!("{}: {error} in {reply}", spec.id));
        assert!(!reply.to_string().contains("-0.0"), "{}: {reply}", spec.id);
        if let ReplyShape::List(key) = spec.reply {
            let items = reply[key].as_array().unwrap();
            let limit = given.get("limit").and_then(Value::as_u64);
            assert!(!items.is_empty(), "{}", spec.id);
            assert!(
                items.len() as u64 <= limit.unwrap_or(u64::MAX),
                "{}",
                spec.id
            );
        }
    }
}

#[tokio::test]
async fn a_list_goes_on_where_the_page_before_ended() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let calls = calls();
    for spec in catalogue::all() {
        let (ReplyShape::List(key), Some(_)) = (spec.reply, spec.param("offset")) else {
            continue;
        };
        let mut given = params_of(&calls, spec.id);
        let mut page = async |limit: Option<u32>, offset: Option<u32>| {
            for (name, value) in [("limit", limit), ("offset", offset)] {
                given.remove(name);
                given.extend(value.map(|value| (name.to_owned(), value.into())));
            }
            let reply = client.call(spec.id, &given).await.unwrap();
            reply[key].as_array().unwrap().clone()
        };
        let all = page(None, None).await;
        assert_eq!(page(Some(1), None).await, all[..1], "{}", spec.id);
        assert_eq!(page(None, Some(1)).await, all[1..], "{}", spec.id);
        assert_eq!(
            page(Some(0), Some(99)).await,
            [] as [Value; 0],
            "{}",
            spec.id
        );
    }
}

/// A value of a param that names a record which is not there.
fn nobody(param: &Param<'_>) -> Option<Value> {
    let ours = [
        "applianceId",
        "assigneeId",
        "contactId",
        "employeeId",
        "estimateId",
        "expenseId",
        "followUpId",
        "insuranceReportId",
        "invoiceId",
        "jobId",
        "lineItemId",
        "matchId",
        "newUserId",
        "noteId",
        "oldUserId",
        "pageId",
        "paymentId",
        "recipientProfileId",
        "reviewId",
        "scheduledMessageId",
        "suggestionId",
        "supplierId",
        "targetContactId",
        "technicianId",
        "userId",
        "visitorId",
        "websiteId",
    ];
    match (param.name, param.kind) {
        ("mergeContactIds", Kind::List(_)) => Some(json!(["contact_12", "nobody"])),
        ("job", _) => Some(json!({ "id": "nobody" })),
        (name, _) => ours.contains(&name).then(|| "nobody".into()),
    }
}

#[tokio::test]
async fn whatever_an_action_names_and_is_not_there_is_404_with_a_message() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let calls = calls();
    let mut asked = 0;
    for spec in catalogue::all() {
        let filters = matches!(spec.reply, ReplyShape::List(_));
        for param in &spec.params {
            // What a list leaves out is no mistake, and a new line names none.
            let is_free = filters && !param.required && param.name != "websiteId"
                || spec.id == "note.update" && param.name == "userId";
            let Some(value) = nobody(param).filter(|_| !is_free) else {
                continue;
            };
            let before = sandbox.state();
            let mut given = params_of(&calls, spec.id);
            given.insert(param.name.to_owned(), value);
            let Err(error) = client.call(spec.id, &given).await else {
                panic!("{} {}", spec.id, param.name)
            };
            assert_eq!(error.kind, ErrorKind::NotFound, "{}: {error}", spec.id);
            assert!(error.message.contains("nobody"), "{}: {error}", spec.id);
            assert_eq!(sandbox.state(), before, "{} {}", spec.id, param.name);
            asked += 1;
        }
    }
    assert!(asked > 250, "{asked}");
}

#[tokio::test]
async fn whatever_is_required_and_missing_is_refused_with_400_by_its_place() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    for spec in catalogue::all() {
        let required = spec.params.iter().filter(|param| param.required);
        let required: Vec<_> = required.filter(|it| it.place() != Place::Path).collect();
        if required.is_empty() {
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
        assert_eq!(answer.status(), 400, "{}", spec.id);
        let message = answer.text().await.unwrap();
        for param in required {
            // All of an object that is merged into the body is no object.
            let place = match (param.place(), spec.wrap) {
                _ if param.wire() == "*" => continue,
                (Place::Query, _) => format!("query {} is missing", param.wire()),
                (_, Some(wrap)) => format!("body {wrap}.{} is missing", param.wire()),
                (_, None) => format!("body {} is missing", param.wire()),
            };
            assert!(
                message.contains(&place),
                "{}: {place} in {message}",
                spec.id
            );
        }
    }
}

#[tokio::test]
async fn every_action_that_takes_a_website_refuses_that_of_somebody_else() {
    let sandbox = sandbox().await;
    let john = john(&sandbox).await;
    let calls = calls();
    let mut asked = 0;
    for spec in catalogue::all() {
        if spec.param("websiteId").is_none() || spec.auth == Auth::None {
            continue;
        }
        let mut given = params_of(&calls, spec.id);
        given.insert("websiteId".to_owned(), "site_3".into());
        let error = john.call(spec.id, &given).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Forbidden, "{}: {error}", spec.id);
        asked += 1;
    }
    assert!(asked > 120, "{asked}");
}

#[tokio::test]
async fn every_action_but_those_of_strangers_wants_a_token() {
    let sandbox = sandbox().await;
    let stranger = client_with(&sandbox, "wrong");
    let calls = calls();
    for spec in catalogue::all().filter(|spec| spec.auth == Auth::Bearer) {
        let given = params_of(&calls, spec.id);
        let error = stranger.call(spec.id, &given).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized, "{}", spec.id);
    }
}

#[tokio::test]
async fn a_record_is_its_websites_alone() {
    let sandbox = sandbox().await;
    let all = client(&sandbox);
    let john = john(&sandbox).await;
    let of_another = json!({ "websiteId": "site_1", "contactId": "contact_13" });
    let error = all
        .call("contact.get", &params(of_another))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    for (id, given) in [
        ("job.getFinancials", json!({ "jobId": "job_10" })),
        ("job.sendToTechnician", json!({ "job": { "id": "job_10" } })),
        (
            "job.updateCalloutFee",
            json!({ "jobId": "job_10", "calloutFee": 1 }),
        ),
        ("appliance.getMany", json!({ "contactId": "contact_13" })),
        (
            "contact.merge",
            json!({ "targetContactId": "contact_1", "mergeContactIds": ["contact_13"] }),
        ),
    ] {
        let error = john.call(id, &params(given)).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Forbidden, "{id}");
    }
    let found = async |client: &Client<Native>| {
        let search = params(json!({ "query": "farid" }));
        let found = client.call("contact.search", &search).await.unwrap();
        found.to_string().contains("contact_13")
    };
    assert_eq!((found(&all).await, found(&john).await), (true, false));
}

#[tokio::test]
async fn some_actions_say_under_error_what_is_wrong_and_others_under_message() {
    let sandbox = sandbox().await;
    let http = reqwest::Client::new();
    for (key, path) in [
        (
            "error",
            "/employees/nobody/monthly-summary?id=site_1&year=2026&month=1",
        ),
        ("error", "/employees/employee_1/monthly-summary?id=site_1"),
        ("message", "/job?id=nobody&websiteId=site_1"),
        ("message", "/jobs"),
    ] {
        let get = http.get(format!("{}{path}", sandbox.url()));
        let answer = get.bearer_auth(API_KEY).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{path}");
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(keys, [key], "{path}");
    }
    let patch = http
        .patch(format!("{}/api/matches/nobody/status", sandbox.url()))
        .bearer_auth(API_KEY)
        .header("content-type", "application/json")
        .body(r#"{"status":"confirmed"}"#);
    let body = patch.send().await.unwrap().text().await.unwrap();
    assert!(body.starts_with(r#"{"error":"#), "{body}");
}
