//! The recipes of docs/recipes, each on its vendor's real payload: the built Worker
//! in workerd, with all of them in one hooks.toml, and the sandbox API behind it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};
use tokio::sync::OnceCell;
use wibiclick_hooks::{Headers, Request};
use wibiclick_rules::{Env, Hooks};
use wibiclick_tests::{Webhook, alone, payload, root, unique};

/// Long enough for whatever it is used as, and base64 where it is to be.
const SECRET: &str = "dGVzdC1zZWNyZXQtb2YtYWxsLXJlY2lwZXMtMDEyMzQ1";

/// Whom the sandbox knows: a user of two websites.
const JOHN: &str = "john.doe@example.com";

/// Clerk's sample of a deletion is about somebody else than its sample of a creation.
const CLERKS_SAMPLE: &str = "user_29wBMCtzATuFJut8jO2VNTVekS4";

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

const OFFBOARDING: [&str; 5] = [
    "user.getMany",
    "user.disconnectFromWebsite",
    "user.disconnectFromWebsite",
    "user.reassignNotes",
    "user.reassignActivities",
];

// ---- offboarding ----

#[test]
fn okta() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("okta/user.lifecycle.deactivate.json")?;
        stage
            .carries_out("okta", "okta", &body, JSON, &OFFBOARDING)
            .await?;
        stage.has_left("user_1")
    })
}

#[test]
fn entra_by_provisioning() -> Result<()> {
    on_stage(async |stage| {
        let user = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": JOHN, "externalId": "00000000-aaaa-4bbb-8ccc-111111111111",
            "active": true, "emails": [{ "type": "work", "value": JOHN, "primary": true }],
        });
        let users = stage.worker.request("POST", "/scim/v2/entra/Users")?;
        let created = users.bearer_auth(SECRET).json(&user).send().await?;
        ensure!(created.status() == 201, "created: {}", created.status());
        let created: Value = created.json().await?;
        let path = format!(
            "/scim/v2/entra/Users/{}",
            created["id"].as_str().context("id")?
        );
        let before = stage.known().await?;
        let disabling = stage
            .worker
            .request("PATCH", &path)?
            .header("content-type", "application/scim+json")
            .body(payload("scim/entra.patch.disable.doc.json")?);
        let patched = disabling.bearer_auth(SECRET).send().await?;
        ensure!(patched.status() == 200, "patched: {}", patched.status());
        stage.carried_out("entra", &before, &OFFBOARDING).await?;
        stage.has_left("user_1")
    })
}

#[test]
fn workos() -> Result<()> {
    on_stage(async |stage| {
        let body = text("workos/dsync.user.deleted.json")?.replace("lela.block@example.com", JOHN);
        stage
            .carries_out("workos", "workos", body.as_bytes(), JSON, &OFFBOARDING)
            .await?;
        stage.has_left("user_1")
    })
}

#[test]
fn clerk_whose_deletion_has_no_address() -> Result<()> {
    on_stage(async |stage| {
        let created = text("clerk/user.created.json")?.replace("example@example.org", JOHN);
        stage
            .post("clerk", "clerk", created.as_bytes(), JSON)
            .await?;
        let created: Value = serde_json::from_str(&created)?;
        let id = created["data"]["id"].as_str().context("an id")?;
        let deleted = text("clerk/user.deleted.json")?.replace(CLERKS_SAMPLE, id);
        stage
            .carries_out("clerk", "clerk", deleted.as_bytes(), JSON, &OFFBOARDING)
            .await?;
        stage.has_left("user_1")
    })
}

#[test]
fn google() -> Result<()> {
    on_stage(async |stage| {
        let body = text("google-directory/users.delete.json")?.replace("user@mydomain.com", JOHN);
        let headers = [
            ("content-type", "application/json; utf-8"),
            ("x-goog-channel-id", "deleteChannel"),
            ("x-goog-message-number", "236440"),
            ("x-goog-resource-state", "delete"),
        ];
        stage
            .carries_out(
                "google",
                "google-directory",
                body.as_bytes(),
                &headers,
                &OFFBOARDING,
            )
            .await?;
        stage.has_left("user_1")
    })
}

#[test]
fn bamboohr_once_the_status_is_inactive() -> Result<()> {
    on_stage(async |stage| {
        let body = |status: &str| {
            json!({ "employees": [{
                "id": "5", "action": "Updated", "changedFields": ["Status"],
                "fields": { "Status": { "value": status }, "Work Email": { "value": JOHN } },
            }]})
            .to_string()
        };
        let on_leave = stage
            .post("bamboohr", "bamboohr", body("On leave").as_bytes(), JSON)
            .await?;
        ensure!(on_leave == 200, "no rule wants it: {on_leave}");
        let left = body("Inactive");
        stage
            .carries_out("bamboohr", "bamboohr", left.as_bytes(), JSON, &OFFBOARDING)
            .await?;
        stage.has_left("user_1")
    })
}

