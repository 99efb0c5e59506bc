#![doc = include_str!("entra.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "entra",
    schemes: &[Scheme {
        proof: Proof::Token(TokenAt::Body(At::new("value[].clientState"))),
        id: None,
        timestamp: None,
    }],
    content_types: &["application/json", "text/plain"],
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Nothing,
        known_by: Mark::Query(TOKEN),
        reply: Reply::QueryAsText(TOKEN),
    }],
    reading: Reading {
        batch: Batch::Each(Path("value[]")),
        id: Some(Identity::Fields(&[
            Path("subscriptionId"),
            Path("resource"),
            Path("changeType"),
            Path("resourceData.sequenceNumber"),
        ])),
        kind: Naming::Field(Path("changeType|lifecycleEvent")),
        rows: &[
            row("created", Signal::PersonJoined),
            row("updated", Signal::PersonChanged),
            row("deleted", Signal::PersonLeft),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Both,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Microsoft Entra ID, by Microsoft Graph's change notifications of users",
        url: "https://learn.microsoft.com/graph/change-notifications-delivery-webhooks",
        secret: "the subscription's `clientState`, 32 to 128 characters",
        vectors: "",
        unproved: "nothing was tried against the live service, and a token leaves nothing to \
                   compute; whether `created` is ever sent of users; whether a renewal is \
                   validated again",
        notes: include_str!("entra.md"),
    },
};

const TOKEN: &str = "validationToken";

const fn row(kind: &'static str, signal: Signal) -> Row<'static> {
    Row::new(kind, signal, &USER).when(
        "resourceData[@odata.type]",
        Is::TextInAnyCase("#Microsoft.Graph.User"),
    )
}

static USER: Who<'static> = Who {
    id: Some(Path("resourceData.id")),
    ..Who::NOBODY
};
