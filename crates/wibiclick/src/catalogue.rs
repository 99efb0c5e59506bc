//! All actions, as data known at compile time.

use crate::{
    action::{Action, ActionSpec},
    actions::{
        appliance, billing, contact, customer_ai, employee, estimate, expense, follow_up,
        identity_matching, insurance_report, invoice, job, line_item, messaging, note, page,
        payment, property_history, recipient_profile, report, review, scheduled_message, search,
        security, setting, suggestion, supplier, task, technician, user, visitor, website,
        whatsapp, widget,
    },
    notation::{self, id_of},
};

/// Lists every action once, in the order of their ids.
macro_rules! catalogue {
    ($($resource:ident: $($action:ident),+;)*) => {
        static ENTRIES: &[&str] = &[$($(<$resource::$action as Action>::ENTRY),+),*];

        #[cfg(feature = "docs")]
        static DOCS: &[crate::action::Docs] = &[$($(<$resource::$action as Action>::DOCS),+),*];

        #[cfg(feature = "docs")]
        static READERS: &[fn(&serde_json::Value) -> Result<(), serde_json::Error>] =
            &[$($(reads::<$resource::$action>),+),*];
    };
}

catalogue! {
    appliance: Add, Delete, DismissAlert, Get, GetMany, PredictMaintenance, Update;
    billing: GetCredits;
    contact: AddOrUpdate, AddTechnicianRating, Delete, Get, GetByRecentJobs, GetFinancials, GetMany, GetMetrics, GetPotentialMerges, GetTechnicianRatings, LinkReferrer, Merge, Search, SetCommunicationPreferences, SetPreferredTechnician;
    customer_ai: AnalyzeSentiment, DetectAppliances, DetectAppliancesFromCommunications, FollowupSuggestions, GenerateGreeting, ProfitabilityAnalysis, SuggestCommunicationPreferences, SuggestMissingFields, TimelineSummary;
    employee: AddOrUpdate, GetMany, GetMonthlySummary;
    estimate: AddOrUpdate, ConvertToInvoice, Delete, GetMany, GetNumber, RemoveItem, UpdateStatus;
    expense: Add, Delete, Get, GetMany, Update;
    follow_up: Add, Delete, GetMany, Update;
    identity_matching: GetPending, Run, SetStatus, Suggest;
    insurance_report: AddOrUpdate, Delete, GetMany, GetNumber, UpdateStatus;
    invoice: AddOrUpdate, Delete, GetMany, GetNumber, GetOutstanding, RemoveItem, UpdateStatus;
    job: AddOrUpdate, AiBooking, Delete, GenerateSurvey, Get, GetAnalytics, GetFinancials, GetForContact, GetMany, MatchTechnician, SendToTechnician, UpdateCalloutFee, UpdateStatus;
    line_item: AddOrUpdate, GetMany, Parse;
    messaging: SendDirect;
    note: Add, Delete, GetMany, Update;
    page: GetMany, GetPerformance, GetRankings, GetUpdates, GetVisitors;
    payment: Add, Delete, Get, GetMany, Update, UpdateStatus;
    property_history: Get;
    recipient_profile: Add, GetMany, Update;
    report: GetCompanyEarningsHistory, GetFinancialOverview;
    review: Add, Delete, Get, GetMany, Update;
    scheduled_message: Add, Delete, Generate, GetMany, Rewrite;
    search: Universal;
    security: Block, Bulk, Export, GetAnalytics, GetAttackLogs, GetAttackLogsForIp, GetAttackPatterns, GetBlocklist, GetGeographicAnalytics, GetIpReputation, GetMonitoringStatus, GetRecentEvents, GetRecommendations, StartMonitoring, StopMonitoring, Test, Unblock, UpdateSettings;
    setting: Get, Update;
    suggestion: Dismiss;
    supplier: AddOrUpdate, GetMany;
    task: Create, GenerateFollowupSuggestions, GeneratePredictiveMaintenance, SendScheduledMessages, TriggerPostServiceSurveys;
    technician: CalculateSalary, CheckAvailability, GetMonthlyReport, GetPerformance;
    user: ConnectToWebsite, DisconnectFromWebsite, GetMany, GetProfile, Login, ReassignActivities,
        ReassignNotes, Register, RequestPasswordReset, ResetPassword, Update, UpdateCompany,
        UpdateLogin, UpdateProfile, UploadLogo;
    visitor: Associate, Disassociate, Get, GetActivity, GetGeographic, GetHistory, GetMany, GetSourceAttribution;
    website: Add, Get, GetAnalytics, GetClicks, GetForUser, GetMany, GetPerformance,
        GetRecentClicks, GetViews;
    whatsapp: CheckNumber, GetRecent, SendDocument, SendMessage;
    widget: AddCustomerBooking, CreateBooking, GetGtmId, GetOptions, SendVerificationCode, SubmitForm, TrackConsent, TrackError, TrackInteraction, TrackPageView, TrackSourceAttribution, VerifyCode;
}

