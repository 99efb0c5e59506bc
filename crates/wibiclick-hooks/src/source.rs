//! The kinds of sources, a file each.

mod clerk;
mod okta;
mod standard_webhooks;
mod svix;

use crate::kind::Kind;

/// All kinds, sorted by name.
pub(crate) static KINDS: [&Kind; 4] = [
    &clerk::KIND,
    &okta::KIND,
    &standard_webhooks::KIND,
    &svix::KIND,
];
