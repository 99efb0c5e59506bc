//! What the sandbox promises, seen by the client.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{collections::HashSet, time::Duration};

use serde_json::{Value, json};
use wibiclick::{
    action::{Method, Params, Place, ReplyShape},
    actions::{
        contact, estimate, expense, invoice, job, line_item, note, payment, security, setting,
        supplier, technician, user, visitor, website, whatsapp,
    },
    catalogue,
    client::{Client, Config},
    error::{Error, ErrorKind},
    model::{File, JobStatus, LineItemInput, Numeric, WebsiteId},
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
    // Each fault is to be seen, not overcome.
    let config = Config::new(Some(&sandbox.url()), Some(key)).unwrap();
    Client::new(config.with_retries(0), Native::new().unwrap())
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

/// A call of every action, which the seed data can answer: the JavaScript tests
/// make the same ones.
fn calls() -> Params {
    params(serde_json::from_str(include_str!("../../../tests/calls.json")).unwrap())
}

#[tokio::test]
async fn every_action_of_the_catalogue_is_served_in_the_shape_that_it_declares() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let calls = calls();
    let ids: Vec<&str> = catalogue::all().map(|spec| spec.id).collect();
    assert_eq!(calls.keys().collect::<Vec<_>>(), ids);
    for spec in catalogue::all() {
        sandbox.reset();
        if spec.id == "user.resetPassword" {
            let reset = user::RequestPasswordReset::new("okta.trainer@okta.com");
            client.send(&reset).await.unwrap();
        }
        let given = calls[spec.id].as_object().unwrap();
        let reply = client
            .call(spec.id, given)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", spec.id));
        catalogue::check_reply(spec.id, &reply)
            .unwrap_or_else(|error| panic!("{}: {error} in {reply}", spec.id));
        if let ReplyShape::List(key) = spec.reply {
            let items = reply[key].as_array().unwrap();
            assert!(
                !items.is_empty() || spec.id == "propertyHistory.get",
                "{}",
                spec.id
            );
        }
        if let Some(limit) = given.get("limit").and_then(Value::as_u64) {
            let ReplyShape::List(key) = spec.reply else {
                panic!("{}", spec.id)
            };
            assert!(
                reply[key].as_array().unwrap().len() as u64 <= limit,
                "{}",
                spec.id
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_record_is_404_with_a_message_for_every_action_that_takes_one() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let own: &[(&str, &str)] = &[
        ("appliance", "applianceId"),
        ("contact", "contactId"),
        ("customerAi", "contactId"),
        ("employee", "employeeId"),
        ("estimate", "estimateId"),
        ("expense", "expenseId"),
        ("followUp", "followUpId"),
        ("identityMatching", "matchId"),
        ("insuranceReport", "insuranceReportId"),
        ("invoice", "invoiceId"),
        ("job", "jobId"),
        ("note", "noteId"),
        ("page", "pageId"),
        ("payment", "paymentId"),
        ("recipientProfile", "recipientProfileId"),
        ("review", "reviewId"),
        ("scheduledMessage", "scheduledMessageId"),
        ("suggestion", "suggestionId"),
        ("supplier", "supplierId"),
        ("technician", "technicianId"),
        ("user", "userId"),
        ("visitor", "visitorId"),
    ];
    let mut asked = 0;
    for spec in catalogue::all() {
        let Some((_, id)) = own
            .iter()
            .find(|(resource, _)| *resource == spec.resource())
        else {
            continue;
        };
        // Lists of what belongs to a record are empty, and bookings are for whoever books.
        let is_list = matches!(spec.reply, ReplyShape::List(_)) && spec.resource() != "customerAi";
        if spec.param(id).is_none()
            || is_list
            || matches!(
                spec.operation(),
                "getTechnicianRatings" | "addTechnicianRating" | "getSourceAttribution"
            )
            || spec.id == "review.getMany"
        {
            continue;
        }
        let mut given = calls()[spec.id].as_object().unwrap().clone();
        given.insert((*id).to_owned(), "nobody".into());
        let error = client.call(spec.id, &given).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{}: {error}", spec.id);
        assert!(error.message.contains("nobody"), "{}: {error}", spec.id);
        asked += 1;
    }
    assert!(asked > 60, "{asked}");
}

#[tokio::test]
async fn whatever_is_required_and_missing_is_refused_with_400() {
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
            assert!(
                message.contains(param.wire()) || param.wire() == "*",
                "{}: {message}",
                spec.id
            );
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
        .map(|config| config.with_retries(0))
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

#[tokio::test]
async fn an_invoice_keeps_its_lines_until_they_are_removed() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let last = client
        .send(&invoice::GetNumber::new("site_1"))
        .await
        .unwrap();
    assert_eq!(last.invoice_number, Some(Numeric(41.0)));
    let new = invoice::AddOrUpdate {
        contact_id: Some("contact_3".into()),
        number: Some(42),
        deposit: Some(50.0),
        items: Some(vec![
            LineItemInput::new("Washer", 12.5),
            LineItemInput::new("Labour", 300.0),
        ]),
        ..invoice::AddOrUpdate::new("site_1")
    };
    let saved = client.send(&new).await.unwrap().invoice.unwrap();
    assert_eq!(saved.deposit, Some(Numeric(50.0)));
    assert_eq!(saved.customer.unwrap().name.as_deref(), Some("Aisha Patel"));
    let lines = saved.line_item.unwrap();
    let washer = lines[0].id.clone().unwrap();
    let change = invoice::AddOrUpdate {
        invoice_id: Some(saved.id.clone()),
        items: Some(vec![LineItemInput {
            line_item_id: Some(washer.clone()),
            ..LineItemInput::new("Washer", 15.0)
        }]),
        ..invoice::AddOrUpdate::new("site_1")
    };
    let lines = client
        .send(&change)
        .await
        .unwrap()
        .invoice
        .unwrap()
        .line_item
        .unwrap();
    assert_eq!((lines.len(), lines[0].amount), (2, Some(Numeric(15.0))));
    let remove = invoice::RemoveItem::new("site_1", saved.id.clone(), washer);
    client.send(&remove).await.unwrap();
    assert_eq!(
        client.send(&remove).await.unwrap_err().kind,
        ErrorKind::NotFound
    );
    let of_aisha = invoice::GetMany {
        contact_id: Some("contact_3".into()),
        ..invoice::GetMany::new("site_1")
    };
    let invoices = client.send(&of_aisha).await.unwrap().invoices;
    assert_eq!(invoices[0].line_item.as_ref().unwrap().len(), 1);
    client
        .send(&invoice::UpdateStatus::new(
            "site_1",
            saved.id.clone(),
            "paid",
        ))
        .await
        .unwrap();
    client
        .send(&invoice::Delete::new("site_1", saved.id))
        .await
        .unwrap();
    assert_eq!(client.send(&of_aisha).await.unwrap().total, Some(0));
    let names = client
        .send(&line_item::GetMany::new("site_1"))
        .await
        .unwrap();
    assert!(names.names.contains(&json!("Geyser valve")));
}

#[tokio::test]
async fn an_accepted_estimate_becomes_the_next_invoice() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let convert = estimate::ConvertToInvoice::new("estimate_1", "site_1");
    let invoice = client.send(&convert).await.unwrap().invoice.unwrap();
    assert_eq!(invoice.number, Some(json!(42)));
    assert_eq!(invoice.line_item.unwrap().len(), 2);
    let estimates = client
        .send(&estimate::GetMany::new("site_1"))
        .await
        .unwrap();
    assert_eq!(
        estimates.estimates[0].reason.as_ref().unwrap().as_str(),
        "accepted"
    );
    client
        .send(&estimate::UpdateStatus::new(
            "site_1",
            "estimate_2",
            "rejected",
        ))
        .await
        .unwrap();
    let refused = client
        .send(&estimate::ConvertToInvoice::new("estimate_2", "site_1"))
        .await
        .unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[tokio::test]
async fn merged_customers_leave_what_they_had_to_the_one_who_is_kept() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let groups = client
        .send(&contact::GetPotentialMerges::new())
        .await
        .unwrap()
        .groups;
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].customers.as_ref().unwrap().len(), 2);
    let merge = contact::Merge::new("contact_12", vec!["contact_1".into()]);
    client.send(&merge).await.unwrap();
    let kept = client
        .send(&contact::Get::new("site_1", "contact_12"))
        .await
        .unwrap()
        .customer;
    assert_eq!(
        (kept.jobs.unwrap().len(), kept.invoice.unwrap().len()),
        (2, 2)
    );
    let gone = client
        .send(&contact::Get::new("site_1", "contact_1"))
        .await
        .unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
    let itself = contact::Merge::new("contact_12", vec!["contact_12".into()]);
    assert_eq!(client.send(&itself).await.unwrap_err().status, Some(400));
}

