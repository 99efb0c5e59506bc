//! The load run: many events from several senders at once, to an API that fails now
//! and then; and an account of every one of them.
//!
//! What was sent is held against what the admin API says became of it, and against
//! what the sandbox was asked and did. A leaver loses a seat that is in no other
//! event, so each call can be told from all others.
#![allow(clippy::indexing_slicing, reason = "JSON that is not there is null")]

use crate::{Setup, Stage, Webhook, Worker, now, payload};
use anyhow::{Context, Result, bail, ensure};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep};
use wibiclick_sandbox::{Effect, FaultRate, LoggedRequest};

const OKTA: &str = "load-okta-token-0123456789-0123456789";
const WORKOS: &str = "load-workos-secret-0123456789-0123456789";
const STANDARD: &str = "whsec_bG9hZC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const DISCONNECT: &str = "/disconnect-user-from-website";
const ADD_CONTACT: &str = "/add-customer";

/// How often a sender tries what is not stored.
const TRIES: u32 = 20;
/// How long nothing may happen before it is taken for over.
const PATIENCE: Duration = Duration::from_mins(3);

/// How much is sent, and how much fails.
#[derive(Debug, Clone)]
pub struct Load {
    /// Names the Worker's folder.
    pub name: &'static str,
    /// How many events.
    pub events: usize,
    /// How many people they are about.
    pub people: usize,
    /// How many senders there are; those about one person come from one of them.
    pub senders: usize,
    /// How many of a thousand calls the API fails.
    pub failing: u32,
    /// What the events are, one after another and again from the first.
    pub mix: &'static [What],
    /// Every so many events, a sender sends one of its last ones once more.
    pub duplicate_every: usize,
    /// A file to lay out as the Worker's entry, one that tells at `/__usage` what the
    /// Worker used of the platform.
    pub counting: Option<&'static str>,
}

impl Load {
    /// So many events from eight senders, ten about each person; every twentieth call
    /// fails.
    pub fn of(name: &'static str, events: usize) -> Self {
        Self {
            name,
            events,
            people: events.div_ceil(10),
            senders: 8,
            failing: 50,
            mix: &MIX,
            duplicate_every: 20,
            counting: None,
        }
    }

