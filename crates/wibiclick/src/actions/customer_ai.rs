//! What the AI service makes of what is known of a customer.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, SuggestedValues, Suggestions, WebsiteId};

const RESOURCE: &str = "customerAi";

/// Analyses the mood of a customer with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/analyze-sentiment", title = "Analyse Sentiment", evidence = Observed, reply = Value)]
pub struct AnalyzeSentiment {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Finds appliances of a customer with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/detect-appliances", title = "Detect Appliances", evidence = Observed, reply = Value)]
pub struct DetectAppliances {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Finds appliances in the messages of a customer with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/detect-appliances-from-communications", title = "Detect Appliances From Communications", evidence = Observed, reply = Value)]
pub struct DetectAppliancesFromCommunications {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Drafts follow-up suggestions with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/followup-suggestions", title = "Suggest Follow-ups", evidence = Observed, reply = Suggestions)]
pub struct FollowupSuggestions {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Drafts a greeting with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/generate-greeting", title = "Generate Greeting", evidence = Guessed, reply = Value)]
pub struct GenerateGreeting {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
}

/// Analyses the profit from a customer with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/profitability-analysis", title = "Analyse Profitability", evidence = Observed, reply = Value)]
pub struct ProfitabilityAnalysis {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Suggests communication preferences with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/suggest-communication-preferences", title = "Suggest Communication Preferences", evidence = Observed, reply = SuggestedValues)]
pub struct SuggestCommunicationPreferences {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The names of the empty fields.
    pub missing_fields: Vec<String>,
}

/// Suggests values for empty customer fields with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/suggest-missing-fields", title = "Suggest Missing Fields", evidence = Observed, reply = SuggestedValues)]
pub struct SuggestMissingFields {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The names of the empty fields.
    pub missing_fields: Vec<String>,
}

/// Summarises the history of a customer with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/timeline-summary", title = "Summarise Timeline", evidence = Observed, reply = Value)]
pub struct TimelineSummary {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}
