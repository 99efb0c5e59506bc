//! The protection of websites: what is blocked is kept, what attacked is made up.

use std::{cmp::Reverse, collections::BTreeMap};

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, Refusal, done};
use crate::{
    moment,
    store::{Record, is, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    let website = call.text("websiteId");
    Some(match spec.operation() {
        "getBlocklist" => {
            let blocked = blocked(world, &website);
            Ok(json!({ "blockedIps": blocked, "total": blocked.len(), "metadata": {} }))
        }
        "block" => {
            let reason = call.optional("reason");
            block(world, &website, &call.text("ip"), reason.as_deref());
            Ok(done("The address is blocked."))
        }
        "unblock" => unblock(world, &website, &call.text("ip")),
        "bulk" => Ok(bulk(world, &website, call)),
        "getAnalytics" => Ok(analytics(world, &website, call)),
        "getRecentEvents" => {
            let mut events = attacks(world, call);
            events.reverse();
            Ok(json!({ "events": call.page(events) }))
        }
        "getGeographicAnalytics" => {
            let attacks = attacks(world, call);
            Ok(json!({
                "countries": most(&attacks, "country"), "regions": [], "cities": [],
                "summary": { "attacks": attacks.len() },
            }))
        }
        "getAttackPatterns" => {
            let attacks = attacks(world, call);
            Ok(json!({
                "categories": counted(&attacks, "category"), "userAgents": [],
                "requestMethods": counted(&attacks, "method"),
                "targetUrls": most(&attacks, "path"), "timeDistribution": by_hour(&attacks),
            }))
        }
        "getAttackLogs" => {
            let attacks = attacks(world, call);
            Ok(json!({
                "attackLogs": attacks, "total": attacks.len(), "summary": {},
                "categories": counted(&attacks, "category"),
            }))
        }
        "getAttackLogsForIp" => {
            let attacks = of_address(attacks(world, call), &call.text("ip"));
            Ok(json!({ "attackLogs": call.page(attacks) }))
        }
        "startMonitoring" => Ok(monitor(world, &website, true)),
        "stopMonitoring" => Ok(monitor(world, &website, false)),
        "getMonitoringStatus" => {
            let monitored = world.store.of("monitoring", "websiteId", &website).next();
            let since = monitored.and_then(|it| it.get("startedAt"));
            Ok(json!({
                "isActive": since.is_some(), "startedAt": since,
                "recentEvents": attacks(world, call), "stats": {},
            }))
        }
        "getRecommendations" => Ok(json!({ "recommendations": recommended(world, &website) })),
        "test" => Ok(json!({
            "score": score(world, call), "tests": [],
            "recommendations": recommended(world, &website),
        })),
        "updateSettings" => Ok(update_settings(world, &website, call)),
        "getIpReputation" => Ok(reputation(world, call)),
        // What it is as a file is for the routes to say.
        "export" => Ok(report(world, call)),
        _ => return None,
    })
}

/// The attacks on the websites that a call is about, as far back as it asks.
fn attacks(world: &World, call: &Call) -> Vec<Record> {
    let range = call.optional("timeRange");
    let since = range.and_then(|range| moment::later(&world.now, hours(&range)?.checked_neg()?));
    let attacks = world.seen("attacks", call);
    let wanted = attacks.filter(|it| since.as_deref().is_none_or(|since| text(it, "at") >= since));
    wanted.cloned().collect()
}

/// `24h`, `7d`
fn hours(range: &str) -> Option<i64> {
    let (number, hours) = match range.strip_suffix('h') {
        Some(number) => (number, 1),
        None => (range.strip_suffix('d')?, 24),
    };
    number.parse::<i64>().ok()?.checked_mul(hours)
}

fn of_address(mut attacks: Vec<Record>, ip: &str) -> Vec<Record> {
    attacks.retain(|it| is(it, "ip", ip));
    attacks
}

/// How often each value of a field is there.
fn counted<'a>(attacks: &'a [Record], field: &str) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in attacks.iter().map(|it| text(it, field)) {
        if !value.is_empty() {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// The values of a field, the most frequent first.
fn most<'a>(attacks: &'a [Record], field: &str) -> Vec<&'a str> {
    let mut counts: Vec<(&str, usize)> = counted(attacks, field).into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter().map(|(value, _)| value).collect()
}

fn by_hour(attacks: &[Record]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for hour in attacks.iter().filter_map(|it| text(it, "at").get(..13)) {
        *counts.entry(hour).or_default() += 1;
    }
    counts
}

fn blocked<'w>(world: &'w World, website: &'w str) -> Vec<&'w Record> {
    world.store.of("blocklist", "websiteId", website).collect()
}

