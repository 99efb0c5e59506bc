//! Customers, and the search over everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{
    Answer, Call, Refusal, done,
    lists::{CONTACTS, EMPLOYEES, REVIEWS},
    money::{change_of, month_of, received, sum},
    records::{existing, unknown},
    shown::{everything_of_contact, show_one},
};
use crate::{
    store::{Record, is, picked, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "contact.get" => get(world, call),
        "contact.delete" => delete(world, call),
        "contact.merge" => merge(world, call),
        "contact.getByRecentJobs" => Ok(by_recent_jobs(world, call)),
        "contact.getPotentialMerges" => Ok(potential_merges(world, call)),
        "contact.search" => Ok(search(world, call)),
        "contact.getMetrics" => Ok(metrics(world, call)),
        "contact.getFinancials" => financials(world, call),
        "search.universal" => Ok(search_all(world, call)),
        _ => return None,
    })
}

fn get(world: &mut World, call: &Call) -> Answer {
    let id = call.text("contactId");
    existing(&CONTACTS, world, &id)?;
    let mut customer = show_one(&CONTACTS, world, &id);
    if let Some(fields) = customer.as_object_mut() {
        fields.extend(everything_of_contact(world, &id));
        let messages = world.store.of("messages", "customerId", &id);
        fields.insert("whatsapp".to_owned(), messages.cloned().collect());
        let technician = text(fields, "preferredTechnicianId");
        let technician = world.store.find(EMPLOYEES.name, technician);
        let technician = technician.map(|it| picked(it, &["id", "firstName", "lastName"]).into());
        fields.insert(
            "preferredTechnician".to_owned(),
            technician.unwrap_or_default(),
        );
        fields.entry("referredBy").or_insert(Value::Null);
        for list in ["activities", "referrals", "aiAnalysisHistory"] {
            fields.entry(list).or_insert_with(|| json!([]));
        }
    }
    Ok(json!({ "customer": customer }))
}

/// What belongs to the customer stays, as what was paid stays in the books.
fn delete(world: &mut World, call: &Call) -> Answer {
    let id = call.text("contactId");
    if world.store.remove(CONTACTS.name, &id) {
        Ok(done("The customer is deleted."))
    } else {
        Err(unknown(CONTACTS.one, &id))
    }
}

fn merge(world: &mut World, call: &Call) -> Answer {
    let target = call.text("targetContactId");
    existing(&CONTACTS, world, &target)?;
    let merged: Vec<String> = call
        .params
        .get("mergeContactIds")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    if merged.contains(&target) {
        return Err(Refusal::new(
            400,
            "the target is among those that are merged into it",
        ));
    }
    for id in &merged {
        existing(&CONTACTS, world, id)?;
    }
    for record in world.store.everything() {
        // Pending matches say `contactId`.
        for field in ["customerId", "contactId"] {
            if merged.iter().any(|id| is(record, field, id)) {
                record.insert(field.to_owned(), target.as_str().into());
            }
        }
    }
    for id in &merged {
        world.store.remove(CONTACTS.name, id);
    }
    Ok(done("The customers are merged."))
}

fn by_recent_jobs(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let mut jobs: Vec<&Record> = world.store.of("jobs", "websiteId", &website).collect();
    jobs.sort_by(|a, b| text(b, "slotStart").cmp(text(a, "slotStart")));
    let mut seen: Vec<&str> = Vec::new();
    for job in jobs {
        let id = text(job, "customerId");
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    let customers = seen
        .into_iter()
        .filter_map(|id| world.store.find(CONTACTS.name, id))
        .map(|contact| picked(contact, &["id", "name"]));
    json!({ "customers": customers.collect::<Vec<_>>() })
}

/// A bare list, as the API has it.
fn potential_merges(world: &World, call: &Call) -> Value {
    let mut groups: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
    for contact in world.seen(CONTACTS.name, call) {
        let phone = text(contact, "phone");
        if !phone.is_empty() {
            let group = groups.entry(phone).or_default();
            group.push(picked(contact, &["id", "name"]));
        }
    }
    groups
        .into_iter()
        .filter(|(_, customers)| customers.len() > 1)
        .map(|(phone, customers)| json!({ "sharedPhoneNumber": phone, "customers": customers }))
        .collect()
}

/// A bare list too.
fn search(world: &World, call: &Call) -> Value {
    let wanted = call.text("query").to_lowercase();
    world
        .seen(CONTACTS.name, call)
        .filter(|contact| says(contact, &["name", "phone", "email", "address"], &wanted))
        .map(|contact| picked(contact, &["id", "name", "phone", "email"]))
        .collect()
}

fn says(record: &Record, fields: &[&str], wanted: &str) -> bool {
    fields
        .iter()
        .any(|field| text(record, field).to_lowercase().contains(wanted))
}

fn search_all(world: &World, call: &Call) -> Value {
    let (website, wanted) = (call.text("websiteId"), call.text("query").to_lowercase());
    let mut results = Vec::new();
    for (list, ty, fields) in [
        ("contacts", "Customer", &["name", "phone", "email"][..]),
        ("invoices", "Invoice", &["name", "reason"]),
        ("estimates", "Estimate", &["name", "reason"]),
        ("jobs", "Job", &["name", "issue", "address"]),
    ] {
        for record in world.store.of(list, "websiteId", &website) {
            if says(record, fields, &wanted) {
                let customer = record.get("customerId").or(record.get("id"));
                results
                    .push(json!({ "type": ty, "id": record.get("id"), "customer_id": customer }));
            }
        }
    }
    json!({ "results": call.page(results) })
}

fn metrics(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let new = |month: &str| {
        let contacts = world.store.of(CONTACTS.name, "websiteId", &website);
        let new = contacts.filter(|it| text(it, "createdAt").starts_with(month));
        f64::from(u32::try_from(new.count()).unwrap_or(u32::MAX))
    };
    // Of the customers whom a month had jobs for, those who had one before.
    let repeated = |month: &str| {
        let (mut all, mut again) = (0.0, 0.0);
        for contact in world.store.of(CONTACTS.name, "websiteId", &website) {
            let jobs = world.store.of("jobs", "customerId", text(contact, "id"));
            let starts: Vec<&str> = jobs.map(|job| text(job, "slotStart")).collect();
            if starts.iter().any(|start| start.starts_with(month)) {
                all += 1.0;
                again += f64::from(u8::from(starts.iter().any(|start| *start < month)));
            }
        }
        if all > 0.0 { 100.0 * again / all } else { 0.0 }
    };
    let rated = |month: &str| {
        let reviews = || {
            let reviews = world.store.of(REVIEWS.name, "websiteId", &website);
            month_of(reviews, "createdAt", month)
        };
        let count = u32::try_from(reviews().count()).unwrap_or(u32::MAX);
        if count > 0 {
            sum(reviews(), "rating") / f64::from(count)
        } else {
            0.0
        }
    };
    json!({
        "newCustomers": change_of(call, new),
        "repeatCustomerRate": change_of(call, repeated),
        "customerSatisfaction": change_of(call, rated),
    })
}

fn financials(world: &mut World, call: &Call) -> Answer {
    let id = call.text("contactId");
    existing(&CONTACTS, world, &id)?;
    let payments = world.store.of("payments", "customerId", &id);
    let revenue = received(payments);
    let costs = sum(world.store.of("expenses", "customerId", &id), "amount");
    Ok(json!({ "totalRevenue": revenue, "totalCosts": costs, "netProfit": revenue - costs }))
}
