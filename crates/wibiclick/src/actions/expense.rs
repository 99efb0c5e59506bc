//! What was spent. In units of the currency, where payments are in cents.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, DateTime, Done, EmployeeId, ExpenseDetails, ExpenseId, ExpenseType, Expenses, File,
    JobId, Month, WebsiteId,
};

const RESOURCE: &str = "expense";

/// Records an expense.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-expense", title = "Add Expense", evidence = Observed, encoding = JsonOrMultipart, reply = Done)]
pub struct Add {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The amount in units of the currency, not in cents as payments are.
    pub amount: f64,
    /// When it was paid.
    pub date: DateTime,
    /// The type.
    pub r#type: ExpenseType,
    /// What was paid for.
    pub description: String,
    /// The employee who paid.
    pub employee_id: EmployeeId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// The receipt.
    pub file: Option<File>,
}

/// Deletes an expense.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/expense/{expenseId}", title = "Delete Expense", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The expense.
    #[param(path)]
    pub expense_id: ExpenseId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads one expense.
#[derive(Debug, Clone, Action)]
#[action(GET "/expense/{expenseId}", title = "Get Expense", evidence = Observed, reply = ExpenseDetails)]
pub struct Get {
    /// The expense.
    #[param(path)]
    pub expense_id: ExpenseId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists expenses of a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/expenses", title = "Get Expenses", evidence = Observed, reply = Expenses)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}

/// Changes an expense.
#[derive(Debug, Clone, Action)]
#[action(PUT "/expense/{expenseId}", title = "Update Expense", evidence = Observed, encoding = JsonOrMultipart, reply = Done)]
pub struct Update {
    /// The expense.
    #[param(path, body = "id")]
    pub expense_id: ExpenseId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The amount in units of the currency, not in cents as payments are.
    pub amount: f64,
    /// When it was paid.
    pub date: DateTime,
    /// The type.
    pub r#type: ExpenseType,
    /// What was paid for.
    pub description: String,
    /// The employee who paid.
    pub employee_id: EmployeeId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// The receipt.
    pub file: Option<File>,
}
