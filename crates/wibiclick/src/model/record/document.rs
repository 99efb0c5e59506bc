//! Estimates, invoices and insurance reports, and their line items.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{
    ContactId, EmployeeId, EstimateId, EstimateStatus, InsuranceReportId, InsuranceStatus,
    InvoiceId, InvoiceStatus, JobId, LineItemId, Numeric, RecipientProfileId, RelatedContact,
    RelatedEmployee,
};

/// Estimates of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "estimates")]
pub struct Estimates {
    /// The estimates.
    pub estimates: Vec<Estimate>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a job would cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// Its id.
    pub id: EstimateId,
    /// The number on it.
    pub number: Option<Value>,
    /// What it is called.
    pub name: Option<String>,
    /// The status; written as `status`.
    pub reason: Option<EstimateStatus>,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// When it is due.
    pub due_at: Option<String>,
    /// The sum of its line items, in units of the currency.
    pub sales: Option<Numeric>,
    /// What was paid already, in units of the currency.
    pub deposit: Option<Numeric>,
    /// Notes on it.
    pub notes: Option<Value>,
    /// The customer.
    pub customer_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// The employee.
    pub employee: Option<RelatedEmployee>,
    /// The line items: a list under a singular key; written as `items`.
    pub line_item: Option<Vec<LineItem>>,
    /// The billing recipient.
    pub recipient_profile: Option<Value>,
    /// The id of the billing recipient.
    pub recipient_profile_id: Option<RecipientProfileId>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An estimate that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SavedEstimate {
    /// What the API says about it.
    pub message: Option<String>,
    /// The estimate.
    pub estimate: Option<Estimate>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The counter of estimates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct EstimateNumber {
    /// The last number that was used: the next one is one more.
    #[serde(rename = "estimate_number")]
    pub estimate_number: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An invoice that was made of an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ConvertedEstimate {
    /// The invoice.
    pub invoice: Option<Invoice>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Invoices of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "invoices")]
pub struct Invoices {
    /// The invoices.
    pub invoices: Vec<Invoice>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a customer is to pay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// The number on it.
    pub number: Option<Value>,
    /// What it is called.
    pub name: Option<String>,
    /// The status; written as `status`.
    pub reason: Option<InvoiceStatus>,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// When it is due.
    pub due_at: Option<String>,
    /// The sum of its line items, in units of the currency.
    pub sales: Option<Numeric>,
    /// What was paid already, in units of the currency.
    pub deposit: Option<Numeric>,
    /// Notes on it.
    pub notes: Option<Value>,
    /// The customer.
    pub customer_id: Option<ContactId>,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// The employee.
    pub employee: Option<RelatedEmployee>,
    /// The line items: a list under a singular key; written as `items`.
    pub line_item: Option<Vec<LineItem>>,
    /// The billing recipient.
    pub recipient_profile: Option<Value>,
    /// The id of the billing recipient.
    pub recipient_profile_id: Option<RecipientProfileId>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An invoice that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SavedInvoice {
    /// What the API says about it.
    pub message: Option<String>,
    /// The invoice.
    pub invoice: Option<Invoice>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The counter of invoices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceNumber {
    /// The last number that was used: the next one is one more.
    #[serde(rename = "invoice_number")]
    pub invoice_number: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The unpaid invoices of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct OutstandingInvoices {
    /// What is still to be paid, in units of the currency.
    pub total_outstanding: Option<Numeric>,
    /// How many there are.
    pub count: Option<Numeric>,
    /// The invoices.
    pub outstanding_invoices: Option<Vec<OutstandingInvoice>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An unpaid invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct OutstandingInvoice {
    /// Its id.
    pub id: InvoiceId,
    /// The number on it.
    pub number: Option<Value>,
    /// The sum of its line items, in units of the currency.
    pub sales: Option<Numeric>,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// When it is due.
    pub due_at: Option<String>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A line of an invoice or an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// Its id.
    pub id: Option<LineItemId>,
    /// What is sold; written as `name`.
    pub item: Option<String>,
    /// What is sold, where the API calls it so.
    pub name: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// The price of one, in units of the currency.
    pub amount: Option<Numeric>,
    /// How many.
    pub quantity: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What was sold before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "names")]
pub struct LineItemNames {
    /// The names.
    pub names: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Line items that were read from a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "lineItems")]
pub struct ParsedLineItems {
    /// The line items.
    pub line_items: Vec<LineItem>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Insurance reports of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "insurance")]
pub struct InsuranceReports {
    /// The reports: the key is singular.
    pub insurance: Vec<InsuranceReport>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A report for an insurer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct InsuranceReport {
    /// Its id.
    pub id: InsuranceReportId,
    /// The number on it.
    pub number: Option<Value>,
    /// The status.
    pub status: Option<InsuranceStatus>,
    /// What it is called.
    pub name: Option<String>,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// Notes on it.
    pub notes: Option<Value>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// The employee.
    pub employee: Option<RelatedEmployee>,
    /// The website.
    pub website: Option<Value>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The counter of insurance reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct InsuranceReportNumber {
    /// The last number that was used: the next one is one more.
    #[serde(rename = "insurance_number")]
    pub insurance_number: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
