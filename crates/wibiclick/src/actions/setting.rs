//! Settings of the widget on a website.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{Settings, WebsiteId};

const RESOURCE: &str = "setting";

/// Reads the contact widget settings of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/get-website", title = "Get Settings", evidence = Observed, reply = Settings)]
pub struct Get {
    /// The website.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Saves the contact widget settings of a website.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-settings", title = "Update Settings", evidence = Observed, reply = Value)]
pub struct Update {
    /// The website.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// Whether a call is offered.
    #[param(name = "phone_show")]
    pub phone_show: Option<bool>,
    /// The number to call.
    #[param(name = "pnumber")]
    pub phone_number: Option<String>,
    /// What stands beside the number.
    pub phone_text: Option<String>,
    /// Whether WhatsApp is offered.
    #[param(name = "whatsapp_show")]
    pub whatsapp_show: Option<bool>,
    /// The number for WhatsApp.
    #[param(name = "wnumber")]
    pub whatsapp_number: Option<String>,
    /// The message to begin with.
    #[param(name = "whatsapp_message")]
    pub whatsapp_message: Option<String>,
    /// Whether a text message is offered.
    #[param(name = "text_show")]
    pub text_show: Option<bool>,
    /// The number for text messages.
    #[param(name = "pnumber_sms")]
    pub sms_number: Option<String>,
    /// The text message to begin with.
    #[param(name = "sms_body")]
    pub sms_body: Option<String>,
    /// Whether Messenger is offered.
    #[param(name = "messenger_show")]
    pub messenger_show: Option<bool>,
    /// The address at Messenger.
    #[param(name = "messenger_url")]
    pub messenger_url: Option<String>,
    /// Whether email is offered.
    #[param(name = "email_show")]
    pub email_show: Option<bool>,
    /// The address for email.
    pub email: Option<String>,
    /// The subject to begin with.
    pub subject: Option<String>,
    /// The email to begin with.
    pub body: Option<String>,
    /// Whether Telegram is offered.
    #[param(name = "telegram_show")]
    pub telegram_show: Option<bool>,
    /// The number at Telegram.
    #[param(name = "telegram_num")]
    pub telegram_number: Option<String>,
    /// Whether Viber is offered.
    #[param(name = "viber_show")]
    pub viber_show: Option<bool>,
    /// The number at Viber.
    #[param(name = "viber_num")]
    pub viber_number: Option<String>,
    /// Whether Skype is offered.
    #[param(name = "skype_show")]
    pub skype_show: Option<bool>,
    /// The name at Skype.
    #[param(name = "skype_nameemail")]
    pub skype_name: Option<String>,
    /// Whether a booking is offered.
    #[param(name = "book_a_technician_show")]
    pub book_a_technician_show: Option<bool>,
    /// Where to book.
    #[param(name = "booking_form_url")]
    pub booking_form_url: Option<String>,
    /// Whether clicks are reported to Google Ads.
    #[param(name = "gads_track")]
    pub gads_track: Option<bool>,
    /// The id at Google Ads.
    #[param(name = "gads_id")]
    pub gads_id: Option<String>,
    /// The label at Google Ads.
    #[param(name = "gads_label")]
    pub gads_label: Option<String>,
    /// The container at Google Tag Manager.
    #[param(name = "gtm_container_id")]
    pub gtm_container_id: Option<String>,
}
