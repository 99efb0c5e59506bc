//! Ids of records: text, each record's of a type of its own.

use serde::{Deserialize, Deserializer, Serialize};

use crate::action::{ParamType, ParamValue, Value};

/// The API sends ids as text or as numbers; both are read, text is kept.
#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(serde_json::Number),
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<u64> for $name {
            fn from(number: u64) -> Self {
                Self(number.to_string())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self(match TextOrNumber::deserialize(deserializer)? {
                    TextOrNumber::Text(text) => text,
                    TextOrNumber::Number(number) => number.to_string(),
                }))
            }
        }

        impl ParamType for $name {
            const KIND: &'static str = "i";
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

        /// Each type of ids, by its name and with what it is, for the types that are
        /// generated.
        #[cfg(feature = "docs")]
        pub fn ids() -> &'static [(&'static str, &'static str)] {
            &[$((stringify!($name), concat!($($doc),*))),*]
        }
    };
}

ids! {
    /// The id of a website.
    WebsiteId;
    /// The id of a user: somebody who signs in.
    UserId;
    /// The id of a customer.
    ContactId;
    /// The id of an employee.
    EmployeeId;
    /// The id of an estimate.
    EstimateId;
    /// The id of an invoice.
    InvoiceId;
    /// The id of a job.
    JobId;
    /// The id of a line item.
    LineItemId;
    /// The id of a note.
    NoteId;
    /// The id of a supplier.
    SupplierId;
    /// The id of a payment.
    PaymentId;
    /// The id of an expense.
    ExpenseId;
    /// The id of an insurance report.
    InsuranceReportId;
    /// The id of an appliance.
    ApplianceId;
    /// The id of a follow-up.
    FollowUpId;
    /// The id of a scheduled message.
    ScheduledMessageId;
    /// The id of a suggestion.
    SuggestionId;
    /// The id of a billing recipient.
    RecipientProfileId;
    /// The id of a review.
    ReviewId;
    /// The id of a visitor.
    VisitorId;
    /// The id of a tracked page.
    PageId;
    /// The id of an identity match.
    MatchId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_from_text_and_from_a_number() {
        let text: UserId = serde_json::from_str("\"7\"").unwrap();
        let number: UserId = serde_json::from_str("7").unwrap();
        assert_eq!(text, number);
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"7\"");
        assert!(serde_json::from_str::<UserId>("{}").is_err());
    }
}
