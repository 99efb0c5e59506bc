//! People who work for the company.

use wibiclick_macros::Action;

use crate::model::{Done, EmployeeId, EmployeeMonthlySummary, Employees, Month, WebsiteId};

const RESOURCE: &str = "employee";

/// Creates an employee, or updates it when the body has an id.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-employee", title = "Add or Update Employee", evidence = Observed, reply = Done)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The employee to update; left out, a new one is created.
    #[param(body = "id")]
    pub employee_id: Option<EmployeeId>,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The address for email.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// Where the employee works.
    pub location: String,
    /// What the employee does.
    pub description: String,
}

/// Lists the employees of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/employees", title = "Get Employees", evidence = Observed, reply = Employees)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Reads the jobs and totals of one employee for a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/employees/{employeeId}/monthly-summary", title = "Get Employee Monthly Summary", evidence = Observed, reply = EmployeeMonthlySummary)]
pub struct GetMonthlySummary {
    /// The employee.
    #[param(path)]
    pub employee_id: EmployeeId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}
