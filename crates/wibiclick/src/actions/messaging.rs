//! Messages to customers, sent now.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, ContactMethod, WebsiteId};

const RESOURCE: &str = "messaging";

/// Sends a message to a customer now.
#[derive(Debug, Clone, Action)]
#[action(POST "/messaging/send-direct", title = "Send Direct Message", evidence = Observed, reply = Value)]
pub struct SendDirect {
    /// The website that it belongs to.
    #[param(query = "id", body)]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
    /// The text to send.
    pub message: String,
    /// How it is sent; WhatsApp if left out.
    pub channel: Option<ContactMethod>,
    /// The subject, for email.
    pub subject: Option<String>,
    /// Whether it is kept as a follow-up.
    pub log_as_follow_up: Option<bool>,
}
