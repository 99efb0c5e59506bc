//! The routes: one per action of the catalogue, and the sandbox's own.

use std::{collections::BTreeMap, convert::Infallible, future::pending, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest as _, Multipart, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{MethodFilter, get, on, post},
};
use futures_util::stream;
use serde_json::{Value, json};
use tower_http::cors::CorsLayer;
use wibiclick::{
    action::{ActionSpec, Auth, Method, ReplyShape},
    catalogue,
};

use crate::{
    Inside,
    answers::{self, Call, Refusal},
    fault::{Effect, Fault, FaultRate},
    request_log::LoggedRequest,
    server::Dropped,
    wire::{self, Wire},
    world::OWNER,
};

/// No upload of this size is meant seriously.
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

pub(crate) fn router(inside: &Arc<Inside>) -> Router {
    let mut router = Router::new();
    let mut served: Vec<(Method, &str)> = Vec::new();
    for spec in catalogue::all() {
        // An endpoint of two actions answers both alike.
        if served.contains(&(spec.method, spec.path)) {
            continue;
        }
        served.push((spec.method, spec.path));
        let inside = Arc::clone(inside);
        let (path, method) = (spec.path, spec.method);
        let spec = Arc::new(spec);
        let handler = move |path: Path<BTreeMap<String, String>>,
                            query: Query<Vec<(String, String)>>,
                            request: Request| {
            serve(inside, Arc::clone(&spec), path.0, query.0, request)
        };
        router = router.route(path, on(filter(method), handler));
    }
    router
        .fallback(
            async |State(inside): State<Arc<Inside>>, request: Request| {
                lost(&inside, request).await
            },
        )
        .with_state(Arc::clone(inside))
        // Browsers meet the API from other origins.
        .layer(CorsLayer::very_permissive())
        .nest("/_sandbox", own(inside))
}

/// What tests in other languages use: the same as the functions of
/// [`Sandbox`](crate::Sandbox).
fn own(inside: &Arc<Inside>) -> Router {
    Router::new()
        .route(
            "/state",
            get(async |State(inside): State<Arc<Inside>>| Json(inside.world().shown())),
        )
        .route(
            "/requests",
            get(async |State(inside): State<Arc<Inside>>| Json(json!(inside.log().all()))),
        )
        .route(
            "/faults",
            post(
                async |State(inside): State<Arc<Inside>>, Json(fault): Json<Fault>| {
                    inside.faults().add(fault);
                    StatusCode::NO_CONTENT
                },
            ),
        )
        .route(
            "/fault-rate",
            post(
                async |State(inside): State<Arc<Inside>>, Json(rate): Json<Option<FaultRate>>| {
                    inside.faults().set_rate(rate);
                    StatusCode::NO_CONTENT
                },
            ),
        )
        .route(
            "/reset",
            post(async |State(inside): State<Arc<Inside>>| {
                inside.reset();
                StatusCode::NO_CONTENT
            }),
        )
        .layer(CorsLayer::very_permissive())
        .with_state(Arc::clone(inside))
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}

async fn serve(
    inside: Arc<Inside>,
    spec: Arc<ActionSpec<'static>>,
    path: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    request: Request,
) -> Response {
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let headers = request.headers().clone();
    let body = body_of(request).await;
    let mut wire = Wire {
        path,
        query: query.clone(),
        body: body.as_ref().cloned().unwrap_or_default(),
    };
    let spec = wire.older_form(&spec).map_or(spec, Arc::new);
    let effect = inside.faults().take(uri.path(), || {
        format!("{} {}", uri.query().unwrap_or_default(), wire.body)
    });
    let entry = inside.log().add(LoggedRequest {
        method,
        path: uri.path().to_owned(),
        query: query.into_iter().collect(),
        body: wire.body.clone(),
        status: None,
        done: false,
        fault: effect,
    });

    let response = match effect {
        Some(Effect::Drop) => return dropped(),
        Some(Effect::Hang) => return pending().await,
        Some(Effect::Status(status)) => faulty(status).into_response(),
        Some(Effect::RetryAfter { status, seconds }) => {
            let header = (header::RETRY_AFTER, seconds.to_string());
            ([header], faulty(status)).into_response()
        }
        Some(Effect::Garbage) => Html("<html><body>Please stand by.</body></html>").into_response(),
        Some(Effect::Redirect) => redirected(&headers),
        Some(Effect::Huge(bytes)) => huge(bytes),
        None | Some(Effect::Delay(_) | Effect::DoneThenDrop) => {
            let answer = body
                .and_then(|_| answer(&inside, &spec, &headers, &wire))
                .map_err(|refusal| refusal.of(&spec));
            if answer.is_ok() {
                inside.log().done(entry);
            }
            answer.map_or_else(IntoResponse::into_response, |value| written(&spec, value))
        }
    };
    match effect {
        Some(Effect::DoneThenDrop) => return dropped(),
        Some(Effect::Delay(milliseconds)) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        }
        _ => {}
    }
    inside.log().answered(entry, response.status().as_u16());
    response
}