#[test]
fn github_by_the_table_of_logins() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("github/organization.member_removed.json")?;
        let headers = [
            ("content-type", "application/json"),
            ("x-github-event", "organization"),
        ];
        stage
            .carries_out("github", "github", &body, &headers, &OFFBOARDING)
            .await?;
        stage.has_left("user_1")?;
        // Whoever is not in the table is nobody.
        let other = String::from_utf8(body)?.replace("Hacktocat", "Monalisa");
        stage
            .carries_out(
                "github",
                "github",
                other.as_bytes(),
                &headers,
                &["user.getMany"],
            )
            .await
    })
}

#[test]
fn an_announced_departure_is_planned_for_the_evening_of_the_last_day() -> Result<()> {
    let recipe = fs::read_to_string(root().join("docs/recipes/offboard-announced.toml"))?;
    let hooks = Hooks::parse(&recipe)?;
    let source = hooks.source("hr").context("the source")?;
    let body = json!({
        "type": "person.leaving", "timestamp": "2026-11-24T12:00:00Z",
        "data": { "id": "7", "email": JOHN, "effectiveAt": "2026-12-31" },
    });
    let events = source.kind.rehearse(&Request {
        method: "POST",
        url: "https://hooks.example/hooks/hr",
        headers: &Headers::default(),
        body: body.to_string().as_bytes(),
    })?;
    let env = Env::from_iter(
        [("WEBSITE_ID", "site_1"), ("SUCCESSOR_ID", "user_2")]
            .map(|(name, value)| (name.to_owned(), value.into())),
    );
    let plan = Value::from(hooks.plan("hr", &events[0], &env));
    let [rule] = plan.as_array().context("rules")?.as_slice() else {
        bail!("one rule: {plan:#}");
    };
    ensure!(
        rule["at"] == "2026-12-31T18:00:00Z" && rule["brake"] == 50 && rule["error"].is_null(),
        "{rule:#}"
    );
    let steps = rule["steps"].as_array().context("steps")?;
    let destructive = steps.iter().map(|step| step["destructive"] == true);
    ensure!(destructive.eq([false, true, true, true]), "{rule:#}");
    Ok(())
}

// ---- payments ----

#[test]
fn stripe_settles_the_invoice_that_its_metadata_name() -> Result<()> {
    on_stage(async |stage| {
        let mut event: Value = serde_json::from_slice(&payload("stripe/invoice.paid.json")?)?;
        let unnamed = serde_json::to_vec(&event)?;
        ensure!(stage.post("stripe", "stripe", &unnamed, JSON).await? == 200);
        event["id"] = json!("evt_with_metadata");
        event["data"]["object"]["metadata"]["wibiclick_invoice"] = json!("invoice_3");
        let body = serde_json::to_vec(&event)?;
        stage.settles("stripe", "stripe", &body, "invoice_3").await
    })
}

#[test]
fn yoco_settles_the_invoice_that_its_metadata_name() -> Result<()> {
    on_stage(async |stage| {
        let mut event: Value = serde_json::from_slice(&payload("yoco/payment.succeeded.json")?)?;
        event["payload"]["metadata"]["wibiclick_invoice"] = json!("invoice_3");
        let body = serde_json::to_vec(&event)?;
        stage.settles("yoco", "yoco", &body, "invoice_3").await
    })
}

// ---- forms, bookings, messages, orders ----

/// A new contact is looked for, made and found; one that is known is found twice.
const NEW: [&str; 3] = ["contact.search", "contact.addOrUpdate", "contact.search"];
const KNOWN: [&str; 2] = ["contact.search", "contact.search"];

#[test]
fn typeform_makes_a_contact_and_a_job_and_for_the_same_person_only_a_job() -> Result<()> {
    on_stage(async |stage| {
        let body = text("typeform/form_response.json")?;
        let calls = [&NEW[..], &["job.addOrUpdate"]].concat();
        stage
            .carries_out("typeform", "typeform", body.as_bytes(), JSON, &calls)
            .await?;
        ensure!(stage.jobs_of("laura@example.com").len() == 1);
        let again = body.replace("LtWXD3crgy", "another");
        let calls = [&KNOWN[..], &["job.addOrUpdate"]].concat();
        stage
            .carries_out("typeform", "typeform", again.as_bytes(), JSON, &calls)
            .await?;
        ensure!(stage.jobs_of("laura@example.com").len() == 2);
        Ok(())
    })
}

