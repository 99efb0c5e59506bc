//! The protection of websites: what is blocked is kept, what attacked is made up.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, Refusal, done};
use crate::{
    store::{Record, is},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    let website = call.text("websiteId");
    Some(match spec.operation() {
        "getBlocklist" => {
            let blocked: Vec<&Record> =
                world.store.of("blocklist", "websiteId", &website).collect();
            Ok(json!({ "blockedIps": blocked, "total": blocked.len(), "metadata": {} }))
        }
        "block" => {
            block(
                world,
                &website,
                &call.text("ip"),
                call.optional("reason").as_deref(),
            );
            Ok(done("The address is blocked."))
        }
        "unblock" => unblock(world, &website, &call.text("ip")),
        "bulk" => Ok(bulk(world, &website, call)),
        "getAnalytics" => Ok(json!({
            "totalBlocked": world.store.of("blocklist", "websiteId", &website).count(),
            "recentBlocks": [], "totalAttacks": 3, "attacksToday": 0,
            "attacksByCategory": { "sqlInjection": 2, "scanner": 1 }, "attacksByHour": [],
            "topAttackingIps": ["192.0.2.7"], "topAttackingCountries": [], "securityScore": 82,
            "trends": {},
        })),
        "getRecentEvents" => {
            let events: Vec<Record> = attacks(world);
            Ok(json!({ "events": call.page(events) }))
        }
        "getGeographicAnalytics" => {
            Ok(json!({ "countries": [], "regions": [], "cities": [], "summary": { "attacks": 3 } }))
        }
        "getAttackPatterns" => Ok(json!({
            "categories": { "sqlInjection": 2, "scanner": 1 }, "userAgents": [],
            "requestMethods": { "GET": 3 }, "targetUrls": ["/login"], "timeDistribution": {},
        })),
        "getAttackLogs" => {
            let attacks = attacks(world);
            let total = attacks.len();
            Ok(json!({ "attackLogs": attacks, "total": total, "summary": {}, "categories": {} }))
        }
        "getAttackLogsForIp" => {
            let ip = call.text("ip");
            let attacks: Vec<Record> = attacks(world)
                .into_iter()
                .filter(|it| is(it, "ip", &ip))
                .collect();
            Ok(json!({ "attackLogs": call.page(attacks) }))
        }
        "startMonitoring" => Ok(monitor(world, &website, true)),
        "stopMonitoring" => Ok(monitor(world, &website, false)),
        "getMonitoringStatus" => {
            let monitored = world.store.of("monitoring", "websiteId", &website).next();
            let since = monitored.and_then(|it| it.get("startedAt"));
            Ok(
                json!({ "isActive": since.is_some(), "startedAt": since, "recentEvents": [], "stats": {} }),
            )
        }
        "getRecommendations" => {
            Ok(json!({ "recommendations": [{ "title": "Turn monitoring on" }] }))
        }
        "test" => Ok(json!({ "score": 82, "tests": [], "recommendations": [] })),
        "updateSettings" => Ok(done("The settings are saved.")),
        "getIpReputation" => Ok(json!({
            "reputation": "unknown", "riskScore": 10, "categories": [], "location": null,
            "provider": null, "history": [],
        })),
        // What it is as a file is for the routes to say.
        "export" => Ok(json!({ "websiteId": website, "attacks": attacks(world) })),
        _ => return None,
    })
}

fn attacks(world: &World) -> Vec<Record> {
    world.store.all("attacks").to_vec()
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
