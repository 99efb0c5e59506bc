//! What the sandbox keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    answers::{Call, Refusal},
    store::{Record, Store, is, text},
};

/// The password of every user of the seed.
pub const PASSWORD: &str = "sandbox-password";

/// The user whom the API key belongs to.
pub(crate) const OWNER: &str = "user_2";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct World {
    /// What time it is here: always the same.
    pub(crate) now: String,
    pub(crate) websites: Vec<Website>,
    pub(crate) users: Vec<User>,
    /// Customers, jobs, invoices, ….
    pub(crate) store: Store,
    /// The company and its bank account, by the API's names.
    pub(crate) company: Map<String, Value>,
    pub(crate) logo: Option<Value>,
    /// Bearer tokens, and whose they are. The API key is not among them, so that
    /// it is in no file.
    pub(crate) tokens: BTreeMap<String, String>,
    /// Tokens of reset emails, and for whom they were.
    pub(crate) resets: BTreeMap<String, String>,
    pub(crate) last_number: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Website {
    pub(crate) id: String,
    pub(crate) url: String,
    /// How often the widget was seen and clicked on, by day.
    pub(crate) traffic: Vec<Day>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) views: u64,
    pub(crate) clicks: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) country: String,
    pub(crate) role: String,
    pub(crate) permission: String,
    pub(crate) lifetime: bool,
    pub(crate) created_at: String,
    /// What else is known of the user: address, phone, ….
    #[serde(flatten)]
    pub(crate) more: Map<String, Value>,
    /// Ids of the websites the user may see; shown with their addresses.
    pub(crate) websites: Vec<String>,
    /// Kept, and never shown.
    pub(crate) password: String,
}

impl World {
    pub(crate) fn new_user(
        &mut self,
        first_name: &str,
        last_name: &str,
        email: &str,
        password: &str,
    ) -> User {
        User {
            id: self.new_id("user"),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: email.to_owned(),
            country: "ZA".to_owned(),
            role: "user".to_owned(),
            permission: "write".to_owned(),
            lifetime: false,
            created_at: self.now.clone(),
            more: Map::new(),
            websites: Vec::new(),
            password: password.to_owned(),
        }
    }

    /// The last number that a list's records have on a website.
    pub(crate) fn last_number_of(&self, list: &str, website: &str) -> i64 {
        let numbered = self.store.of(list, "websiteId", website);
        let numbers = numbered.filter_map(|it| it.get("number")?.as_i64());
        numbers.max().unwrap_or_default()
    }

    /// An id that nothing else has.
    pub(crate) fn new_id(&mut self, of: &str) -> String {
        self.last_number += 1;
        format!("{of}_{}", self.last_number)
    }

    /// A bearer token for this user.
    pub(crate) fn new_token(&mut self, user_id: &str) -> String {
        let token = self.new_id("token");
        self.tokens.insert(token.clone(), user_id.to_owned());
        token
    }

    pub(crate) fn user_of_token(&self, token: &str) -> Option<String> {
        self.tokens.get(token).cloned()
    }

    pub(crate) fn user(&mut self, id: &str) -> Result<&mut User, Refusal> {
        self.users
            .iter_mut()
            .find(|user| user.id == id)
            .ok_or_else(|| Refusal::new(404, format!("there is no user {id}")))
    }

    pub(crate) fn website(&self, id: &str) -> Result<&Website, Refusal> {
        self.websites
            .iter()
            .find(|website| website.id == id)
            .ok_or_else(|| Refusal::new(404, format!("there is no website {id}")))
    }

    /// The websites that a user may see: an admin, all of them.
    pub(crate) fn visible_to(&self, user_id: &str) -> Vec<&Website> {
        let user = self.users.iter().find(|user| user.id == user_id);
        self.websites
            .iter()
            .filter(|website| {
                user.is_some_and(|user| user.role == "admin" || user.websites.contains(&website.id))
            })
            .collect()
    }

    pub(crate) fn sees(&self, user_id: &str, website: &str) -> bool {
        self.visible_to(user_id).iter().any(|it| it.id == website)
    }

    /// The records of a list on the call's website; without one, on those that
    /// the caller sees.
    pub(crate) fn seen<'w>(&'w self, list: &str, call: &Call) -> impl Iterator<Item = &'w Record> {
        let websites: Vec<String> = match call.optional("websiteId") {
            Some(website) => vec![website],
            None => self
                .visible_to(&call.caller)
                .into_iter()
                .map(|it| it.id.clone())
                .collect(),
        };
        self.store.all(list).iter().filter(move |record| {
            let own = text(record, "websiteId");
            own.is_empty() || websites.iter().any(|it| it == own)
        })
    }

    /// The customer with this telephone number, or WhatsApp's address of it.
    pub(crate) fn contact_of_number(&self, number: &str) -> Option<&Record> {
        let digits = |text: &str| -> String {
            let number = text.split('@').next().unwrap_or_default();
            number.chars().filter(char::is_ascii_digit).collect()
        };
        let wanted = digits(number);
        let mut contacts = self.store.all("contacts").iter();
        contacts.find(|contact| !wanted.is_empty() && digits(text(contact, "phone")) == wanted)
    }

    /// Keeps a message that the company sent.
    pub(crate) fn add_message(
        &mut self,
        website: &str,
        to: &str,
        message: &str,
        file: Option<&Value>,
    ) {
        let customer = self
            .contact_of_number(to)
            .map(|contact| text(contact, "id").to_owned());
        let message = json!({
            "id": self.new_id("message"), "websiteId": website, "text": message,
            "remoteJid": to, "fromMe": true,
            "createdAt": self.now, "customerId": customer, "file": file,
        });
        if let Value::Object(message) = message {
            self.store.all_mut("messages").push(message);
        }
    }

    /// Books a job for a customer; its id.
    pub(crate) fn add_job(
        &mut self,
        contact: &Record,
        website: &str,
        status: &str,
        issue: &str,
    ) -> String {
        let id = self.new_id("job");
        let job = json!({
            "id": id, "websiteId": website, "createdAt": self.now, "customerId": contact.get("id"),
            "name": contact.get("name"), "phone": contact.get("phone"),
            "address": contact.get("address"), "issue": issue, "jobStatus": status,
        });
        if let Value::Object(job) = job {
            self.store.all_mut("jobs").push(job);
        }
        id
    }

    /// A user as the API shows one.
    pub(crate) fn shown_user(&self, user: &User) -> Value {
        let mut shown = json!(user);
        let websites = user.websites.iter().filter_map(|id| self.website(id).ok());
        let websites = websites.map(|it| json!({ "id": it.id, "url": it.url }));
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("websites".to_owned(), websites.collect());
            fields.remove("password");
        }
        shown
    }

    /// Everything, but for passwords and tokens.
    pub(crate) fn shown(&self) -> Value {
        let users: Vec<Value> = self
            .users
            .iter()
            .map(|user| self.shown_user(user))
            .collect();
        let mut shown = Map::new();
        for (name, records) in self.store.lists() {
            shown.insert(name.clone(), json!(records));
        }
        shown.insert("websites".to_owned(), json!(self.websites));
        shown.insert("users".to_owned(), users.into());
        shown.insert("company".to_owned(), self.company.clone().into());
        shown.insert("logo".to_owned(), json!(self.logo));
        shown.into()
    }

    /// Gives what one user has in a list to another.
    pub(crate) fn hand_over(&mut self, list: &str, old: &str, new: &str) {
        for record in self.store.all_mut(list) {
            if is(record, "userId", old) {
                record.insert("userId".to_owned(), new.into());
            }
        }
    }
}
