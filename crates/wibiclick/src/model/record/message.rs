//! Notes, messages and suggestions.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::{NoteId, NoteTag, RelatedContact, UserId};

/// Notes of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "notes")]
pub struct Notes {
    /// The notes.
    pub notes: Vec<Note>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A note on a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The heading.
    pub title: Option<String>,
    /// The text; written as `notes`.
    pub description: Option<String>,
    /// What it is filed under.
    pub tag: Option<NoteTag>,
    /// Whether it is a favourite.
    pub is_fav: Option<bool>,
    /// The user who wrote it.
    pub user: Option<Value>,
    /// The id of that user.
    pub user_id: Option<UserId>,
    /// The picture of that user.
    pub thumb: Option<Value>,
    /// When it was written.
    pub date: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The latest messages by WhatsApp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "messages")]
pub struct WhatsAppMessages {
    /// The messages.
    pub messages: Vec<WhatsAppMessage>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A message by WhatsApp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct WhatsAppMessage {
    /// The text.
    pub text: Option<String>,
    /// The address of the other side.
    pub remote_jid: Option<String>,
    /// Whether the company wrote it.
    pub from_me: Option<bool>,
    /// When the record was made.
    pub created_at: Option<String>,
    /// The customer.
    pub customer: Option<RelatedContact>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Follow-ups, or scheduled messages, of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "followUps")]
pub struct FollowUps {
    /// The follow-ups: the shape of one was not seen.
    pub follow_ups: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Drafts of the AI service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "suggestions")]
pub struct DraftMessages {
    /// The drafts.
    pub suggestions: Vec<DraftMessage>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A draft of the AI service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct DraftMessage {
    /// What it is about.
    pub title: Option<String>,
    /// The text.
    pub draft_message: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Suggestions of the AI service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "suggestions")]
pub struct Suggestions {
    /// The suggestions: the shape of one was not seen.
    pub suggestions: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Values that the AI service suggests for empty fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedValues {
    /// The values: their shape was not seen.
    pub suggestions: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A maintenance forecast of the AI service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct MaintenancePrediction {
    /// The forecast: its shape was not seen.
    pub prediction: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
