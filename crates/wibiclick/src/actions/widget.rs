//! What the widget on a website calls; none of it needs an API key.

use serde_json::{Map, Value};
use wibiclick_macros::Action;

use crate::model::{
    Booking, ContactReply, Secret, TagManagerId, Verification, VerificationMethod, Verified,
    WebsiteId, WidgetAction, WidgetSettings,
};

const RESOURCE: &str = "widget";

/// Creates or updates a customer from a booking.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-customer-booking", title = "Add Customer Booking", evidence = Observed, auth = None, reply = Value)]
pub struct AddCustomerBooking {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The name.
    pub name: Option<String>,
    /// The telephone number.
    #[param(name = "Phone")]
    pub phone: Option<String>,
    /// The address for email.
    #[param(name = "Email")]
    pub email: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// How the customer wants to be answered; read back as `channel`.
    #[param(name = "Reply")]
    pub reply: Option<ContactReply>,
    /// What the customer wants done.
    #[param(name = "Message")]
    pub message: Option<String>,
    /// Where the lead came from, or a HubSpot portal's id.
    pub portal: Option<String>,
    /// The customer's id at HubSpot.
    #[param(name = "foreignID")]
    pub foreign_id: Option<String>,
}

/// Creates a customer and a job.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/booking/create-customer-and-job", title = "Create Booking", evidence = Observed, auth = None, reply = Booking)]
pub struct CreateBooking {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// How the customer is reached: `whatsapp` or `email`.
    pub contact_method: Option<String>,
    /// The code that the customer got.
    pub verification_code: Option<Secret>,
    /// The token that came with the code.
    pub verification_token: Option<Secret>,
    /// The token of the booking session.
    pub session_token: Option<Secret>,
    /// The category of the appliance.
    pub appliance_category: Option<String>,
    /// The type of the appliance.
    pub appliance_type: Option<String>,
    /// What it runs on.
    pub fuel_type: Option<String>,
    /// How it is fitted.
    pub fitting_type: Option<String>,
    /// What is wrong.
    pub issue: Option<String>,
    /// The slot that was chosen.
    pub selected_slot: Option<String>,
    /// The day that was chosen.
    pub preferred_date: Option<String>,
    /// The hour that was chosen.
    pub start_time: Option<String>,
}

/// Reads the tag manager id of a host.
#[derive(Debug, Clone, Action)]
#[action(GET "/api/public/gtm-id", title = "Get Tag Manager Id", evidence = Observed, auth = None, reply = TagManagerId)]
pub struct GetGtmId {
    /// The name of the host.
    pub url: String,
}

/// Loads the widget configuration.
#[derive(Debug, Clone, Action)]
#[action(GET "/wibi-options", title = "Get Widget Options", evidence = Observed, auth = None, reply = WidgetSettings)]
pub struct GetOptions {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The address of the page.
    #[param(query = "pg")]
    pub page_url: String,
    /// The token that the widget gave the visitor.
    #[param(query = "utk")]
    pub visitor_token: String,
    /// Where the visitor came from.
    pub source: Option<String>,
    /// What is known of the browser: JSON text.
    pub client_data: Option<String>,
}

/// Sends a booking code.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/send-verification-code", title = "Send Verification Code", evidence = Observed, auth = None, reply = Verification)]
pub struct SendVerificationCode {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
    /// How the customer is reached.
    pub contact_method: VerificationMethod,
    /// The number or the address.
    pub contact_detail: String,
    /// The token of the booking session.
    pub session_token: Secret,
    /// The name of the customer.
    #[param(name = "customerName")]
    pub contact_name: Option<String>,
}

/// Submits a service request form.
///
/// The form's page calls it beside itself; it may not be at the API at all.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/submitForm", title = "Submit Service Request", evidence = Guessed, auth = None, reply = Value)]
pub struct SubmitForm {
    /// The category of the appliance.
    pub appliance_category: Option<String>,
    /// The type of the appliance.
    pub appliance_type: Option<String>,
    /// What it runs on.
    pub fuel_type: Option<String>,
    /// How it is fitted.
    pub fitting_type: Option<String>,
    /// The maker.
    pub brand: Option<String>,
    /// What is wrong.
    pub fault_info: Option<String>,
    /// Who it is.
    pub user_details: Option<String>,
    /// When it suits.
    pub preferred_date_time: Option<String>,
}

/// Records consent.
///
/// Named in the widget's configuration, and never seen in use.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/track/consent", title = "Track Consent", evidence = Guessed, auth = None, reply = Value)]
pub struct TrackConsent {}

/// Reports a widget error.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/track/error", title = "Track Error", evidence = Observed, auth = None, reply = Value)]
pub struct TrackError {
    /// When, as text.
    pub timestamp: Option<String>,
    /// How grave it is.
    pub level: Option<String>,
    /// Where it happened.
    pub context: Option<String>,
    /// The text.
    pub message: Option<String>,
    /// More about it.
    pub data: Option<Map<String, Value>>,
    /// The address.
    pub url: Option<String>,
    /// The browser.
    pub user_agent: Option<String>,
}

/// Records a click or booking step.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/track/interaction", title = "Track Interaction", evidence = Observed, auth = None, reply = Value)]
pub struct TrackInteraction {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
    /// The token that the widget gave the visitor.
    #[param(name = "utk")]
    pub visitor_token: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// What the visitor did.
    pub action_type: WidgetAction,
    /// More about it.
    pub action_data: Option<Map<String, Value>>,
    /// The address.
    pub url: Option<String>,
    /// When, in milliseconds since 1970.
    pub timestamp: Option<i64>,
}

/// Records a page view.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/track/page-view", title = "Track Page View", evidence = Observed, auth = None, reply = Value)]
pub struct TrackPageView {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
    /// The token that the widget gave the visitor.
    #[param(name = "utk")]
    pub visitor_token: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The page before.
    pub referrer: Option<String>,
    /// When, in milliseconds since 1970.
    pub timestamp: Option<i64>,
    /// What is known of the visitor.
    pub visitor: Option<Map<String, Value>>,
    /// What is known of the session.
    pub session: Option<Map<String, Value>>,
}

/// Records the traffic source.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/track/source-attribution", title = "Track Source Attribution", evidence = Observed, auth = None, reply = Value)]
pub struct TrackSourceAttribution {
    /// The website that it belongs to.
    pub website_id: WebsiteId,
    /// The token that the widget gave the visitor.
    #[param(name = "utk")]
    pub visitor_token: Option<String>,
    /// The page.
    pub page: Option<String>,
    /// Where the visitor came from.
    pub source: Option<String>,
    /// More about the source.
    pub source_detail: Option<String>,
    /// The medium.
    pub medium: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
    /// The content.
    pub content: Option<String>,
    /// The search term.
    pub term: Option<String>,
    /// When, in milliseconds since 1970.
    pub timestamp: Option<i64>,
    /// Why the visitor may be a bot.
    pub bot_detection: Option<Map<String, Value>>,
    /// The network address of the visitor.
    pub client_ip: Option<String>,
}

/// Checks a booking code.
#[derive(Debug, Clone, Action)]
#[action(POST "/api/verify-code", title = "Verify Code", evidence = Observed, auth = None, reply = Verified)]
pub struct VerifyCode {
    /// The token that came with the code.
    pub verification_token: Secret,
    /// The code that the customer got.
    pub code: Secret,
    /// The token of the booking session.
    pub session_token: Secret,
}
