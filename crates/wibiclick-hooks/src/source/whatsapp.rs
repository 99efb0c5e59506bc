#![doc = include_str!("whatsapp.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "whatsapp",
    schemes: &[Scheme::over_body("x-hub-signature-256", HEX_AFTER_SHA256)],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "GET",
        shown_by: ShownBy::Query("hub.verify_token"),
        known_by: Mark::QueryIs {
            name: "hub.mode",
            is: "subscribe",
        },
        reply: Reply::QueryAsText("hub.challenge"),
    }],
    reading: Reading {
        batch: Batch::EachWithin {
            outer: Path("entry[].changes[]"),
            inner: &[
                Inner {
                    at: ("value", "messages"),
                },
                Inner {
                    at: ("value", "statuses"),
                },
            ],
        },
        id: Some(Identity::FieldAnd(
            Path("value.messages[].id|value.statuses[].id"),
            Path("value.statuses[].status"),
        )),
        kind: Naming::ListOr(
            &[Path("value.messages"), Path("value.statuses")],
            Path("field"),
        ),
        occurred_at: Some(When::Seconds(Path(
            "value.messages[].timestamp|value.statuses[].timestamp",
        ))),
        rows: &[
            Row::silent("messages", &SENDER),
            Row::silent("statuses", &RECIPIENT),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: Some(Acknowledgement {
        content_type: None,
        body: "",
    }),
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "WhatsApp Cloud API",
        url: "https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks",
        secret: "the Meta app's secret and, besides it, the verify token",
        vectors: "WhatsApp-Nodejs-SDK, `src/__tests__/utils.test.ts`",
        unproved: "the ids of users who have a username; whether anything but 200 will do",
        notes: include_str!("whatsapp.md"),
    },
};

static SENDER: Who<'static> = Who {
    id: Some(Path("value.messages[].from|value.messages[].from_user_id")),
    // Of several contacts, none can be told to be the sender.
    name: &[Path("value.contacts[].profile.name")],
    ..Who::NOBODY
};

static RECIPIENT: Who<'static> = Who {
    id: Some(Path(
        "value.statuses[].recipient_id|value.statuses[].recipient_user_id",
    )),
    ..Who::NOBODY
};