    fn what(&self, number: usize) -> What {
        let at = number.checked_rem(self.mix.len());
        at.and_then(|at| self.mix.get(at).copied())
            .unwrap_or(What::Login)
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What it was, and how many or how much.
    pub rows: Vec<(&'static str, String)>,
    /// What is not as it should be.
    pub wrong: Vec<String>,
    /// How many events were sent twice.
    pub duplicates: usize,
    /// How many attempts there were after a first one.
    pub further_attempts: u64,
    /// What a counting entry told.
    pub usage: Value,
}

/// Sends it, waits until everything is settled, and accounts for it.
pub async fn run(load: &Load, progress: impl Fn(&str)) -> Result<Outcome> {
    let setup = Setup {
        name: load.name,
        hooks: include_str!("../hooks-load.toml").to_owned(),
        variables: vec![
            ("OKTA_HOOK_TOKEN", OKTA.to_owned()),
            ("WORKOS_WEBHOOK_SECRET", WORKOS.to_owned()),
            ("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned()),
        ],
        entry: load.counting,
        ..Setup::default()
    };
    let stage = Stage::start_with(setup).await?;
    progress(&format!("{} people take their seats …", load.people));
    let plan = Plan::new(load, &stage).await?;
    // What was done until here is no part of the account.
    let before = stage.sandbox.look_at_requests(<[_]>::len);
    stage.sandbox.fault_rate(Some(FaultRate {
        per_thousand: load.failing,
        effects: vec![
            Effect::Status(500),
            Effect::RetryAfter {
                status: 429,
                seconds: 1,
            },
            Effect::Drop,
            Effect::DoneThenDrop,
        ],
        seed: 1,
        path: None,
    }));

    progress(&format!("{} senders begin …", load.senders));
    let began = Instant::now();
    let sent_count = AtomicUsize::new(0);
    let senders = try_join_all(
        (0..load.senders).map(|number| send_all(&stage.worker, load, &plan, number, &sent_count)),
    );
    let sent = tokio::select! {
        sent = senders => sent?,
        never = tell(&sent_count, load.events, &progress) => match never {},
    };
    let accepted_after = began.elapsed();
    let settled_after = until_settled(&stage.worker, began, &progress).await?;
    // Before anybody looks at the deliveries, which costs as well.
    let usage = match load.counting {
        Some(_) => {
            let usage = stage.worker.request("GET", "/__usage")?.send().await?;
            usage.error_for_status()?.json().await?
        }
        None => Value::Null,
    };

    let mut account = Account::new(load, &plan, sent);
    account.deliveries(&stage.worker.deliveries().await?);
    let calls = stage
        .sandbox
        .look_at_requests(|log| account.calls(log.get(before..).unwrap_or_default()));
    account.seats(&stage.sandbox.state());
    Ok(Outcome {
        usage,
        ..account.outcome(accepted_after, settled_after, &calls)
    })
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Okta: somebody is deactivated.
    Deactivated,
    /// WorkOS: somebody is deleted from a directory.
    Deleted,
    /// A contact is created elsewhere.
    Contact,
    /// A contact without a name, whom no rule can add.
    Nameless,
    /// Okta: somebody logs in, which no rule wants.
    Login,
}

/// Of twenty events, 8, 4, 3, 1 and 4.
pub const MIX: [What; 20] = {
    use What::{Contact, Deactivated, Deleted, Login, Nameless};
    [
        Deactivated,
        Deleted,
        Deactivated,
        Contact,
        Deactivated,
        Login,
        Deleted,
        Deactivated,
        Contact,
        Deactivated,
        Login,
        Deleted,
        Deactivated,
        Contact,
        Deactivated,
        Login,
        Deleted,
        Deactivated,
        Nameless,
        Login,
    ]
};

impl What {
    fn takes_a_seat(self) -> bool {
        matches!(self, Self::Deactivated | Self::Deleted)
    }

    /// What becomes of it.
    fn end(self) -> &'static str {
        match self {
            Self::Deactivated | Self::Deleted | Self::Contact => "done",
            Self::Nameless => "dead",
            Self::Login => "ignored",
        }
    }
}

/// Who has which seats to lose, and real payloads to be filled in.
struct Plan {
    deactivated: Value,
    deleted: Value,
    contact: Value,
    login: Value,
    /// Ids of users.
    people: Vec<String>,
    /// Ids of websites.
    seats: Vec<String>,
}

/// An event as it is sent.
struct Event {
    source: &'static str,
    kind: &'static str,
    secret: &'static str,
    id: String,
    body: Vec<u8>,
}

impl Plan {
    /// Makes the users and the websites, and gives each user the seats to lose.
    async fn new(load: &Load, stage: &Stage) -> Result<Self> {
        let read = |name| anyhow::Ok(serde_json::from_slice(&payload(name)?)?);
        let mut plan = Self {
            deactivated: read("okta/user.lifecycle.deactivate.json")?,
            deleted: read("workos/dsync.user.deleted.json")?,
            contact: read("standard-webhooks/contact.created.full.json")?,
            login: read("okta/user.session.start.json")?,
            people: Vec::new(),
            seats: Vec::new(),
        };
        let client = reqwest::Client::new();
        let post = async |path: &str, body: Value| {
            let request = client.post(format!("{}{path}", stage.sandbox.url()));
            let request = request.bearer_auth(Stage::API_KEY).json(&body);
            let answer: Value = request.send().await?.error_for_status()?.json().await?;
            anyhow::Ok(answer["id"].as_str().unwrap_or_default().to_owned())
        };
        for person in 0..load.people {
            let user = json!({
                "firstName": "Person", "lastName": person.to_string(),
                "email": format!("person-{person}@example.com"),
                "password": "password-of-a-person", "passwordConfirm": "password-of-a-person",
            });
            plan.people.push(post("/register", user).await?);
        }
        for seat in 0..load.events.div_ceil(load.people) {
            let website = json!({ "url": format!("https://seat-{seat}.example") });
            plan.seats.push(post("/add-website", website).await?);
        }
        let connect = async |part: usize| {
            for number in (part..load.events).step_by(load.senders) {
                if load.what(number).takes_a_seat() {
                    let (user, seat) = plan.seat(number)?;
                    let seat = json!({ "userId": user, "websiteId": seat });
                    post("/connect-user-to-website", seat).await?;
                }
            }
            anyhow::Ok(())
        };
        try_join_all((0..load.senders).map(connect)).await?;
        Ok(plan)
    }

    /// Who loses which seat by the event; no other event is about the same.
    fn seat(&self, number: usize) -> Result<(&str, &str)> {
        let (seat, person) = (number / self.people.len(), number % self.people.len());
        let person = self.people.get(person).context("a person")?;
        Ok((person, self.seats.get(seat).context("a seat")?))
    }

    /// The event of that number, which happens now.
    fn event(&self, number: usize, what: What) -> Result<Event> {
        let (user, seat) = self.seat(number)?;
        let now = now()?.to_string();
        let id = format!("load-{number}");
        let (source, kind, secret, body) = match what {
            What::Deactivated | What::Login => {
                let mut body = if what == What::Login {
                    self.login.clone()
                } else {
                    self.deactivated.clone()
                };
                let event = body.pointer_mut("/data/events/0").context("an event")?;
                event["uuid"] = json!(id);
                event["published"] = json!(now);
                event["transaction"]["id"] = json!(seat);
                let targets = event["target"].as_array_mut();
                for target in targets.into_iter().flatten() {
                    if target["type"] == "User" {
                        target["id"] = json!(user);
                        target["alternateId"] = json!(format!("{user}@example.com"));
                    }
                }
                ("okta", "okta", OKTA, body)
            }
            What::Deleted => {
                let mut body = self.deleted.clone();
                body["id"] = json!(id);
                body["created_at"] = json!(now);
                body["data"]["id"] = json!(format!("directory_{user}"));
                body["data"]["idp_id"] = json!(user);
                body["data"]["email"] = json!(format!("{user}@example.com"));
                body["data"]["directory_id"] = json!(seat);
                ("workos", "workos", WORKOS, body)
            }
            What::Contact | What::Nameless => {
                let mut body = self.contact.clone();
                body["timestamp"] = json!(now);
                body["data"]["id"] = json!(id);
                body["data"]["phoneNumber"] = json!(format!("+2782{number:07}"));
                body["data"]["fullName"] = json!(format!("Contact {number}"));
                if what == What::Nameless
                    && let Some(data) = body["data"].as_object_mut()
                {
                    data.remove("fullName");
                }
                ("standard", "standard-webhooks", STANDARD, body)
            }
        };
        Ok(Event {
            source,
            kind,
            secret,
            id,
            body: serde_json::to_vec(&body)?,
        })
    }
}

/// What a sender was told.
#[derive(Debug, Default)]
struct Sent {
    /// The number of each event, its source, and the delivery it became.
    deliveries: Vec<(usize, &'static str, String)>,
    /// How long each answer took.
    waits: Vec<Duration>,
    duplicates: usize,
    /// How often a request was refused for now, and sent again.
    again: usize,
    wrong: Vec<String>,
}

/// Sends every event of one sender, one after another.
async fn send_all(
    worker: &Worker,
    load: &Load,
    plan: &Plan,
    sender: usize,
    count: &AtomicUsize,
) -> Result<Sent> {
    let mut sent = Sent::default();
    let mut last = None;
    let mine = (0..load.events).filter(|number| number % load.people % load.senders == sender);
    for (place, number) in mine.enumerate() {
        let event = plan.event(number, load.what(number))?;
        let (status, id) = send(worker, &event, &mut sent).await?;
        let expected = match load.what(number) {
            What::Login => 200,
            _ => 202,
        };
        if status != expected {
            let wrong = format!("event {number} was answered {status}, not {expected}");
            sent.wrong.push(wrong);
        }
        sent.deliveries.push((number, event.source, id.clone()));
        count.fetch_add(1, Ordering::Relaxed);
        if place % load.duplicate_every == load.duplicate_every / 2 {
            last = Some((event, id));
        } else if place % load.duplicate_every == 0
            && let Some((event, first)) = last.take()
        {
            sent.duplicates += 1;
            if send(worker, &event, &mut sent).await? != (200, first) {
                sent.wrong
                    .push(format!("{} again is no duplicate", event.id));
            }
        }
    }
    Ok(sent)
}

/// Sends an event until it is stored, as vendors do; the answer's status, and the
/// delivery.
async fn send(worker: &Worker, event: &Event, sent: &mut Sent) -> Result<(u16, String)> {
    let webhook = Webhook {
        source: event.source,
        kind: event.kind,
        id: Some(&event.id),
        body: &event.body,
        secret: event.secret,
        headers: JSON,
    };
    for _ in 0..TRIES {
        let began = Instant::now();
        let answer = worker.post(&webhook).await?;
        sent.waits.push(began.elapsed());
        let status = answer.status().as_u16();
        if matches!(status, 429 | 503) {
            sent.again += 1;
            sleep(Duration::from_millis(500)).await;
            continue;
        }
        let body: Value = answer.json().await?;
        let id = body["deliveries"][0]["id"].as_str();
        let id = id.with_context(|| format!("{} was answered {status}: {body}", event.id))?;
        return Ok((status, id.to_owned()));
    }
    bail!("{} was not stored in {TRIES} tries", event.id)
}

/// Says how far the senders are, until it is dropped.
async fn tell(
    sent: &AtomicUsize,
    events: usize,
    progress: &impl Fn(&str),
) -> std::convert::Infallible {
    loop {
        sleep(Duration::from_secs(5)).await;
        let sent = sent.load(Ordering::Relaxed);
        progress(&format!("{sent} of {events} events are sent"));
    }
}

/// Waits until no delivery is under way; how long after the beginning that was.
async fn until_settled(
    worker: &Worker,
    began: Instant,
    progress: &impl Fn(&str),
) -> Result<Duration> {
    let (mut last, mut moved) = (usize::MAX, Instant::now());
    loop {
        let counts = worker.counts().await?;
        let left = under_way(&counts);
        if left == 0 {
            return Ok(began.elapsed());
        }
        if left != last {
            (last, moved) = (left, Instant::now());
            progress(&format!("{left} deliveries are under way"));
        }
        ensure!(
            moved.elapsed() < PATIENCE,
            "{left} deliveries do not move: {counts}"
        );
        sleep(Duration::from_secs(1)).await;
    }
}

fn under_way(counts: &Value) -> usize {
    let counts = counts.as_object().into_iter().flatten();
    let unsettled = counts.filter(|(name, _)| *name != "dead");
    unsettled
        .filter_map(|(_, count)| usize::try_from(count.as_u64()?).ok())
        .sum()
}

/// How often the same call was asked for, was done, and met a fault.
#[derive(Debug, Default, Clone, Copy)]
struct Asked {
    times: usize,
    done: usize,
    faults: usize,
    /// Faults in which it was done, and nobody was told.
    lost_answers: usize,
}

/// What was sent, and what is wrong with what became of it.
struct Account<'a> {
    load: &'a Load,
    plan: &'a Plan,
    sent: Vec<Sent>,
    ends: BTreeMap<String, usize>,
    retries: u64,
    wrong: Vec<String>,
}

impl<'a> Account<'a> {
    fn new(load: &'a Load, plan: &'a Plan, mut sent: Vec<Sent>) -> Self {
        let wrong = sent.iter_mut().flat_map(|it| std::mem::take(&mut it.wrong));
        Self {
            load,
            plan,
            wrong: wrong.collect(),
            sent,
            ends: BTreeMap::new(),
            retries: 0,
        }
    }

    /// Every event is a delivery that ended as it should, and there is no other.
    fn deliveries(&mut self, deliveries: &[Value]) {
        let text =
            |delivery: &Value, name: &str| delivery[name].as_str().unwrap_or_default().to_owned();
        let mut known: HashMap<(String, String), &Value> = HashMap::new();
        for delivery in deliveries {
            *self.ends.entry(text(delivery, "status")).or_default() += 1;
            let attempts = delivery["attempts"].as_u64().unwrap_or(0);
            self.retries += attempts.saturating_sub(1);
            known.insert((text(delivery, "source"), text(delivery, "id")), delivery);
        }
        for (number, source, id) in self.sent.iter().flat_map(|it| &it.deliveries) {
            let expected = self.load.what(*number).end();
            match known.remove(&((*source).to_owned(), id.clone())) {
                Some(delivery) if delivery["status"] == expected => {}
                Some(delivery) => self.wrong.push(format!(
                    "event {number} is {}, not {expected}: {}",
                    delivery["status"], delivery["reason"]
                )),
                None => self.wrong.push(format!("event {number} is not there")),
            }
        }
        for (source, id) in known.keys() {
            self.wrong.push(format!("nobody sent {source}/{id}"));
        }
    }

    /// Each call was asked for once, and once more for every fault that it met; each
    /// disconnect was done once.
    fn calls(&mut self, log: &[LoggedRequest]) -> Asked {
        let mut calls: HashMap<String, Asked> = HashMap::new();
        let mut seats: HashMap<(String, String), usize> = HashMap::new();
        for request in log {
            let asked = calls
                .entry(format!("{} {}", request.path, request.body))
                .or_default();
            asked.times += 1;
            asked.done += usize::from(request.done);
            asked.faults += usize::from(request.fault.is_some());
            let lost = request.fault == Some(Effect::DoneThenDrop) && request.done;
            asked.lost_answers += usize::from(lost);
            match request.path.as_str() {
                DISCONNECT => {
                    let of = |name: &str| request.body[name].as_str().unwrap_or_default();
                    let seat = (of("userId").to_owned(), of("websiteId").to_owned());
                    *seats.entry(seat).or_default() += usize::from(request.done);
                }
                ADD_CONTACT => {}
                path => self
                    .wrong
                    .push(format!("nobody should have asked for {path}")),
            }
        }
        let mut all = Asked::default();
        for (call, asked) in &calls {
            if asked.times != 1 + asked.faults {
                self.wrong.push(format!("{call}: {asked:?}"));
            }
            // A contact is saved again; a seat cannot be lost again.
            let done = if call.starts_with(DISCONNECT) {
                1
            } else {
                1 + asked.lost_answers
            };
            if asked.done != done {
                self.wrong
                    .push(format!("{call} was done {} times", asked.done));
            }
            all.times += asked.times;
            all.done += asked.done;
            all.faults += asked.faults;
            all.lost_answers += asked.lost_answers;
        }
        for number in (0..self.load.events).filter(|it| self.load.what(*it).takes_a_seat()) {
            let (user, seat) = self.plan.seat(number).unwrap_or_default();
            if seats.remove(&(user.to_owned(), seat.to_owned())) != Some(1) {
                self.wrong.push(format!("{user} did not lose {seat} once"));
            }
        }
        for seat in seats.keys() {
            self.wrong.push(format!("nobody should have lost {seat:?}"));
        }
        let contacts = (0..self.load.events).filter(|it| self.load.what(*it) == What::Contact);
        let saved = calls.keys().filter(|call| call.starts_with(ADD_CONTACT));
        let (expected, saved) = (contacts.count(), saved.count());
        if saved != expected {
            self.wrong
                .push(format!("{saved} contacts were saved, not {expected}"));
        }
        all
    }

    /// Nobody has a seat any more.
    fn seats(&mut self, state: &Value) {
        let ours: HashSet<&str> = self.plan.people.iter().map(String::as_str).collect();
        for user in state["users"].as_array().into_iter().flatten() {
            let id = user["id"].as_str().unwrap_or_default();
            let seats = user["websites"].as_array().map_or(0, Vec::len);
            if ours.contains(id) && seats > 0 {
                self.wrong.push(format!("{id} has {seats} seats left"));
            }
        }
    }

    fn outcome(self, accepted: Duration, settled: Duration, calls: &Asked) -> Outcome {
        let mut waits: Vec<_> = self.sent.iter().flat_map(|it| &it.waits).collect();
        waits.sort_unstable();
        let percentile = |percent: usize| {
            let wait = waits.get(waits.len().saturating_sub(1) * percent / 100);
            let millis = wait.map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0);
            format!("{millis:.1} ms")
        };
        let sum = |of: fn(&Sent) -> usize| self.sent.iter().map(of).sum::<usize>();
        #[expect(clippy::cast_precision_loss, reason = "it is for people to read")]
        let rate =
            |count: usize, time: Duration| format!("{:.0}/s", count as f64 / time.as_secs_f64());
        let ended = |end: &str| self.ends.get(end).copied().unwrap_or(0).to_string();
        let rows = vec![
            ("events", self.load.events.to_string()),
            ("senders", self.load.senders.to_string()),
            ("people", self.load.people.to_string()),
            ("accepted", rate(self.load.events, accepted)),
            ("settled", rate(self.load.events, settled)),
            (
                "time until all were sent",
                format!("{:.1} s", accepted.as_secs_f64()),
            ),
            (
                "time until all were settled",
                format!("{:.1} s", settled.as_secs_f64()),
            ),
            ("half of the answers within", percentile(50)),
            ("99 % of the answers within", percentile(99)),
            ("duplicates sent", sum(|it| it.duplicates).to_string()),
            (
                "sent again after 429 or 503",
                sum(|it| it.again).to_string(),
            ),
            ("done", ended("done")),
            ("ignored", ended("ignored")),
            ("dead", ended("dead")),
            ("further attempts", self.retries.to_string()),
            ("calls", calls.times.to_string()),
            ("calls that met a fault", calls.faults.to_string()),
            (
                "of these done, the answer lost",
                calls.lost_answers.to_string(),
            ),
        ];
        Outcome {
            rows,
            wrong: self.wrong,
            duplicates: sum(|it| it.duplicates),
            further_attempts: self.retries,
            usage: Value::Null,
        }
    }
}
