//! What most actions do: add, change, show, list and delete records of a list.

use serde_json::{Value, json};
use wibiclick::action::{ActionSpec, Kind, Param};

use super::{
    Answer, Call, Refusal, jobs,
    lists::{Does, HISTORY, INSURANCE, JOBS, List, NOTES},
    shown::{show_one, shown},
};
use crate::{
    moment,
    store::{Record, text},
    world::World,
};

pub(super) fn answer(does: &Does, spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    match does {
        Does::Save(list) => {
            save(list, spec, world, call)?;
            Ok(json!({ "message": format!("The {} is saved.", list.one) }))
        }
        Does::Add(list) => {
            let id = add(list, spec, world, call);
            Ok(json!({ "message": format!("The {} is added.", list.one), "id": id }))
        }
        Does::AddAndShow(list, key) => {
            let id = add(list, spec, world, call);
            Ok(saved_and_shown(list, world, &id, key))
        }
        Does::Change(list) => {
            change(list, spec, world, call)?;
            Ok(json!({ "message": format!("The {} is changed.", list.one) }))
        }
        Does::Mark(list, field) => {
            let record = existing(list, world, &call.text(list.id))?;
            record.insert((*field).to_owned(), true.into());
            Ok(json!({ "message": "Done" }))
        }
        Does::Show(list, key) => {
            let id = call.text(list.id);
            existing(list, world, &id)?;
            let shown = show_one(list, world, &id);
            Ok(match key {
                Some(key) => json!({ *key: shown }),
                None => shown,
            })
        }
        Does::ShowAll(list, key) => Ok(show_all(list, *key, spec, world, call)),
        Does::Delete(list) => {
            let id = call.text(list.id);
            if world.store.remove(list.name, &id) {
                Ok(json!({ "message": format!("The {} is deleted.", list.one) }))
            } else {
                Err(unknown(list.one, &id))
            }
        }
        Does::Nothing => Ok(json!({ "message": "Done" })),
    }
}

pub(super) fn unknown(one: &str, id: &str) -> Refusal {
    Refusal::new(404, format!("there is no {one} {id}"))
}

/// The record of this id, to change it.
pub(super) fn existing<'w>(
    list: &List,
    world: &'w mut World,
    id: &str,
) -> Result<&'w mut Record, Refusal> {
    world
        .store
        .find_mut(list.name, id)
        .ok_or_else(|| unknown(list.one, id))
}

pub(super) fn saved_and_shown(list: &List, world: &World, id: &str, key: &str) -> Value {
    let message = format!("The {} is saved.", list.one);
    json!({ "message": message, key: show_one(list, world, id) })
}

/// Adds a record, or changes the one whose id is given; its id.
pub(super) fn save(
    list: &List,
    spec: &ActionSpec<'_>,
    world: &mut World,
    call: &Call,
) -> Result<String, Refusal> {
    match call.optional(list.id).filter(|id| !id.is_empty()) {
        Some(id) => {
            change(list, spec, world, call)?;
            Ok(id)
        }
        None => Ok(add(list, spec, world, call)),
    }
}

