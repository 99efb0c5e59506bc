//! Records that replies carry, with the fields that were seen. Fields that we
//! do not know are kept in `rest`.

mod contact;
mod document;
mod job;
mod message;
mod money;
mod people;
mod related;
mod security;
mod user;
mod website;
mod widget;

pub use contact::*;
pub use document::*;
pub use job::*;
pub use message::*;
pub use money::*;
pub use people::*;
pub use related::*;
pub use security::*;
pub use user::*;
pub use website::*;
pub use widget::*;

/// The records, for the types and pages that are generated.
#[cfg(feature = "docs")]
#[expect(clippy::too_many_lines, reason = "it is a list")]
pub fn records() -> Vec<crate::action::RecordSpec> {
    use crate::action::Record;
    vec![
        AddressReputation::RECORD,
        Analytics::RECORD,
        AttackLogs::RECORD,
        AttackPatterns::RECORD,
        Availability::RECORD,
        Blocklist::RECORD,
        Booking::RECORD,
        BulkResult::RECORD,
        Change::RECORD,
        Clicks::RECORD,
        Contact::RECORD,
        ContactDetails::RECORD,
        ContactFinancials::RECORD,
        ContactMetrics::RECORD,
        Contacts::RECORD,
        ConvertedEstimate::RECORD,
        Credits::RECORD,
        Done::RECORD,
        DraftMessage::RECORD,
        DraftMessages::RECORD,
        EarningsHistory::RECORD,
        Employee::RECORD,
        EmployeeMonthlySummary::RECORD,
        Employees::RECORD,
        Estimate::RECORD,
        EstimateNumber::RECORD,
        Estimates::RECORD,
        Expense::RECORD,
        ExpenseDetails::RECORD,
        Expenses::RECORD,
        FinancialOverview::RECORD,
        FollowUps::RECORD,
        FullContact::RECORD,
        InsuranceReport::RECORD,
        InsuranceReportNumber::RECORD,
        InsuranceReports::RECORD,
        Invoice::RECORD,
        InvoiceNumber::RECORD,
        Invoices::RECORD,
        Job::RECORD,
        JobAnalytics::RECORD,
        JobDetails::RECORD,
        JobExpense::RECORD,
        JobFee::RECORD,
        JobPayment::RECORD,
        Jobs::RECORD,
        LineItem::RECORD,
        LineItemNames::RECORD,
        MaintenancePrediction::RECORD,
        MonitoringStatus::RECORD,
        MonthlyEarnings::RECORD,
        MonthlyTotals::RECORD,
        Note::RECORD,
        Notes::RECORD,
        OutstandingInvoice::RECORD,
        OutstandingInvoices::RECORD,
        PagePerformance::RECORD,
        PageRankings::RECORD,
        PageUpdates::RECORD,
        PageVisitors::RECORD,
        Pages::RECORD,
        ParsedLineItems::RECORD,
        Payment::RECORD,
        PaymentDetails::RECORD,
        Payments::RECORD,
        PendingMatches::RECORD,
        Point::RECORD,
        PotentialMerge::RECORD,
        PotentialMerges::RECORD,
        Profile::RECORD,
        PropertyHistory::RECORD,
        RecentClicks::RECORD,
        RecipientProfile::RECORD,
        RecipientProfiles::RECORD,
        Recommendations::RECORD,
        RelatedContact::RECORD,
        RelatedEmployee::RECORD,
        RelatedJob::RECORD,
        ReportedExpense::RECORD,
        ReportedPayment::RECORD,
        Salary::RECORD,
        SavedEstimate::RECORD,
        SavedInvoice::RECORD,
        SavedRecipientProfile::RECORD,
        SearchResult::RECORD,
        SearchResults::RECORD,
        SecurityAnalytics::RECORD,
        SecurityEvents::RECORD,
        SecurityGeography::RECORD,
        SecurityTest::RECORD,
        Session::RECORD,
        Settings::RECORD,
        Slot::RECORD,
        SourceAttribution::RECORD,
        SuggestedValues::RECORD,
        Suggestions::RECORD,
        Supplier::RECORD,
        Suppliers::RECORD,
        TagManagerId::RECORD,
        TechnicianFigures::RECORD,
        TechnicianMatch::RECORD,
        TechnicianPerformance::RECORD,
        TechnicianRecommendation::RECORD,
        TechnicianRecommendations::RECORD,
        TechnicianReport::RECORD,
        Total::RECORD,
        TrackedPage::RECORD,
        UpdatedCalloutFee::RECORD,
        UploadedLogo::RECORD,
        User::RECORD,
        Users::RECORD,
        Verification::RECORD,
        Verified::RECORD,
        Views::RECORD,
        Visitor::RECORD,
        VisitorAttribution::RECORD,
        VisitorDetails::RECORD,
        VisitorGeography::RECORD,
        VisitorHistory::RECORD,
        Visitors::RECORD,
        Website::RECORD,
        WebsiteEntry::RECORD,
        WebsitePerformance::RECORD,
        Websites::RECORD,
        WhatsAppMessage::RECORD,
        WhatsAppMessages::RECORD,
        WidgetSettings::RECORD,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserId;

    #[cfg(feature = "docs")]
    #[test]
    fn every_struct_that_is_a_record_is_among_the_records() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/record");
        let declared: usize = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .map(|text| text.matches("Deserialize, Record)]\n").count())
            .sum();
        assert_eq!(declared, records().len());
    }

    #[test]
    fn unknown_fields_of_a_record_are_kept() {
        let json = serde_json::json!({ "id": 7, "firstName": "Ada", "avatar": { "url": "x" } });
        let user: User = serde_json::from_value(json).unwrap();
        assert_eq!(user.id, UserId::from("7"));
        assert_eq!(user.rest["avatar"]["url"], "x");
        assert_eq!(serde_json::to_value(&user).unwrap()["avatar"]["url"], "x");
    }
}
