#![doc = include_str!("bamboohr.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "bamboohr",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::one("x-bamboohr-signature"),
            separator: None,
            signed: Template::new(&[Part::Body, Part::Timestamp]),
            ways: Cow::Borrowed(HEX),
        }),
        id: None,
        // The tolerance is our choice: the vendor names none.
        timestamp: Some(time("x-bamboohr-timestamp", Unit::SecondsOrIso8601, 300)),
    }],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        kind: Naming::Field(Path("type")),
        occurred_at: Some(When::Text(Path("timestamp"))),
        rows: &[
            Row::new("employee.created", Signal::PersonJoined, EMPLOYEE),
            Row::new("employee.updated", Signal::PersonChanged, EMPLOYEE),
            Row::silent("employee.deleted", EMPLOYEE),
        ],
        others: Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "BambooHR",
        url: "https://documentation.bamboohr.com/docs/event-based-webhooks",
        secret: "the private key that BambooHR shows when the webhook is made",
        vectors: "a delivery that was recorded (fusebit/integrations)",
        unproved: "how far the time may be off; what a terminated employee's update looks like",
        notes: include_str!("bamboohr.md"),
    },
};

const EMPLOYEE: Who<'static> = Who {
    id: Some(Path("data.employeeId")),
    ..Who::NOBODY
};
