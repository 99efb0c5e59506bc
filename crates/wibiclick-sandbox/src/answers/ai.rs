//! What the AI service would say: here it follows from the records, and says
//! that it is made up.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{
    Answer, Call,
    lists::{APPLIANCES, CONTACTS},
    made_up,
    records::existing,
    shown::of_contact,
};
use crate::{store::text, world::World};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "appliance.predictMaintenance" => predict(world, call),
        "customerAi.timelineSummary" => about(
            world,
            call,
            |name| json!({ "summary": made_up(format!("{name} was visited now and then")) }),
        ),
        "customerAi.profitabilityAnalysis" => about(
            world,
            call,
            |name| json!({ "analysis": made_up(format!("{name} pays")) }),
        ),
        "customerAi.analyzeSentiment" => about(
            world,
            call,
            |name| json!({ "sentiment": "positive", "reason": made_up(format!("{name} came again")) }),
        ),
        "customerAi.generateGreeting" => about(
            world,
            call,
            |name| json!({ "greeting": made_up(format!("Good morning, {name}")) }),
        ),
        "customerAi.followupSuggestions" => about(
            world,
            call,
            |name| json!({ "suggestions": [{ "title": "Ask", "draftMessage": made_up(format!("Hello {name}")) }] }),
        ),
        "customerAi.detectAppliances" | "customerAi.detectAppliancesFromCommunications" => {
            appliances(world, call)
        }
        "customerAi.suggestMissingFields" | "customerAi.suggestCommunicationPreferences" => {
            let fields = call.params.get("missingFields").cloned();
            about(
                world,
                call,
                |_| json!({ "suggestions": suggested(fields.as_ref()) }),
            )
        }
        "scheduledMessage.generate" => {
            let count = call.number("count").unwrap_or(1).min(10);
            about(world, call, |name| {
                let draft = || json!({ "title": "Service", "draftMessage": made_up(format!("Hello {name}")) });
                json!({ "suggestions": std::iter::repeat_with(draft).take(count).collect::<Vec<_>>() })
            })
        }
        "scheduledMessage.rewrite" => {
            let message = call.text("originalMessage");
            about(
                world,
                call,
                |_| json!({ "rewrittenMessage": made_up(message.as_str()) }),
            )
        }
        _ => return None,
    })
}

/// Something about a customer who is there.
fn about(world: &mut World, call: &Call, say: impl Fn(&str) -> Value) -> Answer {
    let contact = existing(&CONTACTS, world, &call.text("contactId"))?;
    Ok(say(text(contact, "name")))
}

fn predict(world: &mut World, call: &Call) -> Answer {
    let appliance = existing(&APPLIANCES, world, &call.text("applianceId"))?;
    let text = format!("The {} needs a service soon", text(appliance, "type"));
    Ok(json!({ "prediction": { "summary": made_up(text), "months": 6 } }))
}

fn appliances(world: &mut World, call: &Call) -> Answer {
    let id = call.text("contactId");
    existing(&CONTACTS, world, &id)?;
    Ok(json!({ "appliances": of_contact(&APPLIANCES, world, &id) }))
}

fn suggested(fields: Option<&Value>) -> Value {
    let fields = fields.and_then(Value::as_array).into_iter().flatten();
    let named = fields.filter_map(|it| Some((it.as_str()?.to_owned(), made_up("unknown"))));
    Value::Object(named.collect())
}
