//! Records as other records have them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{ContactId, EmployeeId, JobId, Numeric};

/// A figure of this month and of the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// This month's.
    pub current: Option<Numeric>,
    /// The month's before.
    pub previous: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A customer, as other records have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct RelatedContact {
    /// Its id.
    pub id: Option<ContactId>,
    /// The customer's name.
    pub name: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An employee, as other records have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct RelatedEmployee {
    /// Its id.
    pub id: Option<EmployeeId>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The whole name.
    pub full_name: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A job, as other records have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct RelatedJob {
    /// Its id.
    pub id: Option<JobId>,
    /// What is wrong.
    pub issue: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// That something was done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(done)]
pub struct Done {
    /// What the API says about it.
    pub message: Option<String>,
    /// Whether it succeeded, where the API says so.
    pub success: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
