//! A delivery's whole life, in workerd: its order among others, waiting for a date, for
//! its turn and for somebody, what people do to it, and what they see.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{sync::OnceCell, time::sleep};
use wibiclick_hooks::Timestamp;
use wibiclick_sandbox::{Effect, Fault};
use wibiclick_tests::{Webhook, alone, unique};

const SECRET: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const DISCONNECT: &str = "/disconnect-user-from-website";
/// What is asked when somebody is back.
const LOOK_FOR: &str = "/api/customers/search";

// ---- order ----

#[test]
fn events_about_one_person_go_one_after_the_other() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        stage.fail_once(DISCONNECT, &person);
        let left = stage
            .send("people", &person.event("person.left", 0))
            .await?;
        stage
            .until("people", &left, "waiting", Some("retry"))
            .await?;
        let returned = stage
            .send("people", &person.event("person.returned", 60))
            .await?;
        stage
            .until("people", &returned, "waiting", Some("turn"))
            .await?;
        stage.worker.until("people", &left, "done").await?;
        stage.worker.until("people", &returned, "done").await?;
        assert_eq!(stage.calls_for(&person), [DISCONNECT, DISCONNECT, LOOK_FOR]);
        Ok(())
    })
}

#[test]
fn of_those_that_wait_the_one_that_happened_first_goes_first() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        stage.fail_once_with(
            DISCONNECT,
            &person,
            // Long enough for what comes meanwhile.
            Effect::RetryAfter {
                status: 503,
                seconds: 8,
            },
        );
        let send = async |event: Value, wait| {
            let id = stage.send("people", &event).await?;
            stage.until("people", &id, "waiting", Some(wait)).await?;
            anyhow::Ok(id)
        };
        let left = send(person.event("person.left", 0), "retry").await?;
        let returned = send(person.event("person.returned", 60), "turn").await?;
        let left_before = send(person.event("person.left", 30), "turn").await?;
        for id in [&left, &returned, &left_before] {
            stage.worker.until("people", id, "done").await?;
        }
        assert_eq!(
            stage.calls_for(&person),
            [DISCONNECT, DISCONNECT, DISCONNECT, LOOK_FOR]
        );
        Ok(())
    })
}

#[test]
fn a_late_departure_does_not_undo_a_later_return() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let returned = stage
            .send("people", &person.event("person.returned", 60))
            .await?;
        stage.worker.until("people", &returned, "done").await?;
        let left = stage
            .send("people", &person.event("person.left", 0))
            .await?;
        let left = stage.worker.until("people", &left, "ignored").await?;
        let reason = left["reason"].as_str().context("a reason")?;
        assert!(reason.contains("overtaken by person.returned"), "{reason}");
        assert!(reason.contains(&returned), "{reason}");
        assert_eq!(stage.calls_for(&person), [LOOK_FOR]);
        Ok(())
    })
}

#[test]
fn a_late_return_does_not_undo_a_later_departure() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let left = stage
            .send("people", &person.event("person.left", 60))
            .await?;
        stage.worker.until("people", &left, "done").await?;
        let returned = stage
            .send("people", &person.event("person.returned", 0))
            .await?;
        stage.worker.until("people", &returned, "ignored").await?;
        assert_eq!(stage.calls_for(&person), [DISCONNECT]);
        Ok(())
    })
}

#[test]
fn others_do_not_wait_for_somebody_elses_trouble() -> Result<()> {
    on_stage(async |stage| {
        let (one, other) = (Person::new(), Person::new());
        stage.fail_once(DISCONNECT, &one);
        let first = stage.send("people", &one.event("person.left", 0)).await?;
        stage
            .until("people", &first, "waiting", Some("retry"))
            .await?;
        let second = stage.send("people", &other.event("person.left", 0)).await?;
        stage.worker.until("people", &second, "done").await?;
        let first = stage.show("people", &first).await?;
        assert_eq!(first["status"], "waiting");
        Ok(())
    })
}

#[test]
fn people_are_the_same_by_id_or_by_email() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let mut by_email = person.event("person.returned", 60);
        by_email["data"]["id"] = Value::Null;
        let returned = stage.send("people", &by_email).await?;
        // Nobody knows the id, so the rule cannot be carried out; it happened all the same.
        stage.worker.until("people", &returned, "dead").await?;
        let mut shouted = person.event("person.left", 0);
        shouted["data"]["email"] = person.email().to_uppercase().into();
        let left = stage.send("people", &shouted).await?;
        stage.worker.until("people", &left, "ignored").await?;
        Ok(())
    })
}

