//! A request as it came: nothing in it is believed yet.

use std::fmt;

use crate::headers::Headers;

/// An HTTP request as it came, not verified.
///
/// What it says can be read only through [`crate::Kind::receive`], or
/// [`crate::Scheme::verify`], which checks the signature first.
#[derive(Clone, Copy)]
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

/// Neither query nor body: they may hold a token, and are about people.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &url)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_query_nor_headers_nor_body_are_printed() {
        let headers = Headers::new([("authorization", "hunter2")]);
        let request = Request {
            method: "POST",
            url: "https://hooks.example/hooks/a?token=hunter2",
            headers: &headers,
            body: b"hunter2",
        };
        let shown = format!("{request:?}");
        assert!(shown.contains("authorization") && !shown.contains("hunter2"));
    }
}
