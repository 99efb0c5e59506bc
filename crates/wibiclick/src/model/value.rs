//! Values of which some are known: the server's lists are not published, so
//! any other text is taken too.

use serde::{Deserialize, Serialize};

use crate::action::param_values;

macro_rules! values {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(
                $(#[$value_doc])*
                #[serde(rename = $text)]
                $variant,
            )*
            /// A text that was not seen before.
            #[serde(untagged)]
            Other(String),
        }

        impl $name {
            /// The text the API knows it by.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Other(text.to_owned()),
                }
            }
        }

        param_values! {
            $name = concat!($("|", $text),*), this => this.as_str().into();
        }
    )*};
}

values! {
    /// How a customer wants to be answered.
    ContactReply {
        /// By email.
        Email = "Reply me by Email",
        /// By a message on WhatsApp.
        Whatsapp = "Send me a message on Whatsapp",
        /// In any way.
        Any = "Use any of the above",
    }

    /// Which customers to list.
    ContactFilter {
        /// Those with jobs.
        Jobs = "jobs",
    }

    /// What a note is filed under.
    NoteTag {
        /// Nothing.
        None = "",
        /// Something is to follow.
        Pending = "pending",
        /// Somebody should look at it.
        Attention = "attention",
        /// Nothing in particular.
        General = "general",
        /// Dealt with.
        Done = "done",
        /// Not to be overlooked.
        Important = "important",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_unknown_values_survive_a_round_trip() {
        for text in ["important", "something new"] {
            let tag = NoteTag::from(text);
            let json = serde_json::to_string(&tag).unwrap();
            assert_eq!(json, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<NoteTag>(&json).unwrap(), tag);
        }
        assert_eq!(NoteTag::from("important"), NoteTag::Important);
    }
}
