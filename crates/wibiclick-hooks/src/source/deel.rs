#![doc = include_str!("deel.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "deel",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-deel-signature"),
            separator: None,
            signed: Template::new(&[Part::Method, Part::Body]),
            ways: Cow::Borrowed(HEX),
        }),
        id: None,
        timestamp: None,
    }],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        batch: Batch::Within(&[Inner {
            at: ("data", "resource"),
        }]),
        // Several resources share the first of them.
        id: Some(Identity::Fields(&[
            Path("data.meta.event_id|data.meta.tracking_id"),
            Path(
                "data.resource.id|data.resource[].id|data.resource.contract_id\
                 |data.resource[].contract_id",
            ),
        ])),
        kind: Naming::Field(Path("data.meta.event_type")),
        occurred_at: Some(When::Text(Path("timestamp"))),
        outcome: Some(Condition {
            at: Path("data.meta.is_simulation"),
            is: Is::NotSet,
        }),
        rows: &[
            Row::new("worker.v2.created", Signal::PersonJoined, &PROFILE),
            Row::new("worker.v2.updated", Signal::PersonChanged, &PROFILE),
            Row::silent("worker.v2.deleted", &PROFILE),
        ],
        // What a contract is about is the contract: its id is nobody's.
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Deel",
        url: "https://developer.deel.com/docs/webhooks-get-started",
        secret: "the subscription's signing key",
        vectors: "made with another implementation (Python)",
        unproved: "no published example of a signature; whether `tracking_id` stays the same when \
                   an event is sent again; where `employee.created.…` has name and address",
        notes: include_str!("deel.md"),
    },
};

static PROFILE: Who<'static> = Who {
    id: Some(Path("data.resource.id|data.resource[].id")),
    ..Who::NOBODY
};
