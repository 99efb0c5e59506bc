//! The connections: HTTP/1.1 on loopback.
//!
//! By hand and not by `axum::serve`, which has no way to close a connection
//! without an answer.

use std::convert::Infallible;

use axum::{Router, body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinSet};
use tower_service::Service as _;

/// Marks a response that must not be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropped;

#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped, as a fault says")]
struct DroppedError;

/// Serves until it is aborted, and its connections with it.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, or a client that left: the next may succeed.
            tokio::task::yield_now().await;
            continue;
        };
        let router = router.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| answer(router.clone(), request));
            // A connection's failure is its client's affair.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn answer(
    mut router: Router,
    request: hyper::Request<Incoming>,
) -> Result<Response, DroppedError> {
    let request: Request = request.map(Body::new);
    let response = match router.call(request).await {
        Ok(response) => response,
        Err(never) => {
            let never: Infallible = never;
            match never {}
        }
    };
    if response.extensions().get::<Dropped>().is_some() {
        Err(DroppedError)
    } else {
        Ok(response)
    }
}
