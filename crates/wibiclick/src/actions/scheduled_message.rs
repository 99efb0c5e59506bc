//! Messages to customers, sent later.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, DraftMessages, FollowUpStatus, FollowUpType, FollowUps, JobId,
    ScheduledMessageId, WebsiteId,
};

const RESOURCE: &str = "scheduledMessage";

/// Schedules a message.
#[derive(Debug, Clone, Action)]
#[action(POST "/scheduled-messages", title = "Add Scheduled Message", evidence = Observed, reply = Value)]
pub struct Add {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The job.
    pub job_id: Option<JobId>,
    /// The status.
    pub status: FollowUpStatus,
    /// The type.
    pub r#type: FollowUpType,
    /// The text of the message.
    pub message_content: Option<String>,
    /// What the customer said.
    pub feedback: Option<String>,
    /// When it is to happen.
    pub follow_up_date: Option<DateTime>,
}

/// Cancels a scheduled message.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/scheduled-messages/{scheduledMessageId}", title = "Delete Scheduled Message", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The scheduled message.
    #[param(path)]
    pub scheduled_message_id: ScheduledMessageId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Drafts messages with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/scheduled-messages/generate", title = "Generate Scheduled Messages", evidence = Observed, reply = DraftMessages)]
pub struct Generate {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// How many; 1 if left out.
    pub count: Option<u32>,
}

/// Lists scheduled messages of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/scheduled-messages", title = "Get Scheduled Messages", evidence = Observed, reply = FollowUps)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id", query)]
    pub website_id: Option<WebsiteId>,
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: ContactId,
    /// Only those in one of these.
    pub status: Option<Vec<FollowUpStatus>>,
}

/// Rewrites a draft with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/scheduled-messages/rewrite", title = "Rewrite Scheduled Message", evidence = Observed, reply = Value)]
pub struct Rewrite {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The draft.
    pub original_message: String,
    /// What to change.
    pub rewrite_instructions: String,
    /// What is known of the customer.
    #[param(name = "customerContext")]
    pub contact_context: Option<Map<String, Value>>,
}
