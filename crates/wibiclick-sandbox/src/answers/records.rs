//! What most actions do: add, change, show, list and delete records of a list.

use serde_json::{Map, Value, json};
use wibiclick::action::{ActionSpec, Kind, Param};

use super::{Answer, Call, Refusal};
use crate::{
    store::{Record, is, picked, text},
    world::World,
};

/// A list of records.
pub(super) struct List {
    /// The name in the store.
    pub(super) name: &'static str,
    /// What one of them is called, in ids and messages.
    pub(super) one: &'static str,
    /// Our name of its id.
    pub(super) id: &'static str,
    /// Names that writes have and reads have not.
    renamed: &'static [(&'static str, &'static str)],
    /// Fields that a new one has, where nothing is given.
    defaults: &'static [(&'static str, &'static str)],
    /// The field that `year` and `month` are about.
    dated: &'static str,
}

const fn list(name: &'static str, one: &'static str, id: &'static str) -> List {
    List {
        name,
        one,
        id,
        renamed: &[],
        defaults: &[],
        dated: "createdAt",
    }
}

pub(super) static CONTACTS: List = List {
    renamed: &[
        ("Phone", "phone"),
        ("Email", "email"),
        ("Reply", "channel"),
        ("Message", "message"),
        ("vid", "foreignID"),
        ("technicianId", "preferredTechnicianId"),
    ],
    ..list("contacts", "contact", "contactId")
};
pub(super) static JOBS: List = List {
    defaults: &[("jobStatus", "scheduled"), ("slotTime", "1hr")],
    ..list("jobs", "job", "jobId")
};
static EMPLOYEES: List = list("employees", "employee", "employeeId");
pub(super) static ESTIMATES: List = List {
    renamed: DOCUMENT,
    defaults: &[("reason", "pending")],
    ..list("estimates", "estimate", "estimateId")
};
pub(super) static INVOICES: List = List {
    renamed: DOCUMENT,
    defaults: &[("reason", "pending")],
    dated: "issuedAt",
    ..list("invoices", "invoice", "invoiceId")
};
const DOCUMENT: &[(&str, &str)] = &[
    ("paid", "deposit"),
    ("selectedRecipientProfileId", "recipientProfileId"),
];
static INSURANCE: List = List {
    defaults: &[("status", "pending")],
    ..list("insuranceReports", "insurance report", "insuranceReportId")
};
static PAYMENTS: List = List {
    defaults: &[("currency", "ZAR")],
    dated: "paymentDate",
    ..list("payments", "payment", "paymentId")
};
static EXPENSES: List = List {
    dated: "date",
    ..list("expenses", "expense", "expenseId")
};
static NOTES: List = List {
    renamed: &[("notes", "description")],
    dated: "date",
    ..list("notes", "note", "noteId")
};
static SUPPLIERS: List = list("suppliers", "supplier", "supplierId");
pub(super) static APPLIANCES: List = list("appliances", "appliance", "applianceId");
static FOLLOW_UPS: List = list("followUps", "follow-up", "followUpId");
static SCHEDULED: List = list(
    "scheduledMessages",
    "scheduled message",
    "scheduledMessageId",
);
static SUGGESTIONS: List = list("suggestions", "suggestion", "suggestionId");
static RECIPIENTS: List = list(
    "recipientProfiles",
    "recipient profile",
    "recipientProfileId",
);
static REVIEWS: List = list("reviews", "review", "reviewId");
static TASKS: List = list("tasks", "task", "taskId");
pub(super) static VISITORS: List = list("visitors", "visitor", "visitorId");
pub(super) static PAGES: List = list("pages", "page", "pageId");
static MATCHES: List = list("matches", "match", "matchId");
static HISTORY: List = list("propertyHistory", "change", "changeId");
static RATINGS: List = list("technicianRatings", "rating", "ratingId");
static TRACKED: List = list("tracked", "track", "trackId");

