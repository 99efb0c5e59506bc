//! The demo: the main job, end to end, on this machine.
//!
//! Starts the sandbox API and the Worker, sends real payloads, and prints what
//! became of each. Everything shown is read back from the Worker's journal and
//! from the sandbox; with `--once` the exit status says whether all of it was
//! as it should be.
#![allow(clippy::indexing_slicing, reason = "JSON that is not there is null")]

use anyhow::{Context, Result};
use comfy_table::{Cell, Color, ContentArrangement, Table, presets};
use serde_json::{Value, json};
use std::{io::IsTerminal, process::ExitCode};
use wibiclick_sandbox::{Options, Sandbox};
use wibiclick_tests::{Setup, Worker, payload, root};

const API_KEY: &str = "sandbox-key";
const OKTA_TOKEN: &str = "demo-okta-token-0123456789-0123456789";
const CLERK_SECRET: &str = "whsec_ZGVtby1jbGVyay1zZWNyZXQtMDEyMzQ1Njc4OTAxMjM=";
const STANDARD_SECRET: &str = "whsec_ZGVtby1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc4OTA=";

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let once = match arguments.as_slice() {
        [] => false,
        [only] if only == "--once" => true,
        _ => {
            eprintln!("usage: demo [--once]");
            return Ok(ExitCode::from(2));
        }
    };
    let stop = tokio::signal::ctrl_c();
    tokio::pin!(stop);
    tokio::select! {
        result = play(once) => result,
        _ = &mut stop => Ok(ExitCode::from(130)),
    }
}