/// A request to where there is nothing, which is remembered too: it may be one
/// that followed a redirect.
async fn lost(inside: &Inside, request: Request) -> Response {
    let (method, path) = (
        request.method().to_string(),
        request.uri().path().to_owned(),
    );
    let body = body_of(request).await.unwrap_or_default();
    let refusal = Refusal::new(404, "there is no such endpoint");
    inside.log().add(LoggedRequest {
        method,
        path,
        query: BTreeMap::new(),
        body,
        status: Some(refusal.status),
        done: false,
        fault: None,
    });
    refusal.into_response()
}

fn faulty(status: u16) -> Refusal {
    Refusal::new(status, format!("a fault: status {status}"))
}

fn redirected(headers: &HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    let port = host.and_then(|it| it.rsplit(':').next()).unwrap_or("80");
    let location = format!("http://localhost:{port}/redirected");
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

/// So many bytes, made while they are sent.
fn huge(bytes: u64) -> Response {
    const PIECE: &[u8] = &[b'a'; 64 * 1024];
    let pieces = stream::unfold(bytes, async |left| {
        let size = usize::try_from(left).unwrap_or(usize::MAX);
        let piece = PIECE.get(..size).unwrap_or(PIECE);
        let rest = left.checked_sub(u64::try_from(piece.len()).unwrap_or(left))?;
        (!piece.is_empty()).then_some((Ok::<_, Infallible>(piece), rest))
    });
    Body::from_stream(pieces).into_response()
}

fn answer(
    inside: &Inside,
    spec: &ActionSpec<'_>,
    headers: &HeaderMap,
    wire: &Wire,
) -> Result<Value, Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // The header that the API's own node uses is not public: another one will do.
    let token = text("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
        .or_else(|| text("x-api-key"))
        .unwrap_or_default();
    let mut kept = inside.world();
    let caller = match spec.auth {
        Auth::Bearer if token == inside.options.api_key => OWNER.to_owned(),
        Auth::Bearer => kept
            .user_of_token(token)
            .ok_or_else(|| Refusal::new(401, "the token is missing or wrong"))?,
        Auth::None => String::new(),
    };
    let call = Call {
        token: token.to_owned(),
        caller,
        params: wire.params(spec)?,
    };
    if spec.method == Method::Get || inside.options.file.is_none() {
        return answers::answer(spec, &mut kept, &call);
    }
    // What cannot be saved has not happened. Without a file nothing is copied:
    // load tests write much.
    let mut changed = kept.clone();
    let answer = answers::answer(spec, &mut changed, &call)?;
    inside
        .save(&changed)
        .map_err(|error| Refusal::new(500, error.to_string()))?;
    *kept = changed;
    Ok(answer)
}

/// The body: JSON, a form as an object, or null.
async fn body_of(request: Request) -> Result<Value, Refusal> {
    let content_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.starts_with("multipart/form-data") {
        let multipart = Multipart::from_request(request, &())
            .await
            .map_err(|error| Refusal::new(400, error.body_text()))?;
        return wire::form(multipart).await;
    }
    let bytes: Bytes = to_bytes(request.into_body(), MAX_BODY_BYTES)
        .await
        .map_err(|_| Refusal::new(413, "the body is too large"))?;
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::new(400, format!("the body is no JSON: {error}")))
}

fn written(spec: &ActionSpec<'_>, value: Value) -> Response {
    match value {
        value if spec.reply == ReplyShape::File => report(value),
        // As the API has it: a bare string, not a JSON one.
        Value::String(text) => text.into_response(),
        value => Json(value).into_response(),
    }
}

/// A report to download; text is CSV.
fn report(value: Value) -> Response {
    let (format, content_type, text) = match value {
        Value::String(csv) => ("csv", "text/csv", csv),
        value => ("json", "application/json", value.to_string()),
    };
    let disposition = format!("attachment; filename=\"report.{format}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
    ];
    (headers, text).into_response()
}

fn dropped() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Dropped);
    response
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(json!({ self.key: self.message }))).into_response()
    }
}
