//! Estimates, invoices and insurance reports, and their line items.

use serde_json::{Map, Value, json};
use wibiclick::action::ActionSpec;

use super::{
    Answer, Call, Refusal, done,
    lists::{ESTIMATES, INSURANCE, INVOICES, List, RECIPIENTS},
    money::total,
    records::{self, existing, unknown},
    shown::show_one,
};
use crate::{
    store::{Record, is, number, picked, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "estimate.addOrUpdate" => save(&ESTIMATES, spec, world, call),
        "invoice.addOrUpdate" => save(&INVOICES, spec, world, call),
        "estimate.removeItem" => remove_item(&ESTIMATES, world, call),
        "invoice.removeItem" => remove_item(&INVOICES, world, call),
        "estimate.getNumber" => {
            Ok(json!({ "estimate_number": last_number(world, call, &ESTIMATES) }))
        }
        "invoice.getNumber" => Ok(json!({ "invoice_number": last_number(world, call, &INVOICES) })),
        "insuranceReport.getNumber" => {
            Ok(json!({ "insurance_number": last_number(world, call, &INSURANCE) }))
        }
        "estimate.convertToInvoice" => convert(world, call),
        "invoice.getOutstanding" => Ok(outstanding(world, call)),
        "lineItem.addOrUpdate" => save_line_item(world, call),
        "lineItem.getMany" => Ok(names(world, call)),
        "lineItem.parse" => Ok(parse(call)),
        "recipientProfile.add" | "recipientProfile.update" => save_recipient(spec, world, call),
        _ => return None,
    })
}

fn save(list: &'static List, spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    let given = call.params.get("items").and_then(Value::as_array);
    let given: Vec<Record> = given
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_object().cloned())
        .collect();
    let mut lines = world
        .store
        .find(list.name, &call.text(list.id))
        .map(lines_of)
        .unwrap_or_default();
    // Before anything is written: what is refused has not happened.
    check_lines(&lines, &given)?;
    let id = records::save(list, spec, world, call)?;
    for item in given {
        let line_id = text(&item, "lineItemId").to_owned();
        let at = lines.iter().position(|line| is(line, "id", &line_id));
        let line = line(world, &item, line_id);
        match at.and_then(|at| lines.get_mut(at)) {
            Some(existing) => existing.extend(line),
            None => lines.push(line),
        }
    }
    let record = existing(list, world, &id)?;
    if call.params.contains_key("items") && !call.params.contains_key("sales") {
        record.insert("sales".to_owned(), total_of(&lines).into());
    }
    let lines: Vec<Value> = lines.into_iter().map(Value::Object).collect();
    record.insert("lineItem".to_owned(), lines.into());
    let message = format!("The {} is saved.", list.one);
    Ok(json!({ "message": message, list.one: show_one(list, world, &id) }))
}

/// Refuses the ids of lines that are not there.
fn check_lines(lines: &[Record], given: &[Record]) -> Result<(), Refusal> {
    let ids = given.iter().map(|item| text(item, "lineItemId"));
    for id in ids.filter(|id| !id.is_empty()) {
        if !lines.iter().any(|line| is(line, "id", id)) {
            return Err(unknown("line item", id));
        }
    }
    Ok(())
}

fn total_of(lines: &[Record]) -> f64 {
    let amounts = lines.iter();
    total(amounts.map(|line| number(line, "amount") * number(line, "quantity")))
}

fn lines_of(record: &Record) -> Vec<Record> {
    let lines = record.get("lineItem").and_then(Value::as_array);
    lines
        .into_iter()
        .flatten()
        .filter_map(|line| line.as_object().cloned())
        .collect()
}

/// A line as reads have it. A new one is one of its kind unless it says more;
/// of a line that is there only what is given changes.
fn line(world: &mut World, item: &Map<String, Value>, id: String) -> Record {
    let mut line = Record::new();
    if id.is_empty() {
        line.insert("id".to_owned(), world.new_id("line").into());
        line.insert("quantity".to_owned(), 1.into());
    } else {
        line.insert("id".to_owned(), id.into());
    }
    for (written, read) in [
        ("name", "item"),
        ("description", "description"),
        ("amount", "amount"),
        ("quantity", "quantity"),
    ] {
        if let Some(value) = item.get(written) {
            line.insert(read.to_owned(), value.clone());
        }
    }
    line
}

fn remove_item(list: &'static List, world: &mut World, call: &Call) -> Answer {
    let line_id = call.text("lineItemId");
    let record = existing(list, world, &call.text(list.id))?;
    let mut lines = lines_of(record);
    let before = lines.len();
    lines.retain(|line| !is(line, "id", &line_id));
    if lines.len() == before {
        return Err(unknown("line item", &line_id));
    }
    record.insert("sales".to_owned(), total_of(&lines).into());
    let lines: Vec<Value> = lines.into_iter().map(Value::Object).collect();
    record.insert("lineItem".to_owned(), lines.into());
    Ok(done("The line is removed."))
}

