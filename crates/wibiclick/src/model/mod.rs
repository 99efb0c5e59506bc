//! What params hold and replies carry: ids, values, files and records.

mod file;
mod id;
mod record;
mod secret;
mod value;

pub use file::File;
pub use id::{ContactId, UserId, WebsiteId};
pub use record::*;
pub use secret::Secret;
pub use value::{ContactFilter, ContactReply, NoteTag};
