#![doc = include_str!("hubspot.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "hubspot",
    schemes: &[
        Scheme {
            proof: Proof::Code(Code {
                header: HeaderNames::new("x-hubspot-signature-v3"),
                separator: None,
                signed: Template::new(&[
                    Part::Method,
                    Part::UrlDecoded,
                    Part::Body,
                    Part::Timestamp,
                ]),
                ways: Cow::Borrowed(BASE64),
            }),
            id: None,
            timestamp: Some(time("x-hubspot-request-timestamp", Unit::Milliseconds, 300)),
        },
        // Versions 2 and 1, which share a header.
        hash(&[Part::Method, Part::Url, Part::Body]),
        hash(&[Part::Body]),
    ],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        batch: Batch::Each(Path("[]")),
        id: Some(Identity::Fields(&[
            Path("portalId"),
            TYPE,
            Path("objectId|fromObjectId"),
            Path("eventId"),
            Path("occurredAt"),
        ])),
        kind: Naming::Field(TYPE),
        occurred_at: Some(When::Millis(Path("occurredAt"))),
        rows: &[
            Row::silent("contact.propertyChange", &ADDRESSED)
                .when("propertyName", Is::Text("email")),
            Row::silent("contact.propertyChange", &CONTACT),
            Row::silent("contact.creation", &CONTACT),
            Row::silent("contact.deletion", &CONTACT),
            Row::silent("contact.restore", &CONTACT),
            Row::silent("contact.merge", &CONTACT),
            Row::silent("contact.privacyDeletion", &CONTACT),
            object("object.propertyChange"),
            object("object.creation"),
            object("object.deletion"),
            object("object.restore"),
            object("object.merge"),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "HubSpot",
        url: "https://developers.hubspot.com/docs/api/webhooks",
        secret: "the app's client secret",
        vectors: "hubspot-api-python and hubspot-api-ruby, the tests of their signatures",
        unproved: "whether other characters of a URL than those that its page lists are decoded",
        notes: include_str!("hubspot.md"),
    },
};

/// SHA-256 over the secret and then these.
const fn hash(parts: &'static [Part]) -> Scheme {
    Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-hubspot-signature"),
            separator: None,
            signed: Template::new(parts),
            ways: Cow::Borrowed(HASH),
        }),
        id: None,
        timestamp: None,
    }
}

const HASH: &[Way] = &[Way::new(
    Algorithm::Sha256,
    Encoding::Hex,
    "",
    SecretForm::Text,
)];

const fn object(kind: &'static str) -> Row<'static> {
    Row::silent(kind, &CONTACT).when("objectTypeId", Is::Text("0-1"))
}

/// HubSpot's guide once has the second name.
const TYPE: Path<'static> = Path("subscriptionType|eventType");

static CONTACT: Who<'static> = Who {
    id: Some(Path("objectId")),
    ..Who::NOBODY
};

static ADDRESSED: Who<'static> = Who {
    email: Some(Path("propertyValue")),
    ..CONTACT
};
