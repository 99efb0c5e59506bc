//! Whom the company buys from.

use wibiclick_macros::Action;

use crate::model::{Done, SupplierId, Suppliers, WebsiteId};

const RESOURCE: &str = "supplier";

/// Creates a supplier, or updates it when an id is given.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-supplier", title = "Add or Update Supplier", evidence = Documented, wrap = "data", reply = Done)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The supplier to update; left out, a new one is created.
    #[param(body = "id")]
    pub supplier_id: Option<SupplierId>,
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
}

/// Lists the suppliers of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/suppliers", title = "Get Suppliers", evidence = Observed, reply = Suppliers)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}