// ---- dates ----

#[test]
fn an_announced_departure_is_carried_out_on_its_day() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let at = now() + 2_500;
        let id = stage.send("people", &person.leaving(0, at)).await?;
        let waiting = stage.until("people", &id, "waiting", Some("date")).await?;
        assert_eq!(waiting["until"], at);
        assert!(stage.calls_for(&person).is_empty());
        let done = stage.worker.until("people", &id, "done").await?;
        assert!(done["calls"][0]["endedAt"].as_i64() >= Some(at), "{done}");
        assert_eq!(done["history"].as_array().map(Vec::len), Some(2));
        assert_eq!(done["history"][0]["ending"], "waiting");
        assert_eq!(stage.calls_for(&person), [DISCONNECT]);
        Ok(())
    })
}

#[test]
fn an_announced_departure_waits_for_months_and_holds_nobody_up() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let in_a_year = now() + 365 * 86_400_000;
        let id = stage.send("people", &person.leaving(0, in_a_year)).await?;
        stage.until("people", &id, "waiting", Some("date")).await?;
        let left = stage
            .send("people", &person.event("person.left", 60))
            .await?;
        stage.worker.until("people", &left, "done").await?;
        stage
            .post(&format!("deliveries/people/{id}/refuse"), &json!({}))
            .await?;
        let refused = stage.worker.until("people", &id, "dead").await?;
        assert_eq!(refused["reason"], "refused by a person");
        Ok(())
    })
}

#[test]
fn an_announced_departure_is_off_when_it_is_called_off_or_the_person_returns() -> Result<()> {
    on_stage(async |stage| {
        for calling_off in ["person.returned", "person.staying"] {
            let person = Person::new();
            let at = now() + 3_600_000;
            let id = stage.send("people", &person.leaving(0, at)).await?;
            stage.until("people", &id, "waiting", Some("date")).await?;
            stage.send("people", &person.event(calling_off, 60)).await?;
            let off = stage.worker.until("people", &id, "ignored").await?;
            let reason = off["reason"].as_str().context("a reason")?;
            assert!(reason.contains(calling_off), "{reason}");
            // One that comes late, about what was announced before, is off as well.
            let late = stage.send("people", &person.leaving(30, at)).await?;
            stage.worker.until("people", &late, "ignored").await?;
        }
        Ok(())
    })
}

#[test]
fn a_departure_announced_anew_has_its_new_day_alone() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let first = stage
            .send("people", &person.leaving(0, now() + 3_600_000))
            .await?;
        stage
            .until("people", &first, "waiting", Some("date"))
            .await?;
        let second = stage
            .send("people", &person.leaving(60, now() + 1_000))
            .await?;
        stage.worker.until("people", &first, "ignored").await?;
        stage.worker.until("people", &second, "done").await?;
        assert_eq!(stage.calls_for(&person), [DISCONNECT]);
        Ok(())
    })
}

#[test]
fn an_announcement_without_a_day_is_dead_and_says_so() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let id = stage
            .send("people", &person.event("person.leaving", 0))
            .await?;
        let dead = stage.worker.until("people", &id, "dead").await?;
        let reason = dead["reason"].as_str().context("a reason")?;
        assert!(reason.contains("without a date"), "{reason}");
        Ok(())
    })
}

// ---- limits ----

