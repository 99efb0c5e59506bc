//! Websites of the account, and the traffic they get.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{
    Analytics, Clicks, RecentClicks, UserId, Views, Website, WebsiteId, WebsitePerformance,
    Websites,
};

const RESOURCE: &str = "website";

/// Adds a website to the account.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-website", title = "Add Website", evidence = Observed, reply = Value)]
pub struct Add {
    /// The website's address.
    pub url: String,
}

/// Reads one website with its settings.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-website", title = "Get Website", evidence = Observed, reply = Website)]
pub struct Get {
    /// The website to read.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads the total of views and clicks.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-website-analytics", title = "Get Website Analytics", evidence = Observed, reply = Analytics)]
pub struct GetAnalytics {
    /// The website to count for.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads clicks over time.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-website-clicks", title = "Get Website Clicks", evidence = Observed, reply = Clicks)]
pub struct GetClicks {
    /// The website to count for.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists the websites of one user.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-websites-for-user", title = "Get Websites for User", evidence = Documented, reply = Websites)]
pub struct GetForUser {
    /// The user who may see them.
    #[param(query = "id")]
    pub user_id: UserId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Lists all websites the caller may see.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-websites", title = "Get Websites", evidence = Documented, reply = Websites)]
pub struct GetMany {
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Reads the visitor figures of a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/website-performance", title = "Get Website Performance", evidence = Observed, reply = WebsitePerformance)]
pub struct GetPerformance {
    /// The website to look at.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, a number.
    pub month: u32,
}

/// Lists the latest clicks.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-recent-clicks", title = "Get Recent Clicks", evidence = Observed, reply = RecentClicks)]
pub struct GetRecentClicks {
    /// The website that was clicked on.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads views over time.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-website-views", title = "Get Website Views", evidence = Observed, reply = Views)]
pub struct GetViews {
    /// The website to count for.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}
