//! Prices and limits of the platform, and what they make of a million events a day.

use serde_json::{Value, json};

use crate::usage::Usage;

const EVENTS_PER_DAY: f64 = 1_000_000.0;
const DAYS: f64 = 30.0;
const SECONDS_PER_DAY: f64 = 86_400.0;
/// In dollars a month.
const SUBSCRIPTION: f64 = 5.0;
/// Of what a Durable Object's duration is billed for, in GB.
const MEMORY: f64 = 0.128;
/// For each event: what workerd took for one that leads to five calls, with what the
/// platform does by itself there and bills nobody for (docs/performance.md, event to
/// finished action).
const CPU_MILLIS: f64 = 7.0;

/// What is on the bill.
struct Price {
    what: &'static str,
    /// How much of it a month, for so many events a month with this usage of each, over so
    /// many shards.
    amount: fn(&Usage, f64, f64) -> f64,
    included: f64,
    /// In dollars, for each million beyond.
    per_million: f64,
    page: &'static str,
}

const WORKERS: &str = "https://developers.cloudflare.com/workers/platform/pricing/";
const OBJECTS: &str = "https://developers.cloudflare.com/durable-objects/platform/pricing/";
const QUEUES: &str = "https://developers.cloudflare.com/queues/platform/pricing/";

const PRICES: &[Price] = &[
    Price {
        what: "requests to the Worker, and batches of the queue, were each of one message",
        amount: |each, events, _| (each.of("requests") + each.of("messages")) * events,
        included: 10e6,
        per_million: 0.30,
        page: WORKERS,
    },
    Price {
        what: "CPU time, in ms",
        amount: |_, events, _| CPU_MILLIS * events,
        included: 30e6,
        per_million: 0.02,
        page: WORKERS,
    },
    Price {
        what: "operations of the queue: three for each message",
        amount: |each, events, _| each.of("messages") * 3.0 * events,
        included: 1e6,
        per_million: 0.40,
        page: QUEUES,
    },
    Price {
        what: "requests to the journal, and its alarms",
        amount: |each, events, _| each.of("asked") * events,
        included: 1e6,
        per_million: 0.15,
        page: OBJECTS,
    },
    Price {
        what: "duration of the journal, in GB-s, were it never idle",
        amount: |_, _, shards| shards * SECONDS_PER_DAY * DAYS * MEMORY,
        included: 400e3,
        per_million: 12.50,
        page: OBJECTS,
    },
    Price {
        what: "rows read",
        amount: |each, events, _| each.of("rowsRead") * events,
        included: 25e9,
        per_million: 0.001,
        page: OBJECTS,
    },
    Price {
        what: "rows written, alarms set, and rows pruned one day",
        amount: |each, events, _| {
            let rows = ["rowsWritten", "alarmsSet", "rowsInserted"].map(|name| each.of(name));
            rows.iter().sum::<f64>() * events
        },
        included: 50e6,
        per_million: 1.00,
        page: OBJECTS,
    },
    Price {
        what: "stored for 30 days, in MB-months",
        amount: |each, events, _| each.of("storedBytes") * events / 1e6,
        included: 5e3,
        // 0.20 for a GB.
        per_million: 200.0,
        page: OBJECTS,
    },
    Price {
        what: "lines of the log, where all are kept",
        amount: |each, events, _| each.of("lines") * events,
        included: 20e6,
        per_million: 0.60,
        page: WORKERS,
    },
];

/// What one object or one queue can take.
struct Limit {
    what: &'static str,
    /// How many events a second are the limit, over so many shards.
    events_per_second: fn(&Usage, f64) -> f64,
    page: &'static str,
}

const LIMITS: &[Limit] = &[
    Limit {
        what: "10 GB in one object, where events are kept for 30 days",
        events_per_second: |each, shards| {
            shards * 10e9 / (each.of("storedBytes") * DAYS * SECONDS_PER_DAY)
        },
        page: "https://developers.cloudflare.com/durable-objects/platform/limits/",
    },
    Limit {
        what: "1,000 requests a second to one object",
        events_per_second: |each, shards| shards * 1_000.0 / each.of("asked"),
        page: "https://developers.cloudflare.com/durable-objects/platform/limits/",
    },
    Limit {
        what: "5,000 messages a second to one queue",
        events_per_second: |each, _| 5_000.0 / each.of("messages"),
        page: "https://developers.cloudflare.com/queues/platform/limits/",
    },
];

/// Over so many shards.
const SHARDS: [u32; 4] = [1, 4, 16, 64];

/// What a million events a day cost and where their limits are, where each uses this.
pub(crate) fn of_a_million_a_day(each: &Usage) -> Value {
    let events = EVENTS_PER_DAY * DAYS;
    let shards = enough_shards(each);
    let mut total = SUBSCRIPTION;
    let rows: Vec<Value> = PRICES
        .iter()
        .map(|price| {
            let amount = (price.amount)(each, events, f64::from(shards));
            let dollars = (amount - price.included).max(0.0) / 1e6 * price.per_million;
            total += dollars;
            json!({
                "what": price.what, "amount": amount, "included": price.included,
                "perMillion": price.per_million, "dollars": dollars, "page": price.page,
            })
        })
        .collect();
    let limits = LIMITS.iter().map(|limit| {
        let rates = SHARDS.map(|shards| (limit.events_per_second)(each, f64::from(shards)));
        json!({ "what": limit.what, "page": limit.page, "eventsPerSecond": rates })
    });
    json!({
        "eventsPerDay": EVENTS_PER_DAY, "subscription": SUBSCRIPTION, "shards": shards,
        "rows": rows, "total": total, "limits": limits.collect::<Vec<_>>(), "limitShards": SHARDS,
    })
}

/// Over how many shards so many events a day have room.
fn enough_shards(each: &Usage) -> u32 {
    let rate = EVENTS_PER_DAY / SECONDS_PER_DAY;
    let has_room = |shards: &u32| {
        let mut limits = LIMITS.iter();
        limits.all(|limit| (limit.events_per_second)(each, f64::from(*shards)) >= rate)
    };
    (1..=64).find(has_room).unwrap_or(64)
}
