//! The dashboard's files, as mount.ts has them in the environment, and the headers
//! that keep every answer to itself.

use crate::answer::error;
use js_sys::Reflect;
use worker::{Env, Request, Response, Result, js_sys};

/// Put there by mount.ts: an object of files by name, each with `type` and `body`.
const DASHBOARD: &str = "DASHBOARD";

/// No script, style or picture but our own; in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// A file of the dashboard.
pub(super) fn asset(env: &Env, name: &str) -> Result<Response> {
    let files = Reflect::get(env, &DASHBOARD.into())?;
    let file = if files.is_object() {
        Reflect::get(&files, &name.into())?
    } else {
        files
    };
    let part = |name: &str| Reflect::get(&file, &name.into());
    let body = if file.is_object() {
        part("body")?.as_string()
    } else {
        None
    };
    let Some(body) = body else {
        return error(404, "no such place");
    };
    let response = Response::ok(body)?;
    let kind = part("type")?.as_string().unwrap_or_default();
    response.headers().set("content-type", &kind)?;
    // A name with a hash in it is another file's when the file changes.
    if part("immutable")?.is_truthy() {
        let forever = "private, max-age=31536000, immutable";
        response.headers().set("cache-control", forever)?;
    }
    Ok(response)
}

/// The form that asks for the token, to whoever has shown none.
pub(super) fn sign_in(env: &Env, request: &Request) -> Result<Response> {
    let refused = request.inner().url().ends_with("?refused");
    let name = if refused {
        "signin-refused.html"
    } else {
        "signin.html"
    };
    Ok(asset(env, name)?.with_status(401))
}

/// With the headers that every answer below `/admin` has.
pub(super) fn guarded(response: Response) -> Result<Response> {
    let headers = response.headers();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.set(name, value)?;
    }
    if !headers.has("cache-control")? {
        headers.set("cache-control", "no-store")?;
    }
    Ok(response)
}
