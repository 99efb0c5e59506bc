//! Values of which some are known: the server's lists are not published, so
//! any other text is taken too.

use serde::{Deserialize, Serialize};

use crate::action::{ParamType, ParamValue, Value};

macro_rules! values {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[$value_doc:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(
                $(#[$value_doc])*
                #[serde(rename = $text)]
                $variant,
            )*
            /// A text that was not seen before.
            #[serde(untagged)]
            Unknown(String),
        }

        impl $name {
            /// The text the API knows it by.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ParamType for $name {
            const KIND: &'static str = concat!($("|", $text),*);
            #[cfg(feature = "docs")]
            const NAMED: Option<(&'static str, &'static str)> =
                Some((stringify!($name), concat!($($doc),*)));
        }

        impl ParamValue for $name {
            fn value(&self) -> Option<Value> {
                Some(self.as_str().into())
            }
        }
    )*

        /// Each type of values, for the types and pages that are generated.
        #[cfg(feature = "docs")]
        pub fn known_values() -> &'static [KnownValues] {
            &[$(KnownValues {
                name: stringify!($name),
                doc: concat!($($doc),*),
                values: &[$($text),*],
            }),*]
        }
    };
}

/// A type of text of which some values are known.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownValues {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What is known.
    pub values: &'static [&'static str],
}