#[test]
fn a_brake_holds_what_is_too_much_until_somebody_releases_it() -> Result<()> {
    on_stage(async |stage| {
        let rule = "Who is suspended is disconnected, two an hour";
        let mut people = Vec::new();
        for _ in 0..2 {
            let person = Person::new();
            let id = stage
                .send("people", &person.event("person.suspended", 0))
                .await?;
            stage.worker.until("people", &id, "done").await?;
        }
        for _ in 0..3 {
            let person = Person::new();
            let id = stage
                .send("people", &person.event("person.suspended", 0))
                .await?;
            let held = stage
                .until("people", &id, "waiting", Some("release"))
                .await?;
            assert!(
                held["reason"]
                    .as_str()
                    .is_some_and(|why| why.contains(rule))
            );
            assert!(stage.calls_for(&person).is_empty());
            people.push((person, id));
        }
        let overview = stage.get("overview").await?;
        assert_eq!(overview["counts"]["release"], 3);
        let rules = overview["rules"].as_array().context("rules")?;
        let braked = rules
            .iter()
            .find(|one| one["name"] == rule)
            .context("the rule")?;
        assert_eq!(braked["brake"], json!({ "limit": 2, "used": 2 }));

        let (person, id) = &people[0];
        let released = stage
            .post(&format!("deliveries/people/{id}/release"), &json!({}))
            .await?;
        assert_eq!(released, json!({ "matched": 1, "changed": 1 }));
        stage.worker.until("people", id, "done").await?;
        assert_eq!(stage.calls_for(person), [DISCONNECT]);
        let again = stage
            .ask("POST", &format!("deliveries/people/{id}/release"), "{}")
            .await?;
        assert_eq!(again.0, 409, "{again:?}");

        let (person, id) = &people[1];
        stage
            .post(&format!("deliveries/people/{id}/refuse"), &json!({}))
            .await?;
        let refused = stage.worker.until("people", id, "dead").await?;
        assert_eq!(refused["reason"], "refused by a person");
        assert!(stage.calls_for(person).is_empty());

        // What is held is off when the person is back.
        let (person, id) = &people[2];
        let back = stage
            .send("people", &person.event("person.returned", 60))
            .await?;
        stage.worker.until("people", id, "ignored").await?;
        stage.worker.until("people", &back, "done").await?;
        assert_eq!(stage.calls_for(person), [LOOK_FOR]);
        Ok(())
    })
}

#[test]
fn no_more_are_carried_out_at_once_than_the_source_allows() -> Result<()> {
    on_stage(async |stage| {
        stage.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times: 12,
            effect: Effect::Delay(150),
            contains: None,
        });
        let mut ids = Vec::new();
        for _ in 0..12 {
            ids.push(
                stage
                    .send("narrow", &Person::new().event("person.left", 0))
                    .await?,
            );
        }
        let mut parked = 0;
        loop {
            let overview = stage.get("overview").await?;
            let sources = overview["sources"].as_array().context("sources")?;
            let narrow = sources.iter().find(|one| one["name"] == "narrow");
            let counts = &narrow.context("the source")?["counts"];
            assert!(counts["running"].as_i64() <= Some(2), "{counts}");
            parked = parked.max(counts["turn"].as_i64().unwrap_or(0));
            let left: i64 = ["stored", "queued", "running", "turn"]
                .iter()
                .filter_map(|place| counts[place].as_i64())
                .sum();
            if left == 0 {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        assert!(parked > 0, "nobody waited");
        for id in ids {
            stage.worker.until("narrow", &id, "done").await?;
        }
        assert_eq!(stage.requests_to(DISCONNECT), 12);
        Ok(())
    })
}

#[test]
fn calls_keep_the_pace_of_their_source() -> Result<()> {
    on_stage(async |stage| {
        let mut ended = Vec::new();
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.push(
                stage
                    .send("slow", &Person::new().event("person.left", 0))
                    .await?,
            );
        }
        for id in ids {
            let done = stage.worker.until("slow", &id, "done").await?;
            ended.push(done["calls"][0]["endedAt"].as_i64().context("a time")?);
        }
        ended.sort_unstable();
        // 240 a minute: a quarter of a second from each to the next, four times. What
        // a call itself takes may differ, so only the whole is held against it.
        assert!(ended[4] - ended[0] > 800, "{ended:?}");
        Ok(())
    })
}

// ---- replay ----

#[test]
fn a_replay_repeats_what_failed_and_not_what_succeeded() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        stage.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times: 1,
            effect: Effect::Status(403),
            contains: Some(person.id.clone()),
        });
        let id = stage
            .send("people", &person.event("person.left", 0))
            .await?;
        stage.worker.until("people", &id, "dead").await?;
        let place = format!("deliveries/people/{id}/replay");
        assert_eq!(stage.post(&place, &json!({})).await?["changed"], 1);
        let done = stage.worker.until("people", &id, "done").await?;
        assert_eq!(done["attempts"], 2);
        assert_eq!(done["calls"].as_array().map(Vec::len), Some(2));

        // Once more: nothing is left to do, unless somebody asks for it.
        stage.post(&place, &json!({})).await?;
        stage.until_attempt("people", &id, 3).await?;
        assert_eq!(stage.calls_for(&person).len(), 2);
        stage.post(&place, &json!({ "repeat": true })).await?;
        stage.until_attempt("people", &id, 4).await?;
        assert_eq!(stage.calls_for(&person).len(), 3);
        Ok(())
    })
}

