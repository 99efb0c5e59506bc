//! The traps of the API, each hidden behind our names, and each with a test that
//! names it. Their list is in the reference of the API: what its own front end
//! sends and reads.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use wibiclick::{
    action::{Action, ActionSpec, Params, ReplyShape},
    actions::{contact, estimate, expense, insurance_report, invoice, job, note, payment, user},
    catalogue,
    client::Config,
    model::{Clearable, LineItemInput, Numeric},
    reply,
    request::{self, HttpRequest},
    transport::HttpResponse,
};

fn request_of(spec: &ActionSpec<'_>, params: &Params) -> Result<HttpRequest, String> {
    let config = Config::new(Some("http://127.0.0.1"), Some("key")).unwrap();
    request::build(spec, params, &config).map_err(|error| error.message)
}

fn request(id: &str, params: &Value) -> Result<HttpRequest, String> {
    let spec = catalogue::find(id).unwrap_or_else(|| panic!("there is no action {id}"));
    request_of(&spec, params.as_object().unwrap())
}

fn line_and_body(request: &HttpRequest) -> (String, Value) {
    let path = request.url.strip_prefix("http://127.0.0.1").unwrap();
    let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    (format!("{} {path}", request.method), body)
}

/// What is sent: the line `METHOD /path?query`, and the body.
fn sent(id: &str, params: &Value) -> (String, Value) {
    line_and_body(&request(id, params).unwrap_or_else(|error| panic!("{error}")))
}

fn line(id: &str, params: &Value) -> String {
    sent(id, params).0
}

fn body(id: &str, params: &Value) -> Value {
    sent(id, params).1
}

fn sent_by<A: Action>(action: &A) -> (String, Value) {
    line_and_body(&request_of(&A::spec(), &action.params()).unwrap_or_else(|it| panic!("{it}")))
}

fn form(id: &str, params: &Value) -> String {
    let request = request(id, params).unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8_lossy(&request.body).into_owned()
}

