//! A delivery's life, in words: what the journal stores, the dispatcher moves
//! on, and the admin API shows.

use crate::json::{self, Enclosed, Fields, Lines, object, unexpected};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use wibiclick_hooks::{Event, Subject, Timestamp};
use wibiclick_rules::Call;
use worker::{Error, Result};

/// Names a delivery within its source: the same event always gets the same id,
/// so that a redelivery is seen to be one. The id says in which shard it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DeliveryId(String);

impl DeliveryId {
    /// 128 bits of the hash of source and dedupe key, in hex; then the shard,
    /// unless it is the first.
    pub(crate) fn of(source: &str, dedupe_key: &str, shard: u32) -> Self {
        let hash = hash(source, dedupe_key);
        let id = json::hex(hash.split_at(16).0);
        Self(match shard {
            0 => id,
            shard => format!("{id}-{shard}"),
        })
    }

    /// In which shard of its source the delivery is.
    pub(crate) fn shard(&self) -> u32 {
        let shard = self.0.split_once('-').map(|(_, shard)| shard.parse());
        shard.and_then(Result::ok).unwrap_or(0)
    }

    pub(crate) fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which of so many shards an event belongs to. Whatever concerns one person is in
/// one shard, as only there it is kept in order: by the vendor's id, or else by
/// what there is. An event about nobody goes by its dedupe key.
pub(crate) fn shard(source: &str, event: &Event, dedupe_key: &str, shards: u32) -> u32 {
    let subject = event.subject.as_ref();
    let key = subject.and_then(|it| it.id.as_ref().or(it.email.as_ref()).or(it.login.as_ref()));
    let key = key.map_or_else(|| dedupe_key.to_owned(), |key| key.to_ascii_lowercase());
    shard_of(source, &key, shards)
}

/// Which of so many shards what has this key belongs to.
pub(crate) fn shard_of(source: &str, key: &str, shards: u32) -> u32 {
    let number = hash(source, key)
        .iter()
        .take(4)
        .fold(0, |number, byte| (number << 8) | u32::from(*byte));
    number.checked_rem(shards).unwrap_or(0)
}

fn hash(source: &str, key: &str) -> impl AsRef<[u8]> + std::ops::Deref<Target = [u8]> {
    Sha256::new()
        .chain_update(source)
        .chain_update([0])
        .chain_update(key)
        .finalize()
}

impl From<DeliveryId> for Value {
    fn from(id: DeliveryId) -> Self {
        id.0.into()
    }
}

impl TryFrom<Value> for DeliveryId {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        match value {
            Value::String(id) => Ok(Self(id)),
            _ => Err(unexpected("id")),
        }
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// In the journal; not yet known to be in the queue.
    Stored,
    /// In the queue.
    Queued,
    /// An attempt is under way.
    Running,
    /// Between two attempts, or for a date, its turn or a person.
    Waiting,
    /// Everything its rules wanted is done.
    Done,
    /// No rule wants it.
    Ignored,
    /// Given up, with a reason; stays on the shelf.
    Dead,
}

impl Status {
    /// Where a delivery has come to its end.
    pub(crate) const SETTLED: [Self; 3] = [Self::Done, Self::Ignored, Self::Dead];

    pub(crate) const ALL: [Self; 7] = [
        Self::Stored,
        Self::Queued,
        Self::Running,
        Self::Waiting,
        Self::Done,
        Self::Ignored,
        Self::Dead,
    ];

    pub(crate) fn from_text(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str() == text)
            .ok_or_else(|| unexpected("status"))
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Ignored => "ignored",
            Self::Dead => "dead",
        }
    }
}

/// One verified event on its way into the journal.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) id: DeliveryId,
    /// Of the event: what it is called, what it means, when it happened (Unix
    /// milliseconds), and whom it is about.
    pub(crate) kind: String,
    pub(crate) signal: Option<String>,
    pub(crate) occurred_at: Option<i64>,
    pub(crate) subject: Option<Subject>,
    /// Whether a rule may want it; otherwise it is journalled as ignored.
    pub(crate) wanted: bool,
    /// Whether it says that an announced departure does not take place.
    pub(crate) calls_off: bool,
    /// The event in JSON, which the journal stores as it is.
    pub(crate) event: String,
}

