#![doc = include_str!("gusto.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "gusto",
    schemes: &[Scheme::over_body(SIGNATURE, HEX)],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Nothing,
        known_by: Mark::FieldWithout {
            at: Path("verification_token"),
            header: SIGNATURE,
        },
        reply: Reply::Empty,
    }],
    reading: Reading {
        id: Some(Identity::Field(Path("uuid"))),
        kind: Naming::Field(Path("event_type")),
        occurred_at: Some(When::Seconds(Path("timestamp"))),
        rows: &[
            Row::new("employee.created", Signal::PersonJoined, &EMPLOYEE),
            Row::new("employee.updated", Signal::PersonChanged, &EMPLOYEE),
            Row::new("employee.terminated", Signal::PersonLeaving, &EMPLOYEE),
            Row::new(
                "employee.terminated_effective",
                Signal::PersonLeft,
                &EMPLOYEE,
            ),
            Row::new(
                "employee.termination_effective",
                Signal::PersonLeft,
                &EMPLOYEE,
            ),
            Row::silent("employee.termination_cancelled", &EMPLOYEE),
            Row::silent("employee.rehired", &EMPLOYEE),
            Row::new(
                "employee.rehire_effective",
                Signal::PersonReturned,
                &EMPLOYEE,
            ),
            Row::silent("employee.rehire_cancelled", &EMPLOYEE),
            Row::silent("employee.deleted", &EMPLOYEE),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Gusto",
        url: "https://docs.gusto.com/app-integrations/docs/webhooks",
        secret: "the subscription's verification token",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature",
        notes: include_str!("gusto.md"),
    },
};

const SIGNATURE: &str = "x-gusto-signature";

static EMPLOYEE: Who<'static> = Who {
    id: Some(Path("entity_uuid")),
    ..Who::NOBODY
};
