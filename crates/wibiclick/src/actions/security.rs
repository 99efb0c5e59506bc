//! Protection of websites: blocked addresses, attacks, monitoring.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{
    AddressReputation, AttackLogs, AttackPatterns, Blocklist, BulkResult, File, MonitoringStatus,
    Recommendations, SecurityAnalytics, SecurityEvents, SecurityGeography, SecurityTest, WebsiteId,
};

const RESOURCE: &str = "security";

/// Blocks an address.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/block", title = "Block Address", evidence = Observed, destructive, reply = Value)]
pub struct Block {
    /// The website that is protected.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The network address.
    pub ip: String,
    /// Why.
    pub reason: Option<String>,
    /// For how long.
    pub duration: Option<String>,
}

/// Blocks or unblocks many addresses.
///
/// Only that an operation's fields go into the body was seen, not their names.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/bulk-operations", title = "Bulk Security Operations", evidence = Observed, destructive, reply = BulkResult)]
pub struct Bulk {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// What to do: its fields go into the body as they are. Their names were not seen.
    #[param(body = "*")]
    pub operation: Map<String, Value>,
}

/// Downloads a security report.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/export", title = "Export Security Report", evidence = Observed, reply = File)]
pub struct Export {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// The format: `json` if left out.
    pub format: Option<String>,
    /// How far back: `24h`, `7d`, `30d`.
    pub time_range: Option<String>,
    /// Whether every event is in it; true if left out.
    pub include_details: Option<bool>,
}

/// Reads attack figures.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/analytics", title = "Get Security Analytics", evidence = Observed, reply = SecurityAnalytics)]
pub struct GetAnalytics {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// How far back: `24h`, `7d`, `30d`.
    pub time_range: Option<String>,
}

/// Lists attack logs.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/attack-logs", title = "Get Attack Logs", evidence = Observed, reply = AttackLogs)]
pub struct GetAttackLogs {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Lists attack logs of an address.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/attack-logs/ip", title = "Get Attack Logs for Address", evidence = Observed, reply = AttackLogs)]
pub struct GetAttackLogsForIp {
    /// The network address to look at.
    pub ip: String,
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
}

/// Reads attack patterns.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/analytics/patterns", title = "Get Attack Patterns", evidence = Observed, reply = AttackPatterns)]
pub struct GetAttackPatterns {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// How far back: `24h`, `7d`, `30d`.
    pub time_range: Option<String>,
}

/// Lists blocked addresses.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/blocklist", title = "Get Blocklist", evidence = Observed, reply = Blocklist)]
pub struct GetBlocklist {
    /// The website that is protected.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads attacks by place.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/analytics/geographic", title = "Get Security Analytics by Place", evidence = Observed, reply = SecurityGeography)]
pub struct GetGeographicAnalytics {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// How far back: `24h`, `7d`, `30d`.
    pub time_range: Option<String>,
}

/// Reads the reputation of an address.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/ip-reputation", title = "Get Address Reputation", evidence = Observed, reply = AddressReputation)]
pub struct GetIpReputation {
    /// The network address.
    pub ip: String,
}

/// Reads the monitoring state.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/monitoring/status", title = "Get Monitoring Status", evidence = Observed, reply = MonitoringStatus)]
pub struct GetMonitoringStatus {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Lists recent security events.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/events/recent", title = "Get Recent Security Events", evidence = Observed, reply = SecurityEvents)]
pub struct GetRecentEvents {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How far back: `24h`, `7d`, `30d`.
    pub time_range: Option<String>,
}

/// Lists recommendations.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/security/recommendations", title = "Get Recommendations", evidence = Observed, reply = Recommendations)]
pub struct GetRecommendations {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Starts monitoring.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/monitoring/start", title = "Start Monitoring", evidence = Observed, reply = Value)]
pub struct StartMonitoring {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Stops monitoring.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/monitoring/stop", title = "Stop Monitoring", evidence = Observed, reply = Value)]
pub struct StopMonitoring {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Runs a configuration test.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/test", title = "Test Security", evidence = Observed, reply = SecurityTest)]
pub struct Test {
    /// The website that is protected.
    pub website_id: WebsiteId,
}

/// Unblocks an address.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/security/unblock", title = "Unblock Address", evidence = Observed, reply = Value)]
pub struct Unblock {
    /// The website that is protected.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The network address.
    pub ip: String,
}

/// Saves security settings.
#[derive(Debug, Clone, Action)]
#[action(PUT "/api/security/settings", title = "Update Security Settings", evidence = Observed, reply = Value)]
pub struct UpdateSettings {
    /// The website that is protected.
    pub website_id: WebsiteId,
    /// The settings to save, under the names of the API.
    pub settings: Map<String, Value>,
}