/// Every action, in the order of their ids.
pub fn all() -> impl ExactSizeIterator<Item = ActionSpec<'static>> + Clone {
    ENTRIES.iter().map(|entry| notation::read(entry))
}

/// The action of this id: `user.disconnectFromWebsite`.
pub fn find(id: &str) -> Option<ActionSpec<'static>> {
    entry(id).map(notation::read)
}

/// Titles and descriptions of the action of this id.
#[cfg(feature = "docs")]
pub fn docs(id: &str) -> Option<&'static crate::action::Docs> {
    DOCS.get(position(id)?)
}

/// Whether a reply is of the type that the action of this id answers with.
///
/// # Errors
/// Which field is of another type.
#[cfg(feature = "docs")]
pub fn check_reply(id: &str, reply: &serde_json::Value) -> Result<(), serde_json::Error> {
    match position(id).and_then(|at| READERS.get(at)) {
        Some(read) => read(reply),
        None => Ok(()),
    }
}

#[cfg(feature = "docs")]
fn reads<A: Action>(reply: &serde_json::Value) -> Result<(), serde_json::Error> {
    <A::Reply as serde::Deserialize>::deserialize(reply).map(drop)
}

/// The entry of the action of this id, as text.
pub(crate) fn entry(id: &str) -> Option<&'static str> {
    ENTRIES.get(position(id)?).copied()
}

/// The id of every action, in order.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().map(|entry| id_of(entry))
}

fn position(id: &str) -> Option<usize> {
    ENTRIES.binary_search_by(|entry| id_of(entry).cmp(id)).ok()
}

/// The id of an action that somebody who wrote this may have meant.
pub fn nearest(id: &str) -> Option<&'static str> {
    nearest_of(id, &mut ids())
}

/// The candidate that is near enough to be what was meant. Not generic, so that
/// it is in the wasm once.
pub(crate) fn nearest_of<'a>(
    wanted: &str,
    candidates: &mut dyn Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = wanted.to_ascii_lowercase();
    let mut nearest: Option<(usize, usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::osa_distance(&wanted, &candidate.to_ascii_lowercase());
        let longer = wanted.len().max(candidate.len());
        // At most two letters in five are others.
        let is_near = distance * 5 <= longer * 2;
        // By their parts of the whole: a/b < c/d.
        let is_nearer = nearest.is_none_or(|(least, of, _)| distance * of < least * longer);
        if is_near && is_nearer {
            nearest = Some((distance, longer, candidate));
        }
    }
    nearest.map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::action::{Kind, Method, Place};

    #[test]
    fn actions_are_in_the_order_of_their_ids_and_none_is_there_twice() {
        let ids: Vec<&str> = all().map(|spec| spec.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }

    #[test]
    fn every_struct_that_is_an_action_is_in_the_catalogue() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/actions");
        let declared: usize = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .map(|text| text.matches("\n#[action(").count())
            .sum();
        assert_eq!(declared, ENTRIES.len());
    }

    #[test]
    fn every_action_is_found_by_its_id() {
        for spec in all() {
            assert_eq!(find(spec.id), Some(spec));
        }
        assert_eq!(find("user.nothing"), None);
        assert_eq!(find("user"), None);
    }

    #[test]
    fn a_misspelt_id_leads_to_the_right_one() {
        assert_eq!(
            nearest("user.disconectfromwebsite"),
            Some("user.disconnectFromWebsite")
        );
        assert_eq!(nearest("weather.forecast"), None);
    }

    #[test]
    fn no_param_of_ours_is_a_bare_id_and_no_two_share_a_name_or_a_place() {
        for spec in all() {
            let mut names = HashSet::new();
            let mut targets = HashSet::new();
            for param in &spec.params {
                assert_ne!(param.name, "id", "{}", spec.id);
                assert!(names.insert(param.name), "{} {}", spec.id, param.name);
                for target in &param.targets {
                    let target = (format!("{:?}", target.place), target.wire);
                    assert!(targets.insert(target), "{} {}", spec.id, param.name);
                }
            }
        }
    }

    #[test]
    fn what_takes_something_away_is_destructive_and_what_reads_is_not() {
        let taking = [
            "delete",
            "disassociate",
            "disconnect",
            "merge",
            "reassign",
            "remove",
        ];
        for spec in all() {
            let takes = taking.iter().any(|verb| spec.operation().starts_with(verb));
            if takes || spec.method == Method::Delete {
                assert!(spec.destructive, "{}", spec.id);
            }
            if spec.method == Method::Get {
                assert!(!spec.destructive, "{}", spec.id);
            }
        }
    }

    #[test]
    fn files_go_into_forms_only_and_never_into_a_query() {
        for spec in all() {
            let mut files = spec.params.iter().filter(|it| it.kind == Kind::File);
            assert_eq!(
                files.clone().next().is_some(),
                spec.encoding != crate::action::Encoding::Json,
                "{}",
                spec.id
            );
            assert!(files.all(|param| param.place() == Place::Body));
        }
    }
}
