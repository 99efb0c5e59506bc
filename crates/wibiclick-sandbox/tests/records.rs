//! What is written is what is read, for records of every resource.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod stage;

use serde_json::{Value, json};
use wibiclick::{client::Client, error::ErrorKind, transport::Native};
use wibiclick_sandbox::{Options, Sandbox};

use stage::{client, params, sandbox};

async fn call(client: &Client<Native>, id: &str, given: &Value) -> Value {
    let given = params(given.clone());
    let reply = client.call(id, &given).await;
    reply.unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// What a resource can do with a record.
struct Life {
    resource: &'static str,
    /// Our name of its id.
    id: &'static str,
    /// The list in replies.
    list: &'static str,
    /// What else the list must be asked with.
    asked: Value,
    add: (&'static str, Value),
    /// Names and values in reads.
    added: Value,
    update: Option<(&'static str, Value)>,
    updated: Value,
    get: Option<&'static str>,
    deletes: bool,
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn lives() -> Vec<Life> {
    let month = json!({ "year": 2026, "month": 1 });
    let of_thandi = json!({ "contactId": "contact_1" });
    let life = |resource, id, list| Life {
        resource,
        id,
        list,
        asked: json!({}),
        add: ("add", json!({})),
        added: json!({}),
        update: None,
        updated: json!({}),
        get: None,
        deletes: true,
    };
    let document = |resource, id, list| Life {
        add: (
            "addOrUpdate",
            json!({
                "contactId": "contact_1", "name": "A tap", "dueAt": "2026-02-01T01:00:00+02:00",
                "items": [{ "name": "Washer", "amount": 12.5, "quantity": 2 }],
            }),
        ),
        added: json!({
            "customerId": "contact_1", "reason": "pending", "sales": 25.0, "name": "A tap",
            "dueAt": "2026-01-31T23:00:00.000Z", "issuedAt": "2026-01-15T09:00:00.000Z",
        }),
        update: Some(("updateStatus", json!({ "status": "sent" }))),
        updated: json!({ "reason": "sent", "sales": 25.0 }),
        ..life(resource, id, list)
    };
    let message = |resource, id| Life {
        asked: of_thandi.clone(),
        add: (
            "add",
            json!({
                "contactId": "contact_1", "status": "SCHEDULED", "type": "GREETING",
                "messageContent": "Hello",
            }),
        ),
        added: json!({ "status": "SCHEDULED", "messageContent": "Hello" }),
        ..life(resource, id, "followUps")
    };
    vec![
        Life {
            add: (
                "addOrUpdate",
                json!({ "name": "Ada", "phone": "+27825550199", "reply": "Reply me by Email" }),
            ),
            added: json!({ "name": "Ada", "phone": "+27825550199", "channel": "Reply me by Email" }),
            update: Some(("addOrUpdate", json!({ "email": "ada@customers.example" }))),
            updated: json!({ "name": "Ada", "email": "ada@customers.example" }),
            get: Some("customer"),
            ..life("contact", "contactId", "customers")
        },
        Life {
            add: (
                "addOrUpdate",
                json!({
                    "contactId": "contact_1", "name": "Thandi Mokoena", "toDo": "A washer",
                    "slotStart": "2026-01-20T08:00:00Z", "slotTime": "2hrs",
                }),
            ),
            added: json!({
                "to_do": "A washer", "jobStatus": "scheduled",
                "slotStart": "2026-01-20T08:00:00.000Z", "slotEnd": "2026-01-20T10:00:00.000Z",
            }),
            update: Some(("updateStatus", json!({ "status": "done" }))),
            updated: json!({ "jobStatus": "done", "to_do": "A washer" }),
            get: Some("job"),
            ..life("job", "jobId", "jobs")
        },
        document("estimate", "estimateId", "estimates"),
        document("invoice", "invoiceId", "invoices"),
        Life {
            add: (
                "addOrUpdate",
                json!({ "contactId": "contact_1", "name": "A flood", "items": [{ "what": "Floor" }] }),
            ),
            added: json!({
                "name": "A flood", "status": "pending", "number": 6,
                "lineItem": [{ "what": "Floor" }],
            }),
            update: Some(("updateStatus", json!({ "status": "sent" }))),
            updated: json!({ "status": "sent" }),
            ..life("insuranceReport", "insuranceReportId", "insurance")
        },
        Life {
            asked: month.clone(),
            add: (
                "add",
                json!({
                    "contactId": "contact_1", "amountInCents": 100, "type": "DEPOSIT",
                    "status": "pending",
                }),
            ),
            added: json!({ "amountInCents": 100, "currency": "ZAR", "paymentDate": "2026-01-15" }),
            update: Some(("updateStatus", json!({ "status": "successful" }))),
            updated: json!({ "status": "successful", "amountInCents": 100 }),
            get: Some("payment"),
            ..life("payment", "paymentId", "payments")
        },
        Life {
            asked: month,
            add: (
                "add",
                json!({
                    "amount": 9.5, "date": "2026-01-15T09:00:00Z", "type": "PARTS",
                    "description": "A washer", "employeeId": "employee_1",
                }),
            ),
            added: json!({ "amount": 9.5, "type": "PARTS", "description": "A washer" }),
            update: Some((
                "update",
                json!({
                    "amount": 10, "date": "2026-01-15T09:00:00Z", "type": "FUEL",
                    "description": "The van", "employeeId": "employee_2",
                }),
            )),
            updated: json!({ "amount": 10, "type": "FUEL", "employeeId": "employee_2" }),
            get: Some("expense"),
            ..life("expense", "expenseId", "expenses")
        },
        Life {
            add: (
                "add",
                json!({ "contactId": "contact_1", "notes": "Likes tea" }),
            ),
            added: json!({ "description": "Likes tea", "isFav": false, "user": "Jane" }),
            update: Some(("update", json!({ "notes": "Likes coffee", "isFav": true }))),
            updated: json!({ "description": "Likes coffee", "isFav": true }),
            ..life("note", "noteId", "notes")
        },
        Life {
            add: (
                "addOrUpdate",
                json!({ "name": "Pipes", "city": "Eastvale" }),
            ),
            added: json!({ "name": "Pipes", "city": "Eastvale" }),
            update: Some(("addOrUpdate", json!({ "city": "Northport" }))),
            updated: json!({ "name": "Pipes", "city": "Northport" }),
            deletes: false,
            ..life("supplier", "supplierId", "suppliers")
        },
        Life {
            asked: of_thandi.clone(),
            add: (
                "add",
                json!({ "contactId": "contact_1", "type": "oven", "brand": "Hearth" }),
            ),
            added: json!({ "type": "oven", "brand": "Hearth" }),
            update: Some((
                "update",
                json!({ "contactId": "contact_1", "type": "stove", "lastServiceDate": null }),
            )),
            updated: json!({ "type": "stove", "brand": "Hearth", "lastServiceDate": null }),
            get: Some("appliance"),
            ..life("appliance", "applianceId", "appliances")
        },
        Life {
            update: Some(("update", json!({ "status": "COMPLETED" }))),
            updated: json!({ "status": "COMPLETED", "messageContent": "Hello" }),
            ..message("followUp", "followUpId")
        },
        message("scheduledMessage", "scheduledMessageId"),
        Life {
            asked: of_thandi.clone(),
            add: (
                "add",
                json!({ "contactId": "contact_1", "name": "Mokoena Ltd" }),
            ),
            added: json!({ "name": "Mokoena Ltd", "customerId": "contact_1" }),
            update: Some(("update", json!({ "vatNumber": "4000000000" }))),
            updated: json!({ "name": "Mokoena Ltd", "vatNumber": "4000000000" }),
            deletes: false,
            ..life(
                "recipientProfile",
                "recipientProfileId",
                "recipientProfiles",
            )
        },
        Life {
            asked: of_thandi,
            add: (
                "add",
                json!({ "contactId": "contact_1", "jobId": "job_1", "rating": 3 }),
            ),
            added: json!({ "rating": 3, "jobId": "job_1" }),
            update: Some(("update", json!({ "rating": 4, "comment": "Better" }))),
            updated: json!({ "rating": 4, "comment": "Better" }),
            get: Some(""),
            ..life("review", "reviewId", "reviews")
        },
    ]
}

/// Some params, those of the website with them if the action takes one.
fn on_site_1(action: &str, given: &[&Value]) -> Value {
    let spec = wibiclick::catalogue::find(action).unwrap_or_else(|| panic!("no {action}"));
    let mut all = serde_json::Map::new();
    if spec.param("websiteId").is_some() {
        all.insert("websiteId".to_owned(), "site_1".into());
    }
    for given in given {
        all.extend(params((*given).clone()));
    }
    all.retain(|name, _| spec.param(name).is_some());
    all.into()
}

fn assert_has(record: &Value, fields: &Value, what: &str) {
    for (name, value) in fields.as_object().unwrap() {
        let same_number = record[name]
            .as_f64()
            .is_some_and(|it| Some(it) == value.as_f64());
        assert!(
            same_number || record[name] == *value,
            "{what}: {name} of {record}"
        );
    }
}

#[tokio::test]
async fn a_record_is_added_listed_read_changed_and_deleted() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    for life in lives() {
        let action = |operation: &str| format!("{}.{operation}", life.resource);
        let list = async || -> Vec<Value> {
            let given = on_site_1(&action("getMany"), &[&life.asked]);
            let reply = call(&client, &action("getMany"), &given).await;
            reply[life.list].as_array().unwrap().clone()
        };
        let before = list().await;
        let (add, given) = &life.add;
        call(&client, &action(add), &on_site_1(&action(add), &[given])).await;
        let after = list().await;
        assert_eq!(after.len(), before.len() + 1, "{}", life.resource);
        let added = after.iter().find(|it| !before.contains(it)).unwrap();
        assert_has(added, &life.added, life.resource);

        let own = json!({ life.id: added["id"] });
        if let Some((update, given)) = &life.update {
            call(
                &client,
                &action(update),
                &on_site_1(&action(update), &[given, &own]),
            )
            .await;
            let listed = list().await;
            let updated = listed.iter().find(|it| it["id"] == added["id"]).unwrap();
            assert_has(updated, &life.updated, life.resource);
            assert_eq!(listed.len(), after.len(), "{}", life.resource);
        }
        let own = |operation: &str| on_site_1(&action(operation), &[&own]);
        if let Some(key) = life.get {
            let reply = call(&client, &action("get"), &own("get")).await;
            let read = if key.is_empty() { &reply } else { &reply[key] };
            assert_has(read, &life.updated, life.resource);
        }
        if life.deletes {
            call(&client, &action("delete"), &own("delete")).await;
            assert_eq!(list().await, before, "{}", life.resource);
            let again = client.call(&action("delete"), &params(own("delete"))).await;
            assert_eq!(
                again.unwrap_err().kind,
                ErrorKind::NotFound,
                "{}",
                life.resource
            );
        }
    }
}

#[tokio::test]
async fn a_changed_line_keeps_what_is_not_given() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let save = async |given: Value| {
        let given = on_site_1("invoice.addOrUpdate", &[&given]);
        call(&client, "invoice.addOrUpdate", &given).await["invoice"].take()
    };
    let items = json!([{ "name": "Washer", "description": "Rubber", "amount": 5, "quantity": 3 }]);
    let saved = save(json!({ "contactId": "contact_1", "items": items })).await;
    let line = &saved["lineItem"][0]["id"];
    let items = json!([{ "lineItemId": line, "name": "Washer", "amount": 6 }]);
    let saved = save(json!({ "invoiceId": saved["id"], "items": items })).await;
    let wanted = json!({ "quantity": 3, "amount": 6, "description": "Rubber", "id": line });
    assert_has(&saved["lineItem"][0], &wanted, "the line");
    assert_has(&saved, &json!({ "sales": 18 }), "the invoice");
}

#[tokio::test]
async fn documents_without_a_number_get_the_next_one() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    for (resource, number) in [
        ("invoice", "invoice_number"),
        ("estimate", "estimate_number"),
        ("insuranceReport", "insurance_number"),
    ] {
        let last = async || {
            let of = json!({ "websiteId": "site_1" });
            let reply = call(&client, &format!("{resource}.getNumber"), &of).await;
            reply[number].as_i64().unwrap()
        };
        let before = last().await;
        let new = json!({ "websiteId": "site_1", "contactId": "contact_1" });
        call(&client, &format!("{resource}.addOrUpdate"), &new).await;
        assert_eq!(last().await, before + 1, "{resource}");
    }
}

#[tokio::test]
async fn a_customer_has_one_default_recipient() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let new = json!({
        "websiteId": "site_1", "contactId": "contact_1", "name": "Work", "isDefault": true,
    });
    call(&client, "recipientProfile.add", &new).await;
    let of = json!({ "websiteId": "site_1", "contactId": "contact_1" });
    let reply = call(&client, "recipientProfile.getMany", &of).await;
    let profiles = reply["recipientProfiles"].as_array().unwrap();
    let defaults: Vec<&Value> = profiles
        .iter()
        .filter(|it| it["isDefault"] == true)
        .collect();
    assert_eq!(defaults.len(), 1);
    assert_eq!(defaults[0]["name"], "Work");
}

