//! Employees, technicians and suppliers.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{EmployeeId, ExpenseType, Numeric, RelatedEmployee, SupplierId};

/// Employees of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "employees")]
pub struct Employees {
    /// The employees.
    pub employees: Vec<Employee>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Somebody who works for the company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Employee {
    /// Its id.
    pub id: EmployeeId,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Where the employee works.
    pub location: Option<String>,
    /// What the employee does.
    pub description: Option<String>,
    /// How many records refer to the employee: `jobs`.
    #[serde(rename = "_count")]
    pub count: Option<Map<String, Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The month of an employee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct EmployeeMonthlySummary {
    /// The employee.
    pub employee_details: Option<RelatedEmployee>,
    /// The jobs: the shape of one was not seen.
    pub jobs_for_month: Option<Vec<Value>>,
    /// The totals.
    pub monthly_summary: Option<MonthlyTotals>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What an employee took and spent in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyTotals {
    /// What came in.
    pub total_payments: Option<Numeric>,
    /// What was spent.
    pub total_expenses: Option<Numeric>,
    /// What remained.
    pub net_revenue: Option<Numeric>,
    /// How many jobs there were.
    pub job_count: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Suppliers of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "suppliers")]
pub struct Suppliers {
    /// The suppliers.
    pub suppliers: Vec<Supplier>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Somebody whom the company buys from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Supplier {
    /// Its id.
    pub id: SupplierId,
    /// The name of the company.
    pub name: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub state: Option<String>,
    /// The postal code.
    pub zip: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// Whom to talk to there.
    pub contact_person: Option<String>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a technician earned in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Salary {
    /// The salary: its shape was not seen.
    pub salary: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The month of a technician.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TechnicianReport {
    /// What came in.
    pub payments: Option<Vec<ReportedPayment>>,
    /// What was spent.
    pub expenses: Option<Vec<ReportedExpense>>,
    /// The jobs: the shape of one was not seen.
    pub jobs: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What came in, as reports have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ReportedPayment {
    /// The sum.
    pub total: Option<Numeric>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What was spent, as reports have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ReportedExpense {
    /// What it was spent on.
    pub r#type: Option<ExpenseType>,
    /// When.
    pub date: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The figures of every technician.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "technicians")]
pub struct TechnicianPerformance {
    /// The technicians.
    pub technicians: Vec<TechnicianFigures>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The month of a technician, in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TechnicianFigures {
    /// The technician.
    pub technician_id: Option<EmployeeId>,
    /// The name of the technician.
    pub name: Option<String>,
    /// How many jobs were done.
    pub jobs_completed: Option<Numeric>,
    /// What was earned.
    pub total_earnings: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// When somebody is free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "availableSlots")]
pub struct Availability {
    /// The free slots.
    pub available_slots: Vec<Slot>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// When it begins.
    pub start: Option<Value>,
    /// When it ends.
    pub end: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
