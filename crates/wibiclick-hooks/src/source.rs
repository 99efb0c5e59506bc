//! The kinds of sources, a file each.

mod clerk;
mod github;
mod okta;
mod slack;
mod standard_webhooks;
mod svix;

use crate::kind::Kind;

/// All kinds, sorted by name.
pub(crate) static KINDS: [&Kind; 6] = [
    &clerk::KIND,
    &github::KIND,
    &okta::KIND,
    &slack::KIND,
    &standard_webhooks::KIND,
    &svix::KIND,
];
