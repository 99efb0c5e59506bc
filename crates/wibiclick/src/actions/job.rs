//! Jobs: visits to customers.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, Done, EmployeeId, JobAnalytics, JobDetails, JobFilter, JobId, JobStatus,
    Jobs, Month, SlotTime, TechnicianMatch, UpdatedCalloutFee, WebsiteId,
};

const RESOURCE: &str = "job";

/// Creates a job, or updates it when the body has an id.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-job", title = "Add or Update Job", evidence = Observed, reply = Done)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// The job to update; left out, a new one is created.
    #[param(body = "id")]
    pub job_id: Option<JobId>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The name of the customer.
    pub name: String,
    /// The telephone number.
    pub phone: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// Where the work is to be done.
    pub location: Option<String>,
    /// What is wrong.
    pub issue: Option<String>,
    /// What is to be done.
    #[param(name = "to_do")]
    pub to_do: Option<String>,
    /// The status; `scheduled` if left out.
    #[param(name = "jobStatus")]
    pub status: Option<JobStatus>,
    /// The fee for coming as text with the currency before it: `R450`; not the number `calloutFee`.
    pub callout: Option<String>,
    /// When the work begins.
    pub slot_start: Option<DateTime>,
    /// How long it takes; `1hr` if left out.
    pub slot_time: Option<SlotTime>,
    /// The technician.
    pub employee_id: Option<EmployeeId>,
    /// Whether the technician gets a message.
    pub notify: Option<bool>,
}

/// Lets the AI service book a job for a customer.
#[derive(Debug, Clone, Action)]
#[action(POST "/ai-booking", title = "AI Booking", evidence = Observed, reply = Value)]
pub struct AiBooking {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "data")]
    pub contact_id: ContactId,
}

/// Deletes one job.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/job", title = "Delete Job", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The job.
    #[param(query = "custId")]
    pub job_id: JobId,
}

/// Drafts a survey message with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/jobs/{jobId}/generate-survey", title = "Generate Survey", evidence = Guessed, reply = Value)]
pub struct GenerateSurvey {
    /// The job.
    #[param(path)]
    pub job_id: JobId,
}

/// Reads one job.
#[derive(Debug, Clone, Action)]
#[action(GET "/job", title = "Get Job", evidence = Observed, reply = JobDetails)]
pub struct Get {
    /// The job.
    #[param(query = "id")]
    pub job_id: JobId,
    /// The website that it belongs to.
    pub website_id: WebsiteId,
}

/// Reads monthly job figures.
#[derive(Debug, Clone, Action)]
#[action(GET "/job-analytics", title = "Get Job Analytics", evidence = Observed, reply = JobAnalytics)]
pub struct GetAnalytics {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}

/// Reads payments minus expenses of a job.
#[derive(Debug, Clone, Action)]
#[action(GET "/jobs/{jobId}/financials", title = "Get Job Financials", evidence = Guessed, reply = Value)]
pub struct GetFinancials {
    /// The job.
    #[param(path)]
    pub job_id: JobId,
}

/// Lists the jobs of one customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/jobs-for-contact", title = "Get Jobs for Contact", evidence = Observed, reply = Jobs)]
pub struct GetForContact {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    pub contact_id: ContactId,
}

/// Lists the jobs of a website.
///
/// One job alone is for `job.get`.
#[derive(Debug, Clone, Action)]
#[action(GET "/jobs", title = "Get Jobs", evidence = Observed, reply = Jobs)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
    /// Only those of this employee.
    #[param(query = "employeeID")]
    pub employee_id: Option<EmployeeId>,
    /// Only those with invoices or estimates.
    pub filter: Option<JobFilter>,
}

/// Asks the AI service for the best technician for a slot.
#[derive(Debug, Clone, Action)]
#[action(POST "/jobs/match-technician", title = "Match Technician", evidence = Observed, reply = TechnicianMatch)]
pub struct MatchTechnician {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// What is wrong.
    pub issue_description: Option<String>,
    /// The type of the appliance.
    pub appliance_type: Option<String>,
    /// When the work begins.
    pub slot_start: Option<DateTime>,
    /// How long it takes.
    pub slot_time: Option<SlotTime>,
}

/// Sends a job to its technician by WhatsApp.
#[derive(Debug, Clone, Action)]
#[action(POST "/send-job-to-technician", title = "Send Job to Technician", evidence = Observed, reply = Value)]
pub struct SendToTechnician {
    /// The whole job, as `job.get` answers it.
    pub job: Map<String, Value>,
}

/// Sets the callout fee of a job.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-callout-fee", title = "Update Callout Fee", evidence = Guessed, reply = UpdatedCalloutFee)]
pub struct UpdateCalloutFee {
    /// The job.
    pub job_id: JobId,
    /// The fee for coming, a number in units of the currency; not the text `callout`.
    pub callout_fee: f64,
}

/// Changes the status of a job.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-job-status", title = "Update Job Status", evidence = Observed, reply = Done)]
pub struct UpdateStatus {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The job.
    #[param(body = "id")]
    pub job_id: JobId,
    /// The status.
    #[param(name = "jobStatus")]
    pub status: JobStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
}
