//! Figures of the company.

use wibiclick_macros::Action;

use crate::model::{EarningsHistory, FinancialOverview, Month, WebsiteId};

const RESOURCE: &str = "report";

/// Reads earnings of the last months.
#[derive(Debug, Clone, Action)]
#[action(GET "/company-earnings-history", title = "Get Company Earnings History", evidence = Observed, reply = EarningsHistory)]
pub struct GetCompanyEarningsHistory {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads earnings, expenses and profit of a month.
#[derive(Debug, Clone, Action)]
#[action(GET "/financial-overview", title = "Get Financial Overview", evidence = Observed, reply = FinancialOverview)]
pub struct GetFinancialOverview {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The year, four digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: Month,
}
