//! What customers say of jobs. Named in documents of the product, never called by its front end.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, EmployeeId, JobId, ReviewId};

const RESOURCE: &str = "review";

/// Adds a review.
#[derive(Debug, Clone, Action)]
#[action(POST "/reviews", title = "Add Review", evidence = Guessed, reply = Value)]
pub struct Add {
    /// The job.
    pub job_id: Option<JobId>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The technician: an employee.
    pub technician_id: Option<EmployeeId>,
    /// 1 to 5.
    pub rating: Option<u32>,
    /// What was said.
    pub comment: Option<String>,
}

/// Deletes a review.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/reviews/{reviewId}", title = "Delete Review", evidence = Guessed, destructive, reply = Value)]
pub struct Delete {
    /// The review.
    #[param(path)]
    pub review_id: ReviewId,
}

/// Reads one review.
#[derive(Debug, Clone, Action)]
#[action(GET "/reviews/{reviewId}", title = "Get Review", evidence = Guessed, reply = Value)]
pub struct Get {
    /// The review.
    #[param(path)]
    pub review_id: ReviewId,
}

/// Lists reviews by jobId or customerId.
#[derive(Debug, Clone, Action)]
#[action(GET "/reviews", title = "Get Reviews", evidence = Guessed, reply = Value)]
pub struct GetMany {
    /// The job.
    pub job_id: Option<JobId>,
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: Option<ContactId>,
}

/// Changes a review.
#[derive(Debug, Clone, Action)]
#[action(PUT "/reviews/{reviewId}", title = "Update Review", evidence = Guessed, reply = Value)]
pub struct Update {
    /// The review.
    #[param(path)]
    pub review_id: ReviewId,
    /// The job.
    pub job_id: Option<JobId>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The technician: an employee.
    pub technician_id: Option<EmployeeId>,
    /// 1 to 5.
    pub rating: Option<u32>,
    /// What was said.
    pub comment: Option<String>,
}