impl Claim {
    pub(crate) fn of(event: Event, id: DeliveryId, wanted: bool, calls_off: bool) -> Self {
        Self {
            id,
            kind: event.kind.clone(),
            signal: event.signal.map(|signal| signal.as_str().to_owned()),
            occurred_at: event.occurred_at.map(Timestamp::unix_millis),
            subject: event.subject.clone(),
            wanted,
            calls_off,
            event: json::text(&event.into()),
        }
    }

    /// What [`Claim::read`] reads, but for the event.
    pub(crate) fn head(self) -> Value {
        object(&mut [
            ("id", self.id.into()),
            ("type", self.kind.into()),
            ("signal", self.signal.into()),
            ("occurredAt", self.occurred_at.into()),
            ("subject", self.subject.into()),
            ("wanted", self.wanted.into()),
            ("callsOff", self.calls_off.into()),
        ])
    }

    pub(crate) fn read(head: Value, event: String) -> Result<Self> {
        let mut fields = Fields::of(head)?;
        let subject = Some(fields.take("subject")).filter(|subject| !subject.is_null());
        Ok(Self {
            id: fields.take("id").try_into()?,
            kind: fields.text("type")?,
            signal: fields.optional_text("signal")?,
            occurred_at: fields.take("occurredAt").as_i64(),
            subject: subject
                .map(|subject| subject.try_into().map_err(|_| unexpected("subject")))
                .transpose()?,
            wanted: fields.flag("wanted")?,
            calls_off: fields.is("callsOff"),
            event,
        })
    }
}

/// What became of a claim.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) id: DeliveryId,
    /// The event was known before.
    pub(crate) duplicate: bool,
    pub(crate) status: Status,
}

impl From<Claimed> for Value {
    fn from(claimed: Claimed) -> Self {
        object(&mut [
            ("id", claimed.id.into()),
            ("duplicate", claimed.duplicate.into()),
            ("status", claimed.status.as_str().into()),
        ])
    }
}

impl TryFrom<Value> for Claimed {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            id: fields.take("id").try_into()?,
            duplicate: fields.flag("duplicate")?,
            status: Status::from_text(&fields.text("status")?)?,
        })
    }
}

impl Claimed {
    /// Whether the event is new and wanted.
    pub(crate) fn is_accepted(&self) -> bool {
        !self.duplicate && self.status != Status::Ignored
    }

    /// What the sender and the log are told became of the event.
    pub(crate) fn word(&self) -> &'static str {
        match (self.duplicate, self.is_accepted()) {
            (true, _) => "duplicate",
            (false, true) => "accepted",
            (false, false) => "ignored",
        }
    }
}

/// What an attempt may start with.
#[derive(Debug)]
pub(crate) enum Begun {
    /// The attempt is ours, until the lease runs out.
    Started(Box<Work>),
    /// Another attempt is under way; it has until then (Unix milliseconds).
    Busy { until: i64 },
    /// Not yet: the journal calls it when it is its turn.
    Parked,
    /// Nothing to do: done, ignored or dead.
    Settled,
    /// The journal has no such delivery.
    Unknown,
}

impl Begun {
    /// As the journal answers.
    pub(crate) fn into_lines(self) -> Lines {
        Lines::of(&match self {
            Self::Started(work) => {
                let mut lines = Lines::of(&json::named("Started", work.head()));
                lines.enclose(&work.event);
                for call in &work.calls {
                    lines.enclose(call);
                }
                return lines;
            }
            Self::Busy { until } => json::named("Busy", object(&mut [("until", until.into())])),
            Self::Parked => "Parked".into(),
            Self::Settled => "Settled".into(),
            Self::Unknown => "Unknown".into(),
        })
    }

    pub(crate) fn read(text: &str) -> Result<Self> {
        let (head, enclosed) = json::lines(text)?;
        let (name, content) = json::by_name(head)?;
        Ok(match name.as_str() {
            "Started" => Self::Started(Box::new(Work::read(content, enclosed)?)),
            "Busy" => Self::Busy {
                until: Fields::of(content)?.number("until")?,
            },
            "Parked" => Self::Parked,
            "Settled" => Self::Settled,
            "Unknown" => Self::Unknown,
            _ => return Err(unexpected("start")),
        })
    }
}

/// An attempt's work.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) attempt: u32,
    /// How many attempts before have failed, since it was received or replayed.
    pub(crate) failures: u32,
    /// Whether somebody let it go on that a brake held.
    pub(crate) released: bool,
    /// The event in JSON, as it is stored.
    pub(crate) event: String,
    /// The calls that earlier attempts made, as far as they count, each in JSON.
    pub(crate) calls: Vec<String>,
}

