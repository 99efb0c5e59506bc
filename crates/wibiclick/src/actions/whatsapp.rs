//! Messages by WhatsApp.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{File, WebsiteId, WhatsAppAddress, WhatsAppMessages};

const RESOURCE: &str = "whatsapp";

/// Checks whether a number has WhatsApp.
#[derive(Debug, Clone, Action)]
#[action(POST "/onwhatsapp", title = "Check Number on WhatsApp", evidence = Observed, reply = Value)]
pub struct CheckNumber {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The telephone number with its country code; sent as the address that WhatsApp has for it.
    pub to: WhatsAppAddress,
}

/// Lists the latest WhatsApp messages.
#[derive(Debug, Clone, Action)]
#[action(GET "/recent-whatsapp-interactions", title = "Get Recent WhatsApp Interactions", evidence = Observed, reply = WhatsAppMessages)]
pub struct GetRecent {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
}

/// Sends a document by WhatsApp.
#[derive(Debug, Clone, Action)]
#[action(POST "/send-whatsapp-document", title = "Send WhatsApp Document", evidence = Observed, encoding = Multipart, reply = Value)]
pub struct SendDocument {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The telephone number with its country code; sent as the address that WhatsApp has for it.
    #[param(body = "id")]
    pub to: WhatsAppAddress,
    /// Its name, without extension.
    #[param(name = "filename")]
    pub file_name: String,
    /// The document: a PDF in every use that was seen.
    pub file: File,
}

/// Sends a text by WhatsApp.
#[derive(Debug, Clone, Action)]
#[action(POST "/send-whatsapp", title = "Send WhatsApp Message", evidence = Observed, reply = Value)]
pub struct SendMessage {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The telephone number with its country code; sent as the address that WhatsApp has for it.
    pub to: WhatsAppAddress,
    /// The text.
    pub message: String,
}