#[tokio::test]
async fn only_payments_that_arrived_are_earnings() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let figures = async || {
        let month = json!({ "year": 2026, "month": 1, "technicianId": "employee_1" });
        let of = |action: &str| {
            on_site_1(
                action,
                &[
                    &month,
                    &json!({ "contactId": "contact_1", "jobId": "job_1" }),
                ],
            )
        };
        let mut figures = Vec::new();
        for action in [
            "technician.calculateSalary",
            "technician.getPerformance",
            "technician.getMonthlyReport",
            "contact.getFinancials",
            "job.getFinancials",
            "report.getFinancialOverview",
        ] {
            figures.push(call(&client, action, &of(action)).await);
        }
        figures
    };
    let before = figures().await;
    for (status, changes) in [("failed", false), ("pending", false), ("successful", true)] {
        let new = json!({
            "websiteId": "site_1", "contactId": "contact_1", "amountInCents": 30000, "jobId": "job_1",
            "type": "INVOICE", "status": status, "employeeId": "employee_1",
        });
        call(&client, "payment.add", &new).await;
        for (before, after) in before.iter().zip(figures().await) {
            assert_eq!(*before != after, changes, "{status}: {before} {after}");
        }
    }
}

#[tokio::test]
async fn settings_that_were_not_set_are_there_and_offer_nothing() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let of = json!({ "websiteId": "site_2" });
    let unset = call(&client, "setting.get", &of).await["setting"].take();
    assert_has(
        &unset,
        &json!({ "viber_show": false, "viber_num": "" }),
        "unset",
    );
    let set = json!({ "websiteId": "site_2", "viberShow": true, "viberNumber": "27825550300" });
    call(&client, "setting.update", &set).await;
    let set = call(&client, "setting.get", &of).await["setting"].take();
    let wanted = json!({ "viber_show": true, "viber_num": "27825550300", "skype_show": false });
    assert_has(&set, &wanted, "set");
    let visitor = json!({ "websiteId": "site_2", "pageUrl": "p", "visitorToken": "v" });
    let shown = call(&client, "widget.getOptions", &visitor).await;
    assert_has(
        &shown,
        &json!({ "viber_show": true, "position": "right" }),
        "the widget",
    );
}