fn read<A: Action>(body: &Value) -> A::Reply {
    let response = HttpResponse::json(200, &body.to_string());
    reply::read_typed::<A>(&A::spec(), &response).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn id_in_the_query_is_the_website_but_for_three_calls() {
    assert_eq!(
        line("supplier.getMany", &json!({ "websiteId": "site" })),
        "GET /suppliers?id=site"
    );
    assert_eq!(
        line("job.get", &json!({ "websiteId": "site", "jobId": "job" })),
        "GET /job?id=job&websiteId=site"
    );
    assert_eq!(
        line("website.getForUser", &json!({ "userId": "user" })),
        "GET /get-websites-for-user?id=user"
    );
    assert_eq!(
        line("note.delete", &json!({ "noteId": "note" })),
        "DELETE /notes?id=note"
    );
}

#[test]
fn newer_routes_take_the_website_as_website_id_or_in_the_path() {
    let site = json!({ "websiteId": "site" });
    assert_eq!(line("page.getMany", &site), "GET /api/pages?websiteId=site");
    assert_eq!(
        sent("security.startMonitoring", &site),
        (
            "POST /api/security/monitoring/start".to_owned(),
            json!({ "websiteId": "site" })
        )
    );
    // Among them, one that takes it as `id` all the same.
    assert_eq!(
        line("security.getBlocklist", &site),
        "GET /api/security/blocklist?id=site"
    );
    assert_eq!(
        line(
            "visitor.getActivity",
            &json!({ "websiteId": "site", "contactId": "c" })
        ),
        "GET /websites/site/visitor-activity?customerId=c"
    );
    // Two parts of the front end disagree: both names are sent.
    assert_eq!(
        line(
            "scheduledMessage.getMany",
            &json!({ "websiteId": "site", "contactId": "c", "status": ["SENT", "FAILED"] })
        ),
        "GET /scheduled-messages?id=site&websiteId=site&customerId=c&status=SENT&status=FAILED"
    );
}

#[test]
fn the_website_is_repeated_in_the_body_where_the_front_end_does_so() {
    let site = json!({ "websiteId": "site" });
    let job = json!({ "websiteId": "site", "contactId": "c", "name": "n" });
    for (id, params) in [
        ("invoice.addOrUpdate", &site),
        ("estimate.addOrUpdate", &site),
        ("job.addOrUpdate", &job),
    ] {
        let (line, body) = sent(id, params);
        assert!(line.ends_with("?id=site"), "{line}");
        assert_eq!(body["websiteId"], "site", "{id}");
    }
}

#[test]
fn cust_id_of_a_delete_is_the_record_itself_and_estimates_have_their_own_name() {
    for (id, param, expected) in [
        (
            "contact.delete",
            "contactId",
            "DELETE /customer?id=s&custId=x",
        ),
        ("job.delete", "jobId", "DELETE /job?id=s&custId=x"),
        (
            "invoice.delete",
            "invoiceId",
            "DELETE /invoice?id=s&custId=x",
        ),
        (
            "payment.delete",
            "paymentId",
            "DELETE /payment?id=s&custId=x",
        ),
        (
            "insuranceReport.delete",
            "insuranceReportId",
            "DELETE /insurance-report?id=s&custId=x",
        ),
        (
            "estimate.delete",
            "estimateId",
            "DELETE /estimate?id=s&estimateId=x",
        ),
    ] {
        assert_eq!(line(id, &json!({ "websiteId": "s", param: "x" })), expected);
    }
}

#[test]
fn a_customer_is_contact_id_whatever_the_api_calls_it() {
    let of_c = json!({ "websiteId": "s", "contactId": "c" });
    assert_eq!(line("contact.get", &of_c), "GET /customer?id=s&custId=c");
    assert_eq!(
        line("invoice.getMany", &of_c),
        "GET /invoices?id=s&customerId=c"
    );
    assert_eq!(
        line("job.getForContact", &of_c),
        "GET /jobs-for-contact?id=s&contactId=c"
    );
    let note = json!({ "websiteId": "s", "contactId": "c", "notes": "n" });
    assert_eq!(body("note.add", &note), json!({ "id": "c", "notes": "n" }));
    assert_eq!(
        body(
            "contact.merge",
            &json!({ "targetContactId": "c", "mergeContactIds": ["d", 5] })
        ),
        json!({ "targetCustomerId": "c", "mergeCustomerIds": ["d", "5"] })
    );
    assert_eq!(
        sent(
            "contact.setPreferredTechnician",
            &json!({ "websiteId": "s", "contactId": "c", "technicianId": "e" })
        ),
        (
            "PUT /customers/c/preferred-technician?id=s".to_owned(),
            json!({ "technicianId": "e" })
        )
    );
}

#[test]
fn bodies_are_wrapped_where_the_api_wraps_them_and_flat_elsewhere() {
    assert_eq!(
        body(
            "contact.addOrUpdate",
            &json!({ "websiteId": "s", "name": "n" })
        ),
        json!({ "data": { "name": "n" } })
    );
    assert_eq!(
        body(
            "supplier.addOrUpdate",
            &json!({ "websiteId": "s", "supplierId": "x", "name": "n" })
        ),
        json!({ "data": { "id": "x", "name": "n" } })
    );
    assert_eq!(
        body(
            "job.addOrUpdate",
            &json!({ "websiteId": "s", "contactId": "c", "name": "n" })
        ),
        json!({ "customerId": "c", "name": "n", "websiteId": "s" })
    );
    let employee = json!({ "websiteId": "s", "firstName": "a", "lastName": "b", "email": "c",
                           "phone": "d", "location": "e", "description": "f" });
    assert_eq!(body("employee.addOrUpdate", &employee)["firstName"], "a");
    assert_eq!(
        body("job.sendToTechnician", &json!({ "job": { "id": "j" } })),
        json!({ "job": { "id": "j" } })
    );
    assert_eq!(
        body(
            "job.aiBooking",
            &json!({ "websiteId": "s", "contactId": "c" })
        ),
        json!({ "data": "c" })
    );
    let bulk =
        json!({ "websiteId": "s", "operation": { "action": "block", "ips": ["192.0.2.1"] } });
    assert_eq!(
        body("security.bulk", &bulk),
        json!({ "websiteId": "s", "action": "block", "ips": ["192.0.2.1"] })
    );
}

#[test]
fn a_customer_is_written_with_capitals_and_read_without() {
    let written = contact::AddOrUpdate {
        phone: Some("1".into()),
        email: Some("e".into()),
        reply: Some("Reply me by Email".into()),
        message: Some("m".into()),
        foreign_id: Some("f".into()),
        ..contact::AddOrUpdate::new("s")
    };
    assert_eq!(
        sent_by(&written).1,
        json!({ "data": { "Phone": "1", "Email": "e", "Reply": "Reply me by Email", "Message": "m",
                          "foreignID": "f" } })
    );
    let read = read::<contact::GetMany>(&json!({ "customers": [{
        "id": 7, "phone": "1", "email": "e", "channel": "Reply me by Email", "message": "m"
    }] }));
    let [contact] = read.customers.as_slice() else {
        panic!("one customer");
    };
    assert_eq!(contact.phone.as_deref(), Some("1"));
    assert_eq!(contact.channel.as_deref(), Some("Reply me by Email"));
}

#[test]
fn line_items_are_written_as_items_with_item_and_read_as_line_item() {
    let line = LineItemInput {
        quantity: Some(2.0),
        ..LineItemInput::new("Geyser", 1450.5)
    };
    let written = invoice::AddOrUpdate {
        items: Some(vec![line]),
        ..invoice::AddOrUpdate::new("s")
    };
    assert_eq!(
        sent_by(&written).1["items"],
        json!([{ "item": "Geyser", "amount": 1450.5, "quantity": 2.0 }])
    );
    let by_id = json!({ "websiteId": "s",
                        "items": [{ "lineItemId": 3, "name": "Geyser", "amount": 1450.5 }] });
    assert_eq!(
        body("estimate.addOrUpdate", &by_id)["items"],
        json!([{ "id": "3", "item": "Geyser", "amount": 1450.5 }])
    );
    let read = read::<invoice::GetMany>(&json!({ "invoices": [{
        "id": 1, "lineItem": [{ "id": 3, "item": "Geyser", "amount": "1450.50" }]
    }], "total": 1 }));
    let items = read.invoices[0].line_item.as_ref().unwrap();
    assert_eq!(items[0].item.as_deref(), Some("Geyser"));
    assert_eq!(items[0].amount, Some(Numeric(1450.5)));
    // The line items' own call has the name of the node's page.
    assert_eq!(
        body(
            "lineItem.addOrUpdate",
            &json!({ "websiteId": "s", "name": "Geyser" })
        ),
        json!({ "name": "Geyser" })
    );
}

#[test]
fn what_is_wrong_with_a_line_item_is_told_with_its_place() {
    let wrong = json!({ "websiteId": "s", "items": [
        { "name": "Geyser", "amount": 1 }, { "nam": "Valve", "amount": "9", "quantity": null }] });
    let error = request("invoice.addOrUpdate", &wrong).unwrap_err();
    for part in [
        "there is no field `items[1].nam`; did you mean `name`?",
        "`items[1].name` is missing",
        "`items[1].amount` is text; expected a number",
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_line_that_is_left_out_stays_and_is_removed_by_a_call_of_its_own() {
    let expected = json!({ "id": "x", "item": { "id": "3" } });
    for (id, record) in [
        ("invoice.removeItem", "invoiceId"),
        ("estimate.removeItem", "estimateId"),
    ] {
        let params = json!({ "websiteId": "s", record: "x", "lineItemId": 3 });
        assert_eq!(body(id, &params), expected);
    }
}

#[test]
fn the_status_is_status_whether_the_api_calls_it_reason_job_status_or_status() {
    for (id, record, key, value) in [
        ("invoice.updateStatus", "invoiceId", "reason", "paid"),
        ("estimate.updateStatus", "estimateId", "reason", "accepted"),
        (
            "job.updateStatus",
            "jobId",
            "jobStatus",
            "waiting for parts",
        ),
        ("payment.updateStatus", "paymentId", "status", "successful"),
        (
            "insuranceReport.updateStatus",
            "insuranceReportId",
            "status",
            "sent",
        ),
    ] {
        let params = json!({ "websiteId": "s", record: "x", "status": value });
        assert_eq!(body(id, &params), json!({ "id": "x", key: value }), "{id}");
    }
}

#[test]
fn the_number_of_a_counter_is_the_last_that_was_used() {
    let number = read::<invoice::GetNumber>(&json!({ "invoice_number": 41 }));
    assert_eq!(number.invoice_number, Some(Numeric(41.0)));
    let number = read::<estimate::GetNumber>(&json!({ "estimate_number": "41" }));
    assert_eq!(number.estimate_number, Some(Numeric(41.0)));
    let number = read::<insurance_report::GetNumber>(&json!({ "insurance_number": null }));
    assert_eq!(number.insurance_number, None);
    for id in [
        "invoice.getNumber",
        "estimate.getNumber",
        "insuranceReport.getNumber",
    ] {
        assert!(line(id, &json!({ "websiteId": "s" })).contains("_number?id=s"));
    }
}

#[test]
fn a_deposit_is_sent_under_both_of_its_names_and_read_as_deposit() {
    let given = json!({ "websiteId": "s", "deposit": 100 });
    let invoice = body("invoice.addOrUpdate", &given);
    assert_eq!(
        (&invoice["deposit"], &invoice["paid"]),
        (&json!(100), &json!(100))
    );
    let estimate = body("estimate.addOrUpdate", &given);
    assert_eq!(
        (estimate.get("deposit"), &estimate["paid"]),
        (None, &json!(100))
    );
    let read = read::<invoice::GetMany>(&json!({ "invoices": [{ "id": 1, "deposit": 100 }] }));
    assert_eq!(read.invoices[0].deposit, Some(Numeric(100.0)));
}

#[test]
fn the_fee_of_a_job_is_text_as_callout_and_a_number_as_callout_fee() {
    let job = json!({ "websiteId": "s", "contactId": "c", "name": "n", "callout": "R450" });
    assert_eq!(body("job.addOrUpdate", &job)["callout"], "R450");
    assert_eq!(
        sent(
            "job.updateCalloutFee",
            &json!({ "jobId": "j", "calloutFee": 450 })
        ),
        (
            "POST /update-callout-fee".to_owned(),
            json!({ "jobId": "j", "calloutFee": 450 })
        )
    );
    let read = read::<job::GetMany>(
        &json!({ "jobs": [{ "id": 1, "callout": "R450", "calloutFee": 450 }] }),
    );
    assert_eq!(read.jobs[0].callout, Some(json!("R450")));
    assert_eq!(read.jobs[0].callout_fee, Some(Numeric(450.0)));
}

#[test]
fn payments_are_in_cents_by_name_and_expenses_in_units() {
    let (_, payment) = sent_by(&payment::Add::new(
        "s", 12_550_i64, "DEPOSIT", "pending", "c",
    ));
    assert_eq!(payment["amountInCents"], 12_550);
    assert_eq!(payment["customerId"], "c");
    let when = "2026-01-31T09:00:00Z";
    let (_, expense) = sent_by(&expense::Add::new(
        "s",
        125.5,
        when,
        "FUEL",
        "to the coast",
        "e",
    ));
    assert_eq!(expense["amount"], 125.5);
    let half = json!({ "websiteId": "s", "amountInCents": 125.5, "type": "DEPOSIT",
                       "status": "pending", "contactId": "c" });
    assert!(
        request("payment.add", &half)
            .unwrap_err()
            .contains("`amountInCents`")
    );
    let read = read::<job::GetMany>(&json!({ "jobs": [{
        "id": 1, "payments": [{ "amountInCents": 12550 }], "expenses": [{ "amount": 125.5 }]
    }] }));
    let job = &read.jobs[0];
    assert_eq!(
        job.payments.as_ref().unwrap()[0].amount_in_cents,
        Some(Numeric(12_550.0))
    );
    assert_eq!(
        job.expenses.as_ref().unwrap()[0].amount,
        Some(Numeric(125.5))
    );
}

#[test]
fn verify_email_sends_the_reset_link_and_password_reset_sets_the_password() {
    assert_eq!(
        sent_by(&user::RequestPasswordReset::new("a@example.com")).0,
        "POST /verify-email"
    );
    assert_eq!(
        sent(
            "user.resetPassword",
            &json!({ "password": "p", "token": "t", "passwordConfirm": "p" })
        ),
        (
            "POST /password-reset".to_owned(),
            json!({ "password": "p", "token": "t", "password-confirm": "p" })
        )
    );
}

#[test]
fn paths_and_names_are_spelled_as_the_api_spells_them() {
    assert_eq!(
        line(
            "job.getMany",
            &json!({ "websiteId": "s", "employeeId": "e" })
        ),
        "GET /jobs?id=s&employeeID=e"
    );
    assert_eq!(
        line(
            "technician.checkAvailability",
            &json!({ "websiteId": "s", "employeeId": "all", "date": "2026-01-31" })
        ),
        "GET /check_technician_availability?employeeId=all&websiteId=s&date=2026-01-31"
    );
    assert_eq!(
        line(
            "employee.getMonthlySummary",
            &json!({ "websiteId": "s", "employeeId": "e", "year": 2026, "month": 1 })
        ),
        "GET /employees/e/monthly-summary?id=s&year=2026&month=1"
    );
    assert_eq!(
        body(
            "setting.update",
            &json!({ "websiteId": "s", "phoneShow": true, "phoneNumber": "1", "skypeName": "x" })
        ),
        json!({ "phone_show": true, "pnumber": "1", "skype_nameemail": "x" })
    );
}

#[test]
fn a_month_is_one_of_twelve_and_days_and_times_are_as_rfc_3339_has_them() {
    let of = |month: Value| json!({ "websiteId": "s", "year": 2026, "month": month });
    assert!(request("payment.getMany", &of(json!(12))).is_ok());
    for month in [json!(0), json!(13), json!(1.5), json!("1")] {
        let error = request("payment.getMany", &of(month)).unwrap_err();
        assert!(error.contains("expected a month, 1 to 12"), "{error}");
    }
    let due = |text: &str| json!({ "websiteId": "s", "dueAt": text });
    assert!(request("invoice.addOrUpdate", &due("2026-01-31T09:00:00+02:00")).is_ok());
    let error = request("invoice.addOrUpdate", &due("31/01/2026")).unwrap_err();
    assert!(
        error.contains("`dueAt` is `31/01/2026`; expected a time like"),
        "{error}"
    );
}

#[test]
fn a_note_is_notes_for_us_whether_it_is_added_updated_or_read() {
    assert_eq!(
        line(
            "note.add",
            &json!({ "websiteId": "s", "contactId": "c", "notes": "n" })
        ),
        "POST /add-notes?id=s"
    );
    assert_eq!(
        sent(
            "note.update",
            &json!({ "websiteId": "s", "noteId": "x", "notes": "n" })
        ),
        (
            "POST /update-note?id=s".to_owned(),
            json!({ "id": "x", "description": "n" })
        )
    );
    let read = read::<note::GetMany>(&json!({ "notes": [{ "id": 1, "description": "n" }] }));
    assert_eq!(read.notes[0].description.as_deref(), Some("n"));
}

#[test]
fn lists_under_singular_keys_are_read_as_lists() {
    let customer = read::<contact::Get>(&json!({ "customer": {
        "id": 1, "estimate": [{ "id": 2 }], "invoice": [{ "id": 3 }], "insurance": [{ "id": 4 }]
    } }))
    .customer;
    assert_eq!(customer.estimate.unwrap()[0].id.as_str(), "2");
    assert_eq!(customer.invoice.unwrap()[0].id.as_str(), "3");
    assert_eq!(customer.insurance.unwrap()[0].id.as_str(), "4");
    let reports = read::<insurance_report::GetMany>(&json!({ "insurance": [{ "id": 4 }] }));
    assert_eq!(reports.insurance[0].id.as_str(), "4");
}

#[test]
fn a_bare_array_and_a_wrapped_list_are_read_alike() {
    for id in [
        "website.getMany",
        "website.getForUser",
        "technician.getPerformance",
        "whatsapp.getRecent",
        "report.getCompanyEarningsHistory",
        "contact.getPotentialMerges",
        "contact.search",
        "page.getMany",
    ] {
        let spec = catalogue::find(id).unwrap();
        let ReplyShape::List(key) = spec.reply else {
            panic!("{id} is a list");
        };
        for body in [json!([{ "id": 1 }]), json!({ key: [{ "id": 1 }] })] {
            let response = HttpResponse::json(200, &body.to_string());
            assert_eq!(
                reply::read(&spec, &response).unwrap()[key][0]["id"],
                1,
                "{id}"
            );
        }
    }
}

#[test]
fn whom_a_message_goes_to_is_a_number_for_us_and_an_address_for_whatsapp() {
    for to in [
        "+27 82 000 0000",
        "27820000000",
        "27820000000@s.whatsapp.net",
    ] {
        assert_eq!(
            body(
                "whatsapp.sendMessage",
                &json!({ "websiteId": "s", "to": to, "message": "m" })
            ),
            json!({ "to": "27820000000@s.whatsapp.net", "message": "m" })
        );
    }
    for to in [
        "",
        "082",
        "not a number",
        "@s.whatsapp.net",
        "1234567890123456",
    ] {
        let error = request(
            "whatsapp.checkNumber",
            &json!({ "websiteId": "s", "to": to }),
        );
        assert!(error.unwrap_err().contains("`to`"), "{to}");
    }
}

#[test]
fn a_document_has_the_website_in_the_query_and_the_recipient_in_the_form_both_as_id() {
    let params = json!({ "websiteId": "s", "to": "27820000000", "fileName": "invoice-41",
        "file": { "fileName": "invoice-41.pdf", "contentType": "application/pdf", "data": "JVBERg==" } });
    let request = request("whatsapp.sendDocument", &params).unwrap();
    assert!(request.url.ends_with("/send-whatsapp-document?id=s"));
    let form = form("whatsapp.sendDocument", &params);
    assert!(
        form.contains("name=\"id\"\r\n\r\n27820000000@s.whatsapp.net\r\n"),
        "{form}"
    );
    assert!(
        form.contains("name=\"filename\"\r\n\r\ninvoice-41\r\n"),
        "{form}"
    );
    assert!(
        form.contains("name=\"file\"; filename=\"invoice-41.pdf\""),
        "{form}"
    );
}

#[test]
fn an_expense_is_json_and_a_form_where_there_is_a_receipt() {
    let mut params = json!({ "websiteId": "s", "amount": 9.5, "date": "2026-01-31T00:00:00Z",
        "type": "PARTS", "description": "a valve", "employeeId": "e" });
    assert_eq!(body("expense.add", &params)["amount"], 9.5);
    params["file"] = json!({ "fileName": "r.png", "contentType": "image/png", "data": "AAAA" });
    let form = form("expense.add", &params);
    assert!(form.contains("name=\"data\"\r\n\r\n{"), "{form}");
    assert!(form.contains("\"amount\":9.5"), "{form}");
    assert!(form.contains("name=\"file\"; filename=\"r.png\""), "{form}");
}

#[test]
fn an_export_is_a_file_whatever_it_holds() {
    let spec = catalogue::find("security.export").unwrap();
    let response = HttpResponse {
        status: 200,
        headers: vec![
            ("content-type".into(), "text/csv".into()),
            (
                "Content-Disposition".into(),
                "attachment; filename=\"../report.csv\"; size=4".into(),
            ),
        ],
        body: vec![0xff, b'a', b',', b'b'],
    };
    assert_eq!(
        reply::read(&spec, &response).unwrap(),
        json!({ "fileName": "report.csv", "contentType": "text/csv", "data": "/2EsYg==" })
    );
    let refused = HttpResponse::json(403, r#"{"message":"not yours"}"#);
    assert_eq!(
        reply::read(&spec, &refused).unwrap_err().message,
        "not yours"
    );
}

#[test]
fn null_clears_where_the_api_can_be_told_so_and_is_left_out_elsewhere() {
    let clear = contact::SetPreferredTechnician::new("c", "s", Clearable::Clear);
    assert_eq!(sent_by(&clear).1, json!({ "technicianId": null }));
    assert_eq!(
        body(
            "note.update",
            &json!({ "websiteId": "s", "noteId": "x", "title": null })
        ),
        json!({ "id": "x" })
    );
}

#[test]
fn what_was_replaced_or_removed_and_what_moves_money_is_not_there() {
    let lines: Vec<String> = catalogue::all()
        .map(|spec| format!("{} {}", spec.method, spec.path))
        .collect();
    for line in [
        "PUT /suppliers/{supplierId}",
        "PUT /update-payment-status",
        "DELETE /api/security/unblock",
        "GET /api/analytics/journeys",
        "POST /messaging/send",
        "POST /send-message",
        "POST /sendtextmessage/",
        "GET /apps",
        "POST /yoco-charge-api",
        "POST /organisation",
        "GET /wibi-action",
        "GET /create_portal_session",
        "POST /associate-user-to-subscription",
        "GET /subscription-status",
        "GET /customers/{contactId}/tracking-summary",
    ] {
        assert!(!lines.iter().any(|it| it == line), "{line}");
    }
}
