//! People who sign in.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{Secret, UserId};

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
