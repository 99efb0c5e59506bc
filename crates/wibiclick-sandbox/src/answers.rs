//! What each action does to the world, and answers.

use serde_json::{Map, Value, json};
use wibiclick::action::{ActionSpec, Params};

use crate::world::{Note, User, World};

/// A call whose params are as the catalogue says.
#[derive(Debug)]
pub(crate) struct Call {
    /// The user who calls; empty where no token is needed.
    pub(crate) caller: String,
    pub(crate) token: String,
    pub(crate) params: Params,
}

/// An answer that means failure.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }
}

type Answer = Result<Value, Refusal>;

impl Call {
    /// The text of a param that is there; a number's digits.
    fn text(&self, name: &str) -> String {
        self.optional(name).unwrap_or_default()
    }

    pub(crate) fn optional(&self, name: &str) -> Option<String> {
        match self.params.get(name)? {
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }

    fn number(&self, name: &str) -> Option<usize> {
        let number = self.params.get(name)?.as_u64()?;
        usize::try_from(number).ok()
    }

    /// The params that are there, of those named.
    fn given<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a Value)> {
        names
            .iter()
            .filter_map(|name| Some((*name, self.params.get(*name)?)))
    }

    /// The part of a list that `limit` and `offset` ask for.
    fn page<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter()
            .skip(self.number("offset").unwrap_or(0))
            .take(self.number("limit").unwrap_or(usize::MAX))
            .collect()
    }
}

/// Carries an action out.
pub(crate) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    match (spec.resource(), spec.operation()) {
        ("contact", "addOrUpdate") => add_or_update_contact(world, call),
        ("contact", "getMany") => Ok(contacts(world, call)),
        ("note", "add") => add_note(world, call),
        ("user", "connectToWebsite") => connect(world, call),
        ("user", "disconnectFromWebsite") => disconnect(world, call),
        ("user", "getMany") => Ok(users(world, call)),
        ("user", "getProfile") => profile(world, call),
        ("user", "login") => login(world, call),
        ("user", "reassignActivities") => reassign(world, call, |world, old, new| {
            for activity in world.activities.iter_mut().filter(|it| it.user_id == old) {
                new.clone_into(&mut activity.user_id);
            }
        }),
        ("user", "reassignNotes") => reassign(world, call, |world, old, new| {
            for note in world.notes.iter_mut().filter(|it| it.user_id == old) {
                new.clone_into(&mut note.user_id);
            }
        }),
        ("user", "register") => register(world, call),
        ("user", "requestPasswordReset") => request_reset(world, call),
        ("user", "resetPassword") => reset_password(world, call),
        ("user", "update") => update_user(world, call),
        ("user", "updateCompany") => Ok(update_company(spec, world, call)),
        ("user", "updateLogin") => update_login(world, call),
        ("user", "updateProfile") => update_profile(world, call),
        ("user", "uploadLogo") => Ok(upload_logo(world, call)),
        ("website", "add") => Ok(add_website(world, call)),
        ("website", "get") => website(world, call),
        ("website", "getAnalytics") => analytics(world, call),
        ("website", "getClicks") => plot(world, call, "clicks", |day| day.clicks),
        ("website", "getForUser") => websites_of_user(world, call),
        ("website", "getMany") => Ok(labelled(world, call, &call.caller)),
        ("website", "getPerformance") => performance(world, call),
        ("website", "getRecentClicks") => plot(world, call, "clicks", |day| day.clicks),
        ("website", "getViews") => plot(world, call, "views", |day| day.views),
        _ => Err(Refusal::new(501, format!("the sandbox has no {}", spec.id))),
    }
}

fn done(message: &str) -> Value {
    json!({ "success": true, "message": message })
}

// ---- users and websites ----

fn connect(world: &mut World, call: &Call) -> Answer {
    let website = call.text("websiteId");
    let user = world.user(&call.text("userId"))?;
    if !user.websites.contains(&website) {
        user.websites.push(website);
    }
    Ok(done("The user is connected."))
}

fn disconnect(world: &mut World, call: &Call) -> Answer {
    let website = call.text("websiteId");
    let user = world.user(&call.text("userId"))?;
    let before = user.websites.len();
    user.websites.retain(|id| *id != website);
    if user.websites.len() == before {
        return Err(Refusal::new(
            404,
            format!("user {} is not connected to website {website}", user.id),
        ));
    }
    Ok(done("The user is disconnected."))
}

fn users(world: &World, call: &Call) -> Value {
    let users: Vec<Value> = world
        .users
        .iter()
        .map(|user| world.shown_user(user))
        .collect();
    let total = users.len();
    json!({ "users": call.page(users), "total": total })
}

fn reassign(
    world: &mut World,
    call: &Call,
    hand_over: impl FnOnce(&mut World, &str, &str),
) -> Answer {
    let (old, new) = (call.text("oldUserId"), call.text("newUserId"));
    world.user(&old)?;
    world.user(&new)?;
    hand_over(world, &old, &new);
    Ok(done("Handed over."))
}

