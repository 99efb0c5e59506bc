#![doc = include_str!("standard-webhooks.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "standard-webhooks",
    schemes: &[standard(WAYS, TOLERANCE_SECONDS)],
    content_types: JSON,
    handshakes: &[],
    reading: READING,
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Anybody who signs as Standard Webhooks says",
        url: "https://www.standardwebhooks.com",
        secret: "`whsec_…` or bare base64, 24 to 64 bytes; or the public key, `whpk_…`",
        vectors: "the libraries of Standard Webhooks; Svix' server, for Ed25519",
        unproved: "",
        notes: include_str!("standard-webhooks.md"),
    },
};

/// The scheme, with the headers of whoever uses it.
pub(super) const fn scheme(
    id: HeaderNames,
    timestamp: HeaderNames,
    signature: HeaderNames,
    ways: &'static [Way],
    tolerance_seconds: u32,
) -> Scheme {
    Scheme {
        proof: Proof::Code(Code {
            header: signature,
            separator: Some(' '),
            signed: Template::new(&[
                Part::Id,
                Part::Text(Cow::Borrowed(".")),
                Part::Timestamp,
                Part::Text(Cow::Borrowed(".")),
                Part::Body,
            ]),
            ways: Cow::Borrowed(ways),
        }),
        id: Some(id),
        timestamp: Some(TimestampAt {
            header: timestamp,
            separator: None,
            prefix: Cow::Borrowed(""),
            unit: Unit::Seconds,
            tolerance_seconds,
        }),
    }
}

/// The same with the standard's own headers.
pub(super) const fn standard(ways: &'static [Way], tolerance_seconds: u32) -> Scheme {
    scheme(
        HeaderNames::new("webhook-id"),
        HeaderNames::new("webhook-timestamp"),
        HeaderNames::new("webhook-signature"),
        ways,
        tolerance_seconds,
    )
}

/// The specification leaves the tolerance open; its libraries have this.
pub(super) const TOLERANCE_SECONDS: u32 = 300;

/// Of the kind `v1`: with a key that both have.
pub(super) const SYMMETRIC: &[Way] = &[Way {
    algorithm: Algorithm::HmacSha256,
    encoding: Encoding::Base64,
    prefix: Cow::Borrowed("v1,"),
    secret: SecretForm::Whsec,
}];

/// Of the kinds `v1` and `v1a`: which of them, each secret says by its form.
pub(super) const WAYS: &[Way] = &[
    Way {
        algorithm: Algorithm::HmacSha256,
        encoding: Encoding::Base64,
        prefix: Cow::Borrowed("v1,"),
        secret: SecretForm::Whsec,
    },
    Way {
        algorithm: Algorithm::Ed25519,
        encoding: Encoding::Base64,
        prefix: Cow::Borrowed("v1a,"),
        secret: SecretForm::Whpk,
    },
];

pub(super) const READING: Reading<'static> = Reading {
    id: None,
    kind: Naming::Field(Path("type")),
    occurred_at: Some(When::Text(Path("timestamp"))),
    effective_at: Some(When::Date(Path("data.effectiveAt"))),
    rows: &[Row::silent("person.staying", &OURS)],
    ours: Some(&OURS),
    ..Reading::NOTHING
};

/// Whom our own events are about.
const OURS: Who<'static> = Who {
    id: Some(Path("data.id")),
    email: Some(Path("data.email")),
    login: Some(Path("data.login")),
    name: &[Path("data.name")],
    ..Who::NOBODY
};
