//! People who sign in to WibiClick, and which websites they may see.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{Done, File, Profile, Secret, Session, UploadedLogo, UserId, Users, WebsiteId};

const RESOURCE: &str = "user";

/// Gives a user access to a website.
#[derive(Debug, Clone, Action)]
#[action(POST "/connect-user-to-website", title = "Connect User To Website", evidence = Observed, reply = Value)]
pub struct ConnectToWebsite {
    /// The website to join.
    pub website_id: WebsiteId,
    /// The user who joins it.
    pub user_id: UserId,
}

/// Removes a user from a website.
#[derive(Debug, Clone, Action)]
#[action(POST "/disconnect-user-from-website", title = "Disconnect User From Website", evidence = Documented, destructive, reply = Done)]
pub struct DisconnectFromWebsite {
    /// The website to leave.
    pub website_id: WebsiteId,
    /// The user who leaves it.
    pub user_id: UserId,
}

/// Lists users.
#[derive(Debug, Clone, Action)]
#[action(GET "/users", title = "Get Users", evidence = Observed, reply = Users)]
pub struct GetMany {
    /// The website whose users to list.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Reads the signed-in user with company and banking data.
#[derive(Debug, Clone, Action)]
#[action(GET "/profile", title = "Get User Profile", evidence = Observed, reply = Profile)]
pub struct GetProfile {
    /// The website in which the profile is looked at.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Signs in; the reply's token is the API key of later calls.
#[derive(Debug, Clone, Action)]
#[action(POST "/login", title = "Login", evidence = Observed, auth = None, reply = Session)]
pub struct Login {
    /// The address the account was made with.
    pub email: String,
    /// The account's password.
    pub password: Secret,
}

/// Moves all activities from one user to another.
#[derive(Debug, Clone, Action)]
#[action(POST "/reassign-activities", title = "Reassign Activities", evidence = Guessed, destructive, reply = Done)]
pub struct ReassignActivities {
    /// The user who hands over.
    pub old_user_id: UserId,
    /// The user who takes over.
    pub new_user_id: UserId,
}

/// Moves all notes from one user to another.
#[derive(Debug, Clone, Action)]
#[action(POST "/reassign-notes", title = "Reassign Notes", evidence = Guessed, destructive, reply = Done)]
pub struct ReassignNotes {
    /// The user who hands over.
    pub old_user_id: UserId,
    /// The user who takes over.
    pub new_user_id: UserId,
}

/// Creates an account.
#[derive(Debug, Clone, Action)]
#[action(POST "/register", title = "Register User", evidence = Observed, auth = None, reply = Session)]
pub struct Register {
    /// The new user's first name.
    pub first_name: String,
    /// The new user's last name.
    pub last_name: String,
    /// The address to sign in with.
    pub email: String,
    /// The name of the user's company.
    pub company: Option<String>,
    /// The new password.
    pub password: Secret,
    /// The new password again.
    #[param(name = "password_confirm")]
    pub password_confirm: Option<Secret>,
    /// Whether the user agrees to marketing messages.
    pub marketing: Option<bool>,
    /// Whether the user accepts the privacy policy.
    pub policy: Option<bool>,
}

/// Sends a password reset email.
#[derive(Debug, Clone, Action)]
#[action(POST "/verify-email", title = "Request Password Reset", evidence = Observed, auth = None, reply = Value)]
pub struct RequestPasswordReset {
    /// The address of the account.
    pub email: String,
}

/// Sets a new password with a reset token.
#[derive(Debug, Clone, Action)]
#[action(POST "/password-reset", title = "Reset Password", evidence = Documented, auth = None, reply = Done)]
pub struct ResetPassword {
    /// The new password.
    pub password: Secret,
    /// The token of the reset email.
    pub token: Secret,
    /// The new password again.
    #[param(name = "password-confirm")]
    pub password_confirm: Option<Secret>,
}

/// Changes a user as administrator.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-user", title = "Update User", evidence = Observed, reply = Done)]
pub struct Update {
    /// The website in which the user is changed.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The user to change.
    #[param(body = "id")]
    pub user_id: UserId,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The address to sign in with.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// Whether the account never expires.
    pub lifetime: Option<bool>,
}

/// Saves company or banking details.
#[derive(Debug, Clone, Action)]
#[action(POST "/company-information", title = "Update Company Information", evidence = Observed, reply = Done)]
pub struct UpdateCompany {
    /// The company's name.
    #[param(name = "company_name")]
    pub company_name: Option<String>,
    /// The line under the name.
    pub slogan: Option<String>,
    /// The company's address for email.
    pub email: Option<String>,
    /// The sign before amounts of money.
    #[param(name = "currency_symbol")]
    pub currency_symbol: Option<String>,
    /// The first line of the postal address.
    pub address1: Option<String>,
    /// The second line of the postal address.
    pub address2: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub state: Option<String>,
    /// The postal code.
    #[param(name = "postal_code")]
    pub postal_code: Option<String>,
    /// The country.
    pub country: Option<String>,
    /// Whose bank account it is.
    #[param(name = "account_name")]
    pub account_name: Option<String>,
    /// The bank's name.
    pub bank: Option<String>,
    /// The number of the bank account.
    #[param(name = "account_number")]
    pub account_number: Option<String>,
    /// The type of the bank account.
    #[param(name = "account_type")]
    pub account_type: Option<String>,
    /// The code of the bank's branch.
    #[param(name = "branch_code")]
    pub branch_code: Option<String>,
    /// The settings that the details belong to.
    pub setting: Option<String>,
}

/// Changes the email or password of the signed-in user.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-login", title = "Update Login", evidence = Observed, reply = Session)]
pub struct UpdateLogin {
    /// The new address to sign in with.
    pub email: Option<String>,
    /// The new password.
    pub password: Option<Secret>,
    /// The new password again.
    #[param(name = "password_confirm")]
    pub password_confirm: Option<Secret>,
}

/// Updates the profile of the signed-in user; the reply holds a new token.
#[derive(Debug, Clone, Action)]
#[action(POST "/profile", title = "Update User Profile", evidence = Documented, reply = Session)]
pub struct UpdateProfile {
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
    /// Whether the user agrees to marketing messages.
    pub marketing: Option<bool>,
    /// Whether the user wants news of the product.
    pub updates: Option<bool>,
}

/// Uploads the logo that invoices show.
#[derive(Debug, Clone, Action)]
#[action(POST "/upload-logo", title = "Upload Logo", evidence = Observed, encoding = Multipart, reply = UploadedLogo)]
pub struct UploadLogo {
    /// The website whose invoices show it.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// What to call the picture.
    pub name: Option<String>,
    /// The picture.
    pub logo: File,
}
