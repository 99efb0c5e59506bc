//! Provisioning: a directory keeps its users up to date here, by SCIM 2.0, and
//! what it changes is an event like any other.
//!
//! The request goes on to the journal as it came, once it is known to be genuine:
//! there the user is changed and the event stored, both or neither.

use wibiclick_hooks::scim::{self, Answer};
use wibiclick_rules::Hooks;
use worker::{Response, Result};

/// Between the host and the name of a source.
const ROOT: &str = "/scim/v2/";

/// What the rules for a source are on, with commas between. What is on anything
/// but words with dots is on none of a directory's events.
pub(crate) fn wanted(hooks: &Hooks, source: &str) -> String {
    let mut wanted = String::new();
    for on in hooks.wanted(source) {
        if on
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'.')
        {
            wanted.push_str(on);
            wanted.push(',');
        }
    }
    wanted
}

/// The request to a source that a method, a URL and a body are, and the source's
/// name.
pub(crate) fn request<'a>(
    method: &'a str,
    url: &'a str,
    body: &'a str,
) -> Option<(&'a str, scim::Request<'a>)> {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let start = before.find(ROOT)? + ROOT.len();
    let source = before.get(start..)?.split('/').next()?;
    let (base, path) = before.split_at_checked(start + source.len())?;
    let request = scim::Request {
        method,
        base,
        path,
        query,
        body,
    };
    Some((source, request))
}

/// The HTTP response.
pub(crate) fn response(answer: Answer) -> Result<Response> {
    let response = if answer.body.is_empty() {
        Response::empty()?
    } else {
        Response::ok(answer.body)?
    };
    let headers = response.headers();
    headers.set("content-type", scim::CONTENT_TYPE)?;
    if let Some((name, value)) = answer.header {
        headers.set(name, &value)?;
    }
    Ok(response.with_status(answer.status))
}

/// An error in the form that directories read.
pub(crate) fn error(status: u16, message: &str) -> Result<Response> {
    let response = response(Answer::refusal(status, message))?;
    if status == 401 {
        response.headers().set("www-authenticate", "Bearer")?;
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::request;

    #[test]
    fn a_url_says_which_source_and_what_of_it() {
        let url = "https://a.example/scim/v2/okta/Users/1?count=2";
        let (source, request) = request("GET", url, "").unwrap_or_else(|| panic!("{url}"));
        assert_eq!(source, "okta");
        assert_eq!(request.base, "https://a.example/scim/v2/okta");
        assert_eq!((request.path, request.query), ("/Users/1", "count=2"));
    }
}
