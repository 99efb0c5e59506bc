//! A delivery's life, in words: what the journal stores, the dispatcher moves
//! on, and the admin API shows.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use wibiclick_hooks::Event;

/// Names a delivery within its source: the same event always gets the same id,
/// so that a redelivery is seen to be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DeliveryId(String);

impl DeliveryId {
    /// 128 bits of the hash of source and dedupe key, in hex.
    pub(crate) fn of(source: &str, dedupe_key: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(source)
            .chain_update([0])
            .chain_update(dedupe_key)
            .finalize();
        let hex = digest
            .iter()
            .take(16)
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        Self(hex)
    }

    pub(crate) fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Status {
    /// In the journal; not yet known to be in the queue.
    Stored,
    /// In the queue.
    Queued,
    /// An attempt is under way.
    Running,
    /// Between two attempts.
    Waiting,
    /// Everything its rules wanted is done.
    Done,
    /// No rule wants it.
    Ignored,
    /// Given up, with a reason; stays on the shelf.
    Dead,
}

impl Status {
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
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: DeliveryId,
    pub(crate) event: Event,
    /// Whether a rule may want it; otherwise it is journalled as ignored.
    pub(crate) wanted: bool,
}

/// What became of a claim.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claimed {
    pub(crate) id: DeliveryId,
    /// The event was known before.
    pub(crate) duplicate: bool,
    pub(crate) status: Status,
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
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Begun {
    /// The attempt is ours, until the lease runs out.
    Started(Box<Work>),
    /// Another attempt is under way; it has until then (Unix milliseconds).
    Busy { until: i64 },
    /// Nothing to do: done, ignored or dead.
    Settled,
    /// The journal has no such delivery.
    Unknown,
}

/// An attempt's work.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Work {
    pub(crate) attempt: u32,
    pub(crate) event: Event,
    /// The calls that earlier attempts made.
    pub(crate) calls: Vec<CallRecord>,
}

/// One action request of a delivery, and what came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallRecord {
    /// Names the call within its delivery.
    pub(crate) key: String,
    pub(crate) rule: String,
    pub(crate) step: String,
    /// The id of the action.
    pub(crate) action: String,
    pub(crate) params: Map<String, Value>,
    pub(crate) outcome: CallOutcome,
    /// HTTP status of the API's answer, where there was one.
    pub(crate) status: Option<u16>,
    /// In the API's words, where it gave some.
    pub(crate) message: Option<String>,
    /// What later steps see of the reply.
    pub(crate) kept: Value,
    pub(crate) attempt: u32,
    /// Unix milliseconds.
    pub(crate) ended_at: i64,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    /// Whether the call must not be made again.
    pub(crate) fn succeeded(self) -> bool {
        matches!(self, Self::Done | Self::AlreadyGone)
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ending {
    /// Everything its rules wanted is done.
    Done,
    /// No rule's condition held.
    Ignored,
    /// To be tried again at `at` (Unix milliseconds).
    Later { at: i64, reason: String },
    /// Given up.
    Dead { reason: String },
}

/// A delivery as the admin API shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliveryRecord {
    pub(crate) id: DeliveryId,
    pub(crate) status: Status,
    pub(crate) reason: Option<String>,
    pub(crate) attempts: u32,
    /// Unix milliseconds.
    pub(crate) received_at: i64,
    /// Unix milliseconds.
    pub(crate) settled_at: Option<i64>,
    pub(crate) event: Event,
    pub(crate) calls: Vec<CallRecord>,
}
