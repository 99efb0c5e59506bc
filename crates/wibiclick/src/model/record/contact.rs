//! Customers, and what is known of them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{
    Change, ContactId, EmployeeId, Estimate, Expense, InsuranceReport, Invoice, Job, Note, Numeric,
    Payment, RecipientProfileId, RelatedContact, SearchResultType, WebsiteId,
};

/// Customers of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "customers")]
pub struct Contacts {
    /// The customers.
    pub customers: Vec<Contact>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The customer's name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// How the customer wants to be answered; written as `reply`.
    pub channel: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// What the customer wants done.
    pub message: Option<String>,
    /// Where the lead came from, or a HubSpot portal's id.
    pub portal: Option<Value>,
    /// The customer's id at HubSpot; written as `foreignId`.
    pub foreign_i_d: Option<Value>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The website that it belongs to.
    pub website_id: Option<WebsiteId>,
    /// The employee who looks after the customer.
    pub employee_id: Option<EmployeeId>,
    /// Where the customer is at HubSpot.
    pub hubspot_link: Option<String>,
    /// Whether the customer is a special one.
    pub vip: Option<bool>,
    /// Whether the customer is one no longer.
    pub inactive: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One customer with everything that is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ContactDetails {
    /// The customer.
    pub customer: FullContact,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A customer with all related records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct FullContact {
    /// Its id.
    pub id: ContactId,
    /// The customer's name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// How the customer wants to be answered; written as `reply`.
    pub channel: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// What the customer wants done.
    pub message: Option<String>,
    /// Where the lead came from, or a HubSpot portal's id.
    pub portal: Option<Value>,
    /// The customer's id at HubSpot; written as `foreignId`.
    pub foreign_i_d: Option<Value>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The website that it belongs to.
    pub website_id: Option<WebsiteId>,
    /// The employee who looks after the customer.
    pub employee_id: Option<EmployeeId>,
    /// Where the customer is at HubSpot.
    pub hubspot_link: Option<String>,
    /// Whether the customer is a special one.
    pub vip: Option<bool>,
    /// Whether the customer is one no longer.
    pub inactive: Option<bool>,
    /// The jobs.
    pub jobs: Option<Vec<Job>>,
    /// The estimates: a list under a singular key.
    pub estimate: Option<Vec<Estimate>>,
    /// The invoices: a list under a singular key.
    pub invoice: Option<Vec<Invoice>>,
    /// The payments.
    pub payments: Option<Vec<Payment>>,
    /// The expenses.
    pub expenses: Option<Vec<Expense>>,
    /// The insurance reports: a list under a singular key.
    pub insurance: Option<Vec<InsuranceReport>>,
    /// Messages by WhatsApp.
    pub whatsapp: Option<Vec<Value>>,
    /// The notes.
    pub notes: Option<Vec<Note>>,
    /// What happened.
    pub activities: Option<Vec<Value>>,
    /// The appliances.
    pub appliances: Option<Vec<Value>>,
    /// The customers whom this one referred.
    pub referrals: Option<Vec<Value>>,
    /// Who referred this customer.
    pub referred_by: Option<Value>,
    /// The technician whom the customer prefers.
    pub preferred_technician: Option<Value>,
    /// The id of that technician.
    pub preferred_technician_id: Option<EmployeeId>,
    /// How the customer wants to be reached.
    pub preferred_contact_method: Option<String>,
    /// When the customer wants to be reached.
    pub preferred_contact_times: Option<Value>,
    /// How often the customer wants to hear.
    pub communication_frequency_preference: Option<String>,
    /// The language.
    pub language_preference: Option<String>,
    /// What the AI service said before.
    pub ai_analysis_history: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Groups of customers that may be the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "groups")]
pub struct PotentialMerges {
    /// The groups.
    pub groups: Vec<PotentialMerge>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Customers that share a telephone number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct PotentialMerge {
    /// The number.
    pub shared_phone_number: Option<String>,
    /// The customers.
    pub customers: Option<Vec<RelatedContact>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The customer figures of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ContactMetrics {
    /// How many were new.
    pub new_customers: Option<Change>,
    /// How many came again.
    pub repeat_customer_rate: Option<Change>,
    /// How content they were.
    pub customer_satisfaction: Option<Change>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Revenue, costs and profit of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct ContactFinancials {
    /// What came in.
    pub total_revenue: Option<Numeric>,
    /// What was spent.
    pub total_costs: Option<Numeric>,
    /// What remained.
    pub net_profit: Option<Numeric>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Billing recipients of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "recipientProfiles")]
pub struct RecipientProfiles {
    /// The recipients.
    pub recipient_profiles: Vec<RecipientProfile>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A billing recipient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct RecipientProfile {
    /// Its id.
    pub id: RecipientProfileId,
    /// Whether it is the one that is taken unless another is named.
    pub is_default: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A billing recipient that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SavedRecipientProfile {
    /// What the API says about it.
    pub message: Option<String>,
    /// The recipient.
    pub profile: Option<RecipientProfile>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Records that were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "results")]
pub struct SearchResults {
    /// The records.
    pub results: Vec<SearchResult>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SearchResult {
    /// What it is.
    pub r#type: Option<SearchResultType>,
    /// Its id.
    pub id: Option<Value>,
    /// Whose it is.
    #[serde(rename = "customer_id")]
    pub customer_id: Option<ContactId>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What became of the properties of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "history")]
pub struct PropertyHistory {
    /// The changes: the shape of one was not seen.
    pub history: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Identity matches to review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "data")]
pub struct PendingMatches {
    /// Whether it succeeded.
    pub success: Option<bool>,
    /// The matches: the shape of one was not seen.
    pub data: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
