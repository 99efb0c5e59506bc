//! What holds for every call: whatever it names must be there, and be the
//! caller's to see.

use serde_json::Value;
use wibiclick::action::{ActionSpec, Auth, Param, ReplyShape};

use super::{
    Call, Refusal,
    lists::{
        APPLIANCES, CONTACTS, EMPLOYEES, ESTIMATES, EXPENSES, FOLLOW_UPS, INSURANCE, INVOICES,
        JOBS, List, MATCHES, NOTES, PAGES, PAYMENTS, RECIPIENTS, REVIEWS, SCHEDULED, SUGGESTIONS,
        SUPPLIERS, VISITORS,
    },
    records::unknown,
};
use crate::{
    store::{Record, text},
    world::World,
};

static ALL: &[&List] = &[
    &APPLIANCES,
    &CONTACTS,
    &EMPLOYEES,
    &ESTIMATES,
    &EXPENSES,
    &FOLLOW_UPS,
    &INSURANCE,
    &INVOICES,
    &JOBS,
    &MATCHES,
    &NOTES,
    &PAGES,
    &PAYMENTS,
    &RECIPIENTS,
    &REVIEWS,
    &SCHEDULED,
    &SUGGESTIONS,
    &SUPPLIERS,
    &VISITORS,
];

/// Refuses a website or a record that is not there, or not the caller's.
pub(super) fn check(spec: &ActionSpec<'_>, world: &World, call: &Call) -> Result<(), Refusal> {
    check_website(spec, world, call)?;
    let filters = matches!(spec.reply, ReplyShape::List(_));
    for param in &spec.params {
        let Some(list) = list_of(param) else { continue };
        // A list of what belongs to nobody is empty.
        if filters && !param.required {
            continue;
        }
        let Some(value) = call.params.get(param.name) else {
            continue;
        };
        let ids = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        for id in ids.iter().filter_map(Value::as_str) {
            // Availability is asked for all employees too, and whoever saves
            // with an empty id adds.
            if !(id.is_empty() || (param.name == "employeeId" && id == "all")) {
                let record = world.store.find(list.name, id);
                check_record(
                    list,
                    id,
                    record.ok_or_else(|| unknown(list.one, id))?,
                    world,
                    call,
                )?;
            }
        }
    }
    Ok(())
}

/// The list whose records a param names.
pub(super) fn list_of(param: &Param<'_>) -> Option<&'static List> {
    let name = match param.name {
        "targetContactId" | "mergeContactIds" => "contactId",
        "technicianId" | "assigneeId" => "employeeId",
        name => name,
    };
    ALL.iter().find(|list| list.id == name).copied()
}

/// Refuses a record of another website.
pub(super) fn check_record(
    list: &List,
    id: &str,
    record: &Record,
    world: &World,
    call: &Call,
) -> Result<(), Refusal> {
    let own = text(record, "websiteId");
    match call.optional("websiteId") {
        _ if own.is_empty() => Ok(()),
        Some(website) if website == own => Ok(()),
        Some(_) => Err(unknown(list.one, id)),
        None if call.caller.is_empty() || world.sees(&call.caller, own) => Ok(()),
        None => Err(not_yours(own)),
    }
}

fn check_website(spec: &ActionSpec<'_>, world: &World, call: &Call) -> Result<(), Refusal> {
    let Some(id) = call.optional("websiteId") else {
        return Ok(());
    };
    world.website(&id)?;
    if spec.auth == Auth::None || world.sees(&call.caller, &id) {
        Ok(())
    } else {
        Err(not_yours(&id))
    }
}

fn not_yours(website: &str) -> Refusal {
    Refusal::new(403, format!("website {website} is not yours to see"))
}
