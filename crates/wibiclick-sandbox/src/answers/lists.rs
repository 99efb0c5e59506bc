//! The lists of records, and the table of what actions do to them.

/// A list of records.
pub(super) struct List {
    /// The name in the store.
    pub(super) name: &'static str,
    /// What one of them is called, in ids and messages.
    pub(super) one: &'static str,
    /// Our name of its id.
    pub(super) id: &'static str,
    /// Names that writes have and reads have not.
    pub(super) renamed: &'static [(&'static str, &'static str)],
    /// Fields that a new one has, where nothing is given.
    pub(super) defaults: &'static [(&'static str, &'static str)],
    /// Fields that reads have also where nothing is known: null then.
    pub(super) blank: &'static [&'static str],
    /// The field that `year` and `month` are about; a new one has it.
    pub(super) dated: &'static str,
    /// Whether a new one gets the next number.
    pub(super) numbered: bool,
}

const fn list(name: &'static str, one: &'static str, id: &'static str) -> List {
    List {
        name,
        one,
        id,
        renamed: &[],
        defaults: &[],
        blank: &[],
        dated: "createdAt",
        numbered: false,
    }
}

pub(super) static CONTACTS: List = List {
    renamed: &[
        ("Phone", "phone"),
        ("Email", "email"),
        ("Reply", "channel"),
        ("Message", "message"),
        ("vid", "foreignID"),
        ("technicianId", "preferredTechnicianId"),
    ],
    blank: &[
        "foreignID",
        "employeeId",
        "hubspotLink",
        "preferredTechnicianId",
        "preferredContactMethod",
        "preferredContactTimes",
        "communicationFrequencyPreference",
        "languagePreference",
    ],
    ..list("contacts", "contact", "contactId")
};
pub(super) static JOBS: List = List {
    defaults: &[("jobStatus", "scheduled"), ("slotTime", "1hr")],
    blank: &["parts", "payment"],
    ..list("jobs", "job", "jobId")
};
pub(super) static EMPLOYEES: List = list("employees", "employee", "employeeId");
pub(super) static ESTIMATES: List = List {
    renamed: DOCUMENT,
    defaults: &[("reason", "pending")],
    blank: &["recipientProfile", "recipientProfileId"],
    dated: "issuedAt",
    numbered: true,
    ..list("estimates", "estimate", "estimateId")
};
pub(super) static INVOICES: List = List {
    renamed: DOCUMENT,
    defaults: &[("reason", "pending")],
    blank: &["recipientProfile", "recipientProfileId"],
    dated: "issuedAt",
    numbered: true,
    ..list("invoices", "invoice", "invoiceId")
};
const DOCUMENT: &[(&str, &str)] = &[
    ("paid", "deposit"),
    ("selectedRecipientProfileId", "recipientProfileId"),
];
pub(super) static INSURANCE: List = List {
    renamed: &[("items", "lineItem")],
    defaults: &[("status", "pending")],
    dated: "issuedAt",
    numbered: true,
    ..list("insuranceReports", "insurance report", "insuranceReportId")
};
pub(super) static PAYMENTS: List = List {
    defaults: &[("currency", "ZAR")],
    blank: &["estimateId"],
    dated: "paymentDate",
    ..list("payments", "payment", "paymentId")
};
pub(super) static EXPENSES: List = List {
    dated: "date",
    ..list("expenses", "expense", "expenseId")
};
pub(super) static NOTES: List = List {
    renamed: &[("notes", "description")],
    blank: &["thumb"],
    dated: "date",
    ..list("notes", "note", "noteId")
};
pub(super) static SUPPLIERS: List = list("suppliers", "supplier", "supplierId");
pub(super) static APPLIANCES: List = list("appliances", "appliance", "applianceId");
pub(super) static FOLLOW_UPS: List = list("followUps", "follow-up", "followUpId");
pub(super) static SCHEDULED: List = list(
    "scheduledMessages",
    "scheduled message",
    "scheduledMessageId",
);
pub(super) static SUGGESTIONS: List = list("suggestions", "suggestion", "suggestionId");
pub(super) static RECIPIENTS: List = list(
    "recipientProfiles",
    "recipient profile",
    "recipientProfileId",
);
pub(super) static REVIEWS: List = list("reviews", "review", "reviewId");
pub(super) static TASKS: List = list("tasks", "task", "taskId");
pub(super) static VISITORS: List = list("visitors", "visitor", "visitorId");
pub(super) static PAGES: List = list("pages", "page", "pageId");
pub(super) static MATCHES: List = list("matches", "match", "matchId");
pub(super) static HISTORY: List = list("propertyHistory", "change", "changeId");
pub(super) static RATINGS: List = list("technicianRatings", "rating", "ratingId");
pub(super) static TRACKED: List = list("tracked", "track", "trackId");