/// What an action does to a list.
pub(super) enum Does {
    /// Adds one, or changes the one whose id is given.
    Save(&'static List),
    /// Adds one.
    Add(&'static List),
    /// Changes one.
    Change(&'static List),
    /// Changes one, and answers with it under a key.
    ChangeAndShow(&'static List, &'static str),
    /// Adds one, and answers with it under a key.
    AddAndShow(&'static List, &'static str),
    /// Sets a field of one to true.
    Mark(&'static List, &'static str),
    /// Shows one under a key, or bare.
    Show(&'static List, Option<&'static str>),
    /// Lists them under a key, or bare.
    ShowAll(&'static List, Option<&'static str>),
    /// Deletes one.
    Delete(&'static List),
    /// Does nothing that could be seen here.
    Nothing,
}

/// The table of everything that is no more than records.
pub(super) fn does(id: &str) -> Option<Does> {
    use Does::{
        Add, AddAndShow, Change, ChangeAndShow, Delete, Mark, Nothing, Save, Show, ShowAll,
    };
    Some(match id {
        "appliance.add" => Add(&APPLIANCES),
        "appliance.update" => Change(&APPLIANCES),
        "appliance.get" => Show(&APPLIANCES, Some("appliance")),
        "appliance.getMany" => ShowAll(&APPLIANCES, Some("appliances")),
        "appliance.delete" => Delete(&APPLIANCES),
        "appliance.dismissAlert" => Mark(&APPLIANCES, "alertDismissed"),
        "contact.addOrUpdate" | "widget.addCustomerBooking" => Save(&CONTACTS),
        "contact.getMany" => ShowAll(&CONTACTS, Some("customers")),
        "contact.setPreferredTechnician" | "contact.setCommunicationPreferences" => {
            Change(&CONTACTS)
        }
        "contact.linkReferrer" => Mark(&CONTACTS, "referred"),
        "contact.getTechnicianRatings" => ShowAll(&RATINGS, Some("ratings")),
        "contact.addTechnicianRating" => Add(&RATINGS),
        "employee.getMany" => ShowAll(&EMPLOYEES, Some("employees")),
        "employee.addOrUpdate" => Save(&EMPLOYEES),
        "estimate.getMany" => ShowAll(&ESTIMATES, Some("estimates")),
        "estimate.updateStatus" => Change(&ESTIMATES),
        "estimate.delete" => Delete(&ESTIMATES),
        "expense.add" => Add(&EXPENSES),
        "expense.update" => Change(&EXPENSES),
        "expense.get" => Show(&EXPENSES, Some("expense")),
        "expense.getMany" => ShowAll(&EXPENSES, Some("expenses")),
        "expense.delete" => Delete(&EXPENSES),
        "followUp.add" => Add(&FOLLOW_UPS),
        "followUp.update" => Change(&FOLLOW_UPS),
        "followUp.getMany" => ShowAll(&FOLLOW_UPS, Some("followUps")),
        "followUp.delete" => Delete(&FOLLOW_UPS),
        "identityMatching.setStatus" => Change(&MATCHES),
        "insuranceReport.addOrUpdate" => Save(&INSURANCE),
        "insuranceReport.updateStatus" => Change(&INSURANCE),
        "insuranceReport.getMany" => ShowAll(&INSURANCE, Some("insurance")),
        "insuranceReport.delete" => Delete(&INSURANCE),
        "invoice.getMany" => ShowAll(&INVOICES, Some("invoices")),
        "invoice.updateStatus" => Change(&INVOICES),
        "invoice.delete" => Delete(&INVOICES),
        "job.addOrUpdate" => Save(&JOBS),
        "job.get" => Show(&JOBS, Some("job")),
        "job.getMany" | "job.getForContact" => ShowAll(&JOBS, Some("jobs")),
        "job.updateStatus" => Change(&JOBS),
        "job.delete" => Delete(&JOBS),
        "note.add" => AddAndShow(&NOTES, "note"),
        "note.update" => Change(&NOTES),
        "note.getMany" => ShowAll(&NOTES, Some("notes")),
        "note.delete" => Delete(&NOTES),
        "page.getMany" => ShowAll(&PAGES, None),
        "payment.add" => Add(&PAYMENTS),
        "payment.update" | "payment.updateStatus" => Change(&PAYMENTS),
        "payment.get" => Show(&PAYMENTS, Some("payment")),
        "payment.getMany" => ShowAll(&PAYMENTS, Some("payments")),
        "payment.delete" => Delete(&PAYMENTS),
        "propertyHistory.get" => ShowAll(&HISTORY, Some("history")),
        "recipientProfile.add" => AddAndShow(&RECIPIENTS, "profile"),
        "recipientProfile.update" => ChangeAndShow(&RECIPIENTS, "profile"),
        "recipientProfile.getMany" => ShowAll(&RECIPIENTS, Some("recipientProfiles")),
        "review.add" => Add(&REVIEWS),
        "review.update" => Change(&REVIEWS),
        "review.get" => Show(&REVIEWS, None),
        "review.getMany" => ShowAll(&REVIEWS, Some("reviews")),
        "review.delete" => Delete(&REVIEWS),
        "scheduledMessage.add" => Add(&SCHEDULED),
        "scheduledMessage.getMany" => ShowAll(&SCHEDULED, Some("followUps")),
        "scheduledMessage.delete" => Delete(&SCHEDULED),
        "suggestion.dismiss" => Mark(&SUGGESTIONS, "dismissed"),
        "supplier.addOrUpdate" => Save(&SUPPLIERS),
        "supplier.getMany" => ShowAll(&SUPPLIERS, Some("suppliers")),
        "task.create" => Add(&TASKS),
        "visitor.getMany" => ShowAll(&VISITORS, Some("visitors")),
        "visitor.associate" => Change(&VISITORS),
        "widget.trackPageView"
        | "widget.trackInteraction"
        | "widget.trackSourceAttribution"
        | "widget.trackError" => Add(&TRACKED),
        "widget.trackConsent"
        | "widget.submitForm"
        | "identityMatching.run"
        | "task.generateFollowupSuggestions"
        | "task.generatePredictiveMaintenance"
        | "task.triggerPostServiceSurveys"
        | "task.sendScheduledMessages" => Nothing,
        _ => return None,
    })
}

pub(super) fn answer(does: &Does, spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    match does {
        Does::Save(list) => {
            save(list, spec, world, call)?;
            Ok(json!({ "message": format!("The {} is saved.", list.one) }))
        }
        Does::Add(list) => {
            let id = add(list, spec, world, call)?;
            Ok(json!({ "message": format!("The {} is added.", list.one), "id": id }))
        }
        Does::AddAndShow(list, key) => {
            let id = add(list, spec, world, call)?;
            Ok(saved_and_shown(list, world, &id, key))
        }
        Does::Change(list) => {
            change(list, spec, world, call)?;
            Ok(json!({ "message": format!("The {} is changed.", list.one) }))
        }
        Does::ChangeAndShow(list, key) => {
            change(list, spec, world, call)?;
            Ok(saved_and_shown(list, world, &call.text(list.id), key))
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

fn saved_and_shown(list: &List, world: &World, id: &str, key: &str) -> Value {
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
        None => add(list, spec, world, call),
    }
}

pub(super) fn add(
    list: &List,
    spec: &ActionSpec<'_>,
    world: &mut World,
    call: &Call,
) -> Result<String, Refusal> {
    let fields = written(list, spec, world, call)?;
    let id = world.new_id(&list.one.replace(' ', "_"));
    let mut record = Record::new();
    record.insert("id".to_owned(), id.as_str().into());
    record.insert("createdAt".to_owned(), world.now.as_str().into());
    if let Some(website) = call.optional("websiteId") {
        record.insert("websiteId".to_owned(), website.into());
    }
    if list.name == "notes" {
        record.insert("userId".to_owned(), call.caller.as_str().into());
        record.insert("date".to_owned(), world.now.as_str().into());
        record.insert("isFav".to_owned(), false.into());
    }
    for (field, value) in list.defaults {
        record.insert((*field).to_owned(), (*value).into());
    }
    record.extend(fields);
    world.store.all_mut(list.name).push(record);
    Ok(id)
}

fn change(
    list: &List,
    spec: &ActionSpec<'_>,
    world: &mut World,
    call: &Call,
) -> Result<(), Refusal> {
    let id = call.text(list.id);
    existing(list, world, &id)?;
    let fields = written(list, spec, world, call)?;
    let now = world.now.clone();
    let mut changes = Vec::new();
    let record = existing(list, world, &id)?;
    for (name, value) in fields {
        let before = record.insert(name.clone(), value.clone());
        if before.as_ref() != Some(&value) {
            changes.push(json!({
                "entityType": list.one, "entityId": id, "propertyName": name,
                "oldValue": before, "newValue": value, "changedAt": now,
            }));
        }
    }
    let history = world.store.all_mut(HISTORY.name);
    history.extend(changes.into_iter().filter_map(|it| match it {
        Value::Object(change) => Some(change),
        _ => None,
    }));
    Ok(())
}

/// What a call writes, under the names that reads have.
fn written(
    list: &List,
    spec: &ActionSpec<'_>,
    world: &mut World,
    call: &Call,
) -> Result<Record, Refusal> {
    let mut fields = Record::new();
    for param in &spec.params {
        if param.name == list.id || param.name == "websiteId" {
            continue;
        }
        let Some(value) = call.params.get(param.name) else {
            continue;
        };
        check_reference(param, value, world)?;
        let name = read_name(list, param);
        let value = match param.name {
            "items" => continue,
            _ if param.kind == Kind::File => {
                json!({ "fileName": value.get("fileName"), "contentType": value.get("contentType") })
            }
            _ => value.clone(),
        };
        fields.insert(name, value);
    }
    Ok(fields)
}

/// A record that another refers to must be there.
fn check_reference(param: &Param<'_>, value: &Value, world: &World) -> Result<(), Refusal> {
    let list = match param.name {
        "contactId" => "contacts",
        "jobId" => "jobs",
        "employeeId" | "technicianId" | "assigneeId" => "employees",
        "invoiceId" => "invoices",
        "estimateId" => "estimates",
        _ => return Ok(()),
    };
    match value.as_str() {
        Some(id) if world.store.find(list, id).is_none() => {
            Err(unknown(list.trim_end_matches('s'), id))
        }
        _ => Ok(()),
    }
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
        .store
        .all(list.name)
        .iter()
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
            "limit" | "offset" | "month" => true,
            "websiteId" => {
                !record.contains_key("websiteId")
                    || is(record, "websiteId", &call.text("websiteId"))
            }
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
            put("payments", Some(of("payments", "amountInCents")));
            put("expenses", Some(of("expenses", "amount")));
            put("reviews", Some(of("reviews", "rating")));
        }
        "estimates" | "invoices" | "insuranceReports" => {
            put("customer", contact());
            put("employee", employee());
            let profile = store.find("recipientProfiles", text(record, "recipientProfileId"));
            put("recipientProfile", profile.cloned().map(Value::Object));
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
