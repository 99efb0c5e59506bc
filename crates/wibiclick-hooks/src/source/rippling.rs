#![doc = include_str!("rippling.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "rippling",
    schemes: &[Scheme::token("authorization", "Bearer ")],
    content_types: &["application/x-www-form-urlencoded"],
    handshakes: &[],
    reading: Reading {
        format: Format::Form,
        kind: Naming::Field(Path("event_name")),
        rows: &[
            Row::new("employee.hired", Signal::PersonJoined, &EMPLOYEE),
            Row::silent("employee.created", &EMPLOYEE),
            Row::new("employee.updated", Signal::PersonChanged, &EMPLOYEE),
            // When, it does not say.
            Row::new("employee.terminated", Signal::PersonLeaving, &EMPLOYEE),
            // From the app, for whatever reason.
            Row::new("employee.deleted", Signal::AccessRemoved, &EMPLOYEE),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Rippling's app webhooks",
        url: "https://developer.rippling.com/documentation/developer-portal/v2-guides/webhooks",
        secret: "the token that was given when the webhook was configured, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against the live service, and a token leaves nothing to \
                   compute; all is from a transcription of Rippling's page; whether \
                   `employee.terminated` comes when it is decided or when it takes effect",
        notes: include_str!("rippling.md"),
    },
};

/// `company_primary_email` is the company's first administrator.
static EMPLOYEE: Who<'static> = Who {
    id: Some(Path("id")),
    ..Who::NOBODY
};
