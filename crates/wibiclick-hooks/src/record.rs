//! What is known of a kind of source: a record, not code. Each is in a file of
//! its own below `source`.

use crate::{
    handshake::{Answer, Handshake},
    reading::Reading,
    scheme::Scheme,
};

/// A kind of source, as data.
#[derive(Debug)]
pub(crate) struct Record {
    /// The name in configuration.
    pub(crate) name: &'static str,
    /// How it signs. Where there are several, a request is held against those
    /// whose header it has, and of those against the ones of the first header.
    /// Never empty.
    pub(crate) schemes: &'static [Scheme],
    /// The media types in which it sends, without parameters.
    pub(crate) content_types: &'static [&'static str],
    pub(crate) handshakes: &'static [Handshake],
    pub(crate) reading: Reading<'static>,
    /// With what its events must be acknowledged; without it, any 2xx will do.
    pub(crate) acknowledgement: Option<Acknowledgement>,
    /// What it sends: webhooks, provisioning, or both.
    pub(crate) sends: Sends,
    #[cfg(feature = "docs")]
    pub(crate) about: About,
}

/// The media type of nearly everybody.
pub(crate) const JSON: &[&str] = &["application/json"];

/// Of those who may send forms.
pub(crate) const FORM_OR_JSON: &[&str] = &["application/x-www-form-urlencoded", "application/json"];

/// With what events are acknowledged, besides the status 200.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Acknowledgement {
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: &'static str,
}

impl Acknowledgement {
    pub(crate) fn answer(self) -> Answer {
        let header = |value: &str| ("content-type".to_owned(), value.to_owned());
        Answer {
            status: 200,
            headers: self.content_type.map(header).into_iter().collect(),
            body: self.body.to_owned(),
        }
    }
}

/// What a kind of source sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sends {
    /// Webhooks.
    Webhooks,
    /// Provisioning requests (SCIM 2.0).
    Provisioning,
    /// Either.
    Both,
}

/// What a record's page in the docs says that does not follow from the record.
#[cfg(feature = "docs")]
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct About {
    /// Who sends, as they call themselves: `Okta event hooks`.
    pub title: &'static str,
    /// Where the vendor describes it.
    pub url: &'static str,
    /// What the secret is, and where the vendor shows it.
    pub secret: &'static str,
    /// Where the examples come from that its signatures are tested with.
    pub vectors: &'static str,
    /// What could not be established; empty where nothing is open.
    pub unproved: &'static str,
    /// How it is set up and what to know, in Markdown: the file beside the record.
    pub notes: &'static str,
}
