//! Records as the API shows them: with those that they refer to.

use serde_json::{Map, Value, json};

use super::{
    lists::{APPLIANCES, ESTIMATES, EXPENSES, INSURANCE, INVOICES, JOBS, List, NOTES, PAYMENTS},
    money::{received, sum, technicians_share},
};
use crate::{
    store::{Record, is, picked, text},
    world::World,
};

pub(super) fn show_one(list: &List, world: &World, id: &str) -> Value {
    world
        .store
        .find(list.name, id)
        .map_or(Value::Null, |record| shown(list, world, record))
}

/// A record as the API shows it: with those that it refers to.
pub(super) fn shown(list: &List, world: &World, record: &Record) -> Value {
    let store = &world.store;
    let mut shown = record.clone();
    for field in list.blank {
        shown.entry(*field).or_insert(Value::Null);
    }
    let id = text(record, "id");
    let contact = || {
        let contact = store.find("contacts", text(record, "customerId"))?;
        Some(picked(contact, &["id", "name", "phone", "email"]).into())
    };
    let employee = || {
        let employee = store.find("employees", text(record, "employeeId"))?;
        let mut shown = picked(employee, &["id", "firstName", "lastName"]);
        let name = format!(
            "{} {}",
            text(employee, "firstName"),
            text(employee, "lastName")
        );
        shown.insert("fullName".to_owned(), name.into());
        Some(shown.into())
    };
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown.insert(name.to_owned(), value);
        }
    };
    match list.name {
        "jobs" => {
            put("customer", contact());
            put("employee", employee());
            let of = |list: &'static str, field: &'static str| -> Value {
                store
                    .of(list, "jobId", id)
                    .map(|it| Value::Object(picked(it, &[field])))
                    .collect()
            };
            let paid = received(store.of("payments", "jobId", id));
            let spent = |ty: &str| -> f64 {
                let expenses = store.of("expenses", "jobId", id);
                sum(expenses.filter(|it| is(it, "type", ty)), "amount")
            };
            put("paid", Some(paid.into()));
            put("techAmount", Some(technicians_share(paid).into()));
            put(
                "companyAmount",
                Some((paid - technicians_share(paid)).into()),
            );
            put("fuelExpense", Some(spent("FUEL").into()));
            put("partsExpense", Some(spent("PARTS").into()));
            put("payments", Some(of("payments", "amountInCents")));
            put("expenses", Some(of("expenses", "amount")));
            put("reviews", Some(of("reviews", "rating")));
        }
        "estimates" | "invoices" | "insuranceReports" => {
            put("customer", contact());
            put("employee", employee());
            let profile = store.find("recipientProfiles", text(record, "recipientProfileId"));
            put("recipientProfile", profile.cloned().map(Value::Object));
            let website = world.website(text(record, "websiteId")).ok();
            put(
                "website",
                website.map(|it| json!({ "id": it.id, "url": it.url })),
            );
        }
        "payments" | "visitors" | "messages" => put("customer", contact()),
        "expenses" => {
            put("customer", contact());
            put("employee", employee());
            let job = store.find("jobs", text(record, "jobId"));
            put("job", job.map(|job| picked(job, &["id", "issue"]).into()));
        }
        "employees" => {
            let jobs = store.of("jobs", "employeeId", id).count();
            put("_count", Some(json!({ "jobs": jobs })));
        }
        "notes" => {
            let user = world
                .users
                .iter()
                .find(|user| user.id == text(record, "userId"));
            put("user", user.map(|user| user.first_name.as_str().into()));
        }
        _ => {}
    }
    Value::Object(shown)
}

/// The records of a list that belong to a customer, as the API shows them.
pub(super) fn of_contact(list: &List, world: &World, id: &str) -> Value {
    let records = world.store.of(list.name, "customerId", id);
    records.map(|record| shown(list, world, record)).collect()
}

/// All that a customer's own page shows, by the API's names.
pub(super) fn everything_of_contact(world: &World, id: &str) -> Map<String, Value> {
    let lists = [
        ("jobs", &JOBS),
        ("estimate", &ESTIMATES),
        ("invoice", &INVOICES),
        ("payments", &PAYMENTS),
        ("expenses", &EXPENSES),
        ("insurance", &INSURANCE),
        ("notes", &NOTES),
        ("appliances", &APPLIANCES),
    ];
    lists
        .into_iter()
        .map(|(key, list)| (key.to_owned(), of_contact(list, world, id)))
        .collect()
}
