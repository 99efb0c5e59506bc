//! Journals live for years: those of every earlier version open in the Worker of today
//! and lose nothing, and one of a later version is left alone.
//!
//! The old journals are in `tests/journals`, a file for each version before the last of
//! `worker/src/journal/schema.rs`. They are laid down where a Worker that has ended had
//! its own, so that it finds them as after an upgrade.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path, process::Command, time::Duration};
use wibiclick_sandbox::{Options, Sandbox};
use wibiclick_tests::{Setup, Worker, root};

const CLERK: &str = "whsec_dGVzdC1jbGVyay1zZWNyZXQtMDEyMzQ1Njc4OTA=";
const SCIM: &str = "test-scim-token-0123456789-0123456789";
const DISCONNECT: &str = "/disconnect-user-from-website";
const HOUR: i64 = 3_600_000;

const HOOKS: &str = r#"
env = ["WEBSITE_ID"]

[[source]]
name = "clerk"
kind = "clerk"
secret = ["CLERK_WEBHOOK_SECRET"]

[[source]]
name = "late"
kind = "clerk"
secret = ["CLERK_WEBHOOK_SECRET"]

[[source]]
name = "directory"
kind = "scim"
secret = ["SCIM_TOKEN"]

[[rule]]
name = "A leaver loses every website"
source = "*"
on = "person.left"

  [[rule.step]]
  name = "user"
  action = "user.getMany"
  with = { websiteId = "{{ env.WEBSITE_ID }}" }
  pick = "reply.users | selectattr('email', 'sameemail', event.subject.email) | first"

  [[rule.step]]
  when = "user"
  each = "user.websites"
  action = "user.disconnectFromWebsite"
  with = { userId = "{{ user.id }}", websiteId = "{{ item.id }}" }
"#;

/// What the journal of version 1 has, by the webhook's id.
const IN_V1: [(&str, &str, i64); 7] = [
    ("msg_done", "done", 2),
    ("msg_ignored", "ignored", 0),
    ("msg_dead", "dead", 1),
    ("msg_waiting", "done", 2),
    ("msg_running", "done", 2),
    ("msg_queued", "done", 1),
    ("msg_stored", "done", 1),
];

#[tokio::test]
async fn journals_of_every_earlier_version_open_and_lose_nothing() -> Result<()> {
    let (sandbox, mut worker) = start("migrations").await?;
    worker
        .restart(|folder| {
            let journals = root().join("tests/journals");
            lay_down(folder, "clerk", &journals.join("v1.sql"))?;
            lay_down(folder, "directory", &journals.join("v2.sql"))?;
            lay_down(folder, "late", &journals.join("v3.sql"))
        })
        .await?;

    // Asked before anything else is: the first question brings a journal up to date.
    let all = list(&worker, "limit=500").await?;
    ensure!(all.len() == 12, "twelve deliveries: {all:#?}");
    worker.until_all_settled().await?;

    let of_clerk = by_event(&worker, "clerk").await?;
    for (id, status, attempts) in IN_V1 {
        let delivery = of_clerk.get(id).with_context(|| id.to_owned())?;
        assert_eq!(delivery["status"], status, "{id}: {delivery:#}");
        assert_eq!(delivery["attempts"], attempts, "{id}: {delivery:#}");
        assert_eq!(delivery["source"], "clerk", "{id}");
    }
    let done = &of_clerk["msg_done"];
    assert_eq!(span(done), 40_000, "{done:#}");
    assert_eq!(done["type"], "user.deleted");
    assert_eq!(done["signal"], "person.left");
    assert_eq!(done["event"]["data"]["data"]["id"], "user_29gone");
    assert_eq!(
        done["subject"],
        json!({ "email": "gone@example.com", "id": "user_29gone", "login": null, "name": null })
    );
    assert_eq!(done["occurredAt"], 1_793_347_200_000_i64);
    assert_eq!(outcomes(done), ["done", "failed", "done"]);
    let dead = &of_clerk["msg_dead"];
    assert_eq!(
        dead["reason"],
        "user.disconnectFromWebsite (step 2): forbidden (status 403)"
    );
    assert_eq!(outcomes(dead), ["done", "refused"]);
    assert!(
        done["receivedAt"].as_i64() < dead["receivedAt"].as_i64(),
        "times are kept"
    );

    // What was recorded as done is not repeated, whatever came of the rest.
    assert_eq!(
        outcomes(&of_clerk["msg_waiting"]),
        ["done", "done", "failed", "done"]
    );
    let made = disconnected(&sandbox);
    let expected = [
        ("user_1", "site_2"),
        ("user_2", "site_1"),
        ("user_2", "site_2"),
        ("user_2", "site_3"),
        ("user_3", "site_1"),
        ("user_3", "site_3"),
        ("user_4", "site_1"),
        ("user_5", "site_1"),
    ];
    assert_eq!(made, expected.map(|(u, w)| (u.to_owned(), w.to_owned())));

    let late = by_event(&worker, "late").await?;
    assert_eq!(
        outcomes(&late["msg_late_waiting"]),
        ["done", "failed", "alreadyGone"]
    );

    subjects_are_found(&worker).await?;
    hours_are_counted(&worker, &of_clerk).await?;
    users_are_there(&worker).await?;
    what_is_known_is_used(&worker, &of_clerk).await?;

    let (before, requests) = (export(&worker).await?, sandbox.requests().len());
    worker.crash_and_restart().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        export(&worker).await?,
        before,
        "a second start changes nothing"
    );
    assert_eq!(sandbox.requests().len(), requests);
    Ok(())
}

