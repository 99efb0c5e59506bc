//! Suggestions of the AI service.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{SuggestionId, WebsiteId};

const RESOURCE: &str = "suggestion";

/// Dismisses an AI suggestion.
#[derive(Debug, Clone, Action)]
#[action(POST "/suggestions/{suggestionId}/dismiss", title = "Dismiss Suggestion", evidence = Observed, destructive, reply = Value)]
pub struct Dismiss {
    /// The suggestion.
    #[param(path)]
    pub suggestion_id: SuggestionId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}
