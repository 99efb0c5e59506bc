#![doc = include_str!("github.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "github",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-hub-signature-256"),
            separator: None,
            signed: Template::new(&[Part::Body]),
            ways: Cow::Borrowed(HEX_AFTER_SHA256),
        }),
        id: Some(HeaderNames::new("x-github-delivery")),
        timestamp: None,
    }],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Signature,
        known_by: Mark::HeaderIs {
            header: EVENT,
            is: "ping",
        },
        reply: Reply::Empty,
    }],
    reading: Reading {
        kind: Naming::Header {
            header: EVENT,
            then: Some(Path("action")),
        },
        rows: &[
            Row::silent("organization.member_added", &MEMBERSHIP),
            Row::new(
                "organization.member_removed",
                Signal::AccessRemoved,
                &MEMBERSHIP,
            ),
            Row::silent("membership.added", &MEMBER),
            Row::new("membership.removed", Signal::AccessRemoved, &MEMBER)
                .when("scope", Is::Text("team")),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "GitHub, of a repository, an organisation or an app",
        url: "https://docs.github.com/en/webhooks",
        secret: "the webhook's secret, 16 characters or more",
        vectors: "GitHub's documentation",
        unproved: "",
        notes: include_str!("github.md"),
    },
};

const EVENT: &str = "x-github-event";

/// Of an organisation.
static MEMBERSHIP: Who<'static> = Who {
    id: Some(Path("membership.user.id")),
    login: Some(Path("membership.user.login")),
    ..Who::NOBODY
};

/// Of a team.
static MEMBER: Who<'static> = Who {
    id: Some(Path("member.id")),
    login: Some(Path("member.login")),
    ..Who::NOBODY
};