#[test]
fn many_are_replayed_by_what_they_have_in_common() -> Result<()> {
    on_stage(async |stage| {
        let people = [Person::new(), Person::new(), Person::new()];
        let mut ids = Vec::new();
        for person in &people {
            stage.sandbox.fault(Fault {
                path: DISCONNECT.to_owned(),
                times: 1,
                effect: Effect::Status(403),
                contains: Some(person.id.clone()),
            });
            let id = stage
                .send("sharded", &person.event("person.left", 0))
                .await?;
            stage.worker.until("sharded", &id, "dead").await?;
            ids.push(id);
        }
        let one = json!({ "source": "sharded", "subject": people[0].id });
        assert_eq!(
            stage.post("replay", &one).await?,
            json!({ "matched": 1, "changed": 1 })
        );
        stage.worker.until("sharded", &ids[0], "done").await?;
        let rest = json!({ "source": "sharded", "type": "person.left" });
        assert_eq!(
            stage.post("replay", &rest).await?,
            json!({ "matched": 2, "changed": 2 })
        );
        for id in &ids {
            stage.worker.until("sharded", id, "done").await?;
        }
        Ok(())
    })
}

#[test]
fn what_is_under_way_or_unknown_is_not_replayed() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let id = stage
            .send("people", &person.leaving(0, now() + 3_600_000))
            .await?;
        stage.until("people", &id, "waiting", Some("date")).await?;
        let replay = |id: &str| format!("deliveries/people/{id}/replay");
        assert_eq!(stage.ask("POST", &replay(&id), "{}").await?.0, 409);
        assert_eq!(stage.ask("POST", &replay("0123"), "{}").await?.0, 404);
        let elsewhere = stage
            .ask("POST", "deliveries/nowhere/0123/replay", "{}")
            .await?;
        assert_eq!(elsewhere.0, 404);
        stage
            .post(&format!("deliveries/people/{id}/refuse"), &json!({}))
            .await?;
        Ok(())
    })
}

// ---- shards ----

#[test]
fn shards_share_a_source_and_nobody_sees_them() -> Result<()> {
    on_stage(async |stage| {
        let mut shards = std::collections::BTreeSet::new();
        let mut ids = Vec::new();
        for _ in 0..24 {
            let person = Person::new();
            let event = person.event("person.left", 0);
            let key = format!("msg_{}", unique());
            let first = stage.send_as("sharded", &key, &event).await?;
            let again = stage.send_as("sharded", &key, &event).await?;
            assert_eq!(first, again, "a redelivery finds its shard");
            shards.insert(first.split_once('-').map(|(_, shard)| shard.to_owned()));
            ids.push(first);
        }
        assert_eq!(shards.len(), 4, "{shards:?}");
        for id in &ids {
            stage.worker.until("sharded", id, "done").await?;
        }
        let page = stage.get("deliveries?source=sharded&limit=24").await?;
        let mut listed: Vec<&str> = ids_of(&page);
        ids.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, ids);
        Ok(())
    })
}

#[test]
fn a_person_stays_in_order_in_a_source_of_many_shards() -> Result<()> {
    on_stage(async |stage| {
        for _ in 0..6 {
            let person = Person::new();
            let returned = stage
                .send("sharded", &person.event("person.returned", 60))
                .await?;
            stage.worker.until("sharded", &returned, "done").await?;
            let left = stage
                .send("sharded", &person.event("person.left", 0))
                .await?;
            stage.worker.until("sharded", &left, "ignored").await?;
        }
        Ok(())
    })
}

// ---- lists ----

