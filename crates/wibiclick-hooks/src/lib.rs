//! Webhooks: is it genuine, and what does it say?
#![forbid(unsafe_code)]
mod event;
mod timestamp;
pub use event::{Event, Signal, Subject};
pub use timestamp::Timestamp;
