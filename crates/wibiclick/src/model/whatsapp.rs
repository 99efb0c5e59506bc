//! Whom a message by WhatsApp goes to.

use crate::action::param_values;

/// A telephone number with its country code, `+27 82 000 0000`, or the address
/// that WhatsApp makes of it, `27820000000@s.whatsapp.net`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WhatsAppAddress(String);

impl From<&str> for WhatsAppAddress {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for WhatsAppAddress {
    fn from(text: String) -> Self {
        Self(text)
    }
}

param_values! {
    WhatsAppAddress = "w", this => this.0.as_str().into();
}
