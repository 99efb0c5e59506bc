//! Messages to customers and technicians.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, done, lists::SCHEDULED, records::unknown};
use crate::{
    store::{Record, is, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "messaging.sendDirect" => send_direct(world, call),
        "whatsapp.sendMessage" => {
            let website = call.text("websiteId");
            world.add_message(&website, &call.text("to"), &call.text("message"), None);
            Ok(done("The message is sent."))
        }
        "whatsapp.sendDocument" => {
            let text = format!("{}.pdf", call.text("fileName"));
            let file = call.params.get("file");
            world.add_message(&call.text("websiteId"), &call.text("to"), &text, file);
            Ok(done("The document is sent."))
        }
        // Numbers of the sandbox's customers have WhatsApp, others have not.
        "whatsapp.checkNumber" => {
            let exists = world.contact_of_number(&call.text("to")).is_some();
            Ok(json!({ "exists": exists, "jid": call.text("to") }))
        }
        "task.sendScheduledMessages" => Ok(send_due(world, call)),
        "whatsapp.getRecent" => Ok(recent(world, call)),
        _ => return None,
    })
}

fn send_direct(world: &mut World, call: &Call) -> Answer {
    let id = call.text("contactId");
    let contact = world
        .store
        .find("contacts", &id)
        .ok_or_else(|| unknown("contact", &id))?
        .clone();
    let message = call.text("message");
    let website = call.text("websiteId");
    world.add_message(&website, text(&contact, "phone"), &message, None);
    if call.params.get("logAsFollowUp") == Some(&Value::Bool(true)) {
        let follow_up = json!({
            "id": world.new_id("follow-up"), "customerId": id, "websiteId": call.text("websiteId"),
            "status": "SENT", "type": "MANUAL_LOG", "messageContent": message,
            "followUpDate": world.now, "createdAt": world.now,
        });
        if let Value::Object(follow_up) = follow_up {
            world.store.all_mut("followUps").push(follow_up);
        }
    }
    Ok(done("The message is sent."))
}

/// Sends what is scheduled for a time that has come.
fn send_due(world: &mut World, call: &Call) -> Value {
    let due: Vec<Record> = world
        .seen(SCHEDULED.name, call)
        .filter(|it| {
            is(it, "status", "SCHEDULED") && text(it, "followUpDate") <= world.now.as_str()
        })
        .cloned()
        .collect();
    for message in &due {
        let contact = world.store.find("contacts", text(message, "customerId"));
        let phone = contact.map_or("", |it| text(it, "phone")).to_owned();
        let (website, said) = (text(message, "websiteId"), text(message, "messageContent"));
        world.add_message(website, &phone, said, None);
        if let Some(message) = world.store.find_mut(SCHEDULED.name, text(message, "id")) {
            message.insert("status".to_owned(), "SENT".into());
        }
    }
    json!({ "message": format!("{} messages are sent.", due.len()) })
}

/// The latest first, in a bare list, as the API has it.
fn recent(world: &World, call: &Call) -> Value {
    let messages: Vec<Value> = world
        .seen("messages", call)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map(|message| {
            let mut shown = message.clone();
            let customer = world.store.find("contacts", text(message, "customerId"));
            let customer = customer.map(|it| json!({ "id": it.get("id"), "name": it.get("name") }));
            shown.insert("customer".to_owned(), customer.unwrap_or_default());
            Value::Object(shown)
        })
        .collect();
    call.page(messages).into()
}
