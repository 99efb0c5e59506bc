//! Who gets the invoices of a customer.

use wibiclick_macros::Action;

use crate::model::{
    ContactId, RecipientProfileId, RecipientProfiles, SavedRecipientProfile, WebsiteId,
};

const RESOURCE: &str = "recipientProfile";

/// Adds a billing recipient.
#[derive(Debug, Clone, Action)]
#[action(POST "/customers/{contactId}/recipient-profiles", title = "Add Recipient Profile", evidence = Observed, reply = SavedRecipientProfile)]
pub struct Add {
    /// The customer.
    #[param(path, name = "customerId")]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// What the recipient is called in lists.
    pub profile_name: Option<String>,
    /// The name on the invoice.
    pub name: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The VAT number.
    pub vat_number: Option<String>,
    /// Whether it is the one that is taken unless another is named.
    pub is_default: Option<bool>,
}

/// Lists billing recipients of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/customers/{contactId}/recipient-profiles", title = "Get Recipient Profiles", evidence = Observed, reply = RecipientProfiles)]
pub struct GetMany {
    /// The customer.
    #[param(path)]
    pub contact_id: ContactId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Changes a billing recipient.
#[derive(Debug, Clone, Action)]
#[action(PUT "/recipient-profiles/{recipientProfileId}", title = "Update Recipient Profile", evidence = Observed, reply = SavedRecipientProfile)]
pub struct Update {
    /// The billing recipient.
    #[param(path)]
    pub recipient_profile_id: RecipientProfileId,
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// What the recipient is called in lists.
    pub profile_name: Option<String>,
    /// The name on the invoice.
    pub name: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The VAT number.
    pub vat_number: Option<String>,
    /// Whether it is the one that is taken unless another is named.
    pub is_default: Option<bool>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
}
