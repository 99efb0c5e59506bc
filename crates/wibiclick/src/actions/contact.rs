//! Customers, which the API calls contacts in some places and customers in others.

use wibiclick_macros::Action;

use crate::model::{ContactFilter, ContactId, ContactReply, Contacts, Done, WebsiteId};

const RESOURCE: &str = "contact";

/// Creates a customer, or updates the one whose id is given.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-customer", title = "Add or Update Contact", evidence = Observed, wrap = "data", reply = Done)]
pub struct AddOrUpdate {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer to update; left out, a new one is created.
    #[param(body = "id")]
    pub contact_id: Option<ContactId>,
    /// The customer's name.
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

/// Lists the customers of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers", title = "Get Contacts", evidence = Observed, reply = Contacts)]
pub struct GetMany {
    /// The website whose customers to list.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
    /// Which customers: only those with jobs, so far as is known.
    pub filter: Option<ContactFilter>,
}
