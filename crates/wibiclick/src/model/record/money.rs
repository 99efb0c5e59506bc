//! Payments, expenses and figures.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{
    Change, ContactId, EmployeeId, EstimateId, ExpenseId, ExpenseType, InvoiceId, JobId, Numeric,
    PaymentId, PaymentMethod, PaymentStatus, PaymentType, RelatedContact, RelatedEmployee,
    RelatedJob,
};

/// Payments of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "payments")]
pub struct Payments {
    /// The payments.
    pub payments: Vec<Payment>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct PaymentDetails {
    /// The payment.
    pub payment: Payment,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a customer paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// The amount in cents.
    pub amount_in_cents: Option<Numeric>,
    /// The currency, three letters.
    pub currency: Option<String>,
    /// What it is for.
    pub r#type: Option<PaymentType>,
    /// The status.
    pub status: Option<PaymentStatus>,
    /// The customer.
    pub customer_id: Option<ContactId>,
    /// The customer.
    pub customer: Option<RelatedContact>,
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
    pub notes: Option<Value>,
    /// What it is.
    pub description: Option<Value>,
    /// When it was paid.
    pub payment_date: Option<String>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Expenses of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "expenses")]
pub struct Expenses {
    /// The expenses.
    pub expenses: Vec<Expense>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One expense.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ExpenseDetails {
    /// The expense.
    pub expense: Expense,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What was spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Expense {
    /// Its id.
    pub id: ExpenseId,
    /// The amount in units of the currency, not in cents as payments are.
    pub amount: Option<Numeric>,
    /// When.
    pub date: Option<String>,
    /// What it was spent on.
    pub r#type: Option<ExpenseType>,
    /// What was paid for.
    pub description: Option<String>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// The employee who paid.
    pub employee: Option<RelatedEmployee>,
    /// The job.
    pub job: Option<RelatedJob>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Earnings, expenses and profit of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct FinancialOverview {
    /// What came in.
    pub total_earnings: Option<Change>,
    /// What was spent.
    pub total_expenses: Option<Change>,
    /// What remained.
    pub net_profit: Option<Change>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Earnings of the last months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "months")]
pub struct EarningsHistory {
    /// The months.
    pub months: Vec<MonthlyEarnings>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What was earned in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyEarnings {
    /// The year.
    pub year: Option<Numeric>,
    /// The month.
    pub month: Option<Value>,
    /// What was earned.
    pub company_earnings: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The credits of the account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Credits {
    /// How many were used.
    pub used: Option<Numeric>,
    /// How many there are.
    pub total: Option<Numeric>,
    /// Whether the account never expires.
    pub lifetime: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
