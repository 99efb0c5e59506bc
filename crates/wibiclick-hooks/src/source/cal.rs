#![doc = include_str!("cal.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "cal",
    schemes: &[Scheme::over_body("x-cal-signature-256", HEX)],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Signature,
        known_by: Mark::FieldIs {
            at: Path("triggerEvent"),
            is: "PING",
        },
        reply: Reply::Empty,
    }],
    reading: Reading {
        id: Some(Identity::Fields(&[
            Path("triggerEvent"),
            Path("payload.uid|payload.bookingUid"),
            Path("createdAt"),
        ])),
        kind: Naming::Field(Path("triggerEvent")),
        occurred_at: Some(When::Text(Path("createdAt"))),
        others: &ATTENDEE,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Cal.com",
        url: "https://cal.com/docs/developing/guides/automation/webhooks",
        secret: "the webhook's secret",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; bodies of events but `BOOKING_CREATED`",
        notes: include_str!("cal.md"),
    },
};

/// Who booked. Of a name in two parts, only the attendee has the whole.
static ATTENDEE: Who<'static> = Who {
    email: Some(Path(
        "payload.responses.email.value|payload.attendees[0].email",
    )),
    name: &[Path(
        "payload.attendees[0].name|payload.responses.name.value",
    )],
    ..Who::NOBODY
};
