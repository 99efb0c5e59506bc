#![doc = include_str!("clerk.md")]

use super::{svix, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "clerk",
    schemes: svix::SCHEMES,
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        kind: Naming::Field(Path("type")),
        rows: &[
            Row::new("user.created", Signal::PersonJoined, &USER),
            Row::new("user.updated", Signal::PersonChanged, &USER),
            Row::new("user.deleted", Signal::PersonLeft, &USER),
            Row::silent("organizationMembership.created", &MEMBER),
            Row::silent("organizationMembership.updated", &MEMBER),
            Row::new(
                "organizationMembership.deleted",
                Signal::AccessRemoved,
                &MEMBER,
            ),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Clerk",
        url: "https://clerk.com/docs/webhooks/overview",
        secret: "the endpoint's signing secret, `whsec_…`",
        vectors: "the libraries of Standard Webhooks",
        unproved: "",
        notes: include_str!("clerk.md"),
    },
};

static USER: Who<'static> = Who {
    id: Some(Path("data.id")),
    email: Some(Path(
        "data.email_addresses[id=@data.primary_email_address_id].email_address",
    )),
    login: Some(Path("data.username")),
    name: &[Path("data.first_name"), Path("data.last_name")],
    ..Who::NOBODY
};

static MEMBER: Who<'static> = Who {
    id: Some(Path("data.public_user_data.user_id")),
    email_or_login: Some(Path("data.public_user_data.identifier")),
    name: &[
        Path("data.public_user_data.first_name"),
        Path("data.public_user_data.last_name"),
    ],
    ..Who::NOBODY
};