#[tokio::test]
async fn a_job_is_booked_moved_on_and_seen_in_what_is_free() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let free = async |client: &Client<Native>| {
        let of = technician::CheckAvailability::new("employee_1", "site_1", "2026-01-20");
        client.send(&of).await.unwrap().available_slots.len()
    };
    assert_eq!(free(&client).await, 4);
    let book = job::AddOrUpdate {
        employee_id: Some("employee_1".into()),
        slot_start: Some("2026-01-20T10:00:00.000Z".into()),
        to_do: Some("Bring a ladder".into()),
        ..job::AddOrUpdate::new("site_1", "contact_8", "Sipho Khumalo")
    };
    client.send(&book).await.unwrap();
    assert_eq!(free(&client).await, 3);
    let of_sipho = job::GetForContact::new("site_1", "contact_8");
    let booked = client.send(&of_sipho).await.unwrap().jobs.remove(0);
    assert_eq!(booked.job_status, Some(JobStatus::Scheduled));
    assert_eq!(booked.to_do.as_deref(), Some("Bring a ladder"));
    assert_eq!(
        booked.employee.unwrap().first_name.as_deref(),
        Some("Lindiwe")
    );
    let cancel = job::UpdateStatus::new("site_1", booked.id.clone(), "cancelled");
    client.send(&cancel).await.unwrap();
    assert_eq!(free(&client).await, 4);
    let job = client
        .send(&job::Get::new(booked.id, "site_1"))
        .await
        .unwrap()
        .job;
    assert_eq!(job.job_status, Some(JobStatus::Cancelled));
    let nobody = job::AddOrUpdate::new("site_1", "nobody", "Nobody");
    assert_eq!(
        client.send(&nobody).await.unwrap_err().kind,
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn lists_are_of_the_month_the_page_and_the_filters_that_are_asked_for() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let of = async |month: u32, limit: Option<u32>, offset: Option<u32>| {
        let payments = payment::GetMany {
            limit,
            offset,
            ..payment::GetMany::new("site_1", 2026_u32, month)
        };
        let payments = client.send(&payments).await.unwrap();
        (payments.payments.len(), payments.total)
    };
    assert_eq!(of(1, None, None).await, (3, Some(3)));
    assert_eq!(of(1, Some(2), Some(2)).await, (1, Some(3)));
    assert_eq!(of(2, None, None).await, (0, Some(0)));
    let with_jobs = contact::GetMany {
        filter: Some("jobs".into()),
        ..contact::GetMany::new("site_1")
    };
    let (all, some) = (
        client
            .send(&contact::GetMany::new("site_1"))
            .await
            .unwrap()
            .customers
            .len(),
        client.send(&with_jobs).await.unwrap().customers.len(),
    );
    assert_eq!((all, some), (12, 8));
    assert!(
        client
            .send(&contact::GetMany::new("site_2"))
            .await
            .unwrap()
            .customers
            .is_empty()
    );
}