fn update_user(world: &mut World, call: &Call) -> Answer {
    let user = world.user(&call.text("userId"))?;
    set(user, call);
    if let Some(Value::Bool(lifetime)) = call.params.get("lifetime") {
        user.lifetime = *lifetime;
    }
    Ok("User updated".into())
}

fn update_profile(world: &mut World, call: &Call) -> Answer {
    let user = world.user(&call.caller)?;
    set(user, call);
    Ok(session(user, &call.token))
}

/// What a user has besides the fields of the record.
const MORE: &[&str] = &[
    "address",
    "city",
    "companyEmail",
    "marketing",
    "phone",
    "state",
    "updates",
    "zip",
];

/// Sets what is given of a user.
fn set(user: &mut User, call: &Call) {
    for (field, name) in [
        (&mut user.first_name, "firstName"),
        (&mut user.last_name, "lastName"),
        (&mut user.email, "email"),
        (&mut user.country, "country"),
    ] {
        if let Some(text) = call.optional(name) {
            *field = text;
        }
    }
    for (name, value) in call.given(MORE) {
        user.more.insert(name.to_owned(), value.clone());
    }
}

fn profile(world: &mut World, call: &Call) -> Answer {
    let (company, logo) = (world.company.clone(), world.logo.clone());
    let user = world.user(&call.caller)?;
    let mut profile = user.more.clone();
    for (name, value) in [
        ("firstName", &user.first_name),
        ("lastName", &user.last_name),
        ("email", &user.email),
        ("country", &user.country),
    ] {
        profile.insert(name.to_owned(), value.as_str().into());
    }
    let (banking, company): (Map<_, _>, Map<_, _>) = company.into_iter().partition(|(name, _)| {
        name.starts_with("account_") || matches!(name.as_str(), "bank" | "branch_code")
    });
    profile.insert("company".to_owned(), company.into());
    profile.insert("banking".to_owned(), banking.into());
    if logo.is_some() {
        profile.insert("invoice_logo".to_owned(), LOGO_URL.into());
    }
    Ok(profile.into())
}