async fn play(once: bool) -> Result<ExitCode> {
    say("Starting the sandbox API and the Worker …");
    let sandbox = Sandbox::start(Options {
        api_key: API_KEY.to_owned(),
        ..Options::default()
    })
    .await?;
    let worker = Worker::start(&Setup {
        name: "demo",
        hooks: std::fs::read_to_string(root().join("hooks.toml"))?,
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", API_KEY.to_owned()),
            ("OKTA_HOOK_TOKEN", OKTA_TOKEN.to_owned()),
            ("CLERK_WEBHOOK_SECRET", CLERK_SECRET.to_owned()),
            ("STANDARD_WEBHOOK_SECRET", STANDARD_SECRET.to_owned()),
        ],
        ..Setup::default()
    })
    .await?;

    let before = sandbox.state();
    let mut story = Story {
        worker: &worker,
        table: new_table(),
        right: true,
    };
    story
        .table
        .set_header(["sent", "answer", "rule", "calls", "outcome"]);
    story.tell().await?;
    println!("{}\n", story.table);
    let mut right = story.right;

    let (table, websites_right) = websites(&before, &sandbox.state());
    println!("{table}\n");
    right &= websites_right;

    if right {
        say("Everything is as it should be.");
    } else {
        say("NOT everything is as it should be: see the rows marked ✗.");
        say(&format!("The Worker's log: {}", worker.log().display()));
    }
    if !once {
        stay(&sandbox, &worker).await;
    }
    Ok(if right {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What is sent, and what should come of it.
struct Story<'a> {
    worker: &'a Worker,
    table: Table,
    right: bool,
}

impl Story<'_> {
    async fn tell(&mut self) -> Result<()> {
        let batch = okta_batch()?;
        let title =
            "Okta: John Doe is deactivated by an administrator; and somebody logs in (one request)";
        self.okta(title, &batch, OKTA_TOKEN, 202, &["done", "ignored"])
            .await?;
        self.okta(
            "The same request once more",
            &batch,
            OKTA_TOKEN,
            200,
            &["done", "ignored"],
        )
        .await?;
        let forged = "The same, forged: with another token";
        self.okta(
            forged,
            &batch,
            "another-token-0123456789-0123456789-01",
            401,
            &[],
        )
        .await?;

        let created = clerk_created()?;
        let title = "Clerk: Casey Clerk joins (teaches who the id is)";
        self.clerk(title, "msg_demo_created", &created, 200, &["ignored"])
            .await?;
        let deleted = payload("clerk/user.deleted.json")?;
        let title = "Clerk: that user is deleted (the event has an id, no email)";
        self.clerk(title, "msg_demo_deleted", &deleted, 202, &["done"])
            .await?;

        let created = payload("standard-webhooks/contact.created.full.json")?;
        let title = "Standard Webhooks: a contact is created elsewhere";
        let id = Some("msg_demo_contact");
        let sent = self.worker.send(
            "standard",
            "standard-webhooks",
            id,
            &created,
            STANDARD_SECRET,
        );
        self.row(title, "standard", sent.await?, 202, &["done"])
            .await
    }

    async fn okta(
        &mut self,
        title: &str,
        body: &[u8],
        token: &str,
        status: u16,
        ends: &[&str],
    ) -> Result<()> {
        let sent = self.worker.send("okta", "okta", None, body, token).await?;
        self.row(title, "okta", sent, status, ends).await
    }

    async fn clerk(
        &mut self,
        title: &str,
        id: &str,
        body: &[u8],
        status: u16,
        ends: &[&str],
    ) -> Result<()> {
        let sent = self
            .worker
            .send("clerk", "clerk", Some(id), body, CLERK_SECRET)
            .await?;
        self.row(title, "clerk", sent, status, ends).await
    }

    /// Waits for what was sent to end, and adds it to the table.
    async fn row(
        &mut self,
        title: &str,
        source: &str,
        (status, body): (u16, Value),
        expected: u16,
        ends: &[&str],
    ) -> Result<()> {
        let answers = body["deliveries"].as_array().cloned().unwrap_or_default();
        let mut right = status == expected && answers.len() == ends.len();
        let words: Vec<_> = answers
            .iter()
            .map(|answer| text(&answer["status"]))
            .collect();
        let duplicate = words.iter().all(|word| word == "duplicate");
        let (mut rules, mut calls, mut outcomes) = (vec![], vec![], vec![]);
        for (answer, end) in answers.iter().zip(ends) {
            let delivery = self.worker.until(source, &text(&answer["id"]), end).await;
            right &= delivery.is_ok();
            let delivery = match delivery {
                Ok(delivery) => delivery,
                Err(error) => {
                    outcomes.push(format!("✗ {error}"));
                    continue;
                }
            };
            if !duplicate {
                for call in delivery["calls"].as_array().into_iter().flatten() {
                    let rule = text(&call["rule"]);
                    if !rules.contains(&rule) {
                        rules.push(rule);
                    }
                    calls.push(call_line(call));
                }
            }
            outcomes.push(outcome_line(&delivery, duplicate));
        }
        self.right &= right;
        let mark = if right { "✓" } else { "✗" };
        let colour = if right { Color::Green } else { Color::Red };
        self.table.add_row([
            Cell::new(title),
            Cell::new(format!("{mark} {status} {}", unique(words))).fg(colour),
            Cell::new(rules.join("\n")),
            Cell::new(calls.join("\n")),
            Cell::new(if outcomes.is_empty() {
                "refused, nothing stored".to_owned()
            } else {
                outcomes.join("\n")
            }),
        ]);
        Ok(())
    }
}

fn call_line(call: &Value) -> String {
    let done = matches!(call["outcome"].as_str(), Some("done" | "alreadyGone"));
    let of_interest = ["userId", "websiteId", "newUserId", "name"];
    let params: Vec<_> = of_interest
        .iter()
        .filter_map(|name| call["params"][*name].as_str())
        .collect();
    let mark = if done { "✓" } else { "✗" };
    format!("{mark} {} {}", text(&call["action"]), params.join(" "))
}

fn outcome_line(delivery: &Value, duplicate: bool) -> String {
    if duplicate {
        return "known already: nothing repeated".to_owned();
    }
    let kind = text(&delivery["event"]["type"]);
    let word = text(&delivery["status"]);
    let took = delivery["settledAt"]
        .as_i64()
        .zip(delivery["receivedAt"].as_i64());
    match (word.as_str(), took) {
        ("ignored", _) => format!("{kind}: ignored, no rule wants it"),
        (_, Some((end, start))) => format!("{kind}: {word} after {} ms", end - start),
        (_, None) => format!("{kind}: {word}"),
    }
}