#[tokio::test]
async fn a_receipt_comes_with_its_expense_and_a_message_with_its_customer() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let file = File {
        file_name: "receipt.png".into(),
        content_type: "image/png".into(),
        data: vec![0, 255],
    };
    let add = expense::Add {
        file: Some(file),
        ..expense::Add::new(
            "site_1",
            9.5,
            "2026-01-15T09:00:00Z",
            "PARTS",
            "A valve",
            "employee_1",
        )
    };
    client.send(&add).await.unwrap();
    let state = sandbox.state();
    let added = state["expenses"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&added["amount"], &added["file"]["fileName"]),
        (&json!(9.5), &json!("receipt.png"))
    );

    client
        .send(&whatsapp::SendMessage::new(
            "site_1",
            "+27 82 555 0103",
            "On our way",
        ))
        .await
        .unwrap();
    let recent = client
        .send(&whatsapp::GetRecent::new("site_1"))
        .await
        .unwrap()
        .messages;
    assert_eq!(
        recent[0].remote_jid.as_deref(),
        Some("27825550103@s.whatsapp.net")
    );
    assert_eq!(
        recent[0].customer.as_ref().unwrap().name.as_deref(),
        Some("Aisha Patel")
    );
}

#[tokio::test]
async fn settings_suppliers_visitors_and_blocked_addresses_are_kept() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let change = setting::Update {
        phone_number: Some("+27215550399".into()),
        ..setting::Update::new("site_2")
    };
    client.send(&change).await.unwrap();
    let settings = client
        .send(&setting::Get::new("site_2"))
        .await
        .unwrap()
        .setting
        .unwrap();
    assert_eq!(settings.pnumber.as_deref(), Some("+27215550399"));

    let change = supplier::AddOrUpdate {
        supplier_id: Some("supplier_1".into()),
        contact_person: Some("Ada".into()),
        ..supplier::AddOrUpdate::new("site_1")
    };
    client.send(&change).await.unwrap();
    let suppliers = client
        .send(&supplier::GetMany::new("site_1"))
        .await
        .unwrap()
        .suppliers;
    assert_eq!(suppliers[0].contact_person.as_deref(), Some("Ada"));
    assert_eq!(suppliers[0].name.as_deref(), Some("Northport Pipe Supply"));

    client
        .send(&visitor::Associate::new("visitor_2", "contact_2"))
        .await
        .unwrap();
    let visitors = client
        .send(&visitor::GetMany::new("site_1"))
        .await
        .unwrap()
        .visitors;
    assert_eq!(
        visitors[1].customer.as_ref().unwrap().name.as_deref(),
        Some("Pieter van Wyk")
    );

    client
        .send(&security::Block::new("site_1", "192.0.2.9"))
        .await
        .unwrap();
    let blocked = client
        .send(&security::GetBlocklist::new("site_1"))
        .await
        .unwrap();
    assert_eq!(blocked.total, Some(2));
    client
        .send(&security::Unblock::new("site_1", "192.0.2.9"))
        .await
        .unwrap();
    let report = client.send(&security::Export::new("site_1")).await.unwrap();
    assert_eq!(
        (report.file_name.as_str(), report.content_type.as_str()),
        ("report.json", "application/json")
    );
    assert!(
        String::from_utf8(report.data)
            .unwrap()
            .contains("192.0.2.7")
    );
}

