#![doc = include_str!("yoco.md")]

use super::{standard_webhooks, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "yoco",
    schemes: &[standard_webhooks::standard(
        standard_webhooks::SYMMETRIC,
        180,
    )],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("id"))),
        kind: Naming::Field(Path("type")),
        // The payment's own `createdDate` is a local time that says it is in UTC.
        occurred_at: Some(When::Text(Path("createdDate"))),
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Yoco's online payments",
        url: "https://developer.yoco.com/guides/online-payments/webhooks/verifying-the-events",
        secret: "the secret in the answer to the request that makes the webhook, `whsec_…`",
        vectors: "the libraries of Standard Webhooks, whose scheme it is",
        unproved: "what refunds look like in full",
        notes: include_str!("yoco.md"),
    },
};