#[test]
fn lists_have_pages_that_leave_out_and_repeat_nothing() -> Result<()> {
    on_stage(async |stage| {
        let since = now();
        let mut ids = Vec::new();
        for number in 0..7 {
            let source = if number % 2 == 0 { "people" } else { "sharded" };
            let event = Person::new().event("nothing.wanted", 0);
            ids.push(stage.send(source, &event).await?);
        }
        let (mut listed, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = format!("deliveries?since={since}&status=ignored&limit=3{cursor}");
            let page = stage.get(&page).await?;
            listed.extend(ids_of(&page).into_iter().map(str::to_owned));
            match page["cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let newest_first: Vec<_> = ids.iter().rev().cloned().collect();
        let mut sorted = (listed.clone(), newest_first.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1);
        Ok(())
    })
}

#[test]
fn deliveries_are_found_by_person_type_signal_and_state() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let id = stage
            .send("people", &person.event("person.left", 0))
            .await?;
        stage.worker.until("people", &id, "done").await?;
        let email = person.email().to_uppercase();
        for filter in [
            format!("subject={}", person.id),
            format!("subject={email}&type=person.left"),
            format!("subject={email}&status=done&source=people"),
        ] {
            let found = stage.get(&format!("deliveries?{filter}")).await?;
            assert_eq!(ids_of(&found), [&id], "{filter}");
            assert_eq!(found["deliveries"][0]["subject"]["id"], person.id);
        }
        for filter in ["status=dead", "type=person.joined", "source=sharded"] {
            let found = stage
                .get(&format!("deliveries?subject={email}&{filter}"))
                .await?;
            assert!(ids_of(&found).is_empty(), "{filter}");
        }
        assert_eq!(stage.ask("GET", "deliveries?limit=0", "").await?.0, 400);
        assert_eq!(stage.ask("GET", "deliveries?cursor=x", "").await?.0, 400);
        assert_eq!(
            stage.ask("GET", "deliveries?source=nowhere", "").await?.0,
            404
        );
        Ok(())
    })
}

#[test]
fn statistics_count_what_came_of_what_came_in() -> Result<()> {
    on_stage(async |stage| {
        let total = async |stage: &Stage| -> Result<Vec<i64>> {
            let statistics = stage.get("statistics?hours=2&source=people").await?;
            let hours = statistics["hours"].as_array().context("hours")?;
            let names = ["received", "duplicate", "done", "ignored"];
            let sum = |name| hours.iter().filter_map(|hour| hour[name].as_i64()).sum();
            Ok(names.map(sum).to_vec())
        };
        let before = total(stage).await?;
        let event = Person::new().event("person.left", 0);
        let key = format!("msg_{}", unique());
        let id = stage.send_as("people", &key, &event).await?;
        stage.send_as("people", &key, &event).await?;
        stage
            .send("people", &Person::new().event("nothing.wanted", 0))
            .await?;
        stage.worker.until("people", &id, "done").await?;
        let after = total(stage).await?;
        let grown: Vec<i64> = after
            .iter()
            .zip(&before)
            .map(|(now, then)| now - then)
            .collect();
        assert_eq!(grown, [2, 1, 1, 1]);
        Ok(())
    })
}

// ---- identities ----

#[test]
fn taught_pairs_fill_in_whom_an_event_is_about() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let csv = format!(
            "Name,Email,ID\n\"Doe, J\",{},{}\n",
            person.email(),
            person.id
        );
        for (imported, known) in [(1, 0), (0, 1)] {
            let (status, taught) = stage.teach("people", "text/csv", &csv).await?;
            let expected = json!({ "imported": imported, "known": known, "conflicting": [] });
            assert_eq!((status, taught), (200, expected));
        }
        let mut event = person.event("person.changed", 0);
        event["data"]["email"] = Value::Null;
        let id = stage.send("people", &event).await?;
        let done = stage.worker.until("people", &id, "done").await?;
        assert_eq!(done["subject"]["email"], person.email());
        let page = stage
            .get(&format!("identities?source=people&text={}", person.id))
            .await?;
        assert_eq!(page["identities"][0]["email"], person.email());
        assert_eq!(page["identities"][0]["origin"], "import");
        assert_eq!(page["identities"][0]["conflicting"], false);
        Ok(())
    })
}

