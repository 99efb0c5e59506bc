#![doc = include_str!("google-directory.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "google-directory",
    schemes: &[Scheme::token("x-goog-channel-token", "")],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Signature,
        known_by: Mark::HeaderIs {
            header: STATE,
            is: "sync",
        },
        reply: Reply::Empty,
    }],
    reading: Reading {
        id: Some(Identity::Headers(
            "x-goog-channel-id",
            "x-goog-message-number",
        )),
        kind: Naming::Header {
            header: STATE,
            then: None,
        },
        rows: &[
            row("add", Signal::PersonJoined),
            row("update", Signal::PersonChanged),
            row("delete", Signal::PersonLeft),
            row("undelete", Signal::PersonReturned),
            Row::silent("makeAdmin", &USER).when(IS, A_USER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Google Workspace's directory, a channel that watches users",
        url: "https://developers.google.com/admin-sdk/directory/v1/guides/push",
        secret: "the token given when the channel is made, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against the live service; a token leaves nothing to compute",
        notes: include_str!("google-directory.md"),
    },
};

const STATE: &str = "x-goog-resource-state";
const IS: &str = "kind";
const A_USER: Is<'_> = Is::Text("admin#directory#user");

const fn row(kind: &'static str, signal: Signal) -> Row<'static> {
    Row::new(kind, signal, &USER).when(IS, A_USER)
}

static USER: Who<'static> = Who {
    id: Some(Path("id")),
    email: Some(Path("primaryEmail")),
    ..Who::NOBODY
};
