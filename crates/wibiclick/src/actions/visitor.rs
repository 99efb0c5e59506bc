//! Visitors of websites, and what they did.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    ContactId, SourceAttribution, VisitorDetails, VisitorGeography, VisitorHistory, VisitorId,
    Visitors, WebsiteId,
};

const RESOURCE: &str = "visitor";

/// Links a visitor to a customer.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/analytics/visitors/{visitorId}/associate", title = "Associate Visitor", evidence = Observed, reply = Value)]
pub struct Associate {
    /// The visitor.
    #[param(path)]
    pub visitor_id: VisitorId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
}

/// Unlinks a visitor from its customer.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/api/analytics/visitors/{visitorId}/associate", title = "Disassociate Visitor", evidence = Observed, destructive, reply = Value)]
pub struct Disassociate {
    /// The visitor.
    #[param(path)]
    pub visitor_id: VisitorId,
}

/// Reads one visitor.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/analytics/visitor/{visitorId}", title = "Get Visitor", evidence = Observed, reply = VisitorDetails)]
pub struct Get {
    /// The visitor.
    #[param(path)]
    pub visitor_id: VisitorId,
}

/// Reads visits of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/websites/{websiteId}/visitor-activity", title = "Get Visitor Activity", evidence = Observed, reply = Value)]
pub struct GetActivity {
    /// The website that it belongs to.
    #[param(path)]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: ContactId,
}

/// Reads visitors by country and region.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/analytics/visitors/geographic", title = "Get Visitors by Place", evidence = Observed, reply = VisitorGeography)]
pub struct GetGeographic {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
}

/// Reads the history of a visitor.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/analytics/visitors/{visitorId}/history", title = "Get Visitor History", evidence = Observed, reply = VisitorHistory)]
pub struct GetHistory {
    /// The visitor.
    #[param(path)]
    pub visitor_id: VisitorId,
}

/// Lists visitors of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/visitors", title = "Get Visitors", evidence = Observed, reply = Visitors)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Reads where a customer or visitor came from.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/track/source-attribution", title = "Get Source Attribution", evidence = Observed, reply = SourceAttribution)]
pub struct GetSourceAttribution {
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The visitor.
    pub visitor_id: Option<VisitorId>,
}
