//! The kinds of sources, a file each.
#![allow(
    clippy::wildcard_imports,
    reason = "a record is written with the whole vocabulary of records"
)]

mod auth0;
mod bamboohr;
mod cal;
mod calendly;
mod clerk;
mod deel;
mod entra;
mod github;
mod gitlab;
mod google_directory;
mod gusto;
mod hibob;
mod hubspot;
mod okta;
mod personio;
mod rippling;
mod scim;
mod shopify;
mod slack;
mod standard_webhooks;
mod stripe;
mod svix;
mod tally;
mod twilio;
mod typeform;
mod vocabulary;
mod whatsapp;
mod workos;
mod xero;
mod yoco;

use crate::record::Record;

/// All kinds, sorted by name.
pub(crate) static RECORDS: &[&Record] = &[
    &auth0::RECORD,
    &bamboohr::RECORD,
    &cal::RECORD,
    &calendly::RECORD,
    &clerk::RECORD,
    &deel::RECORD,
    &entra::RECORD,
    &github::RECORD,
    &gitlab::RECORD,
    &google_directory::RECORD,
    &gusto::RECORD,
    &hibob::RECORD,
    &hubspot::RECORD,
    &okta::RECORD,
    &personio::RECORD,
    &rippling::RECORD,
    &scim::RECORD,
    &shopify::RECORD,
    &slack::RECORD,
    &standard_webhooks::RECORD,
    &stripe::RECORD,
    &svix::RECORD,
    &tally::RECORD,
    &twilio::RECORD,
    &typeform::RECORD,
    &whatsapp::RECORD,
    &workos::RECORD,
    &xero::RECORD,
    &yoco::RECORD,
];
