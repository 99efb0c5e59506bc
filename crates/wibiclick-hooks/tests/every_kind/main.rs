//! What every kind must withstand, and how every kind signs by somebody else's
//! reckoning: of each scheme of each kind there is, so that a new one is among
//! them unasked.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod genuine;
mod hostile;
mod independent;