/// Under every name that an event had for them.
async fn subjects_are_found(worker: &Worker) -> Result<()> {
    for (subject, expected) in [
        ("gone@example.com", 1),
        ("USER_29GONE", 1),
        ("casey.clerk@example.com", 1),
        ("jane.roe", 1),
        ("ext-jane", 1),
        ("nobody-knows", 0),
    ] {
        let found = list(worker, &format!("subject={subject}")).await?;
        assert_eq!(found.len(), expected, "{subject}: {found:#?}");
    }
    Ok(())
}

/// Those of the past too, in the hours in which they were.
async fn hours_are_counted(worker: &Worker, all: &BTreeMap<String, Value>) -> Result<()> {
    let statistics = async |source: &str| -> Result<_> {
        let hours = format!("/admin/api/statistics?hours=200&source={source}");
        let hours = get(worker, &hours).await?;
        let hours = hours["hours"].as_array().context("hours")?.clone();
        let of = |name: &str| hours.iter().filter_map(|hour| hour[name].as_i64()).sum();
        let sums: [i64; 5] = ["received", "done", "ignored", "dead", "duplicate"].map(of);
        Ok((hours, sums))
    };
    let (hours, sums) = statistics("clerk").await?;
    assert_eq!(sums, [7, 5, 1, 1, 0]);
    // Those of this hour were counted one by one, and are not twice.
    assert_eq!(statistics("late").await?.1, [3, 2, 1, 0, 2]);
    for (id, what, at) in [
        ("msg_done", "received", "receivedAt"),
        ("msg_done", "done", "settledAt"),
        ("msg_dead", "dead", "settledAt"),
    ] {
        let at = all[id][at].as_i64().context("a time")?;
        let hour = hours.iter().find(|hour| hour["start"] == at - at % HOUR);
        let hour = hour.with_context(|| format!("no hour of {id}"))?;
        assert_eq!(hour[what], 1, "{id}: {hour}");
    }
    Ok(())
}

/// Those that a directory had provisioned.
async fn users_are_there(worker: &Worker) -> Result<()> {
    let users = worker.request("GET", "/scim/v2/directory/Users")?;
    let users: Value = users.bearer_auth(SCIM).send().await?.json().await?;
    assert_eq!(users["totalResults"], 2, "{users:#}");
    let jane = &users["Resources"][0];
    assert_eq!(
        (&jane["userName"], &jane["active"]),
        (&json!("jane.roe"), &json!(false))
    );
    Ok(())
}