#[test]
fn tally_makes_a_contact_and_a_job() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("tally/FORM_RESPONSE.json")?;
        let calls = [&NEW[..], &["job.addOrUpdate"]].concat();
        stage
            .carries_out("tally", "tally", &body, JSON, &calls)
            .await?;
        ensure!(stage.jobs_of("jane.roe@customer.example").len() == 1);
        Ok(())
    })
}

#[test]
fn a_booking_in_calendly_is_a_job_until_it_is_cancelled() -> Result<()> {
    on_stage(async |stage| {
        let booked = text("calendly/invitee.created.json")?;
        let cancelled = booked.replace("invitee.created", "invitee.canceled");
        stage
            .books("calendly", &booked, &cancelled, "test@example.com")
            .await
    })
}

#[test]
fn a_booking_in_cal_is_a_job_until_it_is_cancelled() -> Result<()> {
    on_stage(async |stage| {
        let booked = text("cal/BOOKING_CREATED.json")?;
        let cancelled = booked.replace("BOOKING_CREATED", "BOOKING_CANCELLED");
        let attendee: Value = serde_json::from_str(&booked)?;
        let attendee = attendee["payload"]["attendees"][0]["email"].clone();
        let attendee = attendee.as_str().context("an attendee")?.to_lowercase();
        stage.books("cal", &booked, &cancelled, &attendee).await
    })
}

#[test]
fn a_whatsapp_message_is_a_note_on_the_contact() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("whatsapp/messages.text.json")?;
        let calls = [&NEW[..], &["note.add"]].concat();
        stage
            .carries_out("whatsapp", "whatsapp", &body, JSON, &calls)
            .await?;
        ensure!(stage.has_note_on("phone", "+16505551234"));
        Ok(())
    })
}

#[test]
fn a_text_message_to_twilio_is_a_note_on_the_contact() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("twilio/message.received.txt")?;
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let calls = [&NEW[..], &["note.add"]].concat();
        stage
            .carries_out("twilio", "twilio", &body, &headers, &calls)
            .await
    })
}

#[test]
fn a_shopify_order_is_a_contact_and_an_invoice_with_its_lines() -> Result<()> {
    on_stage(async |stage| {
        let body = payload("shopify/orders.create.json")?;
        let order: Value = serde_json::from_slice(&body)?;
        let lines = order["line_items"].as_array().context("lines")?.len();
        let headers = [
            ("content-type", "application/json"),
            ("x-shopify-topic", "orders/create"),
        ];
        let mut calls = NEW.to_vec();
        calls.extend(std::iter::repeat_n("invoice.addOrUpdate", lines + 1));
        stage
            .carries_out("shopify", "shopify", &body, &headers, &calls)
            .await?;
        let state = stage.sandbox.state();
        let invoice = of(&state, "invoices", "name", &json!("Shopify #9999"));
        let made = invoice.first().context("the invoice")?["lineItem"].as_array();
        ensure!(made.map(Vec::len) == Some(lines), "{invoice:#?}");
        Ok(())
    })
}

// ---- the stage ----

struct Stage(wibiclick_tests::Stage);

