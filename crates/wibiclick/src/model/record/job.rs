//! Jobs.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{
    Change, ContactId, EmployeeId, JobId, JobStatus, Numeric, RelatedContact, RelatedEmployee,
    SlotTime,
};

/// Jobs of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "jobs")]
pub struct Jobs {
    /// The jobs.
    pub jobs: Vec<Job>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct JobDetails {
    /// The job.
    pub job: Job,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A visit to a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The customer.
    pub customer_id: Option<ContactId>,
    /// The name of the customer.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// Where the work is to be done.
    pub location: Option<String>,
    /// What is wrong.
    pub issue: Option<String>,
    /// What is to be done; written as `toDo`.
    #[serde(rename = "to_do")]
    pub to_do: Option<String>,
    /// The status; written as `status`.
    pub job_status: Option<JobStatus>,
    /// The fee for coming, as text with the currency before it.
    pub callout: Option<Value>,
    /// The fee for coming, in units of the currency.
    pub callout_fee: Option<Numeric>,
    /// When the work begins.
    pub slot_start: Option<String>,
    /// When the work ends.
    pub slot_end: Option<String>,
    /// How long it takes.
    pub slot_time: Option<SlotTime>,
    /// Whether the technician gets a message.
    pub notify: Option<bool>,
    /// The technician.
    pub employee_id: Option<EmployeeId>,
    /// The technician.
    pub employee: Option<RelatedEmployee>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// What was paid, in cents.
    pub payments: Option<Vec<JobPayment>>,
    /// What was spent, in units of the currency.
    pub expenses: Option<Vec<JobExpense>>,
    /// What was spent on fuel.
    pub fuel_expense: Option<Numeric>,
    /// What was spent on parts.
    pub parts_expense: Option<Numeric>,
    /// The parts.
    pub parts: Option<Value>,
    /// How it is paid.
    pub payment: Option<Value>,
    /// What was paid.
    pub paid: Option<Value>,
    /// What the technician gets.
    pub tech_amount: Option<Numeric>,
    /// What the company gets.
    pub company_amount: Option<Numeric>,
    /// What the customer said.
    pub reviews: Option<Vec<Value>>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A payment as jobs have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct JobPayment {
    /// The amount in cents.
    pub amount_in_cents: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An expense as jobs have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct JobExpense {
    /// The amount in units of the currency.
    pub amount: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A job whose fee was set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct UpdatedCalloutFee {
    /// Whether it succeeded.
    pub success: Option<bool>,
    /// The job.
    pub updated_job: Option<JobFee>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The fee of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct JobFee {
    /// Its id.
    pub id: Option<JobId>,
    /// The fee for coming, in units of the currency.
    pub callout_fee: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The job figures of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct JobAnalytics {
    /// How many there were.
    pub total_jobs: Option<Change>,
    /// How many were done.
    pub job_completion_rate: Option<Change>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Who could do a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TechnicianMatch {
    /// Who could do it.
    pub recommendations: Option<TechnicianRecommendations>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Who could do a job best, and who else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TechnicianRecommendations {
    /// Who could do it best.
    pub primary_recommendation: Option<TechnicianRecommendation>,
    /// Who else.
    pub alternatives: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A technician who could do a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TechnicianRecommendation {
    /// The technician.
    pub technician_id: Option<EmployeeId>,
    /// The name of the technician.
    pub technician_name: Option<String>,
    /// Why.
    pub reasoning: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
