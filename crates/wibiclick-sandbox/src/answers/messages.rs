//! Messages to customers and technicians.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, done, records::unknown};
use crate::{store::text, world::World};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "messaging.sendDirect" => send_direct(world, call),
        "whatsapp.sendMessage" => {
            world.add_message(&call.text("to"), &call.text("message"), None);
            Ok(done("The message is sent."))
        }
        "whatsapp.sendDocument" => {
            let text = format!("{}.pdf", call.text("fileName"));
            let file = call.params.get("file");
            world.add_message(&call.text("to"), &text, file);
            Ok(done("The document is sent."))
        }
        // Numbers of the sandbox's customers have WhatsApp, others have not.
        "whatsapp.checkNumber" => {
            let exists = world.contact_of_number(&call.text("to")).is_some();
            Ok(json!({ "exists": exists, "jid": call.text("to") }))
        }
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
    world.add_message(text(&contact, "phone"), &message, None);
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

/// The latest first, in a bare list, as the API has it.
fn recent(world: &World, call: &Call) -> Value {
    let messages: Vec<Value> = world
        .store
        .all("messages")
        .iter()
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
