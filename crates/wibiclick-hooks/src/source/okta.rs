#![doc = include_str!("okta.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "okta",
    schemes: &[Scheme::token("authorization", "")],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "GET",
        shown_by: ShownBy::Nothing,
        known_by: Mark::Header(CHALLENGE),
        reply: Reply::HeaderAsJson {
            field: "verification",
            header: CHALLENGE,
        },
    }],
    reading: Reading {
        batch: Batch::Each(Path("data.events[]")),
        id: Some(Identity::Field(Path("uuid"))),
        kind: Naming::Field(Path("eventType")),
        occurred_at: Some(When::Text(Path("published"))),
        outcome: Some(Condition {
            at: Path("outcome.result"),
            is: Is::Text("SUCCESS"),
        }),
        rows: &[
            row("user.lifecycle.create", Signal::PersonJoined),
            row("user.lifecycle.deactivate", Signal::PersonLeft),
            row("user.lifecycle.delete.completed", Signal::PersonLeft),
            row("user.lifecycle.suspend", Signal::PersonSuspended),
            row("user.lifecycle.unsuspend", Signal::PersonReturned),
            row("user.lifecycle.reactivate", Signal::PersonReturned),
            row("user.account.update_profile", Signal::PersonChanged),
            row("application.user_membership.remove", Signal::AccessRemoved),
        ],
        others: &TARGET,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Both,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Okta event hooks",
        url: "https://developer.okta.com/docs/concepts/event-hooks/",
        secret: "the authentication secret of the hook, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against the live service; a token leaves nothing to compute",
        notes: include_str!("okta.md"),
    },
};

const CHALLENGE: &str = "x-okta-verification-challenge";

const fn row(kind: &'static str, signal: Signal) -> Row<'static> {
    Row::new(kind, signal, &TARGET)
}

static TARGET: Who<'static> = Who {
    id: Some(Path("target[type=User].id")),
    email_or_login: Some(Path("target[type=User].alternateId")),
    name: &[Path("target[type=User].displayName")],
    nothing: &["unknown"],
    ..Who::NOBODY
};
