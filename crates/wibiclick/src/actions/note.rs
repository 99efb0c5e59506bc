//! Notes on customers.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ContactId, NoteId, NoteTag, Notes, UserId, WebsiteId};

const RESOURCE: &str = "note";

/// Adds a note to a customer.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-notes", title = "Add Note", evidence = Observed, reply = Value)]
pub struct Add {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer whom the note is about.
    #[param(body = "id")]
    pub contact_id: ContactId,
    /// The text; read back as `description`.
    pub notes: String,
    /// The heading.
    pub title: Option<String>,
    /// What it is filed under.
    pub tag: Option<NoteTag>,
    /// Whether it is a favourite.
    pub is_fav: Option<bool>,
}

/// Deletes a note.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/notes", title = "Delete Note", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The note.
    #[param(query = "id")]
    pub note_id: NoteId,
}

/// Lists the notes of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/notes", title = "Get Notes", evidence = Observed, reply = Notes)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// How many at most.
    pub limit: Option<u32>,
    /// How many to skip.
    pub offset: Option<u32>,
}

/// Changes a note.
#[derive(Debug, Clone, Action)]
#[action(POST "/update-note", title = "Update Note", evidence = Observed, reply = Value)]
pub struct Update {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The note.
    #[param(body = "id")]
    pub note_id: NoteId,
    /// The heading.
    pub title: Option<String>,
    /// The text; read back as `description`.
    #[param(name = "description")]
    pub notes: Option<String>,
    /// What it is filed under.
    pub tag: Option<NoteTag>,
    /// Whether it is a favourite.
    pub is_fav: Option<bool>,
    /// The name of the user who wrote it.
    pub user: Option<String>,
    /// The user.
    pub user_id: Option<UserId>,
}
