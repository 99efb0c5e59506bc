//! What each action does to the world, and answers: a file per family of
//! resources. What most of them do, to records of all sorts, is in `records`,
//! from a table.

mod ai;
mod checks;
mod contacts;
mod documents;
mod jobs;
mod lists;
mod messages;
mod money;
mod records;
mod security;
mod shown;
mod users;
mod visitors;
mod websites;
mod widget;

use serde_json::{Value, json};
use wibiclick::action::{ActionSpec, Params};

use crate::world::World;

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
    /// Under which key the API says why: `message`, or `error` in a few places.
    pub(crate) key: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    /// Under the key that the front end reads for this action.
    pub(crate) fn of(mut self, spec: &ActionSpec<'_>) -> Self {
        let is_error = spec.resource() == "identityMatching"
            || matches!(
                spec.id,
                "employee.getMonthlySummary" | "widget.createBooking"
            );
        self.key = if is_error { "error" } else { "message" };
        self
    }

    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            key: "message",
            message: message.into(),
        }
    }
}

pub(crate) type Answer = Result<Value, Refusal>;

impl Call {
    /// The text of a param that is there; a number's digits.
    pub(crate) fn text(&self, name: &str) -> String {
        self.optional(name).unwrap_or_default()
    }

    pub(crate) fn optional(&self, name: &str) -> Option<String> {
        match self.params.get(name)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }

    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        let number = self.params.get(name)?.as_u64()?;
        usize::try_from(number).ok()
    }

    /// The params that are there, of those named.
    pub(crate) fn given<'a>(
        &'a self,
        names: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a Value)> {
        names
            .iter()
            .filter_map(|name| Some((*name, self.params.get(*name)?)))
    }

    /// The part of a list that `limit` and `offset` ask for.
    pub(crate) fn page<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter()
            .skip(self.number("offset").unwrap_or(0))
            .take(self.number("limit").unwrap_or(usize::MAX))
            .collect()
    }

    /// The month that `year` and `month` ask for, as dates begin: `2026-01-`.
    pub(crate) fn month(&self) -> String {
        let month = self.number("month").unwrap_or_default();
        format!("{:04}-{month:02}-", self.number("year").unwrap_or_default())
    }

    /// The month before it.
    pub(crate) fn month_before(&self) -> String {
        let year = self.number("year").unwrap_or_default();
        match self.number("month").unwrap_or_default() {
            0 | 1 => format!("{:04}-12-", year.saturating_sub(1)),
            month => format!("{year:04}-{:02}-", month - 1),
        }
    }
}

/// Carries an action out.
pub(crate) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Answer {
    checks::check(spec, world, call)?;
    if let Some(does) = lists::does(spec.id) {
        return records::answer(&does, spec, world, call);
    }
    let answer = match spec.resource() {
        "user" => user(spec, world, call),
        "website" => website(spec, world, call),
        "contact" | "search" => contacts::answer(spec, world, call),
        "customerAi" | "scheduledMessage" | "appliance" => ai::answer(spec, world, call),
        "estimate" | "invoice" | "insuranceReport" | "lineItem" | "recipientProfile" => {
            documents::answer(spec, world, call)
        }
        "job" | "technician" => jobs::answer(spec, world, call),
        "employee" | "report" | "billing" => money::answer(spec, world, call),
        "messaging" | "whatsapp" | "task" | "note" => messages::answer(spec, world, call),
        "visitor" | "page" | "identityMatching" => visitors::answer(spec, world, call),
        "security" => security::answer(spec, world, call),
        "setting" | "widget" => widget::answer(spec, world, call),
        _ => None,
    };
    answer.unwrap_or_else(|| Err(Refusal::new(501, format!("the sandbox has no {}", spec.id))))
}

fn user(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.operation() {
        "connectToWebsite" => users::connect(world, call),
        "disconnectFromWebsite" => users::disconnect(world, call),
        "getMany" => Ok(users::users(world, call)),
        "getProfile" => users::profile(world, call),
        "login" => users::login(world, call),
        "reassignActivities" => users::reassign(world, call, "activities"),
        "reassignNotes" => users::reassign(world, call, "notes"),
        "register" => users::register(world, call),
        "requestPasswordReset" => users::request_reset(world, call),
        "resetPassword" => users::reset_password(world, call),
        "update" => users::update_user(world, call),
        "updateCompany" => Ok(users::update_company(spec, world, call)),
        "updateLogin" => users::update_login(world, call),
        "updateProfile" => users::update_profile(world, call),
        "uploadLogo" => Ok(users::upload_logo(world, call)),
        _ => return None,
    })
}

fn website(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.operation() {
        "add" => Ok(websites::add_website(world, call)),
        "get" => websites::website(world, call),
        "getAnalytics" => websites::analytics(world, call),
        "getClicks" | "getRecentClicks" => websites::plot(world, call, "clicks", |day| day.clicks),
        "getForUser" => websites::websites_of_user(world, call),
        "getMany" => Ok(websites::labelled(world, call, &call.caller)),
        "getPerformance" => websites::performance(world, call),
        "getViews" => websites::plot(world, call, "views", |day| day.views),
        _ => return None,
    })
}

/// Most writes answer no more than this.
fn done(message: &str) -> Value {
    json!({ "success": true, "message": message })
}

/// What AI services would say; here it follows from the records alone.
fn made_up(text: impl Into<String>) -> Value {
    format!("{} (made up by the sandbox)", text.into()).into()
}
