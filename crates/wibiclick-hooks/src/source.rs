//! The kinds of sources, a file each.

mod auth0;
mod bamboohr;
mod clerk;
mod github;
mod gitlab;
mod google_directory;
mod gusto;
mod hibob;
mod okta;
mod scim;
mod shopify;
mod slack;
mod standard_webhooks;
mod stripe;
mod svix;
mod workos;

use crate::kind::Kind;

/// All kinds, sorted by name.
pub(crate) static KINDS: [&Kind; 16] = [
    &auth0::KIND,
    &bamboohr::KIND,
    &clerk::KIND,
    &github::KIND,
    &gitlab::KIND,
    &google_directory::KIND,
    &gusto::KIND,
    &hibob::KIND,
    &okta::KIND,
    &scim::KIND,
    &shopify::KIND,
    &slack::KIND,
    &standard_webhooks::KIND,
    &stripe::KIND,
    &svix::KIND,
    &workos::KIND,
];