/// What an action does to a list.
pub(super) enum Does {
    /// Adds one, or changes the one whose id is given.
    Save(&'static List),
    /// Adds one.
    Add(&'static List),
    /// Changes one.
    Change(&'static List),
    /// Adds one, and answers with it under a key.
    AddAndShow(&'static List, &'static str),
    /// Sets a field of one to true.
    Mark(&'static List, &'static str),
    /// Shows one under a key, or bare.
    Show(&'static List, Option<&'static str>),
    /// Lists them under a key, or bare.
    ShowAll(&'static List, Option<&'static str>),
    /// Deletes one.
    Delete(&'static List),
    /// Does nothing that could be seen here.
    Nothing,
}

/// The table of everything that is no more than records.
pub(super) fn does(id: &str) -> Option<Does> {
    use Does::{Add, AddAndShow, Change, Delete, Mark, Nothing, Save, Show, ShowAll};
    Some(match id {
        "appliance.add" => Add(&APPLIANCES),
        "appliance.update" => Change(&APPLIANCES),
        "appliance.get" => Show(&APPLIANCES, Some("appliance")),
        "appliance.getMany" => ShowAll(&APPLIANCES, Some("appliances")),
        "appliance.delete" => Delete(&APPLIANCES),
        "appliance.dismissAlert" => Mark(&APPLIANCES, "alertDismissed"),
        "contact.addOrUpdate" | "widget.addCustomerBooking" => Save(&CONTACTS),
        "contact.getMany" => ShowAll(&CONTACTS, Some("customers")),
        "contact.setPreferredTechnician" | "contact.setCommunicationPreferences" => {
            Change(&CONTACTS)
        }
        "contact.linkReferrer" => Mark(&CONTACTS, "referred"),
        "contact.getTechnicianRatings" => ShowAll(&RATINGS, Some("ratings")),
        "contact.addTechnicianRating" => Add(&RATINGS),
        "employee.getMany" => ShowAll(&EMPLOYEES, Some("employees")),
        "employee.addOrUpdate" => Save(&EMPLOYEES),
        "estimate.getMany" => ShowAll(&ESTIMATES, Some("estimates")),
        "estimate.updateStatus" => Change(&ESTIMATES),
        "estimate.delete" => Delete(&ESTIMATES),
        "expense.add" => Add(&EXPENSES),
        "expense.update" => Change(&EXPENSES),
        "expense.get" => Show(&EXPENSES, Some("expense")),
        "expense.getMany" => ShowAll(&EXPENSES, Some("expenses")),
        "expense.delete" => Delete(&EXPENSES),
        "followUp.add" => Add(&FOLLOW_UPS),
        "followUp.update" => Change(&FOLLOW_UPS),
        "followUp.getMany" => ShowAll(&FOLLOW_UPS, Some("followUps")),
        "followUp.delete" => Delete(&FOLLOW_UPS),
        "insuranceReport.addOrUpdate" => Save(&INSURANCE),
        "insuranceReport.updateStatus" => Change(&INSURANCE),
        "insuranceReport.getMany" => ShowAll(&INSURANCE, Some("insurance")),
        "insuranceReport.delete" => Delete(&INSURANCE),
        "invoice.getMany" => ShowAll(&INVOICES, Some("invoices")),
        "invoice.updateStatus" => Change(&INVOICES),
        "invoice.delete" => Delete(&INVOICES),
        "job.addOrUpdate" => Save(&JOBS),
        "job.get" => Show(&JOBS, Some("job")),
        "job.getMany" | "job.getForContact" => ShowAll(&JOBS, Some("jobs")),
        "job.updateStatus" => Change(&JOBS),
        "job.delete" => Delete(&JOBS),
        "note.add" => AddAndShow(&NOTES, "note"),
        "note.update" => Change(&NOTES),
        "note.getMany" => ShowAll(&NOTES, Some("notes")),
        "note.delete" => Delete(&NOTES),
        "page.getMany" => ShowAll(&PAGES, None),
        "payment.add" => Add(&PAYMENTS),
        "payment.update" | "payment.updateStatus" => Change(&PAYMENTS),
        "payment.get" => Show(&PAYMENTS, Some("payment")),
        "payment.getMany" => ShowAll(&PAYMENTS, Some("payments")),
        "payment.delete" => Delete(&PAYMENTS),
        "propertyHistory.get" => ShowAll(&HISTORY, Some("history")),
        "recipientProfile.getMany" => ShowAll(&RECIPIENTS, Some("recipientProfiles")),
        "review.add" => Add(&REVIEWS),
        "review.update" => Change(&REVIEWS),
        "review.get" => Show(&REVIEWS, None),
        "review.getMany" => ShowAll(&REVIEWS, Some("reviews")),
        "review.delete" => Delete(&REVIEWS),
        "scheduledMessage.add" => Add(&SCHEDULED),
        "scheduledMessage.getMany" => ShowAll(&SCHEDULED, Some("followUps")),
        "scheduledMessage.delete" => Delete(&SCHEDULED),
        "suggestion.dismiss" => Mark(&SUGGESTIONS, "dismissed"),
        "supplier.addOrUpdate" => Save(&SUPPLIERS),
        "supplier.getMany" => ShowAll(&SUPPLIERS, Some("suppliers")),
        "task.create" => Add(&TASKS),
        "visitor.getMany" => ShowAll(&VISITORS, Some("visitors")),
        "visitor.associate" => Change(&VISITORS),
        "widget.trackPageView"
        | "widget.trackInteraction"
        | "widget.trackSourceAttribution"
        | "widget.trackError" => Add(&TRACKED),
        "widget.trackConsent"
        | "widget.submitForm"
        | "identityMatching.run"
        | "task.generateFollowupSuggestions"
        | "task.generatePredictiveMaintenance"
        | "task.triggerPostServiceSurveys" => Nothing,
        _ => return None,
    })
}
