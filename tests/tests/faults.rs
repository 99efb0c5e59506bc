//! What may break, and what then happens: a test per row of the table in
//! docs/reliability.md. Nothing is lost, nothing is done twice, and a person sees
//! what it was. What was done, the sandbox's log says.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context as _, Result, ensure};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    sync::{Mutex, OnceCell},
    time::{Instant, sleep},
};
use wibiclick_hooks::Timestamp;
use wibiclick_sandbox::{Effect, Fault, LoggedRequest};
use wibiclick_tests::{FAULTY, Setup, Webhook, alone, calls, id, now, payload, unique};

const OKTA: &str = "test-okta-token-0123456789-0123456789";
const STANDARD: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const STANDARD_NEXT: &str = "whsec_dGVzdC1zdGFuZGFyZC1uZXh0LTAxMjM0NTY3ODk=";
const DISCONNECT: &str = "/disconnect-user-from-website";
const CONNECT: &str = "/connect-user-to-website";

/// By what the Worker's requests to a journal are known.
const CLAIM: &str = "Claim";
const BEGIN: &str = "Begin";
/// The one with the outcome of a call that is not the last.
const RECORD: &str = "Record";
const FINISH: &str = "Finish";

/// An attempt that was broken off holds its lease for two minutes from its last
/// word. A clock that stood back so many milliseconds lets it end soon.
const ALMOST_A_LEASE: i64 = -117_000;

/// The next attempt is made when the Worker has been restarted, and not during that.
const BUSY_FOR_A_RESTART: Effect = Effect::RetryAfter {
    status: 503,
    seconds: 6,
};

// ---- the Worker's own parts ----

