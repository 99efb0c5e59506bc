#![doc = include_str!("scim.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "scim",
    schemes: &[Scheme::token("authorization", "Bearer ")],
    content_types: &["application/scim+json", "application/json"],
    handshakes: &[],
    // What its requests say is read elsewhere: `crate::scim`.
    reading: Reading::NOTHING,
    acknowledgement: None,
    sends: Sends::Provisioning,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "A directory that provisions by SCIM 2.0",
        url: "https://datatracker.ietf.org/doc/html/rfc7644",
        secret: "the token that the directory is given, 32 characters or more",
        vectors: "",
        unproved: "nothing was tried against a live directory; a token leaves nothing to compute",
        notes: include_str!("scim.md"),
    },
};
