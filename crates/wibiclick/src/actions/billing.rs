//! The account's own credits.

use wibiclick_macros::Action;

use crate::model::Credits;

const RESOURCE: &str = "billing";

/// Reads the credit balance.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-credits", title = "Get Credits", evidence = Observed, reply = Credits)]
pub struct GetCredits {}
