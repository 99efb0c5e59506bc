//! Websites, and the traffic they get.

use serde_json::{Map, Value, json};

use super::{Answer, Call, widget::settings_of};
use crate::world::{Day, World};

pub(super) fn add_website(world: &mut World, call: &Call) -> Value {
    let website = crate::world::Website {
        id: world.new_id("site"),
        url: call.text("url"),
        traffic: Vec::new(),
    };
    let reply = json!({ "id": website.id, "url": website.url });
    world.websites.push(website);
    reply
}

pub(super) fn website(world: &World, call: &Call) -> Answer {
    let website = world.website(&call.text("websiteId"))?;
    let setting = settings_of(world, &website.id);
    Ok(json!({ "id": website.id, "url": website.url, "setting": setting }))
}

/// Websites as lists have them: a bare array.
pub(super) fn labelled(world: &World, call: &Call, user_id: &str) -> Value {
    let entries = world
        .visible_to(user_id)
        .into_iter()
        .map(|website| json!({ "label": website.url, "value": website.id }))
        .collect();
    Value::Array(call.page(entries))
}

pub(super) fn websites_of_user(world: &mut World, call: &Call) -> Answer {
    let id = world.user(&call.text("userId"))?.id.clone();
    Ok(labelled(world, call, &id))
}

pub(super) fn analytics(world: &World, call: &Call) -> Answer {
    let days = &world.website(&call.text("websiteId"))?.traffic;
    let views: u64 = days.iter().map(|day| day.views).sum();
    let clicks: u64 = days.iter().map(|day| day.clicks).sum();
    Ok(json!({ "analytics": [{ "views": views, "clicks": clicks }] }))
}

pub(super) fn plot(world: &World, call: &Call, key: &str, count: impl Fn(&Day) -> u64) -> Answer {
    let days = &world.website(&call.text("websiteId"))?.traffic;
    let points: Vec<Value> = days
        .iter()
        .map(|day| json!({ "x": day.date, "y": count(day) }))
        .collect();
    Ok(Value::Object(Map::from_iter([(
        key.to_owned(),
        points.into(),
    )])))
}

pub(super) fn performance(world: &World, call: &Call) -> Answer {
    let (year, month) = (call.text("year"), call.number("month").unwrap_or_default());
    let month = format!("{year}-{month:02}-");
    let days = world.website(&call.text("websiteId"))?.traffic.iter();
    let days: Vec<_> = days.filter(|day| day.date.starts_with(&month)).collect();
    let visitors: u64 = days.iter().map(|day| day.views).sum();
    let clicks: u64 = days.iter().map(|day| day.clicks).sum();
    let rate = (clicks * 100).checked_div(visitors).unwrap_or(0);
    Ok(json!({ "uniqueVisitors": visitors, "conversionRate": rate }))
}
