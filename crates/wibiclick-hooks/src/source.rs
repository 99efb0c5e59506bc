//! The kinds of sources, a file each.

mod clerk;
mod github;
mod okta;
mod slack;
mod standard_webhooks;
mod stripe;
mod svix;
mod workos;

use crate::kind::Kind;

/// All kinds, sorted by name.
pub(crate) static KINDS: [&Kind; 8] = [
    &clerk::KIND,
    &github::KIND,
    &okta::KIND,
    &slack::KIND,
    &standard_webhooks::KIND,
    &stripe::KIND,
    &svix::KIND,
    &workos::KIND,
];
