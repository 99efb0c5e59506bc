#![doc = include_str!("xero.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "xero",
    // The key looks like base64, and is used as it is.
    schemes: &[Scheme::over_body("x-xero-signature", BASE64)],
    content_types: JSON,
    // "Intent to receive" is a request without events, and is read as one.
    handshakes: &[],
    reading: Reading {
        batch: Batch::Each(Path("events[]")),
        id: Some(Identity::Fields(&[
            Path("resourceId"),
            CATEGORY,
            TYPE,
            Path("eventDateUtc"),
        ])),
        kind: Naming::Fields(CATEGORY, TYPE),
        occurred_at: Some(When::Utc(Path("eventDateUtc"))),
        rows: &[
            Row::silent("CONTACT.CREATE", &CONTACT),
            Row::silent("CONTACT.UPDATE", &CONTACT),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: Some(Acknowledgement {
        content_type: None,
        body: "",
    }),
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Xero",
        url: "https://developer.xero.com/documentation/webhooks/configuring-your-server",
        secret: "the webhook's signing key, as Xero shows it",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature",
        notes: include_str!("xero.md"),
    },
};

const CATEGORY: Path<'static> = Path("eventCategory");
const TYPE: Path<'static> = Path("eventType");

/// A customer or a supplier.
static CONTACT: Who<'static> = Who {
    id: Some(Path("resourceId")),
    ..Who::NOBODY
};
