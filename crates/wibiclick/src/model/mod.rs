//! What params hold and replies carry: ids, values, files and records.

mod clearable;
mod file;
mod id;
mod line_item;
pub(crate) mod moment;
mod numeric;
mod record;
mod secret;
mod value;
mod whatsapp;

pub use clearable::Clearable;
pub use file::File;
pub use id::*;
pub use line_item::LineItemInput;
pub use moment::{Date, DateTime, Month};
pub use numeric::Numeric;
pub use record::*;
pub use secret::Secret;
pub use value::*;
pub use whatsapp::WhatsAppAddress;
