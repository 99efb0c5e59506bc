#![doc = include_str!("tally.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "tally",
    schemes: &[Scheme::over_body("tally-signature", BASE64)],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("eventId"))),
        kind: Naming::Field(Path("eventType")),
        occurred_at: Some(When::Text(Path("createdAt"))),
        others: &Who {
            id: Some(Path("data.respondentId")),
            email: Some(Path("data.fields[type=INPUT_EMAIL].value")),
            ..Who::NOBODY
        },
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Tally",
        url: "https://tally.so/help/webhooks",
        secret: "the webhook's signing secret",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; that it is in base64 is known from Tally's \
                   sample code as others have it",
        notes: include_str!("tally.md"),
    },
};
