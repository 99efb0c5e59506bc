//! Records that replies carry, with the fields that were seen. Fields that we
//! do not know are kept in `rest`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use super::{ContactId, Secret, UserId, WebsiteId};

/// That something was done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(done)]
pub struct Done {
    /// What the API says about it.
    pub message: Option<String>,
    /// Whether it succeeded, where the API says so.
    pub success: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Users of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "users")]
pub struct Users {
    /// The users.
    pub users: Vec<User>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Somebody who signs in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The address to sign in with.
    pub email: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// The role: free text.
    pub role: Option<String>,
    /// What the user may do: its shape was not seen.
    pub permission: Option<Value>,
    /// Whether the account never expires.
    pub lifetime: Option<Value>,
    /// The websites the user may see: the shape of one was not seen.
    pub websites: Option<Vec<Value>>,
    /// When the account was made.
    pub created_at: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A session: the reply to signing in, and to changing what one signs in with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The bearer token: later calls take it as API key.
    pub token: Option<Secret>,
    /// The user's id.
    pub id: Option<UserId>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The address to sign in with.
    pub email: Option<String>,
    /// The role: free text.
    pub role: Option<String>,
    /// What the user may do: its shape was not seen.
    pub permission: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The signed-in user, with company and banking data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The street address.
    pub address: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The company's address for email.
    pub company_email: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// The user's address for email.
    pub email: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The state or province.
    pub state: Option<String>,
    /// The postal code.
    pub zip: Option<String>,
    /// Whether the user agreed to marketing messages.
    pub marketing: Option<bool>,
    /// Whether the user wants news of the product.
    pub updates: Option<bool>,
    /// Settings: their shape was not seen.
    pub setting: Option<Value>,
    /// Where the logo of invoices is.
    #[serde(rename = "invoice_logo")]
    pub invoice_logo: Option<String>,
    /// The company: `company_name`, `slogan`, `email`, `currency_symbol` and its postal address.
    pub company: Option<Map<String, Value>>,
    /// The bank account: `account_name`, `bank`, `account_number`, `account_type`, `branch_code`.
    pub banking: Option<Map<String, Value>>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where an uploaded logo can be had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct UploadedLogo {
    /// Its address.
    pub download_url: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Websites to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "websites")]
pub struct Websites {
    /// The websites.
    pub websites: Vec<WebsiteEntry>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A website as lists have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct WebsiteEntry {
    /// The website's id.
    pub value: WebsiteId,
    /// The website's address.
    pub label: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A website with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Website {
    /// Its settings: their shape was not seen.
    pub setting: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Totals of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "analytics")]
pub struct Analytics {
    /// One entry, with `views` and `clicks`.
    pub analytics: Vec<Total>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A total of views and clicks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// How often the widget was seen.
    pub views: Option<u64>,
    /// How often it was clicked on.
    pub clicks: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Clicks over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "clicks")]
pub struct Clicks {
    /// The points of the plot.
    pub clicks: Vec<Point>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Views over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "views")]
pub struct Views {
    /// The points of the plot.
    pub views: Vec<Point>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A point of a plot: the types of its values were not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// When.
    pub x: Option<Value>,
    /// How many.
    pub y: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The latest clicks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "clicks")]
pub struct RecentClicks {
    /// The clicks: the shape of one was not seen.
    pub clicks: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The visitor figures of a month: their types were not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Performance {
    /// How many visitors there were.
    pub unique_visitors: Option<Value>,
    /// How many of them became customers.
    pub conversion_rate: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Customers of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "customers")]
pub struct Contacts {
    /// The customers.
    pub customers: Vec<Contact>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The customer's id.
    pub id: ContactId,
    /// The customer's name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The address for email.
    pub email: Option<String>,
    /// How the customer wants to be answered; written as `reply`.
    pub channel: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// What the customer wants done.
    pub message: Option<String>,
    /// Where the lead came from, or a HubSpot portal's id.
    pub portal: Option<Value>,
    /// The customer's id at HubSpot; written as `foreignId`.
    #[serde(rename = "foreignID")]
    pub foreign_id: Option<Value>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The website that the customer belongs to.
    pub website_id: Option<WebsiteId>,
    /// The employee who looks after the customer.
    pub employee_id: Option<Value>,
    /// Where the customer is at HubSpot.
    pub hubspot_link: Option<String>,
    /// Whether the customer is a special one.
    pub vip: Option<bool>,
    /// Whether the customer is one no longer.
    pub inactive: Option<bool>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

#[cfg(feature = "docs")]
/// The records, for the types and pages that are generated.
pub fn records() -> Vec<crate::action::RecordSpec> {
    use crate::action::Record;
    vec![
        Analytics::RECORD,
        Clicks::RECORD,
        Contact::RECORD,
        Contacts::RECORD,
        Done::RECORD,
        Performance::RECORD,
        Point::RECORD,
        Profile::RECORD,
        RecentClicks::RECORD,
        Session::RECORD,
        Total::RECORD,
        UploadedLogo::RECORD,
        User::RECORD,
        Users::RECORD,
        Views::RECORD,
        Website::RECORD,
        WebsiteEntry::RECORD,
        Websites::RECORD,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_of_a_record_are_kept() {
        let json = serde_json::json!({ "id": 7, "firstName": "Ada", "avatar": { "url": "x" } });
        let user: User = serde_json::from_value(json).unwrap();
        assert_eq!(user.id, UserId::from("7"));
        assert_eq!(user.rest["avatar"]["url"], "x");
        assert_eq!(serde_json::to_value(&user).unwrap()["avatar"]["url"], "x");
    }
}
