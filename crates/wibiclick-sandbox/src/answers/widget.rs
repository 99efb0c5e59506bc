//! The widget of a website: its settings, and bookings made with it.

use serde_json::{Map, Value, json};
use wibiclick::{
    action::{ActionSpec, Kind},
    catalogue,
};

use super::{Answer, Call, Refusal, done, websites};
use crate::{
    store::{is, text},
    world::World,
};

/// The code that every customer gets.
const CODE: &str = "123456";

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        // Settings are read with their website: it is the same endpoint.
        "setting.get" => websites::website(world, call),
        "setting.update" => Ok(update(spec, world, call)),
        "widget.getOptions" => options(world, call),
        "widget.getGtmId" => Ok(json!({ "gtm_container_id": "GTM-SANDBOX" })),
        "widget.sendVerificationCode" => {
            Ok(json!({ "verificationToken": format!("verify_{}", call.text("sessionToken")) }))
        }
        "widget.verifyCode" => Ok(json!({ "verified": call.text("code") == CODE })),
        "widget.createBooking" => book(world, call),
        _ => return None,
    })
}

fn setting(world: &World, call: &Call) -> Answer {
    let website = call.text("websiteId");
    world.website(&website)?;
    Ok(settings_of(world, &website))
}

/// What the widget shows: the settings, and how it looks.
fn options(world: &World, call: &Call) -> Answer {
    let mut options = json!({
        "label": "Contact us", "close_label": "Close", "color_code": "#0b7285",
        "position": "right", "branding_show": true, "custom_buttons": [], "line": "",
        "line_show": false,
    });
    if let (Some(options), Value::Object(settings)) =
        (options.as_object_mut(), setting(world, call)?)
    {
        options.extend(settings);
    }
    Ok(options)
}

/// The settings of a website, by the API's names; nothing is offered that was
/// not set.
pub(super) fn settings_of(world: &World, website: &str) -> Value {
    let update = catalogue::find("setting.update");
    let mut settings: Map<String, Value> = update
        .iter()
        .flat_map(|spec| &spec.params)
        .filter(|param| param.name != "websiteId")
        .map(|param| {
            let unset = match param.kind {
                Kind::Boolean => false.into(),
                _ => "".into(),
            };
            (param.wire().to_owned(), unset)
        })
        .collect();
    settings.insert("whatsapp_instance".to_owned(), Value::Null);
    settings.extend(
        world
            .store
            .of("settings", "websiteId", website)
            .flatten()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    settings.into()
}

fn update(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let given: Map<String, Value> = spec
        .params
        .iter()
        .filter(|param| param.name != "websiteId")
        .filter_map(|param| {
            Some((
                param.wire().to_owned(),
                call.params.get(param.name)?.clone(),
            ))
        })
        .collect();
    let all = world.store.all_mut("settings");
    if let Some(settings) = all.iter_mut().find(|it| is(it, "websiteId", &website)) {
        settings.extend(given);
    } else {
        let mut settings = given;
        settings.insert("websiteId".to_owned(), website.into());
        all.push(settings);
    }
    done("The settings are saved.")
}

fn book(world: &mut World, call: &Call) -> Answer {
    if call
        .optional("verificationCode")
        .is_some_and(|code| code != CODE)
    {
        return Err(Refusal::new(400, "the code is wrong"));
    }
    let (website, phone) = (call.text("websiteId"), call.text("phone"));
    let known = world.contact_of_number(&phone).cloned();
    let contact = known.unwrap_or_else(|| {
        let contact = json!({
            "id": world.new_id("contact"), "websiteId": website, "createdAt": world.now,
            "name": call.text("name"), "phone": phone, "email": call.text("email"),
            "address": call.text("address"), "portal": "Booking",
        });
        let contact = contact.as_object().cloned().unwrap_or_default();
        world.store.all_mut("contacts").push(contact.clone());
        contact
    });
    let id = world.add_job(&contact, &website, "pending", &call.text("issue"));
    Ok(json!({ "job": { "id": id }, "customer": { "id": text(&contact, "id") } }))
}
