//! What the sandbox promises, seen by the client.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod stage;

use std::{collections::HashSet, time::Duration};

use serde_json::{Value, json};
use wibiclick::{
    action::{Method, Params},
    actions::{
        contact, estimate, expense, identity_matching, invoice, job, line_item, note, payment,
        property_history, security, setting, supplier, task, technician, user, visitor, website,
        whatsapp,
    },
    client::{Client, Config},
    error::{Error, ErrorKind},
    model::{File, JobStatus, LineItemInput, Numeric, WebsiteId},
    request::RawRequest,
    transport::Native,
};
use wibiclick_sandbox::{API_KEY, Effect, Fault, Options, PASSWORD, Sandbox};

use stage::{client, client_with, params, sandbox};

fn fault(path: &str, effect: Effect) -> Fault {
    Fault {
        path: path.to_owned(),
        times: 1,
        effect,
        contains: None,
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
async fn what_is_refused_half_way_has_not_happened() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let before = sandbox.state();
    let unknown_line = LineItemInput {
        line_item_id: Some("nobody".into()),
        ..LineItemInput::new("Washer", 12.5)
    };
    let new = invoice::AddOrUpdate {
        contact_id: Some("contact_3".into()),
        items: Some(vec![LineItemInput::new("Labour", 300.0), unknown_line]),
        ..invoice::AddOrUpdate::new("site_1")
    };
    let error = client.send(&new).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(sandbox.state(), before);
}

#[tokio::test]
async fn a_long_job_ends_and_takes_more_than_one_slot() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let book = job::AddOrUpdate {
        employee_id: Some("employee_2".into()),
        slot_start: Some("2026-01-20T09:30:00.000Z".into()),
        slot_time: Some("4hrs".into()),
        ..job::AddOrUpdate::new("site_1", "contact_8", "Sipho Khumalo")
    };
    client.send(&book).await.unwrap();
    let of_sipho = job::GetForContact::new("site_1", "contact_8");
    let booked = client.send(&of_sipho).await.unwrap().jobs.remove(0);
    let end = booked.slot_end.as_deref();
    assert_eq!(end, Some("2026-01-20T13:30:00.000Z"));
    let of = technician::CheckAvailability::new("employee_2", "site_1", "2026-01-20");
    let free = client.send(&of).await.unwrap().available_slots;
    let starts: Vec<_> = free.into_iter().filter_map(|it| it.start).collect();
    assert_eq!(starts, [json!("2026-01-20T14:00:00.000Z")]);
}

#[tokio::test]
async fn changes_matches_and_what_is_due_are_followed_up() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    client
        .send(&job::UpdateStatus::new("site_1", "job_4", "done"))
        .await
        .unwrap();
    let of_the_job = property_history::Get::new("site_1", "job", "job_4");
    let history = client.send(&of_the_job).await.unwrap().history;
    assert_eq!(json!(history)[0]["oldValue"], "scheduled");

    let confirm = identity_matching::SetStatus::new("match_2", "confirmed");
    client.send(&confirm).await.unwrap();
    let pending = identity_matching::GetPending::new();
    assert_eq!(client.send(&pending).await.unwrap().data.len(), 1);
    assert_eq!(sandbox.state()["visitors"][1]["customerId"], "contact_7");

    client
        .send(&task::SendScheduledMessages::new())
        .await
        .unwrap();
    let sent = client
        .send(&whatsapp::GetRecent::new("site_1"))
        .await
        .unwrap()
        .messages;
    assert_eq!(sent[0].text.as_deref(), Some("Your oven is due a service"));
    let state = sandbox.state();
    let of = |at: usize| state["scheduledMessages"][at]["status"].clone();
    assert_eq!((of(0), of(1)), (json!("SCHEDULED"), json!("SENT")));
}

