//! What became of the properties of a record.

use wibiclick_macros::Action;

use crate::model::{PropertyHistory, WebsiteId};

const RESOURCE: &str = "propertyHistory";

/// Reads the change history of a record.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/property-history", title = "Get Property History", evidence = Observed, reply = PropertyHistory)]
pub struct Get {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The kind of record.
    pub entity_type: String,
    /// The id of the record.
    pub entity_id: String,
    /// One property only.
    pub property_name: Option<String>,
}
