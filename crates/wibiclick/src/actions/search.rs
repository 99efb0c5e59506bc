//! Search over all records.

use wibiclick_macros::Action;

use crate::model::{SearchResults, WebsiteId};

const RESOURCE: &str = "search";

/// Searches all records of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/universal-search", title = "Universal Search", evidence = Observed, reply = SearchResults)]
pub struct Universal {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The text to look for.
    #[param(query = "q")]
    pub query: String,
    /// How many at most.
    pub limit: Option<u32>,
}