values! {
    /// How a customer wants to be answered.
    ContactReply {
        /// By email.
        Email = "Reply me by Email",
        /// By a message on WhatsApp.
        Whatsapp = "Send me a message on Whatsapp",
        /// In any way.
        Any = "Use any of the above",
    }

    /// Which customers to list.
    ContactFilter {
        /// Those with jobs.
        Jobs = "jobs",
    }

    /// What a note is filed under.
    NoteTag {
        /// Nothing.
        None = "",
        /// Something is to follow.
        Pending = "pending",
        /// Somebody should look at it.
        Attention = "attention",
        /// Nothing in particular.
        General = "general",
        /// Dealt with.
        Done = "done",
        /// Not to be overlooked.
        Important = "important",
    }

    /// How far a job is.
    JobStatus {
        /// Booked by the AI service, and not looked at.
        AiDraft = "AI-Draft",
        /// It has a time.
        Scheduled = "scheduled",
        /// An estimate is being made.
        Quoting = "quoting",
        /// An estimate was made.
        Quoted = "quoted",
        /// There are no parts.
        NoParts = "no parts",
        /// The customer agreed.
        Accepted = "accepted",
        /// It will not be done.
        Cancelled = "cancelled",
        /// It waits.
        Pending = "pending",
        /// The customer got an invoice.
        Invoiced = "invoiced",
        /// Somebody has to come again.
        FollowUp = "follow-up",
        /// It was done.
        Done = "done",
        /// The customer paid.
        Paid = "paid",
        /// Parts have to be ordered.
        ToOrderParts = "to order parts",
        /// Parts ordered.
        PartsOrdered = "parts ordered",
        /// Parts arrived.
        PartsArrived = "parts arrived",
        /// Parts installed.
        PartsInstalled = "parts installed",
        /// Parts paid.
        PartsPaid = "parts paid",
        /// Parts not paid.
        PartsNotPaid = "parts not paid",
        /// Parts not installed.
        PartsNotInstalled = "parts not installed",
        /// Parts not ordered.
        PartsNotOrdered = "parts not ordered",
        /// Parts not available.
        PartsNotAvailable = "parts not available",
        /// Parts not needed.
        PartsNotNeeded = "parts not needed",
        /// Parts not found.
        PartsNotFound = "parts not found",
        /// Waiting for price.
        WaitingForPrice = "waiting for price",
        /// Waiting for parts.
        WaitingForParts = "waiting for parts",
        /// Waiting for customer.
        WaitingForCustomer = "waiting for customer",
        /// Waiting for payment.
        WaitingForPayment = "waiting for payment",
    }

    /// Which jobs to list.
    JobFilter {
        /// Those with invoices.
        Invoices = "invoices",
        /// Those with estimates.
        Estimates = "estimates",
    }

    /// How long a job takes.
    SlotTime {
        /// One hour.
        OneHour = "1hr",
        /// Two hours.
        TwoHours = "2hrs",
        /// Three hours.
        ThreeHours = "3hrs",
        /// Four hours.
        FourHours = "4hrs",
    }

    /// How far an invoice is.
    InvoiceStatus {
        /// The customer has it.
        Sent = "sent",
        /// It waits.
        Pending = "pending",
        /// It is being worked on.
        Processing = "processing",
        /// It was paid.
        Paid = "paid",
        /// The customer agreed.
        Accepted = "accepted",
    }

    /// How far an estimate is.
    EstimateStatus {
        /// The customer has it.
        Sent = "sent",
        /// The customer agreed.
        Accepted = "accepted",
        /// The customer did not agree.
        Rejected = "rejected",
        /// It waits.
        Pending = "pending",
        /// It is being worked on.
        Processing = "processing",
        /// It was paid.
        Paid = "paid",
    }

    /// How far an insurance report is.
    InsuranceStatus {
        /// It waits.
        Pending = "pending",
        /// It is being worked on.
        Processing = "processing",
        /// The insurer paid.
        Paid = "paid",
        /// The insurer agreed.
        Accepted = "accepted",
        /// The insurer has it.
        Sent = "sent",
        /// The insurer did not agree.
        Rejected = "rejected",
    }

    /// What became of a payment.
    PaymentStatus {
        /// It arrived.
        Successful = "successful",
        /// It is on its way.
        Pending = "pending",
        /// It did not arrive.
        Failed = "failed",
    }

    /// What a payment is for.
    PaymentType {
        /// An invoice.
        Invoice = "INVOICE",
        /// In advance.
        Deposit = "DEPOSIT",
    }

    /// How somebody paid.
    PaymentMethod {
        /// By card.
        Card = "card",
        /// By bank transfer.
        Eft = "eft",
        /// In cash.
        Cash = "cash",
        /// In another way.
        Other = "other",
    }

    /// What money was spent on.
    ExpenseType {
        /// Fuel.
        Fuel = "FUEL",
        /// Parts.
        Parts = "PARTS",
        /// A bonus.
        Bonus = "BONUS",
        /// Something else.
        Other = "OTHER",
    }

    /// How far a follow-up or a scheduled message is.
    FollowUpStatus {
        /// It has a time.
        Scheduled = "SCHEDULED",
        /// It waits.
        Pending = "PENDING",
        /// It was sent.
        Sent = "SENT",
        /// It is done.
        Completed = "COMPLETED",
        /// It could not be sent.
        Failed = "FAILED",
        /// It will not be sent.
        Cancelled = "CANCELLED",
    }

    /// What sort of follow-up or scheduled message it is.
    FollowUpType {
        /// The AI service suggested it.
        AiSuggestion = "AI_SUGGESTION",
        /// A greeting.
        Greeting = "GREETING",
        /// Somebody wrote it down.
        ManualLog = "MANUAL_LOG",
    }

    /// How a customer is reached.
    ContactMethod {
        /// By WhatsApp.
        Whatsapp = "WHATSAPP",
        /// By email.
        Email = "EMAIL",
        /// By telephone.
        Phone = "PHONE",
        /// By text message.
        Sms = "SMS",
    }

    /// How often a customer wants to hear.
    CommunicationFrequency {
        /// Hardly ever.
        Minimal = "MINIMAL",
        /// Now and then.
        Moderate = "MODERATE",
        /// Often.
        Frequent = "FREQUENT",
    }

    /// What a search found.
    SearchResultType {
        /// A customer.
        Customer = "Customer",
        /// An invoice.
        Invoice = "Invoice",
        /// An estimate.
        Estimate = "Estimate",
        /// A job.
        Job = "Job",
    }

    /// What somebody said of an identity match.
    MatchStatus {
        /// It is right.
        Confirmed = "confirmed",
        /// It is wrong.
        Rejected = "rejected",
    }

    /// How a booking code is sent.
    VerificationMethod {
        /// By WhatsApp.
        Whatsapp = "whatsapp",
        /// By email.
        Email = "email",
    }

    /// What a visitor did with the widget.
    WidgetAction {
        /// Call.
        Call = "call",
        /// Whatsapp.
        Whatsapp = "whatsapp",
        /// Email.
        Email = "email",
        /// Messenger.
        Messenger = "messenger",
        /// Sms.
        Sms = "sms",
        /// Telegram.
        Telegram = "telegram",
        /// Viber.
        Viber = "viber",
        /// Skype.
        Skype = "skype",
        /// Line.
        Line = "line",
        /// Book technician.
        BookTechnician = "book_technician",
        /// Book repair.
        BookRepair = "book_repair",
        /// Branding.
        Branding = "branding",
        /// Form submit.
        FormSubmit = "form_submit",
        /// Booking modal opened.
        BookingModalOpened = "booking_modal_opened",
        /// Booking modal closed.
        BookingModalClosed = "booking_modal_closed",
        /// Booking step viewed.
        BookingStepViewed = "booking_step_viewed",
        /// Booking appliance category selected.
        BookingApplianceCategorySelected = "booking_appliance_category_selected",
        /// Booking appliance type selected.
        BookingApplianceTypeSelected = "booking_appliance_type_selected",
        /// Booking slot selected.
        BookingSlotSelected = "booking_slot_selected",
        /// Booking verification method selected.
        BookingVerificationMethodSelected = "booking_verification_method_selected",
        /// Booking verification sent.
        BookingVerificationSent = "booking_verification_sent",
        /// Booking verification success.
        BookingVerificationSuccess = "booking_verification_success",
        /// Booking completed.
        BookingCompleted = "booking_completed",
        /// Booking failed.
        BookingFailed = "booking_failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_unknown_values_survive_a_round_trip() {
        for text in ["important", "something new"] {
            let tag = NoteTag::from(text);
            let json = serde_json::to_string(&tag).unwrap();
            assert_eq!(json, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<NoteTag>(&json).unwrap(), tag);
        }
        assert_eq!(NoteTag::from("important"), NoteTag::Important);
    }
}
