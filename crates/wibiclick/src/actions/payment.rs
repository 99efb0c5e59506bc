//! What customers paid. In cents, where everything else is in units of the currency.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, Date, Done, EmployeeId, EstimateId, InvoiceId, JobId, Month, PaymentDetails,
    PaymentId, PaymentMethod, PaymentStatus, PaymentType, Payments, WebsiteId,
};

const RESOURCE: &str = "payment";

/// Records a payment.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-payment", title = "Add Payment", evidence = Observed, reply = Done)]
pub struct Add {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The amount in cents: 12550 for 125.50.
    pub amount_in_cents: i64,
    /// The currency, three letters; ZAR if left out.
    pub currency: Option<String>,
    /// The type.
    pub r#type: PaymentType,
    /// The status.
    pub status: PaymentStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The job.
    pub job_id: Option<JobId>,
    /// The invoice.
    pub invoice_id: Option<InvoiceId>,
    /// The estimate.
    pub estimate_id: Option<EstimateId>,
    /// The employee who took it.
    pub employee_id: Option<EmployeeId>,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// Notes on it.
    pub notes: Option<String>,
    /// The day on which it was paid.
    pub payment_date: Option<Date>,
}

/// Deletes a payment.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/payment", title = "Delete Payment", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The payment.
    #[param(query = "custId")]
    pub payment_id: PaymentId,
}

/// Reads one payment.
#[derive(Debug, Clone, Action)]
#[action(GET "/payment/{paymentId}", title = "Get Payment", evidence = Observed, reply = PaymentDetails)]
pub struct Get {
    /// The payment.
    #[param(path)]
    pub payment_id: PaymentId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists payments of a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/payments", title = "Get Payments", evidence = Observed, reply = Payments)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Changes a payment.
#[derive(Debug, Clone, Action)]
#[action(PUT "/update-payment/{paymentId}", title = "Update Payment", evidence = Observed, reply = Done)]
pub struct Update {
    /// The payment.
    #[param(path)]
    pub payment_id: PaymentId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The amount in cents: 12550 for 125.50.
    pub amount_in_cents: i64,
    /// The currency, three letters; ZAR if left out.
    pub currency: Option<String>,
    /// The type.
    pub r#type: PaymentType,
    /// The status.
    pub status: PaymentStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The job.
    pub job_id: Option<JobId>,
    /// The invoice.
    pub invoice_id: Option<InvoiceId>,
    /// The estimate.
    pub estimate_id: Option<EstimateId>,
    /// The employee who took it.
    pub employee_id: Option<EmployeeId>,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// Notes on it.
    pub notes: Option<String>,
    /// The day on which it was paid.
    pub payment_date: Option<Date>,
}

/// Changes the status of a payment.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-payment-status", title = "Update Payment Status", evidence = Observed, reply = Done)]
pub struct UpdateStatus {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The payment.
    #[param(body = "id")]
    pub payment_id: PaymentId,
    /// The status.
    pub status: PaymentStatus,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The employee who took it.
    pub employee_id: Option<EmployeeId>,
}
