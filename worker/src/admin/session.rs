//! Who is asking: a program with the token, or a browser that was given a session for
//! it. The session is a cookie that no script can read; it says when it ends, and
//! nobody without the token can make one.

use crate::{
    answer::Answer,
    clock, json, rate,
    receive::{Door, body},
};
use subtle::ConstantTimeEq as _;
use web_sys::UrlSearchParams;
use wibiclick_hooks::hmac_sha256;
use worker::{Env, Method, Request, Response, Result};

const COOKIE: &str = "wibiclick-session";
/// How long a session lasts, in seconds: a day's work.
const SECONDS: i64 = 12 * 3_600;
/// How long a form with a token may be.
const FORM_BYTES: usize = 10_000;

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visitor {
    Stranger,
    /// A browser with a session, sent here by another site.
    Elsewhere,
    Known,
}

/// Tells who sent a request.
pub(super) fn visitor(request: &Request, token: &str) -> Result<Visitor> {
    let header = |name| request.headers().get(name).map(Option::unwrap_or_default);
    let bearer = format!("Bearer {token}");
    if same(&header("authorization")?, &bearer) {
        return Ok(Visitor::Known);
    }
    let cookies = header("cookie")?;
    let session = cookies
        .split(';')
        .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    if !session.is_some_and(|session| is_session(session, token, clock::now())) {
        return Ok(Visitor::Stranger);
    }
    // The browser sends the cookie along whoever made the page; what changes
    // something has to come from here.
    let reads = matches!(request.method(), Method::Get | Method::Head);
    Ok(if reads || header("origin")? == origin(request) {
        Visitor::Known
    } else {
        Visitor::Elsewhere
    })
}

/// Answers the form: with the right token there is a session.
pub(super) async fn sign_in(request: &mut Request, env: &Env, token: &str) -> Result<Response> {
    if !rate::allows(env, request.headers(), "/admin").await? {
        return Answer::TooMany.into_response(Door::Hooks);
    }
    let form = body(request, FORM_BYTES).await?.unwrap_or_default();
    let form = UrlSearchParams::new_with_str(&String::from_utf8_lossy(&form))?;
    let given = form.get("token").unwrap_or_default();
    if !same(given.trim(), token) {
        return see("/admin?refused", None);
    }
    let until = clock::now() / 1_000 + SECONDS;
    let secure = if origin(request).starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{COOKIE}={}; Path=/admin; HttpOnly; SameSite=Strict; Max-Age={SECONDS}{secure}",
        session(token, until)
    );
    see("/admin", Some(&cookie))
}

/// Ends the session.
pub(super) fn sign_out() -> Result<Response> {
    let cookie = format!("{COOKIE}=; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=0");
    see("/admin", Some(&cookie))
}

fn see(place: &str, cookie: Option<&str>) -> Result<Response> {
    let response = Response::empty()?.with_status(303);
    response.headers().set("location", place)?;
    if let Some(cookie) = cookie {
        response.headers().set("set-cookie", cookie)?;
    }
    Ok(response)
}

/// A session until then, in seconds since 1970.
fn session(token: &str, until: i64) -> String {
    let code = hmac_sha256(token.as_bytes(), format!("{COOKIE} {until}").as_bytes());
    format!("{until}.{}", json::hex(&code))
}

fn is_session(given: &str, token: &str, now: i64) -> bool {
    let until = given.split('.').next().and_then(|until| until.parse().ok());
    until.is_some_and(|until: i64| {
        until.saturating_mul(1_000) > now && same(given, &session(token, until))
    })
}

/// Compares in a time that tells nothing of where they differ.
fn same(given: &str, expected: &str) -> bool {
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}

/// Where the request was sent to: `https://hooks.example`.
fn origin(request: &Request) -> String {
    let url = request.inner().url();
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{is_session, session};

    const TOKEN: &str = "a-token-that-is-long-enough-0123";

    #[test]
    fn a_session_is_good_until_it_ends() {
        let session = session(TOKEN, 1_000);
        assert!(is_session(&session, TOKEN, 999_999));
        assert!(!is_session(&session, TOKEN, 1_000_000));
    }

    #[test]
    fn nobody_without_the_token_makes_or_lengthens_one() {
        let real = session(TOKEN, 1_000);
        assert!(!is_session(&real, "another-token-0123456789-0123", 0));
        assert!(!is_session(&real.replace("1000.", "9000."), TOKEN, 0));
        for forged in ["", ".", "9000", "9000.", "x.y", "-1.00"] {
            assert!(!is_session(forged, TOKEN, 0), "{forged}");
        }
    }
}
