//! Customers, which the API calls contacts in some places and customers in others.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    Clearable, CommunicationFrequency, ContactDetails, ContactFilter, ContactFinancials, ContactId,
    ContactMethod, ContactMetrics, ContactReply, Contacts, Done, EmployeeId, Month,
    PotentialMerges, WebsiteId,
};

const RESOURCE: &str = "contact";

/// Creates a customer, or updates it when the body has an id.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-customer", title = "Add or Update Contact", evidence = Observed, wrap = "data", reply = Done)]
pub struct AddOrUpdate {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer to update; left out, a new one is created.
    #[param(body = "id")]
    pub contact_id: Option<ContactId>,
    /// The name.
    pub name: Option<String>,
    /// The telephone number.
    #[param(name = "Phone")]
    pub phone: Option<String>,
    /// The address for email.
    #[param(name = "Email")]
    pub email: Option<String>,
    /// How the customer wants to be answered; read back as `channel`.
    #[param(name = "Reply")]
    pub reply: Option<ContactReply>,
    /// The street address.
    pub address: Option<String>,
    /// What the customer wants done.
    #[param(name = "Message")]
    pub message: Option<String>,
    /// Where the lead came from, or a HubSpot portal's id.
    pub portal: Option<String>,
    /// The customer's id at HubSpot.
    #[param(name = "foreignID")]
    pub foreign_id: Option<String>,
    /// The same as `foreignId`, under the name that older records have it.
    pub vid: Option<String>,
}

/// Adds a rating of a technician.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/technician-rating", title = "Add Technician Rating", evidence = Guessed, reply = Value)]
pub struct AddTechnicianRating {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
}

/// Deletes one customer of a website.
///
/// Its path follows from those of other records.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/customer", title = "Delete", evidence = Guessed, destructive, reply = Done)]
pub struct Delete {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(query = "custId")]
    pub contact_id: ContactId,
}

/// Reads one customer with all related records.
#[derive(Debug, Clone, Action)]
#[action(GET "/customer", title = "Get Contact", evidence = Observed, reply = ContactDetails)]
pub struct Get {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(query = "custId")]
    pub contact_id: ContactId,
}

/// Lists customers ordered by their latest jobs.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers-by-recent-jobs", title = "Get Contacts by Recent Jobs", evidence = Observed, reply = Contacts)]
pub struct GetByRecentJobs {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads revenue, costs and profit of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers/{contactId}/financials", title = "Get Customer Financials", evidence = Observed, reply = ContactFinancials)]
pub struct GetFinancials {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists the customers of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers", title = "Get Contacts", evidence = Observed, reply = Contacts)]
pub struct GetMany {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
    /// Only those with jobs, so far as is known.
    pub filter: Option<ContactFilter>,
}

/// Reads monthly customer figures.
#[derive(Debug, Clone, Action)]
#[action(GET "/customer-metrics", title = "Get Customer Metrics", evidence = Observed, reply = ContactMetrics)]
pub struct GetMetrics {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}

/// Lists groups of customers that share a phone number.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers/potential-merges/all", title = "Get Potential Merges", evidence = Observed, reply = PotentialMerges)]
pub struct GetPotentialMerges {}

/// Lists ratings a customer gave.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers/{contactId}/technician-ratings", title = "Get Technician Ratings", evidence = Guessed, reply = Value)]
pub struct GetTechnicianRatings {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
}

/// Links the customer who referred this one.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/link-referrer", title = "Link Referrer", evidence = Guessed, reply = Value)]
pub struct LinkReferrer {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
}

/// Merges several customers into one target customer.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/merge", title = "Merge Contacts", evidence = Observed, destructive, reply = Value)]
pub struct Merge {
    /// The customer who is kept.
    #[param(name = "targetCustomerId")]
    pub target_contact_id: ContactId,
    /// The customers who are merged into it, without itself.
    #[param(name = "mergeCustomerIds")]
    pub merge_contact_ids: Vec<ContactId>,
}

/// Searches customers by free text.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/customers/search", title = "Search Contacts", evidence = Observed, reply = Contacts)]
pub struct Search {
    /// The text to look for.
    #[param(query = "q")]
    pub query: String,
}

/// Sets communication preferences.
#[derive(Debug, Clone, Action)]
#[action(PUT "/customers/{contactId}/communication-preferences", title = "Set Communication Preferences", evidence = Observed, reply = Value)]
pub struct SetCommunicationPreferences {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How the customer wants to be reached; null clears it.
    pub preferred_contact_method: Option<Clearable<ContactMethod>>,
    /// When the customer wants to be reached: free text, or JSON text; null clears it.
    pub preferred_contact_times: Option<Clearable<String>>,
    /// How often the customer wants to hear; null clears it.
    pub communication_frequency_preference: Option<Clearable<CommunicationFrequency>>,
    /// The language, two letters; en if left out.
    pub language_preference: Option<String>,
}

/// Sets the preferred technician.
#[derive(Debug, Clone, Action)]
#[action(PUT "/customers/{contactId}/preferred-technician", title = "Set Preferred Technician", evidence = Observed, reply = Value)]
pub struct SetPreferredTechnician {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The technician; null clears it.
    pub technician_id: Clearable<EmployeeId>,
}
