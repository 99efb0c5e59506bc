//! Tasks of the staff, and jobs that a scheduler starts.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, Date, EmployeeId, WebsiteId};

const RESOURCE: &str = "task";

/// Creates a staff task.
#[derive(Debug, Clone, Action)]
#[action(POST "/task", title = "Create Task", evidence = Observed, reply = Value)]
pub struct Create {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// The employee who is to do it.
    pub assignee_id: Option<EmployeeId>,
    /// The day by which it is to be done.
    pub due_date: Option<Date>,
    /// The customer it is about.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
}

/// Runs the scheduled follow-up suggestion job.
///
/// The product's scheduler calls it under a sign-in of its own; an API key may be refused.
#[derive(Debug, Clone, Action)]
#[action(POST "/tasks/generate-followup-suggestions", title = "Generate Follow-up Suggestions", evidence = Guessed, reply = Value)]
pub struct GenerateFollowupSuggestions {}

/// Runs the scheduled maintenance prediction job.
///
/// The product's scheduler calls it under a sign-in of its own; an API key may be refused.
#[derive(Debug, Clone, Action)]
#[action(POST "/tasks/generate-predictive-maintenance", title = "Generate Predictive Maintenance", evidence = Guessed, reply = Value)]
pub struct GeneratePredictiveMaintenance {}

/// Runs the scheduled message sender.
///
/// The product's scheduler calls it under a sign-in of its own; an API key may be refused.
#[derive(Debug, Clone, Action)]
#[action(POST "/tasks/send-scheduled-messages", title = "Send Scheduled Messages", evidence = Guessed, reply = Value)]
pub struct SendScheduledMessages {}

/// Runs the scheduled survey job.
///
/// The product's scheduler calls it under a sign-in of its own; an API key may be refused.
#[derive(Debug, Clone, Action)]
#[action(POST "/tasks/trigger-post-service-surveys", title = "Trigger Post Service Surveys", evidence = Guessed, reply = Value)]
pub struct TriggerPostServiceSurveys {}