#[tokio::test]
async fn a_key_in_another_header_opens_too() {
    let sandbox = sandbox().await;
    let get = |key: &str| {
        reqwest::Client::new()
            .get(format!("{}/get-websites", sandbox.url()))
            .header("x-api-key", key)
            .send()
    };
    assert_eq!(get(API_KEY).await.unwrap().status(), 200);
    assert_eq!(get("wrong").await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_file_keeps_what_was_changed_beyond_the_end() {
    let folder = std::env::temp_dir().join(format!("wibiclick-sandbox-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("sandbox.json");
    let options = || Options {
        file: Some(file.clone()),
        ..Options::default()
    };
    {
        let sandbox = Sandbox::start(options()).await.unwrap();
        let add = note::Add::new("site_1", "contact_1", "Kept");
        client(&sandbox).send(&add).await.unwrap();
    }
    let sandbox = Sandbox::start(options()).await.unwrap();
    let notes = client(&sandbox)
        .send(&note::GetMany::new("site_1"))
        .await
        .unwrap()
        .notes;
    assert_eq!(notes.last().unwrap().description.as_deref(), Some("Kept"));
    drop(sandbox);

    std::fs::write(&file, "{ damaged").unwrap();
    let error = Sandbox::start(options()).await.unwrap_err().to_string();
    assert!(error.contains("it is left as it is"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{ damaged");
    std::fs::remove_dir_all(&folder).unwrap();
}
