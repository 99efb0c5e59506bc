//! What people see, and what they may do: the dashboard and its API. Without a strong
//! `ADMIN_TOKEN` there is no such place.

mod api;
mod ask;
mod page;
mod session;

use crate::{
    answer::{Answer, error},
    rate,
    receive::Door,
    settings,
};
use session::Visitor;
use worker::{Env, Method, Request, Response, Result};

/// Answers a request to `/admin/…`, of which `path` is the rest.
pub(crate) async fn admin(mut request: Request, env: &Env, path: &[&str]) -> Result<Response> {
    let Some(token) = settings::admin_token(env) else {
        return error(404, "no such place");
    };
    let response = match (path, session::visitor(&request, &token)?) {
        (["signin.css"], _) => page::asset(env, "signin.css")?,
        (["session"], _) if request.method() == Method::Post => {
            session::sign_in(&mut request, env, &token).await?
        }
        (path, Visitor::Stranger) => {
            // Whoever guesses is slowed down; the right token is let in all the same.
            if rate::allows(env, request.headers(), "/admin").await? {
                match path {
                    ["api", ..] => {
                        error(401, "expected `Authorization: Bearer` with the admin token")?
                    }
                    _ => page::sign_in(env, &request)?,
                }
            } else {
                Answer::TooMany.into_response(Door::Hooks)?
            }
        }
        (_, Visitor::Elsewhere) => error(403, "a session is good for this site's own pages")?,
        (["session", "end"], _) if request.method() == Method::Post => session::sign_out()?,
        (["api", path @ ..], _) => api::answer(&mut request, env, path).await?,
        (["assets", name], _) => page::asset(env, name)?,
        (_, _) if request.method() == Method::Get => page::asset(env, "index.html")?,
        _ => Answer::MethodNotAllowed { allow: "GET" }.into_response(Door::Hooks)?,
    };
    page::guarded(response)
}
