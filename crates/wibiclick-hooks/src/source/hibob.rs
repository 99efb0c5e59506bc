#![doc = include_str!("hibob.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "hibob",
    schemes: &[Scheme::over_body(
        "bob-signature",
        &[Way {
            algorithm: Algorithm::HmacSha512,
            encoding: Encoding::Base64,
            prefix: Cow::Borrowed(""),
            secret: SecretForm::Text,
        }],
    )],
    content_types: &["application/json", "text/plain"],
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Nothing,
        known_by: Mark::BodyIs(&[
            "Ping test",
            r#""Ping test""#,
            r#"{"text":"Ping test"}"#,
            r#"{"text": "Ping test"}"#,
        ]),
        reply: Reply::Empty,
    }],
    reading: Reading {
        kind: Naming::Field(Path("type")),
        rows: &[
            Row::new("employee.joined", Signal::PersonJoined, &EMPLOYEE),
            Row::new("employee.left", Signal::PersonLeft, &EMPLOYEE),
            Row::new("employee.temporaryLeave", Signal::PersonOnLeave, &EMPLOYEE),
            Row::new("employee.updated", Signal::PersonChanged, &EMPLOYEE),
        ],
        others: &EMPLOYEE,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "HiBob, webhooks of version 2",
        url: "https://apidocs.hibob.com/docs/working-with-webhooks",
        secret: "the webhook's secret, 16 characters or more",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; whether the test message is signed",
        notes: include_str!("hibob.md"),
    },
};

static EMPLOYEE: Who<'static> = Who {
    id: Some(Path("data.employeeId")),
    ..Who::NOBODY
};
