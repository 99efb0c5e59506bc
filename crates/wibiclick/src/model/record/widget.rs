//! The widget of a website, and its visitors.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{Numeric, PageId, RelatedContact, RelatedJob, Secret, VisitorId};

/// A website's settings of the widget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The settings.
    pub setting: Option<WidgetSettings>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What the widget on a website offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct WidgetSettings {
    /// Whether a call is offered.
    #[serde(rename = "phone_show")]
    pub phone_show: Option<bool>,
    /// The number to call.
    pub pnumber: Option<String>,
    /// What stands beside the number.
    pub phone_text: Option<String>,
    /// Whether WhatsApp is offered.
    #[serde(rename = "whatsapp_show")]
    pub whatsapp_show: Option<bool>,
    /// The number for WhatsApp.
    pub wnumber: Option<String>,
    /// The message to begin with.
    #[serde(rename = "whatsapp_message")]
    pub whatsapp_message: Option<String>,
    /// Whether a text message is offered.
    #[serde(rename = "text_show")]
    pub text_show: Option<bool>,
    /// The number for text messages.
    #[serde(rename = "pnumber_sms")]
    pub pnumber_sms: Option<String>,
    /// The text message to begin with.
    #[serde(rename = "sms_body")]
    pub sms_body: Option<String>,
    /// Whether Messenger is offered.
    #[serde(rename = "messenger_show")]
    pub messenger_show: Option<bool>,
    /// The address at Messenger.
    #[serde(rename = "messenger_url")]
    pub messenger_url: Option<String>,
    /// Whether email is offered.
    #[serde(rename = "email_show")]
    pub email_show: Option<bool>,
    /// The address for email.
    pub email: Option<String>,
    /// The subject to begin with.
    pub subject: Option<String>,
    /// The email to begin with.
    pub body: Option<String>,
    /// Whether Telegram is offered.
    #[serde(rename = "telegram_show")]
    pub telegram_show: Option<bool>,
    /// The number at Telegram.
    #[serde(rename = "telegram_num")]
    pub telegram_num: Option<String>,
    /// Whether Viber is offered.
    #[serde(rename = "viber_show")]
    pub viber_show: Option<bool>,
    /// The number at Viber.
    #[serde(rename = "viber_num")]
    pub viber_num: Option<String>,
    /// Whether Skype is offered.
    #[serde(rename = "skype_show")]
    pub skype_show: Option<bool>,
    /// The name at Skype.
    #[serde(rename = "skype_nameemail")]
    pub skype_nameemail: Option<String>,
    /// Whether a booking is offered.
    #[serde(rename = "book_a_technician_show")]
    pub book_a_technician_show: Option<bool>,
    /// Where to book.
    #[serde(rename = "booking_form_url")]
    pub booking_form_url: Option<String>,
    /// Whether clicks are reported to Google Ads.
    #[serde(rename = "gads_track")]
    pub gads_track: Option<bool>,
    /// The id at Google Ads.
    #[serde(rename = "gads_id")]
    pub gads_id: Option<String>,
    /// The label at Google Ads.
    #[serde(rename = "gads_label")]
    pub gads_label: Option<String>,
    /// The container at Google Tag Manager.
    #[serde(rename = "gtm_container_id")]
    pub gtm_container_id: Option<String>,
    /// The instance of WhatsApp.
    #[serde(rename = "whatsapp_instance")]
    pub whatsapp_instance: Option<Value>,
    /// What stands on the widget.
    pub label: Option<Value>,
    /// What closes it.
    #[serde(rename = "close_label")]
    pub close_label: Option<Value>,
    /// Its colour.
    #[serde(rename = "color_code")]
    pub color_code: Option<Value>,
    /// Where it stands.
    pub position: Option<Value>,
    /// Whether it says who made it.
    #[serde(rename = "branding_show")]
    pub branding_show: Option<Value>,
    /// Buttons of one's own.
    #[serde(rename = "custom_buttons")]
    pub custom_buttons: Option<Value>,
    /// The address at Line.
    pub line: Option<Value>,
    /// Whether Line is offered.
    #[serde(rename = "line_show")]
    pub line_show: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The tag manager of a host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TagManagerId {
    /// The container at Google Tag Manager.
    #[serde(rename = "gtm_container_id")]
    pub gtm_container_id: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// What goes with the code.
    pub verification_token: Option<Secret>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Whether a code was right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Whether it was.
    pub verified: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A booking that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Booking {
    /// The job.
    pub job: Option<RelatedJob>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Visitors of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "visitors")]
pub struct Visitors {
    /// The visitors.
    pub visitors: Vec<Visitor>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Somebody who visited a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// Its id.
    pub id: VisitorId,
    /// The customer whom it is.
    pub customer: Option<RelatedContact>,
    /// The visits.
    pub sessions: Option<Value>,
    /// How many visits there were.
    pub total_sessions: Option<Numeric>,
    /// How many pages were seen.
    pub total_page_views: Option<Numeric>,
    /// For how long.
    pub total_time_on_site: Option<Numeric>,
    /// How promising the visitor is.
    pub quality_score: Option<Numeric>,
    /// How much the visitor did.
    pub engagement_score: Option<Numeric>,
    /// Whether it is a bot.
    pub is_bot: Option<bool>,
    /// Which bot.
    pub bot_tag: Option<Value>,
    /// The type of the device.
    pub device_type: Option<String>,
    /// The browser.
    pub browser: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// Where the visitor came from.
    pub source_attribution: Option<Value>,
    /// Whether the visitor became a customer.
    pub is_converted: Option<bool>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// When the record was changed last.
    pub updated_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The history of a visitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct VisitorHistory {
    /// The visitor.
    pub visitor: Option<Value>,
    /// The visits.
    pub sessions: Option<Vec<Value>>,
    /// The clicks.
    pub clicks: Option<Vec<Value>>,
    /// The customer whom it is.
    pub customer: Option<Value>,
    /// The messages.
    pub communications: Option<Vec<Value>>,
    /// The customers who it may be.
    pub possible_contact_suggestions: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One visitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct VisitorDetails {
    /// The visitor.
    pub visitor: Option<VisitorAttribution>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where a visitor came from, and what the visitor did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct VisitorAttribution {
    /// Where the visitor came from.
    pub source_attribution: Option<Value>,
    /// The visits.
    pub sessions: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Visitors by country and region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct VisitorGeography {
    /// By country.
    pub countries: Option<Vec<Value>>,
    /// By region of South Africa.
    pub south_african_regions: Option<Vec<Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where somebody came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SourceAttribution {
    /// Where: its shape was not seen.
    pub attribution: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Pages that are tracked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "pages")]
pub struct Pages {
    /// The pages.
    pub pages: Vec<TrackedPage>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A page that is tracked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct TrackedPage {
    /// Its id.
    pub id: Option<PageId>,
    /// When the record was changed last.
    pub updated_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The performance of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct PagePerformance {
    /// The figures: their shape was not seen.
    pub performance: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The rankings of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "rankings")]
pub struct PageRankings {
    /// The rankings: the shape of one was not seen.
    pub rankings: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The updates of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "updates")]
pub struct PageUpdates {
    /// The updates: the shape of one was not seen.
    pub updates: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The visitors of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "visitors")]
pub struct PageVisitors {
    /// The visitors: the shape of one was not seen.
    pub visitors: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