/// The last number that was used.
fn last_number(world: &World, call: &Call, list: &List) -> i64 {
    world.last_number_of(list.name, &call.text("websiteId"))
}

fn convert(world: &mut World, call: &Call) -> Answer {
    let estimate = existing(&ESTIMATES, world, &call.text("estimateId"))?;
    if is(estimate, "reason", "rejected") {
        return Err(Refusal::new(409, "a rejected estimate becomes no invoice"));
    }
    estimate.insert("reason".to_owned(), "accepted".into());
    let mut invoice = estimate.clone();
    let next = last_number(world, call, &INVOICES) + 1;
    let id = world.new_id("invoice");
    invoice.insert("id".to_owned(), id.as_str().into());
    invoice.insert("number".to_owned(), next.into());
    invoice.insert("reason".to_owned(), "pending".into());
    invoice.insert("issuedAt".to_owned(), world.now.as_str().into());
    invoice.insert("createdAt".to_owned(), world.now.as_str().into());
    world.store.all_mut(INVOICES.name).push(invoice);
    Ok(json!({ "invoice": show_one(&INVOICES, world, &id) }))
}

fn outstanding(world: &World, call: &Call) -> Value {
    let (website, month) = (call.text("websiteId"), call.month());
    let unpaid: Vec<&Record> = world
        .store
        .of(INVOICES.name, "websiteId", &website)
        .filter(|it| text(it, "issuedAt").starts_with(&month) && !is(it, "reason", "paid"))
        .collect();
    let owed = unpaid
        .iter()
        .map(|it| number(it, "sales") - number(it, "deposit"));
    let owed = total(owed);
    let fields = ["id", "number", "sales", "issuedAt", "dueAt"];
    let shown: Vec<Record> = unpaid
        .iter()
        .map(|invoice| {
            let customer = world.store.find("contacts", text(invoice, "customerId"));
            let customer = customer.map(|it| picked(it, &["id", "name"]).into());
            let mut shown = picked(invoice, &fields);
            shown.insert("customer".to_owned(), customer.unwrap_or_default());
            shown
        })
        .collect();
    json!({ "totalOutstanding": owed, "count": shown.len(), "outstandingInvoices": shown })
}

fn save_line_item(world: &mut World, call: &Call) -> Answer {
    let id = call.text("lineItemId");
    let parents: Vec<(&List, String)> = [("invoiceId", &INVOICES), ("estimateId", &ESTIMATES)]
        .into_iter()
        .filter_map(|(param, list)| Some((list, call.optional(param)?)))
        .collect();
    for (list, parent) in &parents {
        let lines = lines_of(existing(list, world, parent)?);
        check_lines(&lines, std::slice::from_ref(&call.params))?;
    }
    let line = line(world, &call.params, id.clone());
    for (list, parent) in parents {
        let record = existing(list, world, &parent)?;
        let mut lines = lines_of(record);
        match lines.iter_mut().find(|it| is(it, "id", &id)) {
            Some(existing) => existing.extend(line.clone()),
            None => lines.push(line.clone()),
        }
        record.insert("sales".to_owned(), total_of(&lines).into());
        let lines: Vec<Value> = lines.into_iter().map(Value::Object).collect();
        record.insert("lineItem".to_owned(), lines.into());
    }
    let mut shown = line;
    shown.insert("name".to_owned(), call.text("name").into());
    Ok(shown.into())
}

/// A customer has one recipient at most who is taken unless another is named.
fn save_recipient(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    let id = records::save(&RECIPIENTS, spec, world, call)?;
    if call.params.get("isDefault") == Some(&Value::Bool(true)) {
        let contact = existing(&RECIPIENTS, world, &id)?
            .get("customerId")
            .cloned();
        for other in world.store.all_mut(RECIPIENTS.name) {
            if other.get("customerId") == contact.as_ref() && !is(other, "id", &id) {
                other.insert("isDefault".to_owned(), false.into());
            }
        }
    }
    Ok(records::saved_and_shown(&RECIPIENTS, world, &id, "profile"))
}

/// What was sold before, for completion.
fn names(world: &World, call: &Call) -> Value {
    let mut names: Vec<Value> = Vec::new();
    for list in [&INVOICES, &ESTIMATES] {
        for line in world.seen(list.name, call).flat_map(lines_of) {
            let name = line.get("item").cloned().unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    json!({ "names": names })
}

/// `2 x Geyser valve 450`, a line each; the AI service would be cleverer.
fn parse(call: &Call) -> Value {
    let lines: Vec<Value> = call
        .text("rawText")
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().filter(|it| *it != "x").collect();
            let quantity = words.first().and_then(|it| it.parse::<u32>().ok());
            let amount = words.last().and_then(|it| it.parse::<f64>().ok());
            let name: Vec<&str> = words
                .into_iter()
                .filter(|it| it.parse::<f64>().is_err())
                .collect();
            let name = name.join(" ");
            json!({ "item": name, "name": name, "description": line.trim(),
                    "quantity": quantity.unwrap_or(1), "amount": amount.unwrap_or_default() })
        })
        .collect();
    json!({ "lineItems": lines })
}
