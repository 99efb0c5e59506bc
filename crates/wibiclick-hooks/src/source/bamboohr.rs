#![doc = include_str!("bamboohr.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "bamboohr",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-bamboohr-signature"),
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
        batch: Batch::EachOrOne(Path("employees[]")),
        kind: Naming::Field(Path("type|action")),
        occurred_at: Some(When::Text(Path("timestamp"))),
        rows: &[
            Row::new("employee.created", Signal::PersonJoined, &EMPLOYEE),
            Row::new("employee.updated", Signal::PersonChanged, &EMPLOYEE),
            Row::silent("employee.deleted", &EMPLOYEE),
            Row::new("Created", Signal::PersonJoined, &POSTED),
            Row::new("Updated", Signal::PersonChanged, &POSTED),
            Row::silent("Deleted", &POSTED),
            // Older ones do not say what happened; only an update changes fields.
            Row::new(UNKNOWN, Signal::PersonChanged, &POSTED).when("changedFields[0]", Is::There),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "BambooHR",
        url: "https://documentation.bamboohr.com/docs/webhooks",
        secret: "the private key that BambooHR shows when the webhook is made",
        vectors: "a delivery that was recorded (fusebit/integrations)",
        unproved: "how far the time may be off; what a terminated employee's update looks like",
        notes: include_str!("bamboohr.md"),
    },
};

const UNKNOWN: &str = crate::Event::UNKNOWN;

/// Of an event-based webhook.
static EMPLOYEE: Who<'static> = Who {
    id: Some(Path("data.employeeId")),
    ..Who::NOBODY
};

/// Of a field-based one: what it was told to post, by the names that BambooHR
/// shows. The address at home is not taken.
static POSTED: Who<'static> = Who {
    id: Some(Path("id")),
    email: Some(Path(
        "fields.Work Email.value|fields.Work Email|fields.Work email.value|fields.Work email",
    )),
    name: &[
        Path("fields.First Name.value|fields.First Name|fields.First name.value|fields.First name"),
        Path("fields.Last Name.value|fields.Last Name|fields.Last name.value|fields.Last name"),
    ],
    ..Who::NOBODY
};