/// A redelivery is a duplicate, and an id that was learned long ago has its email; one
/// with two emails is not guessed.
async fn what_is_known_is_used(worker: &Worker, all: &BTreeMap<String, Value>) -> Result<()> {
    for id in ["msg_done", "msg_ignored", "msg_dead", "msg_stored"] {
        let (status, answer) = deleted(worker, id, "user_29gone").await?;
        assert_eq!(status, 200, "{id}");
        let known = &answer["deliveries"][0];
        assert_eq!(known["status"], "duplicate", "{id}");
        assert_eq!(known["id"], all[id]["id"], "{id}");
    }
    for (id, user, email) in [
        ("msg_known", "user_29known", json!("known@example.com")),
        ("msg_twice", "user_29twice", Value::Null),
    ] {
        let (status, answer) = deleted(worker, id, user).await?;
        assert_eq!(status, 202, "{id}");
        worker.until_all_settled().await?;
        let delivery = answer["deliveries"][0]["id"].as_str().context("an id")?;
        let delivery = worker.delivery("clerk", delivery).await?;
        assert_eq!(delivery["subject"]["email"], email, "{delivery:#}");
    }
    let known = get(worker, "/admin/api/identities?source=clerk").await?;
    let known = known["identities"].as_array().context("identities")?;
    let conflicting = known.iter().filter(|it| it["conflicting"] == true);
    assert_eq!((known.len(), conflicting.count()), (3, 2), "{known:#?}");
    Ok(())
}

#[tokio::test]
async fn a_journal_of_a_later_version_is_refused_and_not_written_to() -> Result<()> {
    let (_sandbox, mut worker) = start("migrations-later").await?;
    let later = "CREATE TABLE migrations (number INTEGER PRIMARY KEY);
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 98)
            INSERT INTO migrations SELECT i FROM n;
        CREATE TABLE source (name TEXT NOT NULL);
        INSERT INTO source VALUES ('clerk');
        CREATE TABLE deliveries (id TEXT PRIMARY KEY, of_a_later_kind TEXT);";
    worker
        .restart(|folder| {
            let file = folder.join("later.sql");
            fs::write(&file, later)?;
            lay_down(folder, "clerk", &file)
        })
        .await?;

    let (status, _) = deleted(&worker, "msg_new", "user_29new").await?;
    assert_eq!(status, 503, "it is not acknowledged, so it is sent again");
    let health = worker.request("GET", "/health")?.send().await?;
    assert_eq!(health.status(), 503);
    let health: Value = health.json().await?;
    assert_eq!(health["faults"], json!(["a journal does not answer"]));
    let answer = worker.admin("GET", "/admin/api/deliveries")?.send().await?;
    assert_eq!(answer.status(), 503);
    worker
        .until_logged("or earlier, got 99: deploy the later Worker again")
        .await?;

    // Every other source goes on, and once the later Worker is back this one does.
    let users = worker.request("GET", "/scim/v2/directory/Users")?;
    assert_eq!(users.bearer_auth(SCIM).send().await?.status(), 200);
    worker
        .restart(|folder| lay_down(folder, "clerk", &root().join("tests/journals/v1.sql")))
        .await?;
    assert_eq!(list(&worker, "source=clerk").await?.len(), 7);
    Ok(())
}

#[test]
fn there_is_a_journal_of_every_version_before_the_last() -> Result<()> {
    let schema = fs::read_to_string(root().join("worker/src/journal/schema.rs"))?;
    let versions = schema.matches("\n    \"CREATE TABLE ").count();
    let journals = fs::read_dir(root().join("tests/journals"))?.filter_map(Result::ok);
    let mut names: Vec<_> = journals
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "sql"))
        .collect();
    names.sort();
    let expected: Vec<_> = (1..versions)
        .map(|version| format!("v{version}.sql"))
        .collect();
    assert_eq!(names, expected, "{versions} versions");
    Ok(())
}

