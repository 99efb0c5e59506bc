//! Reports for insurers.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, Done, EmployeeId, InsuranceReportId, InsuranceReportNumber,
    InsuranceReports, InsuranceStatus, WebsiteId,
};

const RESOURCE: &str = "insuranceReport";

/// Creates or updates an insurance report.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-insurance-report", title = "Add or Update Insurance Report", evidence = Observed, reply = Done)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// The report to update; left out, a new one is created.
    #[param(body = "id")]
    pub insurance_report_id: Option<InsuranceReportId>,
    /// The number on it: a whole one.
    pub number: Option<u32>,
    /// The status.
    pub status: Option<InsuranceStatus>,
    /// The name.
    pub name: Option<String>,
    /// When it was issued.
    pub issued_at: Option<DateTime>,
    /// Notes on it.
    pub notes: Option<String>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The employee.
    pub employee_id: Option<EmployeeId>,
    /// Its items: the shape of one was not seen.
    pub items: Option<Vec<Map<String, Value>>>,
}

/// Deletes a report.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/insurance-report", title = "Delete Insurance Report", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The insurance report.
    #[param(query = "custId")]
    pub insurance_report_id: InsuranceReportId,
}

/// Lists insurance reports.
#[derive(Debug, Clone, Action)]
#[action(GET "/insurance-reports", title = "Get Insurance Reports", evidence = Observed, reply = InsuranceReports)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Reads the report counter.
///
/// It is the last number that was used: the next one is one more.
#[derive(Debug, Clone, Action)]
#[action(GET "/insurance_report_number", title = "Get Insurance Report Number", evidence = Observed, reply = InsuranceReportNumber)]
pub struct GetNumber {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Changes the status of a report.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-insurance-report-status", title = "Update Insurance Report Status", evidence = Observed, reply = Done)]
pub struct UpdateStatus {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The insurance report.
    #[param(body = "id")]
    pub insurance_report_id: InsuranceReportId,
    /// The status.
    pub status: InsuranceStatus,
}
