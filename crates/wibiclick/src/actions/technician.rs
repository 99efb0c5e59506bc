//! What technicians earn and when they are free; technicians are employees.

use wibiclick_macros::Action;

use crate::model::{
    Availability, Date, EmployeeId, Month, Salary, TechnicianPerformance, TechnicianReport,
    WebsiteId,
};

const RESOURCE: &str = "technician";

/// Works out the monthly pay of a technician.
#[derive(Debug, Clone, Action)]
#[action(GET "/technician-reports/salary/{technicianId}", title = "Calculate Salary", evidence = Documented, reply = Salary)]
pub struct CalculateSalary {
    /// The technician: an employee.
    #[param(path)]
    pub technician_id: EmployeeId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
    /// The website; the front end sends it, the documentation has no such input.
    #[param(query = "id")]
    pub website_id: Option<WebsiteId>,
}

/// Lists free slots for a day.
#[derive(Debug, Clone, Action)]
#[action(GET "/check_technician_availability", title = "Check Technician Availability", evidence = Observed, auth = None, reply = Availability)]
pub struct CheckAvailability {
    /// The technician, or `all` for everyone.
    pub employee_id: EmployeeId,
    /// The website that it belongs to.
    pub website_id: WebsiteId,
    /// The day to look at.
    pub date: Date,
}

/// Reads the monthly report of a technician.
#[derive(Debug, Clone, Action)]
#[action(GET "/technician-reports/monthly/{technicianId}", title = "Get Monthly Report", evidence = Observed, reply = TechnicianReport)]
pub struct GetMonthlyReport {
    /// The technician: an employee.
    #[param(path)]
    pub technician_id: EmployeeId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads monthly figures for every technician.
#[derive(Debug, Clone, Action)]
#[action(GET "/technician-performance", title = "Get Technician Performance", evidence = Observed, reply = TechnicianPerformance)]
pub struct GetPerformance {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}
