//! The kinds of sources, a file each.

mod auth0;
mod bamboohr;
mod clerk;
mod deel;
mod entra;
mod github;
mod gitlab;
mod google_directory;
mod gusto;
mod hibob;
mod okta;
mod personio;
mod rippling;
mod shopify;
mod slack;
mod standard_webhooks;
mod stripe;
mod svix;
mod vocabulary;
mod workos;
mod xero;
mod yoco;

use crate::record::Record;

/// All kinds, sorted by name.
pub(crate) static RECORDS: &[&Record] = &[
    &auth0::RECORD,
    &bamboohr::RECORD,
    &clerk::RECORD,
    &deel::RECORD,
    &entra::RECORD,
    &github::RECORD,
    &gitlab::RECORD,
    &google_directory::RECORD,
    &gusto::RECORD,
    &hibob::RECORD,
    &okta::RECORD,
    &personio::RECORD,
    &rippling::RECORD,
    &shopify::RECORD,
    &slack::RECORD,
    &standard_webhooks::RECORD,
    &stripe::RECORD,
    &svix::RECORD,
    &workos::RECORD,
    &xero::RECORD,
    &yoco::RECORD,
];