impl Work {
    fn head(&self) -> Value {
        object(&mut [
            ("attempt", self.attempt.into()),
            ("failures", self.failures.into()),
            ("released", self.released.into()),
        ])
    }

    fn read(head: Value, mut enclosed: Enclosed<'_>) -> Result<Self> {
        let mut fields = Fields::of(head)?;
        Ok(Self {
            attempt: fields.count("attempt")?,
            failures: fields.count("failures")?,
            released: fields.is("released"),
            event: enclosed.take("event")?,
            calls: enclosed.all(),
        })
    }

    /// The event, read.
    pub(crate) fn event(&self) -> Result<Event> {
        event(json::read(&self.event)?)
    }

    /// The calls, read.
    pub(crate) fn calls(&self) -> Result<Vec<CallRecord>> {
        let calls = self.calls.iter();
        calls.map(|call| json::read(call)?.try_into()).collect()
    }
}

/// An event as the journal has it.
pub(crate) fn event(value: Value) -> Result<Event> {
    Event::try_from(value).map_err(|no_event| Error::RustError(no_event.to_string()))
}

/// What came of a call.
#[derive(Debug)]
pub(crate) struct CallResult {
    pub(crate) outcome: CallOutcome,
    /// HTTP status of the API's answer, where there was one.
    pub(crate) status: Option<u16>,
    /// In the API's words, where it gave some.
    pub(crate) message: Option<String>,
    /// The `pick` whose result is kept; `None` where it is the reply itself.
    pub(crate) picked: Option<String>,
}

impl CallResult {
    /// The call's record, in JSON; and so is what is kept of the reply.
    pub(crate) fn record(self, call: &Call, kept: &str, attempt: u32, now: i64) -> String {
        let rest = json::text(&object(&mut [
            ("key", call.key.as_str().into()),
            ("rule", call.rule.as_str().into()),
            ("step", call.step.as_str().into()),
            ("action", call.action.id().into()),
            ("params", call.params.clone().into()),
            ("outcome", self.outcome.as_str().into()),
            ("status", self.status.into()),
            ("message", self.message.into()),
            ("picked", self.picked.into()),
            ("attempt", attempt.into()),
            ("endedAt", now.into()),
        ]));
        let mut record = "{\"kept\":".to_owned();
        record += kept;
        record.push(',');
        record += rest.strip_prefix('{').unwrap_or_default();
        record
    }
}

/// A call's record, as far as a later attempt is led by it.
#[derive(Debug)]
pub(crate) struct CallRecord {
    /// Names the call within its delivery.
    pub(crate) key: String,
    /// The id of the action.
    pub(crate) action: String,
    pub(crate) params: Map<String, Value>,
    pub(crate) outcome: CallOutcome,
    pub(crate) message: Option<String>,
    /// What is left of the reply for later steps.
    pub(crate) kept: Value,
    /// See [`CallResult::picked`].
    pub(crate) picked: Option<String>,
}

impl TryFrom<Value> for CallRecord {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            key: fields.text("key")?,
            action: fields.text("action")?,
            params: Fields::of(fields.take("params"))?.into_map(),
            outcome: CallOutcome::from_text(&fields.text("outcome")?)?,
            message: fields.optional_text("message")?,
            kept: fields.take("kept"),
            picked: fields.optional_text("picked")?,
        })
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallOutcome {
    /// The API did it.
    Done,
    /// There was nothing to undo any more, which is as good.
    AlreadyGone,
    /// The API refused for good.
    Refused,
    /// It may work later.
    Failed,
}

impl CallOutcome {
    const ALL: [Self; 4] = [Self::Done, Self::AlreadyGone, Self::Refused, Self::Failed];

    fn from_text(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|outcome| outcome.as_str() == text)
            .ok_or_else(|| unexpected("outcome"))
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AlreadyGone => "alreadyGone",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// Whether the call must not be made again.
    pub(crate) fn succeeded(self) -> bool {
        matches!(self, Self::Done | Self::AlreadyGone)
    }
}

/// What a delivery waits for that is to be tried later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Another try: this one failed.
    Retry,
    /// A better moment; nothing has failed.
    Moment,
    /// A date.
    Date,
    /// Somebody to release it. It has no time.
    Release,
}

