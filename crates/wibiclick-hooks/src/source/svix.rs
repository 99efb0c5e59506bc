//! Whoever sends through Svix: Standard Webhooks under Svix's own header names
//! (docs.svix.com, "Verifying webhooks manually"). Svix's libraries take the
//! standard's names too.

use super::standard_webhooks;
use crate::{
    kind::Kind,
    scheme::{HeaderNames, Scheme},
};
use std::borrow::Cow;

pub(crate) static KIND: Kind = Kind {
    name: "svix",
    scheme: SCHEME,
    content_types: &["application/json"],
    handshake: None,
    reading: standard_webhooks::READING,
};

pub(super) const SCHEME: Scheme = standard_webhooks::scheme(
    HeaderNames::with_aliases("svix-id", &[Cow::Borrowed("webhook-id")]),
    HeaderNames::with_aliases("svix-timestamp", &[Cow::Borrowed("webhook-timestamp")]),
    HeaderNames::with_aliases("svix-signature", &[Cow::Borrowed("webhook-signature")]),
);