fn analytics(world: &World, website: &str, call: &Call) -> Value {
    let attacks = attacks(world, call);
    let blocked = blocked(world, website);
    let today = world.now.get(..10).unwrap_or_default();
    let of_today = attacks
        .iter()
        .filter(|it| text(it, "at").starts_with(today));
    let by_hour: Vec<Value> = by_hour(&attacks)
        .into_iter()
        .map(|(hour, count)| json!({ "hour": hour, "count": count }))
        .collect();
    json!({
        "totalBlocked": blocked.len(), "recentBlocks": blocked, "totalAttacks": attacks.len(),
        "attacksToday": of_today.count(), "attacksByCategory": counted(&attacks, "category"),
        "attacksByHour": by_hour, "topAttackingIps": most(&attacks, "ip"),
        "topAttackingCountries": most(&attacks, "country"), "securityScore": score(world, call),
        "trends": {},
    })
}

/// Made up: of a hundred, what the attacks leave.
fn score(world: &World, call: &Call) -> usize {
    100_usize.saturating_sub(6 * attacks(world, call).len())
}

fn recommended(world: &World, website: &str) -> Vec<Value> {
    let monitored = world.store.of("monitoring", "websiteId", website).next();
    let title = if monitored.is_some() {
        "Look at the events once a week"
    } else {
        "Turn monitoring on"
    };
    vec![json!({ "title": title })]
}

fn update_settings(world: &mut World, website: &str, call: &Call) -> Value {
    let settings = call.params.get("settings").cloned().unwrap_or_default();
    let entry = json!({ "websiteId": website, "settings": settings });
    let all = world.store.all_mut("securitySettings");
    all.retain(|it| !is(it, "websiteId", website));
    all.extend(entry.as_object().cloned());
    done("The settings are saved.")
}

fn reputation(world: &World, call: &Call) -> Value {
    let history = of_address(attacks(world, call), &call.text("ip"));
    let is_bad = !history.is_empty();
    json!({
        "reputation": if is_bad { "bad" } else { "unknown" },
        "riskScore": if is_bad { 80 } else { 10 },
        "categories": counted(&history, "category").keys().collect::<Vec<_>>(),
        "location": null, "provider": null, "history": history,
    })
}

/// As JSON, or as text that is CSV.
fn report(world: &World, call: &Call) -> Value {
    let attacks = attacks(world, call);
    if call.optional("format").as_deref() == Some("csv") {
        let fields = ["at", "ip", "category", "path"];
        let line = |it: &Record| fields.map(|field| text(it, field)).join(",");
        let lines = std::iter::once(fields.join(",")).chain(attacks.iter().map(line));
        return lines.map(|line| line + "\n").collect::<String>().into();
    }
    let mut report = json!({
        "websiteId": call.text("websiteId"), "total": attacks.len(),
        "categories": counted(&attacks, "category"),
    });
    let details = call.params.get("includeDetails") != Some(&Value::Bool(false));
    if let (true, Some(report)) = (details, report.as_object_mut()) {
        report.insert("attacks".to_owned(), json!(attacks));
    }
    report
}

fn block(world: &mut World, website: &str, ip: &str, reason: Option<&str>) {
    let entry = json!({
        "ip": ip, "websiteId": website, "reason": reason, "blockedAt": world.now,
    });
    let blocked = world.store.all_mut("blocklist");
    blocked.retain(|it| !(is(it, "ip", ip) && is(it, "websiteId", website)));
    if let Value::Object(entry) = entry {
        blocked.push(entry);
    }
}

fn unblock(world: &mut World, website: &str, ip: &str) -> Answer {
    let blocked = world.store.all_mut("blocklist");
    let before = blocked.len();
    blocked.retain(|it| !(is(it, "ip", ip) && is(it, "websiteId", website)));
    if blocked.len() < before {
        Ok(done("The address is free."))
    } else {
        Err(Refusal::new(404, format!("{ip} is not blocked")))
    }
}

fn bulk(world: &mut World, website: &str, call: &Call) -> Value {
    let operation = call.params.get("operation").cloned().unwrap_or_default();
    let ips: Vec<String> = operation
        .get("ips")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|ip| ip.as_str().map(str::to_owned))
        .collect();
    let frees = operation.get("action").and_then(Value::as_str) == Some("unblock");
    let mut failed = 0;
    for ip in &ips {
        if !frees {
            block(world, website, ip, None);
        } else if unblock(world, website, ip).is_err() {
            failed += 1;
        }
    }
    json!({
        "success": failed == 0, "processed": ips.len() - failed, "failed": failed, "results": ips,
    })
}

fn monitor(world: &mut World, website: &str, on: bool) -> Value {
    let entry = json!({ "websiteId": website, "startedAt": world.now });
    let monitored = world.store.all_mut("monitoring");
    monitored.retain(|it| !is(it, "websiteId", website));
    if let (true, Value::Object(entry)) = (on, entry) {
        monitored.push(entry);
    }
    json!({ "message": "Done", "isActive": on })
}