impl Wait {
    const ALL: [Self; 4] = [Self::Retry, Self::Moment, Self::Date, Self::Release];

    fn from_text(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|wait| wait.as_str() == text)
            .ok_or_else(|| unexpected("waitsFor"))
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Moment => "moment",
            Self::Date => "date",
            Self::Release => "release",
        }
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everything its rules wanted is done.
    Done,
    /// No rule's condition held.
    Ignored,
    /// To be tried again at `at` (Unix milliseconds).
    Later { at: i64, wait: Wait, reason: String },
    /// Given up.
    Dead { reason: String },
}

impl Ending {
    /// What the delivery becomes.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Ignored => "ignored",
            Self::Later { .. } => "waiting",
            Self::Dead { .. } => "dead",
        }
    }
}

impl From<Ending> for Value {
    fn from(ending: Ending) -> Self {
        let word = ending.word().into();
        let (at, wait, reason) = match ending {
            Ending::Done | Ending::Ignored => (Value::Null, Value::Null, Value::Null),
            Ending::Later { at, wait, reason } => (at.into(), wait.as_str().into(), reason.into()),
            Ending::Dead { reason } => (Value::Null, Value::Null, reason.into()),
        };
        object(&mut [
            ("ending", word),
            ("at", at),
            ("wait", wait),
            ("reason", reason),
        ])
    }
}

impl TryFrom<Value> for Ending {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let mut fields = Fields::of(value)?;
        Ok(match fields.text("ending")?.as_str() {
            "done" => Self::Done,
            "ignored" => Self::Ignored,
            "waiting" => Self::Later {
                at: fields.number("at")?,
                wait: Wait::from_text(&fields.text("wait")?)?,
                reason: fields.text("reason")?,
            },
            "dead" => Self::Dead {
                reason: fields.text("reason")?,
            },
            _ => return Err(unexpected("ending")),
        })
    }
}

