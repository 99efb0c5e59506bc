//! People who sign in, and what they may see.

use serde_json::{Map, Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, Refusal, done};
use crate::world::{User, World};

pub(super) fn connect(world: &mut World, call: &Call) -> Answer {
    let website = call.text("websiteId");
    let user = world.user(&call.text("userId"))?;
    if !user.websites.contains(&website) {
        user.websites.push(website);
    }
    Ok(done("The user is connected."))
}

pub(super) fn disconnect(world: &mut World, call: &Call) -> Answer {
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

pub(super) fn users(world: &World, call: &Call) -> Value {
    let users: Vec<Value> = world
        .users
        .iter()
        .map(|user| world.shown_user(user))
        .collect();
    let total = users.len();
    json!({ "users": call.page(users), "total": total })
}

pub(super) fn reassign(world: &mut World, call: &Call, list: &str) -> Answer {
    let (old, new) = (call.text("oldUserId"), call.text("newUserId"));
    world.user(&old)?;
    world.user(&new)?;
    world.hand_over(list, &old, &new);
    Ok(done("Handed over."))
}

pub(super) fn update_user(world: &mut World, call: &Call) -> Answer {
    let user = world.user(&call.text("userId"))?;
    set(user, call);
    if let Some(Value::Bool(lifetime)) = call.params.get("lifetime") {
        user.lifetime = *lifetime;
    }
    Ok("User updated".into())
}

pub(super) fn update_profile(world: &mut World, call: &Call) -> Answer {
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
pub(super) fn set(user: &mut User, call: &Call) {
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

pub(super) fn profile(world: &mut World, call: &Call) -> Answer {
    let (company, logo) = (world.company.clone(), world.logo.clone());
    let user = world.user(&call.caller)?;
    let mut profile = user.more.clone();
    for name in MORE {
        let unset = match *name {
            "marketing" | "updates" => false.into(),
            _ => "".into(),
        };
        profile.entry(*name).or_insert(unset);
    }
    for (name, value) in [
        ("firstName", &user.first_name),
        ("lastName", &user.last_name),
        ("email", &user.email),
        ("country", &user.country),
    ] {
        profile.insert(name.to_owned(), value.as_str().into());
    }
    let (banking, mut company): (Map<_, _>, Map<_, _>) =
        company.into_iter().partition(|(name, _)| {
            name.starts_with("account_") || matches!(name.as_str(), "bank" | "branch_code")
        });
    profile.insert(
        "setting".to_owned(),
        company.remove("setting").unwrap_or_default(),
    );
    profile.insert("company".to_owned(), company.into());
    profile.insert("banking".to_owned(), banking.into());
    profile.insert("invoice_logo".to_owned(), logo.map(|_| LOGO_URL).into());
    Ok(profile.into())
}

pub(super) fn update_company(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Value {
    for param in &spec.params {
        if let Some(value) = call.params.get(param.name) {
            world.company.insert(param.wire().to_owned(), value.clone());
        }
    }
    json!({ "message": "Saved" })
}

const LOGO_URL: &str = "https://files.example/logo";

pub(super) fn upload_logo(world: &mut World, call: &Call) -> Value {
    world.logo = call.params.get("logo").cloned();
    json!({ "downloadUrl": LOGO_URL })
}

// ---- signing in ----

pub(super) fn session(user: &User, token: &str) -> Value {
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

pub(super) fn login(world: &mut World, call: &Call) -> Answer {
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

pub(super) fn register(world: &mut World, call: &Call) -> Answer {
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

pub(super) fn request_reset(world: &mut World, call: &Call) -> Answer {
    let email = call.text("email");
    let user = world.users.iter().find(|user| user.email == email);
    let id = user
        .map(|user| user.id.clone())
        .ok_or_else(|| Refusal::new(404, "there is no account with this email"))?;
    // There is no mail here: whoever resets John's password says `reset_user_1`.
    world.resets.insert(format!("reset_{id}"), id);
    Ok(done("An email is on its way."))
}

pub(super) fn reset_password(world: &mut World, call: &Call) -> Answer {
    same_password(call)?;
    let id = world
        .resets
        .remove(&call.text("token"))
        .ok_or_else(|| Refusal::new(400, "the reset token is wrong or used up"))?;
    let user = world.user(&id)?;
    user.password = call.text("password");
    Ok(json!({ "success": true, "message": "The password is set.", "email": user.email }))
}

pub(super) fn update_login(world: &mut World, call: &Call) -> Answer {
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

pub(super) fn same_password(call: &Call) -> Result<(), Refusal> {
    match call.optional("passwordConfirm") {
        Some(again) if again != call.text("password") => {
            Err(Refusal::new(400, "the passwords are not the same"))
        }
        _ => Ok(()),
    }
}