/// A Worker whose journals are there, with nothing in them.
async fn start(name: &'static str) -> Result<(Sandbox, Worker)> {
    let sandbox = Sandbox::start(Options::default()).await?;
    let worker = Worker::start(&Setup {
        name,
        hooks: HOOKS.to_owned(),
        variables: vec![
            ("WIBICLICK_BASE_URL", sandbox.url()),
            ("WIBICLICK_API_KEY", Options::default().api_key),
            ("CLERK_WEBHOOK_SECRET", CLERK.to_owned()),
            ("SCIM_TOKEN", SCIM.to_owned()),
        ],
        ..Setup::default()
    })
    .await?;
    // Health has asked each of them already.
    let health = worker.request("GET", "/health")?.send().await?;
    ensure!(health.status() == 200, "{}", health.text().await?);
    Ok((sandbox, worker))
}

fn lay_down(folder: &Path, name: &str, sql: &Path) -> Result<()> {
    let laid = Command::new(root().join("node_modules/.bin/node"))
        .arg("--no-warnings")
        .arg(root().join("tests/journals/lay_down.mjs"))
        .arg(folder.join(".wrangler/state/v3/do/wibiclick-Journal"))
        .arg(name)
        .arg(sql)
        .status()?;
    ensure!(laid.success(), "{} cannot be laid down", sql.display());
    Ok(())
}

async fn deleted(worker: &Worker, id: &str, user: &str) -> Result<(u16, Value)> {
    let event = json!({
        "type": "user.deleted",
        "object": "event",
        "data": { "deleted": true, "id": user, "object": "user" },
    });
    let body = serde_json::to_vec(&event)?;
    worker.send("clerk", "clerk", Some(id), &body, CLERK).await
}

async fn get(worker: &Worker, path: &str) -> Result<Value> {
    let answer = worker.admin("GET", path)?.send().await?;
    answer.error_for_status()?.json().await
}

async fn list(worker: &Worker, query: &str) -> Result<Vec<Value>> {
    let page = get(worker, &format!("/admin/api/deliveries?{query}")).await?;
    page["deliveries"].as_array().cloned().context("deliveries")
}

/// Every delivery of a source, whole, by its event's id.
async fn by_event(worker: &Worker, source: &str) -> Result<BTreeMap<String, Value>> {
    let mut all = BTreeMap::new();
    for delivery in list(worker, &format!("source={source}")).await? {
        let id = delivery["id"].as_str().context("an id")?;
        let delivery = worker.delivery(source, id).await?;
        let event = delivery["event"]["id"].as_str().context("an event's id")?;
        all.insert(event.to_owned(), delivery);
    }
    Ok(all)
}

async fn export(worker: &Worker) -> Result<String> {
    let answer = worker.admin("GET", "/admin/api/export?limit=500")?;
    let answer = answer.send().await?.error_for_status()?;
    ensure!(answer.header("link").is_empty(), "it is one page");
    answer.text().await
}

fn span(delivery: &Value) -> i64 {
    let at = |name: &str| delivery[name].as_i64().unwrap_or_default();
    at("settledAt") - at("receivedAt")
}

fn outcomes(delivery: &Value) -> Vec<&str> {
    let calls = delivery["calls"].as_array().expect("calls");
    calls
        .iter()
        .map(|call| call["outcome"].as_str().unwrap_or_default())
        .collect()
}

/// Who was disconnected from which website, in the order of names.
fn disconnected(sandbox: &Sandbox) -> Vec<(String, String)> {
    let requests = sandbox.requests();
    let calls = requests.iter().filter(|it| it.path == DISCONNECT);
    let part = |body: &Value, name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let mut made: Vec<_> = calls
        .map(|it| (part(&it.body, "userId"), part(&it.body, "websiteId")))
        .collect();
    made.sort();
    made
}