#[cfg(test)]
#[allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call() -> Value {
        json!({
            "key": "leaver/users", "rule": "leaver", "step": "users", "action": "user.list",
            "params": { "limit": 2, "names": ["a"] }, "outcome": "alreadyGone", "status": 404,
            "message": "no such user", "kept": { "n": [1.5, null] }, "picked": "reply.n",
            "attempt": 2, "endedAt": 1_780_000_000_123_i64,
        })
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is made where it is passed"
    )]
    fn same<T: TryFrom<Value, Error = Error> + Into<Value>>(value: Value) {
        let read = T::try_from(value.clone()).unwrap_or_else(|error| panic!("{error} in {value}"));
        assert_eq!(read.into(), value);
    }

    fn event() -> Value {
        json!({
            "id": null, "type": "ping", "signal": "person.left", "effectiveAt": null,
            "occurredAt": "2026-07-14T09:30:00Z", "data": { "a": 1 },
            "subject": { "email": null, "id": "7", "login": null, "name": null },
        })
    }

    #[test]
    fn a_later_attempt_reads_what_was_recorded() {
        let hooks = r#"
            [[source]]
            name = "okta"
            kind = "okta"
            secret = ["A"]

            [[rule]]
            name = "leaver"
            source = "okta"
            on = "person.left"

              [[rule.step]]
              name = "users"
              action = "user.getMany"
              with = { websiteId = "site_1" }
              pick = "reply.users"
        "#;
        let hooks = wibiclick_rules::Hooks::parse(hooks).expect("a hooks.toml");
        let event = super::event(event()).expect("an event");
        let rule = hooks.rules().first().expect("a rule");
        let mut run = hooks.run(rule, &event, &wibiclick_rules::Env::default());
        let call = run.next().expect("no error").expect("a call");
        let result = CallResult {
            outcome: CallOutcome::AlreadyGone,
            status: None,
            message: Some("no such user".to_owned()),
            picked: call.pick.clone(),
        };
        let record = json::read(&result.record(&call, "[1.5]", 2, 7)).expect("JSON");
        assert_eq!(
            record,
            json!({
                "key": "leaver/users", "rule": "leaver", "step": "users",
                "action": "user.getMany", "params": { "websiteId": "site_1" },
                "outcome": "alreadyGone", "status": null, "message": "no such user",
                "kept": [1.5], "picked": "reply.users", "attempt": 2, "endedAt": 7,
            })
        );
        let read = CallRecord::try_from(record).expect("a record");
        assert_eq!(read.key, call.key.as_str());
        assert_eq!(read.action, call.action.id());
        assert_eq!(read.params, call.params);
        assert_eq!(read.outcome, CallOutcome::AlreadyGone);
        assert_eq!(read.message.as_deref(), Some("no such user"));
        assert_eq!(read.kept, json!([1.5]));
        assert_eq!(read.picked, call.pick);
    }

    #[test]
    fn what_goes_to_the_journal_and_back_is_written_as_it_was_read() {
        let head = json!({
            "id": "0a", "type": "ping", "signal": "person.left", "occurredAt": 7,
            "subject": event()["subject"], "wanted": true, "callsOff": false,
        });
        let claim = Claim::read(head.clone(), "{}".to_owned()).expect("a claim");
        assert_eq!(claim.event, "{}");
        assert_eq!(claim.head(), head);
        for status in Status::ALL {
            same::<Claimed>(json!({ "id": "0a", "duplicate": false, "status": status.as_str() }));
        }
        for begun in [
            &format!(
                "{}\n{}\n{}\n{}",
                json!({ "Started": { "attempt": 3, "failures": 1, "released": true } }),
                event(),
                call(),
                call()
            ),
            r#"{"Busy":{"until":-1}}"#,
            r#""Parked""#,
            r#""Settled""#,
            r#""Unknown""#,
        ] {
            let read = Begun::read(begun).unwrap_or_else(|error| panic!("{error} in {begun}"));
            assert_eq!(read.into_lines().into_text(), *begun);
        }
        let nothing = json!({ "ending": "done", "at": null, "wait": null, "reason": null });
        for (ending, at, wait, reason) in [
            ("done", json!(null), json!(null), json!(null)),
            ("ignored", json!(null), json!(null), json!(null)),
            ("waiting", json!(7), json!("retry"), json!("503")),
            ("waiting", json!(7), json!("moment"), json!("busy")),
            ("waiting", json!(7), json!("date"), json!("not yet")),
            ("waiting", json!(7), json!("release"), json!("held")),
            ("dead", json!(null), json!(null), json!("400")),
        ] {
            let mut value = nothing.clone();
            value["ending"] = ending.into();
            value["at"] = at;
            value["wait"] = wait;
            value["reason"] = reason;
            same::<Ending>(value);
        }
    }

    #[test]
    fn an_id_says_in_which_shard_the_delivery_is() {
        for shard in [0, 1, 63] {
            assert_eq!(DeliveryId::of("okta", "a", shard).shard(), shard);
        }
        assert_eq!(DeliveryId::from_text("0a-x").shard(), 0);
        assert_eq!(DeliveryId::of("okta", "a", 0).as_str().len(), 32);
    }

    #[test]
    fn what_concerns_one_person_is_in_one_shard() {
        let of = |subject: Value, key: &str| {
            let mut one = event();
            one["subject"] = subject;
            shard("okta", &super::event(one).expect("an event"), key, 8)
        };
        let person = |id: Value, email: &str| json!({ "id": id, "email": email, "login": null, "name": null });
        let first = of(person(json!("7"), "a@example.com"), "k1");
        assert_eq!(of(person(json!("7"), "b@example.com"), "k2"), first);
        let first = of(person(json!(null), "A@example.com"), "k1");
        assert_eq!(of(person(json!(null), "a@example.com"), "k2"), first);
    }

    #[test]
    fn events_about_nobody_are_spread_over_all_shards() {
        let mut seen = [false; 8];
        for key in 0..200 {
            let mut one = event();
            one["subject"] = Value::Null;
            let one = super::event(one).expect("an event");
            seen[shard("okta", &one, &key.to_string(), 8) as usize] = true;
        }
        assert_eq!(seen, [true; 8]);
    }

    #[test]
    fn a_call_that_the_first_version_wrote_is_its_reply() {
        let mut old = call();
        old.as_object_mut().expect("an object").remove("picked");
        let read = CallRecord::try_from(old).expect("a call");
        assert_eq!(read.picked, None);
    }

    #[test]
    fn a_row_that_is_none_is_refused() {
        for (key, wrong) in [
            ("key", Value::Null),
            ("params", json!([])),
            ("outcome", json!("gone")),
            ("message", json!(1)),
            ("picked", json!([])),
        ] {
            let mut row = call();
            row[key] = wrong;
            assert!(CallRecord::try_from(row).is_err(), "{key}");
        }
    }
}