fn update_company(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Value {
    for param in &spec.params {
        if let Some(value) = call.params.get(param.name) {
            world.company.insert(param.wire().to_owned(), value.clone());
        }
    }
    json!({ "message": "Saved" })
}

const LOGO_URL: &str = "https://files.example/logo";

fn upload_logo(world: &mut World, call: &Call) -> Value {
    world.logo = call.params.get("logo").cloned();
    json!({ "downloadUrl": LOGO_URL })
}

// ---- signing in ----

fn session(user: &User, token: &str) -> Value {
    json!({
        "token": token,
        "id": user.id,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "role": user.role,
        "permission": user.permission,
    })
}

fn login(world: &mut World, call: &Call) -> Answer {
    let (email, password) = (call.text("email"), call.text("password"));
    let user = world
        .users
        .iter()
        .find(|user| user.email == email && user.password == password)
        .cloned()
        .ok_or_else(|| Refusal::new(401, "the email or the password is wrong"))?;
    let token = world.new_token(&user.id);
    Ok(session(&user, &token))
}

fn register(world: &mut World, call: &Call) -> Answer {
    let email = call.text("email");
    if world.users.iter().any(|user| user.email == email) {
        return Err(Refusal::new(409, "there is an account with this email"));
    }
    same_password(call)?;
    let (first_name, last_name) = (call.text("firstName"), call.text("lastName"));
    let user = world.new_user(&first_name, &last_name, &email, &call.text("password"));
    let token = world.new_token(&user.id);
    let reply = session(&user, &token);
    world.users.push(user);
    Ok(reply)
}

fn request_reset(world: &mut World, call: &Call) -> Answer {
    let email = call.text("email");
    let user = world.users.iter().find(|user| user.email == email);
    let id = user
        .map(|user| user.id.clone())
        .ok_or_else(|| Refusal::new(404, "there is no account with this email"))?;
    // There is no mail here: whoever resets John's password says `reset_user_1`.
    world.resets.insert(format!("reset_{id}"), id);
    Ok(done("An email is on its way."))
}

fn reset_password(world: &mut World, call: &Call) -> Answer {
    same_password(call)?;
    let id = world
        .resets
        .remove(&call.text("token"))
        .ok_or_else(|| Refusal::new(400, "the reset token is wrong or used up"))?;
    let user = world.user(&id)?;
    user.password = call.text("password");
    Ok(json!({ "success": true, "message": "The password is set.", "email": user.email }))
}

fn update_login(world: &mut World, call: &Call) -> Answer {
    same_password(call)?;
    let user = world.user(&call.caller)?;
    if let Some(email) = call.optional("email") {
        user.email = email;
    }
    if let Some(password) = call.optional("password") {
        user.password = password;
    }
    let user = user.clone();
    let token = world.new_token(&user.id);
    Ok(session(&user, &token))
}

fn same_password(call: &Call) -> Result<(), Refusal> {
    match call.optional("passwordConfirm") {
        Some(again) if again != call.text("password") => {
            Err(Refusal::new(400, "the passwords are not the same"))
        }
        _ => Ok(()),
    }
}

// ---- websites ----

fn add_website(world: &mut World, call: &Call) -> Value {
    let website = crate::world::Website {
        id: world.new_id("site"),
        url: call.text("url"),
        traffic: Vec::new(),
    };
    let reply = json!({ "id": website.id, "url": website.url });
    world.websites.push(website);
    reply
}

fn website(world: &World, call: &Call) -> Answer {
    let website = world.website(&call.text("websiteId"))?;
    Ok(json!({ "id": website.id, "url": website.url, "setting": {} }))
}

/// Websites as lists have them: a bare array.
fn labelled(world: &World, call: &Call, user_id: &str) -> Value {
    let entries = world
        .visible_to(user_id)
        .into_iter()
        .map(|website| json!({ "label": website.url, "value": website.id }))
        .collect();
    Value::Array(call.page(entries))
}

fn websites_of_user(world: &mut World, call: &Call) -> Answer {
    let id = world.user(&call.text("userId"))?.id.clone();
    Ok(labelled(world, call, &id))
}

fn analytics(world: &World, call: &Call) -> Answer {
    let days = &world.website(&call.text("websiteId"))?.traffic;
    let views: u64 = days.iter().map(|day| day.views).sum();
    let clicks: u64 = days.iter().map(|day| day.clicks).sum();
    Ok(json!({ "analytics": [{ "views": views, "clicks": clicks }] }))
}

fn plot(
    world: &World,
    call: &Call,
    key: &str,
    count: impl Fn(&crate::world::Day) -> u64,
) -> Answer {
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

fn performance(world: &World, call: &Call) -> Answer {
    let (year, month) = (call.text("year"), call.number("month").unwrap_or_default());
    let month = format!("{year}-{month:02}-");
    let days = world.website(&call.text("websiteId"))?.traffic.iter();
    let days: Vec<_> = days.filter(|day| day.date.starts_with(&month)).collect();
    let visitors: u64 = days.iter().map(|day| day.views).sum();
    let clicks: u64 = days.iter().map(|day| day.clicks).sum();
    let rate = (clicks * 100).checked_div(visitors).unwrap_or(0);
    Ok(json!({ "uniqueVisitors": visitors, "conversionRate": rate }))
}

// ---- customers ----

/// Our names of a contact's params, and the names that reads have.
const CONTACT_FIELDS: &[(&str, &str)] = &[
    ("name", "name"),
    ("phone", "phone"),
    ("email", "email"),
    ("reply", "channel"),
    ("address", "address"),
    ("message", "message"),
    ("portal", "portal"),
    ("foreignId", "foreignID"),
    ("vid", "foreignID"),
];

fn add_or_update_contact(world: &mut World, call: &Call) -> Answer {
    let website = call.text("websiteId");
    let at = if let Some(id) = call.optional("contactId") {
        world
            .contacts
            .iter()
            .position(|contact| contact.id == id)
            .ok_or_else(|| Refusal::new(404, format!("there is no customer {id}")))?
    } else {
        let contact = world.new_contact(&website);
        world.contacts.push(contact);
        world.contacts.len() - 1
    };
    if let Some(contact) = world.contacts.get_mut(at) {
        for (ours, theirs) in CONTACT_FIELDS {
            if let Some(value) = call.params.get(*ours) {
                contact.fields.insert((*theirs).to_owned(), value.clone());
            }
        }
    }
    Ok(json!({ "message": "Customer saved" }))
}

fn contacts(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let found: Vec<_> = world
        .contacts
        .iter()
        .filter(|contact| contact.website_id == website)
        // No customer of the sandbox has a job yet.
        .filter(|_| call.optional("filter").as_deref() != Some("jobs"))
        .collect();
    let total = found.len();
    json!({ "customers": call.page(found), "total": total })
}

fn add_note(world: &mut World, call: &Call) -> Answer {
    let contact_id = call.text("contactId");
    if !world
        .contacts
        .iter()
        .any(|contact| contact.id == contact_id)
    {
        return Err(Refusal::new(
            404,
            format!("there is no customer {contact_id}"),
        ));
    }
    let note = Note {
        id: world.new_id("note"),
        contact_id,
        user_id: call.caller.clone(),
        description: call.text("notes"),
        title: call.optional("title"),
        tag: call.optional("tag"),
        is_fav: call.params.get("isFav") == Some(&Value::Bool(true)),
    };
    let reply = json!({ "message": "Note saved", "note": note });
    world.notes.push(note);
    Ok(reply)
}
