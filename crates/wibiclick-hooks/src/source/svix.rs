#![doc = include_str!("svix.md")]

use super::{standard_webhooks, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "svix",
    schemes: SCHEMES,
    content_types: JSON,
    handshakes: &[],
    reading: standard_webhooks::READING,
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Anybody who sends through Svix",
        url: "https://docs.svix.com",
        secret: "the endpoint's signing secret, `whsec_…`; or the public key, `whpk_…`",
        vectors: "the libraries of Standard Webhooks; Svix' server, for Ed25519",
        unproved: "",
        notes: include_str!("svix.md"),
    },
};

pub(super) const SCHEMES: &[Scheme] = &[standard_webhooks::scheme(
    HeaderNames::new("svix-id,webhook-id"),
    HeaderNames::new("svix-timestamp,webhook-timestamp"),
    HeaderNames::new("svix-signature,webhook-signature"),
    standard_webhooks::WAYS,
    standard_webhooks::TOLERANCE_SECONDS,
)];
