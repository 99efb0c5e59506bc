#![doc = include_str!("typeform.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "typeform",
    schemes: &[Scheme::over_body("typeform-signature", BASE64_AFTER_SHA256)],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("event_id"))),
        kind: Naming::Field(Path("event_type")),
        occurred_at: Some(When::Text(Path("form_response.submitted_at"))),
        others: &Who {
            email: Some(Path("form_response.answers[type=email].email")),
            ..Who::NOBODY
        },
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Typeform",
        url: "https://www.typeform.com/developers/webhooks/",
        secret: "the webhook's secret",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; the body of `form_response_partial`",
        notes: include_str!("typeform.md"),
    },
};

const BASE64_AFTER_SHA256: &[Way] = &[Way::new(
    Algorithm::HmacSha256,
    Encoding::Base64,
    "sha256=",
    SecretForm::Text,
)];