#[test]
fn a_crash_between_claim_and_enqueue_loses_nothing() -> Result<()> {
    on_stage(async |stage| {
        stage
            .inside(json!({ "queue": { "refuse": 1_000 } }))
            .await?;
        let id = stage.left(JOHN).await?;
        let stored = stage.worker.delivery("standard", &id).await?;
        assert_eq!(stored["status"], "stored");
        assert_eq!(stored["attempts"], 0);

        stage.crash_and_restart().await?;

        let delivery = stage.worker.until("standard", &id, "done").await?;
        assert_eq!(delivery["attempts"], 1);
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn a_crash_between_call_and_outcome_repeats_that_call_alone() -> Result<()> {
    on_stage(async |stage| {
        stage.inside(json!({ "clockMs": ALMOST_A_LEASE })).await?;
        stage.api(1, Effect::Delay(20_000));
        let id = stage.left(JOHN).await?;
        until(async || Ok(stage.done(JOHN)? == 1)).await?;
        let running = stage.worker.delivery("standard", &id).await?;
        assert_eq!(endings(&running), [&Value::Null]);

        stage.crash_and_restart().await?;

        let delivery = stage.worker.until("standard", &id, "done").await?;
        assert_eq!(delivery["attempts"], 2);
        assert_eq!(
            calls(&delivery),
            [
                ("user.getMany", "done"),
                ("user.disconnectFromWebsite", "alreadyGone"),
            ],
            "the call whose outcome was lost is seen once, as what it came to"
        );
        assert_eq!(endings(&delivery), [&Value::Null, &json!("done")]);
        stage.is_done_once(JOHN, 2)
    })
}

#[test]
fn a_crash_in_a_batch_loses_none_of_it_and_repeats_none_of_it() -> Result<()> {
    on_stage(async |stage| {
        let people = stage.hire(20).await?;
        stage.inside(json!({ "clockMs": ALMOST_A_LEASE })).await?;
        stage.api(20, Effect::Delay(400));
        let sent = people.iter().map(|person| stage.left(person));
        let ids = try_join_all(sent).await?;
        until(async || Ok(stage.requests_to(DISCONNECT) >= 5)).await?;

        stage.crash_and_restart().await?;

        for id in &ids {
            stage.worker.until("standard", id, "done").await?;
        }
        for person in &people {
            assert_eq!(stage.done(person)?, 1, "{person}");
        }
        Ok(())
    })
}

#[test]
fn a_message_that_the_queue_delivers_twice_is_carried_out_once() -> Result<()> {
    on_stage(async |stage| {
        stage.inside(json!({ "queue": { "repeat": 1 } })).await?;
        let id = stage.left(JOHN).await?;
        let delivery = stage.worker.until("standard", &id, "done").await?;
        assert_eq!(delivery["attempts"], 1);
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn what_the_queue_refuses_is_queued_by_the_sweep() -> Result<()> {
    on_stage(async |stage| {
        stage.inside(json!({ "queue": { "refuse": 1 } })).await?;
        let id = stage.left(JOHN).await?;
        let stored = stage.worker.delivery("standard", &id).await?;
        assert_eq!(stored["status"], "stored");
        stage.worker.until("standard", &id, "done").await?;
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn what_the_journal_refuses_is_not_acknowledged() -> Result<()> {
    on_stage(async |stage| {
        let event = leaving(JOHN);
        stage.journal("refuse", CLAIM).await?;
        let (status, _) = stage.standard("refused", &event, STANDARD).await?;
        assert_eq!(status, 503, "the sender is to send it again");
        assert_eq!(stage.requests_to(DISCONNECT), 0);

        let (status, body) = stage.standard("refused", &event, STANDARD).await?;
        assert_eq!(status, 202);
        stage.worker.until("standard", id(&body), "done").await?;
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn what_the_journal_stored_without_saying_so_is_carried_out_once() -> Result<()> {
    on_stage(async |stage| {
        let event = leaving(JOHN);
        stage.journal("lose", CLAIM).await?;
        let (status, _) = stage.standard("stored", &event, STANDARD).await?;
        assert_eq!(status, 503, "the sender is to send it again");

        let (status, body) = stage.standard("stored", &event, STANDARD).await?;
        assert_eq!(status, 200, "it is there already");
        stage.worker.until("standard", id(&body), "done").await?;
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn an_attempt_that_the_journal_does_not_let_begin_is_made_later() -> Result<()> {
    on_stage(async |stage| {
        stage.journal("refuse", BEGIN).await?;
        let id = stage.left(JOHN).await?;
        let delivery = stage.worker.until("standard", &id, "done").await?;
        assert_eq!(delivery["attempts"], 1);
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn a_call_that_the_journal_did_not_record_is_made_again_and_one_that_it_did_is_not() -> Result<()> {
    on_stage(async |stage| {
        // The last call goes to the journal with the end of the attempt.
        for (fault, to, attempts, made, outcome) in [
            ("refuse", RECORD, 2, 1, "done"),
            ("lose", RECORD, 2, 1, "done"),
            ("refuse", FINISH, 2, 2, "alreadyGone"),
            ("lose", FINISH, 1, 1, "done"),
        ] {
            stage.sandbox.reset();
            stage
                .inside(json!({ "clockMs": ALMOST_A_LEASE, "journal": { fault: 1, "to": to } }))
                .await?;
            let id = stage.left(JOHN).await?;
            until(async || Ok(stage.worker.faults().await?["journal"][fault] == 0)).await?;
            stage.inside(json!({})).await?;

            let delivery = stage.worker.until("standard", &id, "done").await?;
            assert_eq!(delivery["attempts"], attempts, "{fault} {to}");
            let last = ("user.disconnectFromWebsite", outcome);
            assert_eq!(calls(&delivery).last(), Some(&last), "{fault} {to}");
            stage.is_done_once(JOHN, made)?;
        }
        Ok(())
    })
}

#[test]
fn what_was_picked_is_all_that_is_kept_and_another_pick_asks_again() -> Result<()> {
    on_stage(async |stage| {
        let read = |delivery: &Value| -> Vec<Value> {
            let calls = delivery["calls"].as_array().cloned().unwrap_or_default();
            let reads = calls
                .into_iter()
                .filter(|it| it["action"] == "user.getMany");
            reads.map(|call| call["kept"]["email"].clone()).collect()
        };
        stage.api(1, BUSY_FOR_A_RESTART);
        let same = stage.left(JOHN).await?;
        let waiting = stage.worker.until("standard", &same, "waiting").await?;
        assert_eq!(read(&waiting), [JOHN]);
        let done = stage.worker.until("standard", &same, "done").await?;
        assert_eq!(read(&done), [JOHN], "it is not asked for again");

        stage.sandbox.reset();
        stage.api(1, BUSY_FOR_A_RESTART);
        let changed = stage.left(JOHN).await?;
        stage.worker.until("standard", &changed, "waiting").await?;
        let mut setup = stage.setup.clone();
        setup.hooks = setup.hooks.replace("| first", "| list | first");
        assert_ne!(setup.hooks, stage.setup.hooks);
        stage.restart_with(&setup).await?;
        let done = stage.worker.until("standard", &changed, "done").await?;
        assert_eq!(read(&done), [JOHN, JOHN]);
        let setup = stage.setup.clone();
        stage.restart_with(&setup).await
    })
}

#[test]
fn what_is_too_long_to_be_kept_is_never_taken_for_nothing() -> Result<()> {
    on_stage(async |stage| {
        stage.hire_called(&"x".repeat(100_000), 12).await?;
        // Of a long reply, what is picked may be short.
        let id = stage.left(JOHN).await?;
        stage.worker.until("standard", &id, "done").await?;

        let mut setup = stage.setup.clone();
        let pick = "reply.users | selectattr('email', 'sameemail', event.subject.email) | first";
        let disconnect = "action = \"user.disconnectFromWebsite\"";
        let if_there = format!("when = \"user\"\n  {disconnect}");
        setup.hooks = setup.hooks.replace(pick, "reply.users");
        setup.hooks = setup.hooks.replace(disconnect, &if_there);
        stage.restart_with(&setup).await?;
        let id = stage.left(JANE).await?;
        let dead = stage.worker.until("standard", &id, "dead").await?;
        let said = dead["reason"].as_str().unwrap_or_default();
        ensure!(said.contains("has over 1000000 bytes"), "{said}");

        stage.worker.replay("standard", &id).await?;
        until(async || Ok(stage.worker.delivery("standard", &id).await?["attempts"] == 2)).await?;
        stage.worker.until("standard", &id, "dead").await?;
        let setup = stage.setup.clone();
        stage.restart_with(&setup).await
    })
}

// ---- the API ----

#[test]
fn an_api_that_is_too_busy_is_asked_again() -> Result<()> {
    on_stage(async |stage| {
        // Longer than it would wait by itself.
        let busy = Effect::RetryAfter {
            status: 429,
            seconds: 3,
        };
        let waiting = stage.passes(busy, "status 429", "done").await?;
        let [received, until] = ["receivedAt", "until"].map(|it| waiting[it].as_i64());
        assert!(until >= received.map(|it| it + 3_000), "{waiting:#}");
        Ok(())
    })
}

#[test]
fn an_api_that_is_broken_is_asked_again() -> Result<()> {
    passes(Effect::Status(500), "status 500", "done")
}

#[test]
fn an_api_that_answers_too_late_is_asked_again_and_has_done_it_already() -> Result<()> {
    passes(
        Effect::Delay(3_000),
        "did not answer in time",
        "alreadyGone",
    )
}

#[test]
fn an_api_that_hangs_is_asked_again() -> Result<()> {
    passes(Effect::Hang, "did not answer in time", "done")
}

#[test]
fn a_connection_that_breaks_before_the_call_is_done_is_made_again() -> Result<()> {
    passes(Effect::Drop, "was not reached", "done")
}

#[test]
fn a_connection_that_breaks_after_the_call_is_done_is_made_again_for_nothing() -> Result<()> {
    passes(Effect::DoneThenDrop, "was not reached", "alreadyGone")
}

#[test]
fn garbage_from_the_api_is_no_success() -> Result<()> {
    ends(Effect::Garbage, "a page for people")
}

#[test]
fn a_redirect_of_the_api_is_not_followed() -> Result<()> {
    on_stage(async |stage| {
        stage.ends(Effect::Redirect, "redirect").await?;
        assert_eq!(stage.requests_to("/redirected"), 0);
        Ok(())
    })
}

#[test]
fn a_reply_without_end_is_given_up() -> Result<()> {
    ends(Effect::Huge(u64::MAX), "10485760 bytes")
}

/// What the API does once, it does not do the second time: the delivery waits, with
/// the reason, and is done.
fn passes(effect: Effect, reason: &str, outcome: &str) -> Result<()> {
    on_stage(async |stage| stage.passes(effect, reason, outcome).await.map(drop))
}

/// What would be no other the second time ends the delivery: it is on the shelf with
/// the reason, until a person has it tried again.
fn ends(effect: Effect, reason: &str) -> Result<()> {
    on_stage(async |stage| stage.ends(effect, reason).await)
}

// ---- the deployment ----

#[test]
fn a_senders_clock_may_be_off_by_minutes_and_by_no_more() -> Result<()> {
    on_stage(async |stage| {
        let event = leaving(JOHN);
        let webhook = |id| Webhook {
            source: "standard",
            kind: "standard-webhooks",
            id: Some(id),
            body: &event,
            secret: STANDARD,
            headers: &[("content-type", "application/json")],
        };
        for (id, minutes, status) in [
            ("skew-1", -10, 401),
            ("skew-1", 10, 401),
            ("skew-1", -4, 202),
            ("skew-2", 4, 202),
        ] {
            let webhook = webhook(id);
            let answer = stage.worker.post_at(&webhook, off_by(minutes)?).await?;
            assert_eq!(answer.status(), status, "{minutes} minutes");
        }
        let log = std::fs::read_to_string(stage.worker.log())?;
        ensure!(log.contains("refused"), "a person sees it in the log");
        stage.worker.until_all_settled().await?;
        stage.is_done_once(JOHN, 2)
    })
}

#[test]
fn while_the_workers_clock_is_wrong_nothing_is_taken_and_then_everything() -> Result<()> {
    on_stage(async |stage| {
        let event = leaving(JOHN);
        for minutes in [-10, 10] {
            stage.inside(json!({ "clockMs": minutes * 60_000 })).await?;
            assert_eq!(stage.standard("clock", &event, STANDARD).await?.0, 401);
        }
        // What it has, it goes on with, whatever time it is then.
        stage.api(1, Effect::Status(503));
        stage.inside(json!({})).await?;
        let (status, body) = stage.standard("clock", &event, STANDARD).await?;
        assert_eq!(status, 202);
        stage.worker.until("standard", id(&body), "waiting").await?;
        stage.inside(json!({ "clockMs": -3_600_000 })).await?;
        stage.worker.until("standard", id(&body), "done").await?;
        stage.is_done_once(JOHN, 2)
    })
}

#[test]
fn a_broken_hooks_toml_takes_nothing_and_forgets_nothing() -> Result<()> {
    on_stage(async |stage| {
        stage.api(1, BUSY_FOR_A_RESTART);
        let before = stage.left(JOHN).await?;
        stage.worker.until("standard", &before, "waiting").await?;

        let mut broken = stage.setup.clone();
        broken.hooks = broken.hooks.replace("[[rule]]", "[[rul]]");
        stage.restart_with(&broken).await?;
        let event = leaving(JANE);
        assert_eq!(stage.standard("broken", &event, STANDARD).await?.0, 503);
        let health = stage.worker.request("GET", "/health")?.send().await?;
        assert_eq!(health.status(), 503);
        let health: Value = health.json().await?;
        ensure!(
            health["faults"].to_string().contains("hooks.toml"),
            "{health}"
        );

        let mended = stage.setup.clone();
        stage.restart_with(&mended).await?;
        let (status, body) = stage.standard("broken", &event, STANDARD).await?;
        assert_eq!(status, 202, "it was not taken the first time");
        stage.worker.until("standard", id(&body), "done").await?;
        stage.worker.until("standard", &before, "done").await?;
        stage.is_done_once(JANE, 1)?;
        stage.is_done_once(JOHN, 2)
    })
}

#[test]
fn a_secret_is_rotated_without_losing_what_is_under_way() -> Result<()> {
    on_stage(async |stage| {
        let with = |stage: &Stage, secrets: &[(&'static str, &str)]| {
            let mut setup = stage.setup.clone();
            let is_secret = |name: &str| name.starts_with("STANDARD_");
            setup.variables.retain(|(name, _)| !is_secret(name));
            let secrets = secrets
                .iter()
                .map(|&(name, value)| (name, value.to_owned()));
            setup.variables.extend(secrets);
            setup
        };
        let (old, new) = (
            ("STANDARD_WEBHOOK_SECRET", STANDARD),
            ("STANDARD_WEBHOOK_SECRET_NEXT", STANDARD_NEXT),
        );
        let both = with(stage, &[old, new]);
        stage.restart_with(&both).await?;
        let first = leaving(JOHN);
        let (status, by_new) = stage.standard("by-new", &first, STANDARD_NEXT).await?;
        assert_eq!(status, 202);
        stage.worker.until("standard", id(&by_new), "done").await?;
        stage.api(1, BUSY_FOR_A_RESTART);
        let event = leaving(JANE);
        let (status, by_old) = stage.standard("by-old", &event, STANDARD).await?;
        assert_eq!(status, 202);
        stage
            .worker
            .until("standard", id(&by_old), "waiting")
            .await?;

        let new_alone = with(stage, &[new]);
        stage.restart_with(&new_alone).await?;
        let late = leaving(CASEY);
        assert_eq!(stage.standard("late", &late, STANDARD).await?.0, 401);
        let again = stage.standard("by-old", &event, STANDARD_NEXT);
        assert_eq!(again.await?.0, 200, "it is known by its id, not its secret");
        stage.worker.until("standard", id(&by_old), "done").await?;
        stage.is_done_once(JOHN, 1)?;
        stage.is_done_once(JANE, 2)
    })
}

// ---- the sender ----

#[test]
fn a_thousand_copies_at_once_are_carried_out_once() -> Result<()> {
    on_stage(async |stage| {
        let event = leaving(JOHN);
        let copies = (0..1_000).map(|_| stage.standard("copies", &event, STANDARD));
        let answers = try_join_all(copies).await?;
        let with = |status| answers.iter().filter(|(it, _)| *it == status).count();
        assert_eq!((with(202), with(200)), (1, 999));
        let delivery = stage
            .worker
            .until("standard", id(&answers[0].1), "done")
            .await?;
        assert_eq!(delivery["attempts"], 1);
        stage.is_done_once(JOHN, 1)
    })
}

#[test]
fn one_poisoned_event_in_a_batch_of_a_hundred_dies_alone() -> Result<()> {
    on_stage(async |stage| {
        let people = stage.hire(99).await?;
        let real = payload("okta/user.lifecycle.deactivate.json")?;
        let mut batch: Value = serde_json::from_slice(&real)?;
        let one = batch["data"]["events"][0].clone();
        // Nobody is of this name, so the rule has nobody to disconnect.
        let poison = "nobody@example.com".to_owned();
        let mut emails = people.clone();
        emails.insert(50, poison);
        let events = emails.iter().map(|email| {
            let mut event: Value =
                serde_json::from_str(&one.to_string().replace("john.doe@example.com", email))?;
            event["uuid"] = json!(unique());
            event["published"] = json!(now()?.to_string());
            anyhow::Ok(event)
        });
        batch["data"]["events"] = Value::Array(events.collect::<Result<_>>()?);

        let body = serde_json::to_vec(&batch)?;
        let (status, answer) = stage.worker.send("okta", "okta", None, &body, OKTA).await?;
        assert_eq!(status, 202);
        let deliveries = answer["deliveries"].as_array().cloned().unwrap_or_default();
        assert_eq!(deliveries.len(), 100);
        for (place, delivery) in deliveries.iter().enumerate() {
            let id = delivery["id"].as_str().unwrap_or_default();
            let expected = if place == 50 { "dead" } else { "done" };
            let delivery = stage.worker.until("okta", id, expected).await?;
            if place == 50 {
                let reason = delivery["reason"].as_str().unwrap_or_default();
                ensure!(reason.contains("user"), "the reason is {reason:?}");
            }
        }
        for person in &people {
            stage.is_done_once(person, 1)?;
        }
        Ok(())
    })
}

#[test]
fn a_late_leave_does_not_undo_a_later_return() -> Result<()> {
    on_stage(async |stage| {
        // Nothing else ever happened to this one.
        let person = &stage.hire(1).await?.remove(0);
        let left = event("person.left", person, off_by(-2)?);
        let returned = event("person.returned", person, off_by(-1)?);
        let (_, body) = stage.standard("returned", &returned, STANDARD).await?;
        stage.worker.until("standard", id(&body), "done").await?;

        let (_, body) = stage.standard("left", &left, STANDARD).await?;
        let delivery = stage.worker.until("standard", id(&body), "ignored").await?;
        ensure!(
            delivery["reason"].is_string(),
            "a person sees why: {delivery:#}"
        );
        assert_eq!(stage.requests_to(DISCONNECT), 0);
        Ok(())
    })
}

#[test]
fn a_leave_and_a_return_that_wait_together_are_carried_out_in_their_order() -> Result<()> {
    on_stage(async |stage| {
        let person = &stage.hire(1).await?.remove(0);
        // The search for the user fails once: whichever is first waits.
        stage.sandbox.fault(Fault {
            path: "/users".to_owned(),
            times: 1,
            effect: Effect::Status(503),
            contains: None,
        });
        let left = event("person.left", person, off_by(-2)?);
        let returned = event("person.returned", person, off_by(-1)?);
        let (_, first) = stage.standard("waiting-left", &left, STANDARD).await?;
        let (_, second) = stage
            .standard("waiting-returned", &returned, STANDARD)
            .await?;
        stage.worker.until("standard", id(&first), "done").await?;
        stage.worker.until("standard", id(&second), "done").await?;
        let user = stage.user(person)?;
        let of_user = stage.sandbox.look_at_requests(|log| {
            let writes = log.iter().filter(|it| it.body["userId"] == user);
            writes.map(|it| it.path.clone()).collect::<Vec<_>>()
        });
        assert_eq!(
            of_user,
            [CONNECT, DISCONNECT, CONNECT],
            "hired, left, returned"
        );
        Ok(())
    })
}

// ---- the stage ----

const JOHN: &str = "john.doe@example.com";
const JANE: &str = "jane.roe@example.com";
const CASEY: &str = "casey.clerk@example.com";

struct Stage {
    stage: wibiclick_tests::Stage,
    /// Whether the Worker is set to something else than `setup`.
    is_changed: bool,
}

impl std::ops::Deref for Stage {
    type Target = wibiclick_tests::Stage;

    fn deref(&self) -> &Self::Target {
        &self.stage
    }
}

impl Stage {
    async fn start() -> Result<Mutex<Self>> {
        let setup = Setup {
            name: "faults",
            hooks: include_str!("../hooks-faults.toml").to_owned(),
            variables: vec![
                ("OKTA_HOOK_TOKEN", OKTA.to_owned()),
                ("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned()),
                ("SWEEP_AFTER_SECONDS", "2".to_owned()),
            ],
            entry: Some(FAULTY),
            ..Setup::default()
        };
        Ok(Mutex::new(Self {
            stage: wibiclick_tests::Stage::start_with(setup).await?,
            is_changed: false,
        }))
    }

    async fn crash_and_restart(&mut self) -> Result<()> {
        self.stage.worker.crash_and_restart().await
    }

    async fn restart_with(&mut self, setup: &Setup) -> Result<()> {
        self.is_changed = true;
        self.stage.worker.restart_with(setup).await
    }

    /// As it was at first.
    async fn clear(&mut self) -> Result<()> {
        if self.is_changed {
            let setup = self.setup.clone();
            self.stage.worker.restart_with(&setup).await?;
            self.is_changed = false;
        }
        self.inside(json!({})).await?;
        self.stage.clear().await
    }

    /// Misbehaviour of the API on the next disconnects.
    fn api(&self, times: u32, effect: Effect) {
        self.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times,
            effect,
            contains: None,
        });
    }

    async fn standard(&self, id: &str, body: &[u8], secret: &str) -> Result<(u16, Value)> {
        // The stage is older than the test: an id is of one test in one run.
        let id = format!("{id}-{}", std::process::id());
        self.worker
            .send("standard", "standard-webhooks", Some(&id), body, secret)
            .await
    }

    /// Tells that somebody has left; the delivery's id.
    async fn left(&self, email: &str) -> Result<String> {
        let (status, body) = self.standard(&unique(), &leaving(email), STANDARD).await?;
        ensure!(status == 202, "expected 202, {status} came: {body}");
        Ok(id(&body).to_owned())
    }

    /// See [`passes`]; the delivery as it waits.
    async fn passes(&self, effect: Effect, reason: &str, outcome: &str) -> Result<Value> {
        self.inside(json!({ "timeoutMs": 500 })).await?;
        self.api(1, effect);
        let id = self.left(JOHN).await?;
        let waiting = self.worker.until("standard", &id, "waiting").await?;
        let said = waiting["reason"].as_str().unwrap_or_default();
        ensure!(said.contains(reason), "the reason is {said:?}");

        let delivery = self.worker.until("standard", &id, "done").await?;
        assert_eq!(delivery["attempts"], 2);
        assert_eq!(
            calls(&delivery),
            [
                ("user.getMany", "done"),
                ("user.disconnectFromWebsite", "failed"),
                ("user.disconnectFromWebsite", outcome),
            ]
        );
        self.is_done_once(JOHN, 2)?;
        Ok(waiting)
    }

    /// See [`ends`].
    async fn ends(&self, effect: Effect, reason: &str) -> Result<()> {
        self.api(1, effect);
        let id = self.left(JOHN).await?;
        let delivery = self.worker.until("standard", &id, "dead").await?;
        let said = delivery["reason"].as_str().unwrap_or_default();
        ensure!(said.contains(reason), "the reason is {said:?}");
        assert_eq!(
            calls(&delivery),
            [
                ("user.getMany", "done"),
                ("user.disconnectFromWebsite", "refused"),
            ]
        );
        assert_eq!(self.requests_to(DISCONNECT), 1);
        assert_eq!(self.done(JOHN)?, 0);

        self.worker.replay("standard", &id).await?;
        self.worker.until("standard", &id, "done").await?;
        self.is_done_once(JOHN, 2)
    }

    /// New users on the website; their emails.
    async fn hire(&self, count: usize) -> Result<Vec<String>> {
        self.hire_called("Hand", count).await
    }

    async fn hire_called(&self, name: &str, count: usize) -> Result<Vec<String>> {
        let client = reqwest::Client::new();
        let post = async |path: &str, body: Value| {
            let request = client.post(format!("{}{path}", self.sandbox.url()));
            let request = request.bearer_auth(wibiclick_tests::Stage::API_KEY);
            let answer = request.json(&body).send().await?.error_for_status()?;
            anyhow::Ok(answer.json::<Value>().await?)
        };
        let mut emails = Vec::new();
        for _ in 0..count {
            let email = format!("hired-{}@example.com", unique());
            let user = json!({
                "firstName": "Hired", "lastName": name, "email": email,
                "password": "a-password-of-a-hand", "passwordConfirm": "a-password-of-a-hand",
            });
            let user = post("/register", user).await?;
            let seat = json!({ "userId": user["id"], "websiteId": "site_1" });
            post(CONNECT, seat).await?;
            emails.push(email);
        }
        Ok(emails)
    }

    /// How often somebody's disconnect was carried out.
    fn done(&self, email: &str) -> Result<usize> {
        let user = self.user(email)?;
        let done = self.disconnects(&user).into_iter().filter(|done| *done);
        Ok(done.count())
    }

    /// Of each request to disconnect a user, whether it was carried out.
    fn disconnects(&self, user: &Value) -> Vec<bool> {
        self.sandbox.look_at_requests(|log| {
            let of_user = |it: &&LoggedRequest| it.path == DISCONNECT && it.body["userId"] == *user;
            log.iter().filter(of_user).map(|it| it.done).collect()
        })
    }

    /// The id of the user with this email.
    fn user(&self, email: &str) -> Result<Value> {
        let state = self.sandbox.state();
        let users = state["users"].as_array().context("users")?;
        let user = users.iter().find(|user| user["email"] == email);
        Ok(user.context("nobody has this email")?["id"].clone())
    }

    /// Failures inside the Worker's environment, in place of those that were.
    async fn inside(&self, faults: Value) -> Result<()> {
        self.worker.set_faults(&faults).await
    }

    /// A failure of the next request to a journal that contains this text.
    async fn journal(&self, fault: &str, to: &str) -> Result<()> {
        let fault = json!({ fault: 1, "to": to });
        self.inside(json!({ "journal": fault })).await
    }

    /// Nothing is lost and nothing is done twice, however often it was asked for.
    fn is_done_once(&self, email: &str, asked: usize) -> Result<()> {
        let user = self.user(email)?;
        assert_eq!(self.done(email)?, 1, "{email} is disconnected once");
        assert_eq!(self.disconnects(&user).len(), asked, "{email} is asked for");
        Ok(())
    }
}

/// Plays one test on the one stage of this file, alone, on fresh data.
fn on_stage(test: impl AsyncFnOnce(&mut Stage) -> Result<()>) -> Result<()> {
    static STAGE: OnceCell<Mutex<Stage>> = OnceCell::const_new();
    alone(async {
        let mut stage = STAGE.get_or_try_init(Stage::start).await?.lock().await;
        stage.clear().await?;
        test(&mut stage).await
    })
}

/// How the attempts at a delivery ended; null, where one did not.
fn endings(delivery: &Value) -> Vec<&Value> {
    let history = delivery["history"].as_array().expect("a history");
    history.iter().map(|attempt| &attempt["ending"]).collect()
}

/// Waits for something to come true.
async fn until(is_so: impl AsyncFn() -> Result<bool>) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(30);
    while !is_so().await? {
        ensure!(Instant::now() < patience, "it did not come true");
        sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// So many minutes from now.
fn off_by(minutes: i64) -> Result<Timestamp> {
    let millis = now()?.unix_millis() + minutes * 60_000;
    Timestamp::from_unix_millis(millis).context("a time")
}

fn event(what: &str, email: &str, time: Timestamp) -> Vec<u8> {
    let time = time.to_string();
    let event = json!({ "type": what, "timestamp": time, "data": { "email": email } });
    event.to_string().into_bytes()
}

/// Somebody leaves, now.
fn leaving(email: &str) -> Vec<u8> {
    event("person.left", email, now().expect("the clock"))
}