#[test]
fn a_condition_on_the_id_waits_for_what_the_journal_knows() -> Result<()> {
    on_stage(async |stage| {
        let (person, stranger) = (Person::new(), Person::new());
        let csv = format!("id,email\n{},{}\n", person.id, person.email());
        assert_eq!(stage.teach("people", "text/csv", &csv).await?.0, 200);
        for (person, status) in [(&person, "done"), (&stranger, "ignored")] {
            let mut event = person.event("person.onLeave", 0);
            event["data"]["id"] = Value::Null;
            let id = stage.send("people", &event).await?;
            stage.worker.until("people", &id, status).await?;
        }
        assert_eq!(stage.calls_for(&person), [LOOK_FOR]);
        assert!(stage.calls_for(&stranger).is_empty());
        Ok(())
    })
}

#[test]
fn an_id_with_two_emails_is_never_guessed() -> Result<()> {
    on_stage(async |stage| {
        let (person, other) = (Person::new(), Person::new());
        stage
            .send("people", &person.event("access.removed", 0))
            .await?;
        let pairs = json!([{ "id": person.id, "email": other.email() }]);
        let taught = stage
            .teach("people", "application/json", &pairs.to_string())
            .await?;
        assert_eq!(taught.1["conflicting"], json!([person.id]));
        let mut event = person.event("person.changed", 0);
        event["data"]["email"] = Value::Null;
        let id = stage.send("people", &event).await?;
        let dead = stage.worker.until("people", &id, "dead").await?;
        assert_eq!(dead["subject"]["email"], Value::Null);

        // Once one is forgotten, the other is known.
        let forget = format!(
            "identities?source=people&id={}&email={}",
            person.id,
            other.email()
        );
        assert_eq!(stage.ask("DELETE", &forget, "").await?.1["forgotten"], 1);
        let mut event = person.event("person.changed", 60);
        event["data"]["email"] = Value::Null;
        let id = stage.send("people", &event).await?;
        stage.worker.until("people", &id, "done").await?;
        Ok(())
    })
}

#[test]
fn a_list_with_something_wrong_teaches_nothing() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let csv = format!("id,email\n{},{}\n,nobody\n", person.id, person.email());
        let (status, answer) = stage.teach("people", "text/csv", &csv).await?;
        assert_eq!(status, 400);
        assert!(
            answer["error"]
                .as_str()
                .is_some_and(|why| why.contains("line 3"))
        );
        let page = stage.get(&format!("identities?text={}", person.id)).await?;
        assert_eq!(page["identities"], json!([]));
        assert_eq!(stage.teach("people", "text/plain", &csv).await?.0, 400);
        assert_eq!(stage.teach("nowhere", "text/csv", &csv).await?.0, 404);
        Ok(())
    })
}

// ---- trying out ----

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let payload = person.event("person.left", 0).to_string();
        let asked = json!({ "source": "people", "payload": payload });
        let answer = stage.post("dry-run", &asked).await?;
        let event = &answer["events"][0];
        assert_eq!(event["event"]["signal"], "person.left");
        let rule = &event["plan"][0];
        assert_eq!(rule["rule"], "A leaver is disconnected");
        assert_eq!(rule["matches"], true);
        let step = &rule["steps"][0];
        assert_eq!(step["destructive"], true);
        assert_eq!(step["calls"][0]["params"]["userId"], person.id);
        assert!(stage.sandbox.requests().is_empty());
        let found = stage
            .get(&format!("deliveries?subject={}", person.id))
            .await?;
        assert!(ids_of(&found).is_empty());

        let hooks = include_str!("../hooks-life.toml").replace("site_1", "site_2");
        let mut with_other = asked.clone();
        with_other["hooks"] = hooks.into();
        let answer = stage.post("dry-run", &with_other).await?;
        let step = &answer["events"][0]["plan"][0]["steps"][0];
        assert_eq!(step["calls"][0]["params"]["websiteId"], "site_2");
        Ok(())
    })
}

#[test]
fn what_is_wrong_with_a_hooks_toml_is_said_with_its_place() -> Result<()> {
    on_stage(async |stage| {
        let sound = stage
            .ask("POST", "check", include_str!("../hooks-life.toml"))
            .await?;
        assert_eq!(sound, (200, json!({ "problems": [] })));
        let wrong = "[[source]]\nname = \"a\"\nkind = \"oktta\"\nsecret = [\"A\"]\n";
        let (status, answer) = stage.ask("POST", "check", wrong).await?;
        assert_eq!(status, 200);
        assert_eq!(answer["problems"][0]["line"], 3);
        assert_eq!(answer["problems"][0]["suggestion"], "okta");
        let asked = json!({ "source": "people", "payload": "{}", "hooks": wrong });
        let (status, answer) = stage.ask("POST", "dry-run", &asked.to_string()).await?;
        assert_eq!((status, &answer["problems"][0]["line"]), (422, &json!(3)));
        Ok(())
    })
}

