//! What is to happen with a customer later.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, FollowUpId, FollowUpStatus, FollowUpType, FollowUps, JobId, WebsiteId,
};

const RESOURCE: &str = "followUp";

/// Creates a follow-up.
#[derive(Debug, Clone, Action)]
#[action(POST "/follow-ups", title = "Add Follow-up", evidence = Observed, reply = Value)]
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

/// Deletes a follow-up.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/follow-ups/{followUpId}", title = "Delete Follow-up", evidence = Guessed, destructive, reply = Value)]
pub struct Delete {
    /// The follow-up.
    #[param(path)]
    pub follow_up_id: FollowUpId,
}

/// Lists follow-ups of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/follow-ups", title = "Get Follow-ups", evidence = Observed, reply = FollowUps)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: ContactId,
    /// Only those in this one.
    pub status: Option<FollowUpStatus>,
    /// Only those of this one.
    pub r#type: Option<FollowUpType>,
}

/// Changes a follow-up.
#[derive(Debug, Clone, Action)]
#[action(PUT "/follow-ups/{followUpId}", title = "Update Follow-up", evidence = Observed, reply = Value)]
pub struct Update {
    /// The follow-up.
    #[param(path)]
    pub follow_up_id: FollowUpId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The status.
    pub status: Option<FollowUpStatus>,
}
