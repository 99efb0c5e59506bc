//! Pages that are tracked for search engines.

use wibiclick_macros::Action;

use crate::model::{
    PageId, PagePerformance, PageRankings, PageUpdates, PageVisitors, Pages, WebsiteId,
};

const RESOURCE: &str = "page";

/// Lists tracked pages.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/pages", title = "Get Pages", evidence = Observed, reply = Pages)]
pub struct GetMany {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
}

/// Reads performance of a tracked page.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/pages/{pageId}/performance", title = "Get Page Performance", evidence = Observed, reply = PagePerformance)]
pub struct GetPerformance {
    /// The tracked page.
    #[param(path)]
    pub page_id: PageId,
}

/// Reads rankings of a tracked page.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/pages/{pageId}/rankings", title = "Get Page Rankings", evidence = Observed, reply = PageRankings)]
pub struct GetRankings {
    /// The tracked page.
    #[param(path)]
    pub page_id: PageId,
}

/// Reads updates of a tracked page.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/pages/{pageId}/updates", title = "Get Page Updates", evidence = Observed, reply = PageUpdates)]
pub struct GetUpdates {
    /// The tracked page.
    #[param(path)]
    pub page_id: PageId,
}

/// Reads visitors of a tracked page.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/pages/{pageId}/visitors", title = "Get Page Visitors", evidence = Observed, reply = PageVisitors)]
pub struct GetVisitors {
    /// The tracked page.
    #[param(path)]
    pub page_id: PageId,
}