/// The two real Okta payloads as one request, as Okta batches them.
fn okta_batch() -> Result<Vec<u8>> {
    let mut batch: Value =
        serde_json::from_slice(&payload("okta/user.lifecycle.deactivate.json")?)?;
    let other: Value = serde_json::from_slice(&payload("okta/user.session.start.json")?)?;
    let more = other["data"]["events"]
        .as_array()
        .context("no events")?
        .clone();
    batch["data"]["events"]
        .as_array_mut()
        .context("no events")?
        .extend(more);
    Ok(serde_json::to_vec(&batch)?)
}

/// The real `user.created`, of the person whom the real `user.deleted` is about.
fn clerk_created() -> Result<Vec<u8>> {
    let mut created: Value = serde_json::from_slice(&payload("clerk/user.created.json")?)?;
    let deleted: Value = serde_json::from_slice(&payload("clerk/user.deleted.json")?)?;
    created["data"]["id"] = deleted["data"]["id"].clone();
    created["data"]["email_addresses"][0]["email_address"] = json!("casey.clerk@example.com");
    Ok(serde_json::to_vec(&created)?)
}

/// Who sees which website, before and after; and whether that is right: the two
/// leavers see none, everybody else what they saw.
fn websites(before: &Value, after: &Value) -> (Table, bool) {
    let leavers = ["john.doe@example.com", "casey.clerk@example.com"];
    let mut table = new_table();
    table.set_header(["WibiClick user", "websites before", "websites after"]);
    let mut all_right = true;
    for (was, is) in users(before).iter().zip(users(after)) {
        let email = text(&was["email"]);
        let right = if leavers.contains(&email.as_str()) {
            is["websites"].as_array().is_some_and(Vec::is_empty)
        } else {
            was["websites"] == is["websites"]
        };
        all_right &= right;
        let mark = if right { "✓" } else { "✗" };
        let colour = if right { Color::Green } else { Color::Red };
        table.add_row([
            Cell::new(email),
            Cell::new(site_names(was)),
            Cell::new(format!("{mark} {}", site_names(&is))).fg(colour),
        ]);
    }
    (table, all_right)
}

fn users(state: &Value) -> Vec<Value> {
    state["users"].as_array().cloned().unwrap_or_default()
}

fn site_names(user: &Value) -> String {
    let sites = user["websites"].as_array().cloned().unwrap_or_default();
    if sites.is_empty() {
        return "none".to_owned();
    }
    sites
        .iter()
        .map(|site| text(&site["url"]))
        .collect::<Vec<_>>()
        .join(" ")
}

async fn stay(sandbox: &Sandbox, worker: &Worker) {
    let event = r#"{"data":{"events":[{"uuid":"'$(date +%s)'","eventType":"user.lifecycle.deactivate","published":"'$(date -u +%FT%TZ)'","outcome":{"result":"SUCCESS"},"target":[{"id":"00u1","type":"User","alternateId":"okta.trainer@okta.com"}]}]}}"#;
    println!(
        "\nStill up; Ctrl-C ends it.\n\
         \n  Dashboard {url}/admin   (the token: {admin})\
         \n  Worker    {url}/health\n  Journal   {url}/admin/api/deliveries\
         \n  Sandbox   {sandbox}/_sandbox/state   and   {sandbox}/_sandbox/requests\n\
         \nWhat the journal knows\n\
         \n  curl -s {url}/admin/api/deliveries -H 'authorization: Bearer {admin}'\n\
         \nTry it yourself: let Okta say that the trainer leaves too\n\
         \n  curl -i {url}/hooks/okta -H 'content-type: application/json' \\\n    -H 'authorization: {OKTA_TOKEN}' \\\n    -d '{event}'\n",
        url = worker.url(),
        sandbox = sandbox.url(),
        admin = Worker::ADMIN_TOKEN,
    );
    std::future::pending::<()>().await;
}

fn new_table() -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if std::env::var_os("NO_COLOR").is_none() && std::io::stdout().is_terminal() {
        table.enforce_styling();
    } else {
        table.force_no_tty().set_width(150);
    }
    table
}

fn unique(words: Vec<String>) -> String {
    let mut words = words;
    words.dedup();
    words.join(", ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn say(line: &str) {
    println!("{line}\n");
}