impl std::ops::Deref for Stage {
    type Target = wibiclick_tests::Stage;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Stage {
    async fn start() -> Result<Self> {
        let (hooks, secrets) = all_recipes()?;
        // The stage wants names that live as long as the program.
        let secrets = secrets
            .into_iter()
            .map(|name| (&*name.leak(), SECRET.to_owned()))
            .collect();
        wibiclick_tests::Stage::start("recipes", hooks, secrets)
            .await
            .map(Self)
    }

    async fn post(
        &self,
        source: &str,
        kind: &str,
        body: &[u8],
        headers: &[(&str, &str)],
    ) -> Result<u16> {
        let id = format!("msg_{}", unique());
        let response = self
            .worker
            .post(&Webhook {
                source,
                kind,
                id: Some(&id),
                body,
                secret: SECRET,
                headers,
            })
            .await?;
        Ok(response.status().as_u16())
    }

    /// Posts, and holds the calls that were made against these.
    async fn carries_out(
        &self,
        source: &str,
        kind: &str,
        body: &[u8],
        headers: &[(&str, &str)],
        calls: &[&str],
    ) -> Result<()> {
        let before = self.known().await?;
        let status = self.post(source, kind, body, headers).await?;
        ensure!((200..300).contains(&status), "{source} answered {status}");
        self.carried_out(source, &before, calls).await
    }

    /// Waits for the one delivery that is new, and holds its calls against these.
    async fn carried_out(
        &self,
        source: &str,
        before: &BTreeSet<String>,
        calls: &[&str],
    ) -> Result<()> {
        self.worker.until_all_settled().await?;
        let mut new = self.worker.deliveries().await?;
        new.retain(|delivery| !before.contains(delivery["id"].as_str().unwrap_or_default()));
        ensure!(new.len() == 1, "one delivery: {new:#?}");
        let id = new[0]["id"].as_str().context("an id")?;
        let delivery = self.worker.delivery(source, id).await?;
        let made: Vec<&str> = delivery["calls"]
            .as_array()
            .context("calls")?
            .iter()
            .filter_map(|call| call["action"].as_str())
            .collect();
        ensure!(
            delivery["status"] == "done" && made == calls,
            "{source}: {delivery:#}"
        );
        Ok(())
    }

    async fn known(&self) -> Result<BTreeSet<String>> {
        let deliveries = self.worker.deliveries().await?;
        let ids = deliveries.iter().filter_map(|it| it["id"].as_str());
        Ok(ids.map(str::to_owned).collect())
    }

    async fn settles(&self, source: &str, kind: &str, body: &[u8], invoice: &str) -> Result<()> {
        let calls = ["invoice.getMany", "payment.add", "invoice.updateStatus"];
        self.carries_out(source, kind, body, JSON, &calls).await?;
        let state = self.sandbox.state();
        ensure!(of(&state, "invoices", "id", &json!(invoice))[0]["reason"] == "paid");
        ensure!(!of(&state, "payments", "invoiceId", &json!(invoice)).is_empty());
        Ok(())
    }

    async fn books(&self, kind: &str, booked: &str, cancelled: &str, email: &str) -> Result<()> {
        let calls = [&NEW[..], &["job.addOrUpdate"]].concat();
        self.carries_out(kind, kind, booked.as_bytes(), JSON, &calls)
            .await?;
        let jobs = self.jobs_of(email);
        ensure!(
            jobs.len() == 1 && jobs[0]["jobStatus"] == "scheduled",
            "{jobs:#?}"
        );
        let calls = ["contact.search", "job.getForContact", "job.updateStatus"];
        self.carries_out(kind, kind, cancelled.as_bytes(), JSON, &calls)
            .await?;
        ensure!(self.jobs_of(email)[0]["jobStatus"] == "cancelled");
        Ok(())
    }

    fn has_left(&self, user: &str) -> Result<()> {
        let websites = self.websites_of(user)?;
        ensure!(websites == json!([]), "{websites:#}");
        Ok(())
    }

    fn jobs_of(&self, email: &str) -> Vec<Value> {
        let state = self.sandbox.state();
        of(&state, "contacts", "email", &json!(email))
            .iter()
            .flat_map(|contact| of(&state, "jobs", "customerId", &contact["id"]))
            .collect()
    }

    fn has_note_on(&self, field: &str, is: &str) -> bool {
        let state = self.sandbox.state();
        of(&state, "contacts", field, &json!(is))
            .iter()
            .any(|contact| !of(&state, "notes", "customerId", &contact["id"]).is_empty())
    }
}

fn of(state: &Value, table: &str, field: &str, is: &Value) -> Vec<Value> {
    let rows = state[table].as_array().cloned().unwrap_or_default();
    rows.into_iter().filter(|row| row[field] == *is).collect()
}

fn text(name: &str) -> Result<String> {
    Ok(String::from_utf8(payload(name)?)?)
}

/// All recipes as one hooks.toml, and the names of their secrets. Each has one line
/// for `env`, which a file may have once.
fn all_recipes() -> Result<(String, BTreeSet<String>)> {
    let (mut text, mut secrets) = (String::new(), BTreeSet::new());
    text.push_str("env = [\"WEBSITE_ID\", \"SUCCESSOR_ID\"]\n");
    for entry in fs::read_dir(root().join("docs/recipes"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        for line in fs::read_to_string(&path)?.lines() {
            if line.starts_with("env = ") {
                continue;
            }
            if let Some(names) = line.strip_prefix("secret = ") {
                let names: Vec<String> = serde_json::from_str(names)
                    .with_context(|| format!("{}: {line}", path.display()))?;
                secrets.extend(names);
            }
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok((text, secrets))
}

/// Plays one test on the one stage of this file, alone, on fresh data.
fn on_stage(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    static STAGE: OnceCell<Stage> = OnceCell::const_new();
    alone(async {
        let stage = STAGE.get_or_try_init(Stage::start).await?;
        stage.clear().await?;
        test(stage).await
    })
}
