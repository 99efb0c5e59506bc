//! A request as it came: nothing in it is believed yet.

use crate::headers::Headers;

/// An HTTP request as it came, not verified.
///
/// What it says can be read only through [`crate::Kind::receive`], or
/// [`crate::Scheme::verify`], which checks the signature first.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole URL that the sender used.
    pub url: &'a str,
    /// The headers.
    pub headers: &'a Headers,
    /// The body's bytes, exactly as they came: it is these that were signed.
    pub body: &'a [u8],
}
