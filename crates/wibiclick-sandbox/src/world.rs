//! What the sandbox keeps, and what it starts with.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answers::{Call, Refusal};

/// The password of every user of the seed.
pub const PASSWORD: &str = "sandbox-password";

/// When everything in the sandbox happened: it has no clock.
const ALWAYS: &str = "2026-01-01T00:00:00.000Z";

/// The user whom the API key belongs to.
const OWNER: &str = "user_2";

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) websites: Vec<Website>,
    pub(crate) users: Vec<User>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) notes: Vec<Note>,
    pub(crate) activities: Vec<Activity>,
    /// The company and its bank account, by the API's names.
    pub(crate) company: Map<String, Value>,
    pub(crate) logo: Option<Value>,
    /// Bearer tokens, and whose they are.
    tokens: HashMap<String, String>,
    /// Tokens of reset emails, and for whom they were.
    pub(crate) resets: BTreeMap<String, String>,
    last_number: u32,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Website {
    pub(crate) id: String,
    pub(crate) url: String,
    /// How often the widget was seen and clicked on, by day.
    pub(crate) traffic: Vec<Day>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) views: u64,
    pub(crate) clicks: u64,
}

#[derive(Debug, Clone, Serialize)]
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
    #[serde(skip)]
    pub(crate) websites: Vec<String>,
    #[serde(skip)]
    pub(crate) password: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    pub(crate) id: String,
    pub(crate) website_id: String,
    pub(crate) created_at: String,
    /// The fields, by the names that reads have.
    #[serde(flatten)]
    pub(crate) fields: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Note {
    pub(crate) id: String,
    pub(crate) contact_id: String,
    pub(crate) user_id: String,
    pub(crate) description: String,
    pub(crate) title: Option<String>,
    pub(crate) tag: Option<String>,
    pub(crate) is_fav: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Activity {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) text: String,
}

impl World {
    /// Three websites, four users, and what one of them worked on.
    pub(crate) fn seed(api_key: &str) -> Self {
        let mut world = Self {
            last_number: 100,
            ..Self::default()
        };
        world.tokens.insert(api_key.to_owned(), OWNER.to_owned());
        for (number, name) in [(1, "north"), (2, "south"), (3, "west")] {
            world.websites.push(Website {
                id: format!("site_{number}"),
                url: format!("https://{name}.example"),
                traffic: (1..=3)
                    .map(|day| Day {
                        date: format!("2026-01-{day:02}"),
                        views: 10 * number + day,
                        clicks: number,
                    })
                    .collect(),
            });
        }
        let users: [(&str, &str, &str, &[&str]); 4] = [
            ("John", "Doe", "john.doe@example.com", &["site_1", "site_2"]),
            (
                "Jane",
                "Roe",
                "jane.roe@example.com",
                &["site_1", "site_2", "site_3"],
            ),
            (
                "Casey",
                "Clerk",
                "casey.clerk@example.com",
                &["site_1", "site_3"],
            ),
            // The actor in the real payloads of Okta: nothing may happen to this one.
            ("Okta", "Trainer", "okta.trainer@okta.com", &["site_1"]),
        ];
        for (number, (first, last, email, websites)) in (1..).zip(users) {
            let mut user = world.new_user(first, last, email, PASSWORD);
            user.id = format!("user_{number}");
            user.websites = websites.iter().map(|&id| id.to_owned()).collect();
            if user.id == OWNER {
                "admin".clone_into(&mut user.role);
            }
            world.users.push(user);
        }
        for number in 1..=2 {
            let contact_id = format!("contact_{number}");
            let name = format!("Customer {number}");
            world.contacts.push(Contact {
                id: contact_id.clone(),
                website_id: "site_1".to_owned(),
                created_at: ALWAYS.to_owned(),
                fields: Map::from_iter([("name".to_owned(), name.into())]),
            });
            world.notes.push(Note {
                id: format!("note_{number}"),
                contact_id,
                user_id: "user_1".to_owned(),
                description: format!("Call back about the boiler, {number}"),
                title: None,
                tag: None,
                is_fav: false,
            });
            world.activities.push(Activity {
                id: format!("activity_{number}"),
                user_id: "user_1".to_owned(),
                text: format!("Visited customer {number}"),
            });
        }
        world
    }

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
            created_at: ALWAYS.to_owned(),
            more: Map::new(),
            websites: Vec::new(),
            password: password.to_owned(),
        }
    }

    pub(crate) fn new_contact(&mut self, website_id: &str) -> Contact {
        Contact {
            id: self.new_id("contact"),
            website_id: website_id.to_owned(),
            created_at: ALWAYS.to_owned(),
            fields: Map::new(),
        }
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

    /// Refuses a website that is not there, or not the caller's to see.
    pub(crate) fn check_website(&self, call: &Call) -> Result<(), Refusal> {
        let Some(id) = call.optional("websiteId") else {
            return Ok(());
        };
        self.website(&id)?;
        if self.visible_to(&call.caller).iter().any(|it| it.id == id) {
            Ok(())
        } else {
            Err(Refusal::new(
                403,
                format!("website {id} is not yours to see"),
            ))
        }
    }

    /// A user as the API shows one.
    pub(crate) fn shown_user(&self, user: &User) -> Value {
        #[derive(Serialize)]
        struct Shown<'a> {
            #[serde(flatten)]
            user: &'a User,
            websites: Vec<Value>,
        }
        let websites = user.websites.iter().filter_map(|id| self.website(id).ok());
        json!(Shown {
            user,
            websites: websites
                .map(|website| json!({ "id": website.id, "url": website.url }))
                .collect(),
        })
    }

    /// Everything, but for passwords and tokens.
    pub(crate) fn shown(&self) -> Value {
        let users: Vec<Value> = self
            .users
            .iter()
            .map(|user| self.shown_user(user))
            .collect();
        json!({
            "websites": self.websites,
            "users": users,
            "contacts": self.contacts,
            "notes": self.notes,
            "activities": self.activities,
            "company": self.company,
            "logo": self.logo,
        })
    }
}
