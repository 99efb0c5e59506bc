#![doc = include_str!("slack.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "slack",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-slack-signature"),
            separator: None,
            signed: Template::new(&[
                Part::Text(Cow::Borrowed("v0:")),
                Part::Timestamp,
                Part::Text(Cow::Borrowed(":")),
                Part::Body,
            ]),
            ways: Cow::Borrowed(&[Way {
                algorithm: Algorithm::HmacSha256,
                encoding: Encoding::Hex,
                prefix: Cow::Borrowed("v0="),
                secret: SecretForm::Text,
            }]),
        }),
        id: None,
        timestamp: Some(time("x-slack-request-timestamp", Unit::Seconds, 300)),
    }],
    content_types: JSON,
    handshakes: &[Handshake {
        method: "POST",
        shown_by: ShownBy::Signature,
        known_by: Mark::FieldIs {
            at: Path("type"),
            is: "url_verification",
        },
        reply: Reply::FieldAsText(Path("challenge")),
    }],
    reading: Reading {
        id: Some(Identity::Field(Path("event_id"))),
        kind: Naming::Field(Path("event.type")),
        occurred_at: Some(When::Seconds(Path("event_time"))),
        rows: &[
            Row::silent("user_change", &Who::NOBODY).when("event.user.is_bot", Is::True),
            Row::new("user_change", Signal::PersonLeft, &USER).when("event.user.deleted", Is::True),
            Row::new("user_change", Signal::PersonChanged, &USER),
            Row::silent("user_profile_changed", &USER),
            Row::silent("user_status_changed", &USER),
            Row::silent("user_huddle_changed", &USER),
        ],
        others: &Who::NOBODY,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Slack's Events API",
        url: "https://docs.slack.dev/apis/events-api/",
        secret: "the app's signing secret",
        vectors: "Slack's documentation",
        unproved: "",
        notes: include_str!("slack.md"),
    },
};

static USER: Who<'static> = Who {
    id: Some(Path("event.user.id")),
    email: Some(Path("event.user.profile.email")),
    login: Some(Path("event.user.name")),
    name: &[Path("event.user.profile.real_name")],
    ..Who::NOBODY
};
