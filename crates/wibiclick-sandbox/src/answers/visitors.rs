//! Visitors of websites, tracked pages, and which visitors are which customers.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{
    Answer, Call, done,
    lists::{MATCHES, PAGES, VISITORS},
    made_up,
    records::existing,
    shown::show_one,
};
use crate::{
    store::{Record, is, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "visitor.get" => visitor(world, call, |visitor| json!({ "visitor": visitor })),
        "visitor.getHistory" => visitor(world, call, |visitor| {
            json!({
                "visitor": visitor, "sessions": visitor.get("sessions"), "clicks": [],
                "customer": visitor.get("customer"), "communications": [],
                "possibleContactSuggestions": [],
            })
        }),
        "visitor.disassociate" => disassociate(world, call),
        "visitor.getGeographic" => Ok(geographic(world, call)),
        "visitor.getActivity" => {
            let id = call.text("contactId");
            let visitors: Vec<&Record> = world
                .seen(VISITORS.name, call)
                .filter(|it| is(it, "customerId", &id))
                .collect();
            Ok(json!({ "visitors": visitors }))
        }
        "visitor.getSourceAttribution" => Ok(attribution(world, call)),
        "page.getPerformance" => page(
            world,
            call,
            |_| json!({ "performance": { "views": 120, "averageSeconds": 42 } }),
        ),
        "page.getRankings" => page(
            world,
            call,
            |page| json!({ "rankings": [{ "keyword": page.get("title"), "position": 3 }] }),
        ),
        "page.getUpdates" => page(
            world,
            call,
            |page| json!({ "updates": [{ "updatedAt": page.get("updatedAt") }] }),
        ),
        "page.getVisitors" => {
            let visitors: Vec<Record> = world.seen(VISITORS.name, call).cloned().collect();
            page(world, call, |_| json!({ "visitors": visitors }))
        }
        "identityMatching.getPending" => {
            let pending = world.seen(MATCHES.name, call);
            let pending: Vec<&Record> = pending.filter(|it| is(it, "status", "pending")).collect();
            Ok(json!({ "success": true, "data": pending }))
        }
        "identityMatching.setStatus" => set_status(world, call),
        "identityMatching.suggest" => Ok(suggest(world, call)),
        _ => return None,
    })
}

fn visitor(world: &mut World, call: &Call, shown: impl Fn(Value) -> Value) -> Answer {
    let id = call.text("visitorId");
    existing(&VISITORS, world, &id)?;
    Ok(shown(show_one(&VISITORS, world, &id)))
}

fn disassociate(world: &mut World, call: &Call) -> Answer {
    existing(&VISITORS, world, &call.text("visitorId"))?.remove("customerId");
    Ok(done("The visitor is nobody's."))
}

fn geographic(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let mut countries: Vec<(String, u32)> = Vec::new();
    for visitor in world.store.of(VISITORS.name, "websiteId", &website) {
        let country = text(visitor, "country");
        match countries.iter_mut().find(|(it, _)| it == country) {
            Some((_, visitors)) => *visitors += 1,
            None => countries.push((country.to_owned(), 1)),
        }
    }
    let shown = |(name, visitors)| json!({ "country": name, "visitors": visitors });
    json!({
        "countries": countries.into_iter().map(shown).collect::<Vec<_>>(),
        "southAfricanRegions": [],
    })
}

fn attribution(world: &World, call: &Call) -> Value {
    let found = world.store.all(VISITORS.name).iter().find(|visitor| {
        is(visitor, "id", &call.text("visitorId"))
            || is(visitor, "customerId", &call.text("contactId"))
    });
    json!({ "attribution": found.and_then(|visitor| visitor.get("sourceAttribution")) })
}

fn page(world: &mut World, call: &Call, shown: impl Fn(&Record) -> Value) -> Answer {
    let page = existing(&PAGES, world, &call.text("pageId"))?;
    Ok(shown(page))
}

/// A confirmed match says whose visitor it is.
fn set_status(world: &mut World, call: &Call) -> Answer {
    let status = call.text("status");
    let found = existing(&MATCHES, world, &call.text("matchId"))?;
    found.insert("status".to_owned(), status.as_str().into());
    if status == "confirmed" {
        let (visitor, contact) = (text(found, "visitorId").to_owned(), found.get("contactId"));
        let contact = contact.cloned().unwrap_or_default();
        existing(&VISITORS, world, &visitor)?.insert("customerId".to_owned(), contact);
    }
    Ok(done("The match is kept."))
}

fn suggest(world: &World, call: &Call) -> Value {
    let suggestions: Vec<Value> = world
        .store
        .find("contacts", &call.text("contactId"))
        .map(|contact| json!({ "contactId": contact.get("id"), "reason": made_up("Seen before") }))
        .into_iter()
        .collect();
    json!({ "suggestions": suggestions })
}
