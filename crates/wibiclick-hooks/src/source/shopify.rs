#![doc = include_str!("shopify.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "shopify",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-shopify-hmac-sha256"),
            separator: None,
            signed: Template::new(&[Part::Body]),
            ways: Cow::Borrowed(BASE64),
        }),
        // Events of several topics may share the second.
        id: Some(HeaderNames::new("x-shopify-webhook-id,x-shopify-event-id")),
        timestamp: None,
    }],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        kind: Naming::Header {
            header: "x-shopify-topic",
            then: None,
        },
        rows: &[
            Row::silent("customers/data_request", &CUSTOMER),
            Row::silent("customers/redact", &CUSTOMER),
            Row::silent("orders/create", &CUSTOMER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Shopify",
        url: "https://shopify.dev/docs/apps/build/webhooks",
        secret: "the app's client secret",
        vectors: "made with another implementation (Python)",
        unproved: "which of its two id headers stays the same: its pages disagree",
        notes: include_str!("shopify.md"),
    },
};

static CUSTOMER: Who<'static> = Who {
    id: Some(Path("customer.id")),
    email: Some(Path("customer.email")),
    name: &[Path("customer.first_name"), Path("customer.last_name")],
    ..Who::NOBODY
};
