//! Invoices.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, Done, EmployeeId, InvoiceId, InvoiceNumber, InvoiceStatus, Invoices,
    JobId, LineItemId, LineItemInput, Month, OutstandingInvoices, RecipientProfileId, SavedInvoice,
    WebsiteId,
};

const RESOURCE: &str = "invoice";

/// Creates an invoice with line items, or updates it when the body has an id.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-invoice", title = "Add or Update Invoice", evidence = Documented, reply = SavedInvoice)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// The invoice to update; left out, a new one is created.
    #[param(body = "id")]
    pub invoice_id: Option<InvoiceId>,
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
    pub status: Option<InvoiceStatus>,
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
    /// What was paid already, in units of the currency, not cents. Sent as `deposit` and as `paid`, the newer name.
    #[param(name = "paid", body)]
    pub deposit: Option<f64>,
    /// The billing recipient.
    #[param(name = "selectedRecipientProfileId")]
    pub recipient_profile_id: Option<RecipientProfileId>,
}

/// Deletes one invoice.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/invoice", title = "Delete Invoice", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The invoice.
    #[param(query = "custId")]
    pub invoice_id: InvoiceId,
}

/// Lists the invoices of a website with optional filters.
#[derive(Debug, Clone, Action)]
#[action(GET "/invoices", title = "Get Invoices", evidence = Documented, reply = Invoices)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
    /// Only those of this employee. How the API spells it was not seen.
    pub employee_id: Option<EmployeeId>,
    /// Only those of this customer.
    #[param(query = "customerId")]
    pub contact_id: Option<ContactId>,
    /// Only those of this job.
    pub job_id: Option<JobId>,
}

/// Reads the invoice counter of a website.
///
/// It is the last number that was used: the next one is one more.
#[derive(Debug, Clone, Action)]
#[action(GET "/invoice_number", title = "Get Invoice Number", evidence = Documented, reply = InvoiceNumber)]
pub struct GetNumber {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists unpaid invoices of a website for a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/outstanding-invoices", title = "Get Outstanding Invoices", evidence = Documented, reply = OutstandingInvoices)]
pub struct GetOutstanding {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}

/// Detaches a line item from an invoice.
#[derive(Debug, Clone, Action)]
#[action(POST "/remove-invoice-item", title = "Remove Invoice Item", evidence = Observed, destructive, reply = Value)]
pub struct RemoveItem {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The invoice.
    #[param(body = "id")]
    pub invoice_id: InvoiceId,
    /// The line item.
    #[param(body = "item.id")]
    pub line_item_id: LineItemId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
}

/// Changes the status (reason) of an invoice.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-invoice-status", title = "Update Invoice Status", evidence = Documented, reply = Done)]
pub struct UpdateStatus {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The invoice.
    #[param(body = "id")]
    pub invoice_id: InvoiceId,
    /// The status.
    #[param(name = "reason")]
    pub status: InvoiceStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
}
