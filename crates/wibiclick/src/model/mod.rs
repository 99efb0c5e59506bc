//! What params hold and replies carry: ids, values, files and records.

mod clearable;
mod file;
mod id;
pub(crate) mod moment;
mod record;
mod secret;
mod value;

pub use clearable::Clearable;
pub use file::File;
pub use id::{ContactId, UserId, WebsiteId};
pub use moment::{Date, DateTime, Month};
pub use record::*;
pub use secret::Secret;
pub use value::{ContactFilter, ContactReply, NoteTag};
