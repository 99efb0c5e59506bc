#![doc = include_str!("gitlab.md")]

use super::{standard_webhooks, vocabulary::*};

pub(crate) static RECORD: Record = Record {
    name: "gitlab",
    schemes: &[
        // The better one first: where it is there, the token cannot make up for it.
        standard_webhooks::standard(
            standard_webhooks::SYMMETRIC,
            standard_webhooks::TOLERANCE_SECONDS,
        ),
        Scheme::token("x-gitlab-token", ""),
    ],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        kind: Naming::Field(Path("event_name|object_kind")),
        rows: &[
            Row::new("user_create", Signal::PersonJoined, &USER),
            Row::new("user_rename", Signal::PersonChanged, &USER),
            Row::new("user_destroy", Signal::PersonLeft, &USER),
            Row::silent("user_add_to_team", &MEMBER),
            Row::new("user_remove_from_team", Signal::AccessRemoved, &MEMBER),
            Row::silent("user_add_to_group", &MEMBER),
            Row::silent("user_update_for_group", &MEMBER),
            Row::new("user_remove_from_group", Signal::AccessRemoved, &MEMBER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "GitLab's system hooks, and its groups' member hooks",
        url: "https://docs.gitlab.com/administration/system_hooks/",
        secret: "the hook's signing token, `whsec_…`, or its secret token, 32 characters or more",
        vectors: "the libraries of Standard Webhooks, for the signing token; one with GitLab's \
                  sample token, made with another implementation (Python)",
        unproved: "no example of a signature is GitLab's own; whether the signing token is there \
                   depends on the version, from April 2026 on",
        notes: include_str!("gitlab.md"),
    },
};

static USER: Who<'static> = Who {
    id: Some(Path("user_id")),
    email: Some(Path("email")),
    login: Some(Path("username")),
    name: &[Path("name")],
    ..Who::NOBODY
};

/// Of a project or a group.
static MEMBER: Who<'static> = Who {
    id: Some(Path("user_id")),
    email: Some(Path("user_email")),
    login: Some(Path("user_username")),
    name: &[Path("user_name")],
    ..Who::NOBODY
};