/// Adds a record; its id.
pub(super) fn add(list: &List, spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> String {
    let fields = written(list, spec, call);
    let id = world.new_id(&list.one.replace(' ', "_"));
    let mut record = Record::new();
    record.insert("id".to_owned(), id.as_str().into());
    record.insert("createdAt".to_owned(), world.now.as_str().into());
    if let Some(website) = website_of(world, call) {
        record.insert("websiteId".to_owned(), website.into());
    }
    if list.name == NOTES.name {
        record.insert("userId".to_owned(), call.caller.as_str().into());
        record.insert("isFav".to_owned(), false.into());
    }
    for (field, value) in list.defaults {
        record.insert((*field).to_owned(), (*value).into());
    }
    record.extend(fields);
    if list.name == JOBS.name {
        jobs::set_slot_end(&mut record);
    }
    if !record.contains_key(list.dated) {
        // Payments have a day, everything else a moment.
        let today = world.now.get(..10).filter(|_| list.dated == "paymentDate");
        let when = today.unwrap_or(&world.now).into();
        record.insert(list.dated.to_owned(), when);
    }
    if list.numbered && !record.contains_key("number") {
        let next = world.last_number_of(list.name, text(&record, "websiteId")) + 1;
        record.insert("number".to_owned(), next.into());
    }
    world.store.all_mut(list.name).push(record);
    id
}

/// The website of a call; where it names none, that of its customer or job.
fn website_of(world: &World, call: &Call) -> Option<String> {
    let of = |list: &str, param: &str| {
        let record = world.store.find(list, &call.optional(param)?)?;
        Some(text(record, "websiteId").to_owned())
    };
    call.optional("websiteId")
        .or_else(|| of("contacts", "contactId"))
        .or_else(|| of("jobs", "jobId"))
}

fn change(
    list: &List,
    spec: &ActionSpec<'_>,
    world: &mut World,
    call: &Call,
) -> Result<(), Refusal> {
    let (id, now) = (call.text(list.id), world.now.clone());
    let record = existing(list, world, &id)?;
    let website = record.get("websiteId").cloned();
    let mut changes = Vec::new();
    for (name, value) in written(list, spec, call) {
        let before = record.insert(name.clone(), value.clone());
        if before.as_ref() != Some(&value) {
            changes.push(json!({
                "entityType": list.one, "entityId": id, "propertyName": name, "websiteId": website,
                "oldValue": before, "newValue": value, "changedAt": now,
            }));
        }
    }
    if list.name == JOBS.name {
        jobs::set_slot_end(record);
    }
    let changes = changes.into_iter().filter_map(|it| it.as_object().cloned());
    world.store.all_mut(HISTORY.name).extend(changes);
    Ok(())
}

/// What a call writes, under the names that reads have.
fn written(list: &List, spec: &ActionSpec<'_>, call: &Call) -> Record {
    let mut fields = Record::new();
    for param in &spec.params {
        if param.name == list.id || param.name == "websiteId" {
            continue;
        }
        let Some(value) = call.params.get(param.name) else {
            continue;
        };
        let name = read_name(list, param);
        let value = match param.name {
            // Lines with ids of their own; what a report's items are was not seen.
            "items" if list.name != INSURANCE.name => continue,
            _ if param.kind == Kind::DateTime => {
                moment::normal(value.as_str().unwrap_or_default()).into()
            }
            _ if param.kind == Kind::File => {
                json!({ "fileName": value.get("fileName"), "contentType": value.get("contentType") })
            }
            _ => value.clone(),
        };
        fields.insert(name, value);
    }
    fields
}

/// The name that reads have for what a param writes.
fn read_name(list: &List, param: &Param<'_>) -> String {
    // Whatever writes call it, an id of another record has one name in reads.
    if param.name == "contactId" {
        return "customerId".to_owned();
    }
    let wire = param.wire();
    let renamed = list.renamed.iter().find(|(written, _)| *written == wire);
    // Spelled with a capital in the filter of jobs alone.
    let wire = if wire == "employeeID" {
        "employeeId"
    } else {
        wire
    };
    renamed.map_or(wire, |(_, read)| read).to_owned()
}

fn show_all(
    list: &List,
    key: Option<&str>,
    spec: &ActionSpec<'_>,
    world: &World,
    call: &Call,
) -> Value {
    let found: Vec<&Record> = world
        .seen(list.name, call)
        .filter(|record| is_wanted(list, record, spec, world, call))
        .collect();
    let total = found.len();
    let shown: Vec<Value> = call
        .page(found)
        .into_iter()
        .map(|record| shown(list, world, record))
        .collect();
    match key {
        Some(key) => json!({ key: shown, "total": total }),
        None => shown.into(),
    }
}

/// Whether a record is what a list's params ask for.
fn is_wanted(
    list: &List,
    record: &Record,
    spec: &ActionSpec<'_>,
    world: &World,
    call: &Call,
) -> bool {
    spec.params.iter().all(|param| {
        let Some(value) = call.params.get(param.name) else {
            return true;
        };
        match param.name {
            // No two records have the same id, whatever they are.
            "limit" | "offset" | "month" | "websiteId" | "entityType" => true,
            "year" => text(record, list.dated).starts_with(&call.month()),
            "filter" => {
                let of = match (list.name, value.as_str()) {
                    ("contacts", _) => ("jobs", "customerId"),
                    (_, Some("estimates")) => ("estimates", "jobId"),
                    _ => ("invoices", "jobId"),
                };
                world
                    .store
                    .of(of.0, of.1, text(record, "id"))
                    .next()
                    .is_some()
            }
            _ => {
                let name = read_name(list, param);
                match value {
                    Value::Array(any) => record.get(&name).is_some_and(|it| any.contains(it)),
                    value => record.get(&name) == Some(value),
                }
            }
        }
    })
}