#[tokio::test]
async fn attacks_are_those_of_the_website_and_as_far_back_as_asked() {
    let sandbox = sandbox().await;
    let client = client(&sandbox);
    let events = async |range: Option<&str>| {
        let given = match range {
            Some(range) => json!({ "websiteId": "site_1", "timeRange": range }),
            None => json!({ "websiteId": "site_1" }),
        };
        let reply = call(&client, "security.getRecentEvents", &given).await;
        reply["events"].as_array().unwrap().len()
    };
    // The sandbox's time is the 15th, the attacks were on the 3rd and the 4th.
    let days = [
        None,
        Some("30d"),
        Some("276h"),
        Some("7d"),
        Some("99999999999999999d"),
        Some("-9223372036854775808h"),
    ];
    let mut seen = Vec::new();
    for range in days {
        seen.push(events(range).await);
    }
    assert_eq!(seen, [3, 3, 1, 0, 3, 3]);
    let csv = json!({ "websiteId": "site_1", "format": "csv" });
    let file = call(&client, "security.export", &csv).await;
    assert_eq!(
        (&file["fileName"], &file["contentType"]),
        (&json!("report.csv"), &json!("text/csv"))
    );
}

#[tokio::test]
async fn the_time_is_what_the_sandbox_was_started_with() {
    let start = |now: &str| {
        Sandbox::start(Options {
            now: now.to_owned(),
            ..Options::default()
        })
    };
    let sandbox = start("2030-05-01T00:30:00+02:00").await.unwrap();
    let client = client(&sandbox);
    let new = json!({ "websiteId": "site_1", "name": "Ada" });
    call(&client, "contact.addOrUpdate", &new).await;
    let state = sandbox.state();
    let added = state["contacts"].as_array().unwrap().last().unwrap();
    assert_eq!(added["createdAt"], "2030-04-30T22:30:00.000Z");
    let error = start("soon").await.unwrap_err().to_string();
    assert!(error.contains("\"soon\" is no time"), "{error}");
}