#[tokio::test]
async fn figures_follow_from_payments_expenses_and_jobs() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let of_january = json!({ "websiteId": "site_1", "year": 2026, "month": 1 });
    let figures = async |id: &str| client.call(id, &params(of_january.clone())).await.unwrap();
    let overview = figures("report.getFinancialOverview").await;
    assert_eq!(
        overview["totalEarnings"],
        json!({ "current": 2330.0, "previous": 1200.0 })
    );
    assert_eq!(overview["totalExpenses"]["current"], 1200.5);
    assert_eq!(overview["netProfit"]["previous"], 700.0);
    let metrics = figures("contact.getMetrics").await;
    assert_eq!(metrics["newCustomers"]["current"], 3.0);
    assert_eq!(metrics["customerSatisfaction"]["current"], 4.5);
    let outstanding = figures("invoice.getOutstanding").await;
    assert_eq!(outstanding["totalOutstanding"], 1020.0);
    let pay = payment::UpdateStatus::new("site_1", "payment_4", "successful");
    client.send(&pay).await.unwrap();
    let overview = figures("report.getFinancialOverview").await;
    assert_eq!(overview["totalEarnings"]["current"], 3350.0);
}

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let name = format!("wibiclick-sandbox-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn a_file_may_have_any_name_and_go_on_with_another_key() {
    let folder = folder("key");
    let file = folder.join("sandbox.new");
    let options = |key: &str| Options {
        file: Some(file.clone()),
        api_key: key.to_owned(),
        ..Options::default()
    };
    {
        let sandbox = Sandbox::start(options("first-key")).await.unwrap();
        let add = website::Add::new("https://kept.example");
        client_with(&sandbox, "first-key").send(&add).await.unwrap();
    }
    assert!(
        !std::fs::read_to_string(&file)
            .unwrap()
            .contains("first-key")
    );
    let sandbox = Sandbox::start(options("second")).await.unwrap();
    let websites = website::GetMany::new();
    let seen = client_with(&sandbox, "second").send(&websites).await;
    assert_eq!(seen.unwrap().websites.len(), 4);
    let seen = client_with(&sandbox, "first-key").send(&websites).await;
    assert_eq!(seen.unwrap_err().kind, ErrorKind::Unauthorized);
    sandbox.reset();
    drop(sandbox);
    let sandbox = Sandbox::start(options("second")).await.unwrap();
    assert_eq!(sandbox.state()["websites"].as_array().unwrap().len(), 3);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_file_is_replaced_whole_after_every_change() {
    let folder = folder("whole");
    let file = folder.join("sandbox.json");
    let options = || Options {
        file: Some(file.clone()),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options()).await.unwrap();
    let client = client(&sandbox);
    let add = async |url: &str| client.send(&website::Add::new(url)).await.unwrap();
    add("https://first.example").await;
    // Whoever has the file open, or ends the sandbox now, has all of the old one.
    let before = folder.join("before.json");
    std::fs::hard_link(&file, &before).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    add("https://second.example").await;
    assert_eq!(std::fs::read_to_string(&before).unwrap(), text);
    let state = sandbox.state();
    assert_eq!(state["websites"].as_array().unwrap().len(), 5);
    drop(sandbox);
    let sandbox = Sandbox::start(options()).await.unwrap();
    assert_eq!(sandbox.state(), state);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn what_cannot_be_saved_is_refused_and_has_not_happened() {
    let folder = folder("gone");
    let options = Options {
        file: Some(folder.join("sandbox.json")),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let before = sandbox.state();
    let add = website::Add::new("https://lost.example");
    let error = client(&sandbox).send(&add).await.unwrap_err();
    assert_eq!(error.status, Some(500));
    assert!(error.message.contains("sandbox.json"), "{error}");
    assert_eq!(sandbox.state(), before);
}

#[tokio::test]
async fn a_file_keeps_what_was_changed_beyond_the_end() {
    let folder = folder("kept");
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

    for damaged in ["{ damaged", "", "{}", r#"{"now":"2026-01-15T09:00:00Z"}"#] {
        std::fs::write(&file, damaged).unwrap();
        let error = Sandbox::start(options()).await.unwrap_err().to_string();
        assert!(error.contains("it is left as it is"), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), damaged);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