// ---- out and in again ----

#[test]
fn what_is_exported_can_be_put_back() -> Result<()> {
    on_stage(async |stage| {
        let person = Person::new();
        let id = stage
            .send("sharded", &person.event("person.left", 0))
            .await?;
        stage.worker.until("sharded", &id, "done").await?;
        let (mut lines, mut next) = (String::new(), Some("/admin/api/export?limit=20".to_owned()));
        while let Some(place) = next {
            let response = stage.worker.admin("GET", &place)?.send().await?;
            let link = response.headers().get("link").cloned();
            next = link
                .and_then(|link| Some(link.to_str().ok()?.split(['<', '>']).nth(1)?.to_owned()));
            lines += &response.text().await?;
        }
        let mine: Vec<&str> = lines
            .lines()
            .filter(|line| line.contains(&person.id))
            .collect();
        assert_eq!(mine.len(), 2, "a delivery and an identity: {mine:?}");
        let nothing = json!({ "deliveries": 0, "identities": 0, "users": 0 });
        assert_eq!(
            stage.ask("POST", "import", &mine.join("\n")).await?,
            (200, nothing)
        );

        // As if it were another deployment: the same, under another person's name.
        let other = Person::new();
        let moved = mine.join("\n").replace(&person.id, &other.id);
        let other_id = id.replace(&id[..8], "00112233");
        let moved = moved.replace(&id, &other_id);
        let one = json!({ "deliveries": 1, "identities": 1, "users": 0 });
        assert_eq!(stage.ask("POST", "import", &moved).await?, (200, one));
        let (was, is) = (
            stage.show("sharded", &id).await?,
            stage.show("sharded", &other_id).await?,
        );
        let renamed = was
            .to_string()
            .replace(&id, &other_id)
            .replace(&person.id, &other.id);
        assert_eq!(is, serde_json::from_str::<Value>(&renamed)?);
        let found = stage
            .get(&format!("deliveries?subject={}", other.id))
            .await?;
        assert_eq!(ids_of(&found), [&other_id]);
        Ok(())
    })
}

#[test]
fn a_line_that_is_no_line_of_an_export_is_refused() -> Result<()> {
    on_stage(async |stage| {
        for line in [
            "x",
            "{}",
            r#"{"source":"people"}"#,
            r#"{"source":"nowhere","identity":{"id":"1"}}"#,
        ] {
            let (status, answer) = stage.ask("POST", "import", line).await?;
            assert_eq!(status, 400, "{answer}");
            assert!(
                answer["error"]
                    .as_str()
                    .is_some_and(|why| why.contains("line 1"))
            );
        }
        Ok(())
    })
}

// ---- the stage ----

/// Somebody nobody else is.
struct Person {
    id: String,
}

impl Person {
    fn new() -> Self {
        Self {
            id: format!("person-{}", unique()),
        }
    }

    fn email(&self) -> String {
        format!("{}@example.com", self.id)
    }

    /// An event that happened so many seconds after the beginning.
    fn event(&self, kind: &str, seconds: i64) -> Value {
        let beginning = Timestamp::parse("2026-11-01T10:00:00Z").expect("a time");
        json!({
            "type": kind,
            "timestamp": text(beginning.unix_millis() + seconds * 1_000),
            "data": { "id": self.id, "email": self.email() },
        })
    }

    fn leaving(&self, seconds: i64, at: i64) -> Value {
        let mut event = self.event("person.leaving", seconds);
        event["data"]["effectiveAt"] = text(at).into();
        event
    }
}

fn text(millis: i64) -> String {
    Timestamp::from_unix_millis(millis)
        .expect("a time")
        .to_string()
}

fn now() -> i64 {
    wibiclick_tests::now().expect("the clock").unix_millis()
}

fn ids_of(page: &Value) -> Vec<&str> {
    let deliveries = page["deliveries"].as_array().expect("deliveries");
    deliveries
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect()
}

