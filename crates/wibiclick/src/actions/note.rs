//! Notes on customers.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, NoteTag, WebsiteId};

const RESOURCE: &str = "note";

/// Adds a note to a customer.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-notes", title = "Add Note", evidence = Observed, reply = Value)]
pub struct Add {
    /// The website that the customer belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(body = "id")]
    pub contact_id: ContactId,
    /// The text; read back as `description`.
    pub notes: String,
    /// The heading.
    pub title: Option<String>,
    /// What to file it under.
    pub tag: Option<NoteTag>,
    /// Whether it is a favourite.
    pub is_fav: Option<bool>,
}
