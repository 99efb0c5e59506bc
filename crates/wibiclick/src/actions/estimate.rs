//! Estimates: what a job would cost.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, ConvertedEstimate, DateTime, Done, EmployeeId, EstimateId, EstimateNumber,
    EstimateStatus, Estimates, JobId, LineItemId, LineItemInput, RecipientProfileId, SavedEstimate,
    WebsiteId,
};

const RESOURCE: &str = "estimate";

/// Creates an estimate with line items, or updates it when the body has an id.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-estimate", title = "Add or Update Estimate", evidence = Documented, reply = SavedEstimate)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// The estimate to update; left out, a new one is created.
    #[param(body = "id")]
    pub estimate_id: Option<EstimateId>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// The name.
    pub name: Option<String>,
    /// The number on it: a whole one.
    pub number: Option<u32>,
    /// The status.
    #[param(name = "reason")]
    pub status: Option<EstimateStatus>,
    /// When it was issued.
    pub issued_at: Option<DateTime>,
    /// When it is due.
    pub due_at: Option<DateTime>,
    /// The sum of its line items, in units of the currency, not cents.
    pub sales: Option<f64>,
    /// Notes on it.
    pub notes: Option<String>,
    /// Its line items. One that is left out stays: remove it with `removeItem`.
    pub items: Option<Vec<LineItemInput>>,
    /// The sum before deductions, in units of the currency, not cents.
    pub subtotal: Option<f64>,
    /// What was paid already, in units of the currency, not cents; sent as `paid`.
    #[param(name = "paid")]
    pub deposit: Option<f64>,
    /// The billing recipient.
    #[param(name = "selectedRecipientProfileId")]
    pub recipient_profile_id: Option<RecipientProfileId>,
}

/// Makes an invoice from an estimate.
#[derive(Debug, Clone, Action)]
#[action(POST "/estimates/{estimateId}/convert-to-invoice", title = "Convert Estimate to Invoice", evidence = Observed, reply = ConvertedEstimate)]
pub struct ConvertToInvoice {
    /// The estimate.
    #[param(path)]
    pub estimate_id: EstimateId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Deletes one estimate.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/estimate", title = "Delete Estimate", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The estimate.
    pub estimate_id: EstimateId,
}

/// Lists the estimates of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/estimates", title = "Get Estimates", evidence = Observed, reply = Estimates)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
    /// Only those of this customer.
    #[param(query = "customerId")]
    pub contact_id: Option<ContactId>,
    /// Only those of this job.
    pub job_id: Option<JobId>,
}

/// Reads the estimate counter of a website.
///
/// It is the last number that was used: the next one is one more.
#[derive(Debug, Clone, Action)]
#[action(GET "/estimate_number", title = "Get Estimate Number", evidence = Observed, reply = EstimateNumber)]
pub struct GetNumber {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Detaches a line item from an estimate.
#[derive(Debug, Clone, Action)]
#[action(POST "/remove-estimate-item", title = "Remove Estimate Item", evidence = Observed, destructive, reply = Value)]
pub struct RemoveItem {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The estimate.
    #[param(body = "id")]
    pub estimate_id: EstimateId,
    /// The line item.
    #[param(body = "item.id")]
    pub line_item_id: LineItemId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
}

/// Changes the status of an estimate.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-estimate-status", title = "Update Estimate Status", evidence = Observed, reply = Done)]
pub struct UpdateStatus {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The estimate.
    #[param(body = "id")]
    pub estimate_id: EstimateId,
    /// The status.
    #[param(name = "reason")]
    pub status: EstimateStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
}
