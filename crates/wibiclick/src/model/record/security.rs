//! The protection of a website.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::Numeric;

/// Addresses that are blocked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "blockedIps")]
pub struct Blocklist {
    /// The addresses: the shape of one was not seen.
    pub blocked_ips: Vec<Value>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// More about them.
    pub metadata: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Attacks in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SecurityAnalytics {
    /// How many addresses are blocked.
    pub total_blocked: Option<Numeric>,
    /// The latest of them.
    pub recent_blocks: Option<Value>,
    /// How many attacks there were.
    pub total_attacks: Option<Numeric>,
    /// How many today.
    pub attacks_today: Option<Numeric>,
    /// By category.
    pub attacks_by_category: Option<Value>,
    /// By hour.
    pub attacks_by_hour: Option<Vec<Value>>,
    /// The addresses with the most.
    pub top_attacking_ips: Option<Vec<Value>>,
    /// The countries with the most.
    pub top_attacking_countries: Option<Vec<Value>>,
    /// How safe the website is.
    pub security_score: Option<Numeric>,
    /// How it changes.
    pub trends: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The latest security events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "events")]
pub struct SecurityEvents {
    /// The events: the shape of one was not seen.
    pub events: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Attacks by place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SecurityGeography {
    /// By country.
    pub countries: Option<Vec<Value>>,
    /// By region.
    pub regions: Option<Vec<Value>>,
    /// By city.
    pub cities: Option<Vec<Value>>,
    /// In sum.
    pub summary: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Attacks by how they were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct AttackPatterns {
    /// By category.
    pub categories: Option<Value>,
    /// By browser.
    pub user_agents: Option<Vec<Value>>,
    /// By method.
    pub request_methods: Option<Value>,
    /// By target.
    pub target_urls: Option<Vec<Value>>,
    /// By time.
    pub time_distribution: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Logs of attacks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "attackLogs")]
pub struct AttackLogs {
    /// The logs: the shape of one was not seen.
    pub attack_logs: Vec<Value>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// In sum.
    pub summary: Option<Value>,
    /// By category.
    pub categories: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Whether a website is monitored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringStatus {
    /// Whether it is.
    pub is_active: Option<bool>,
    /// Since when.
    pub started_at: Option<String>,
    /// The latest events.
    pub recent_events: Option<Vec<Value>>,
    /// Figures.
    pub stats: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What would make a website safer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "recommendations")]
pub struct Recommendations {
    /// The recommendations: the shape of one was not seen.
    pub recommendations: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How safe the configuration is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SecurityTest {
    /// How safe.
    pub score: Option<Numeric>,
    /// What was tested.
    pub tests: Option<Vec<Value>>,
    /// What to change.
    pub recommendations: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is known of a network address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct AddressReputation {
    /// In a word.
    pub reputation: Option<Value>,
    /// How risky it is.
    pub risk_score: Option<Numeric>,
    /// What it is known for.
    pub categories: Option<Vec<Value>>,
    /// Where it is.
    pub location: Option<Value>,
    /// Whose it is.
    pub provider: Option<Value>,
    /// What it did.
    pub history: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What became of many addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct BulkResult {
    /// Whether it succeeded.
    pub success: Option<bool>,
    /// How many were done.
    pub processed: Option<Numeric>,
    /// How many were not.
    pub failed: Option<Numeric>,
    /// Each one.
    pub results: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
