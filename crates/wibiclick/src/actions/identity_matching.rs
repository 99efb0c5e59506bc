//! Which visitors are which customers.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{ContactId, MatchId, MatchStatus, PendingMatches, Suggestions};

const RESOURCE: &str = "identityMatching";

/// Lists identity matches to review.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/v1/identifiers/pending-review", title = "Get Pending Matches", evidence = Observed, reply = PendingMatches)]
pub struct GetPending {}

/// Starts batch matching.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/v1/matching/run", title = "Run Matching", evidence = Observed, reply = Value)]
pub struct Run {}

/// Confirms or rejects a match.
#[derive(Debug, Clone, Action)]
#[action(PATCH "/api/matches/{matchId}/status", title = "Set Match Status", evidence = Observed, reply = Value)]
pub struct SetStatus {
    /// The match.
    #[param(path)]
    pub match_id: MatchId,
    /// The status.
    pub status: MatchStatus,
}

/// Suggests matching contacts with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/ai/suggest-matches", title = "Suggest Matches", evidence = Observed, reply = Suggestions)]
pub struct Suggest {
    /// The customer.
    pub contact_id: ContactId,
    /// What the visitor did.
    pub visitor_activity: Option<Map<String, Value>>,
}