struct Stage(wibiclick_tests::Stage);

impl std::ops::Deref for Stage {
    type Target = wibiclick_tests::Stage;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Stage {
    async fn start() -> Result<Self> {
        let hooks = include_str!("../hooks-life.toml").to_owned();
        let secrets = vec![("STANDARD_WEBHOOK_SECRET", SECRET.to_owned())];
        wibiclick_tests::Stage::start("life", hooks, secrets)
            .await
            .map(Self)
    }

    async fn send(&self, source: &str, event: &Value) -> Result<String> {
        self.send_as(source, &format!("msg_{}", unique()), event)
            .await
    }

    /// The id of the delivery that an event becomes.
    async fn send_as(&self, source: &str, key: &str, event: &Value) -> Result<String> {
        let webhook = Webhook {
            source,
            kind: "standard-webhooks",
            id: Some(key),
            body: &serde_json::to_vec(event)?,
            secret: SECRET,
            headers: &[("content-type", "application/json")],
        };
        let response = self.worker.post(&webhook).await?.error_for_status()?;
        let body: Value = response.json().await?;
        let id = body["deliveries"][0]["id"].as_str();
        id.map(str::to_owned).context("a delivery")
    }

    /// The next call about somebody fails, as if the API were in trouble.
    fn fail_once(&self, path: &str, person: &Person) {
        self.fail_once_with(path, person, Effect::Status(503));
    }

    fn fail_once_with(&self, path: &str, person: &Person, effect: Effect) {
        self.sandbox.fault(Fault {
            path: path.to_owned(),
            times: 1,
            effect,
            contains: Some(person.id.clone()),
        });
    }

    /// The paths of all requests about somebody, in their order.
    fn calls_for(&self, person: &Person) -> Vec<String> {
        let requests = self.sandbox.requests();
        let about = requests.iter().filter(|request| {
            let content = format!("{:?} {}", request.query, request.body);
            content.contains(&person.id)
        });
        about.map(|request| request.path.clone()).collect()
    }

    async fn ask(&self, method: &str, place: &str, body: &str) -> Result<(u16, Value)> {
        let request = self.worker.admin(method, &format!("/admin/api/{place}"))?;
        let response = request.body(body.to_owned()).send().await?;
        let status = response.status().as_u16();
        Ok((status, response.json().await?))
    }

    async fn get(&self, place: &str) -> Result<Value> {
        let (status, body) = self.ask("GET", place, "").await?;
        anyhow::ensure!(status == 200, "GET {place}: {status} {body}");
        Ok(body)
    }

    async fn post(&self, place: &str, body: &Value) -> Result<Value> {
        let (status, answer) = self.ask("POST", place, &body.to_string()).await?;
        anyhow::ensure!(status == 200, "POST {place}: {status} {answer}");
        Ok(answer)
    }

    async fn teach(&self, source: &str, kind: &str, body: &str) -> Result<(u16, Value)> {
        let place = format!("/admin/api/identities?source={source}");
        let request = self
            .worker
            .admin("POST", &place)?
            .header("content-type", kind);
        let response = request.body(body.to_owned()).send().await?;
        Ok((response.status().as_u16(), response.json().await?))
    }

    async fn show(&self, source: &str, id: &str) -> Result<Value> {
        self.get(&format!("deliveries/{source}/{id}")).await
    }

    /// Waits until a delivery stands there.
    async fn until(
        &self,
        source: &str,
        id: &str,
        status: &str,
        waits: Option<&str>,
    ) -> Result<Value> {
        let is = |delivery: &Value| {
            delivery["status"] == status && delivery["waitsFor"].as_str() == waits
        };
        self.patiently(source, id, is).await
    }

    /// Waits until a delivery is done with so many attempts.
    async fn until_attempt(&self, source: &str, id: &str, attempts: u32) -> Result<Value> {
        let is =
            |delivery: &Value| delivery["status"] == "done" && delivery["attempts"] == attempts;
        self.patiently(source, id, is).await
    }

    async fn patiently(
        &self,
        source: &str,
        id: &str,
        is: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        for _ in 0..600 {
            let delivery = self.show(source, id).await?;
            if is(&delivery) {
                return Ok(delivery);
            }
            sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("not in half a minute: {:#}", self.show(source, id).await?)
    }
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
