//! Webhooks received by a program of one's own: who has left at the sender loses every
//! website.
//!
//!     SECRET=… WIBICLICK_API_KEY=… cargo run -p webhooks-rust -- <kind of source>

use std::{
    env,
    error::Error,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::any,
};
use tokio::net::TcpListener;
use wibiclick::{
    actions::{
        user::{DisconnectFromWebsite, GetMany},
        website::GetForUser,
    },
    client::{Client, Config},
    transport::Native,
};
use wibiclick_hooks::{Headers, Kind, Received, Request, Secrets, Signal, Timestamp, kind};

/// What every request needs.
struct Receiver {
    kind: Kind,
    secrets: Secrets,
    client: Client<Native>,
    website: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).ok_or("which kind of source?")?;
    let base_url = env::var("WIBICLICK_BASE_URL").ok();
    let config = Config::new(base_url.as_deref(), Some(&env::var("WIBICLICK_API_KEY")?))?;
    let receiver = Receiver {
        kind: kind(&name).ok_or("there is no such kind")?,
        secrets: Secrets::new([env::var("SECRET")?])?,
        client: Client::new(config, Native::new()?),
        website: env::var("WIBICLICK_WEBSITE_ID")?,
    };
    let hooks = Router::new()
        .route(&format!("/hooks/{name}"), any(receive))
        .with_state(Arc::new(receiver));
    let port = env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on port {}", listener.local_addr()?.port());
    Ok(axum::serve(listener, hooks).await?)
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    // As it came: what was signed is its bytes.
    body: Bytes,
) -> Response {
    let headers = Headers::new(
        headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))),
    );
    let request = Request {
        method: method.as_str(),
        // Kinds that sign the address need the whole one, as it is set at the sender.
        url: &uri.to_string(),
        headers: &headers,
        body: &body,
    };
    let Some(now) = now() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match receiver
        .kind
        .receive(&request, &receiver.secrets, now, None)
    {
        Ok(Received::Handshake(answer)) => {
            let status = StatusCode::from_u16(answer.status).unwrap_or_default();
            (status, headers_of(answer.headers), answer.body).into_response()
        }
        Ok(Received::Events { events, .. }) => {
            for event in events {
                let email = event.subject.and_then(|subject| subject.email);
                let (Some(Signal::PersonLeft), Some(email)) = (event.signal, email) else {
                    continue;
                };
                if let Err(error) = receiver.offboard(&email).await {
                    eprintln!("{error}");
                    return StatusCode::SERVICE_UNAVAILABLE.into_response();
                }
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            // For the log; who sent it is told nothing of why.
            eprintln!("{error}");
            let status = if error.is_authentic_failure() {
                StatusCode::UNAUTHORIZED
            } else {
                StatusCode::BAD_REQUEST
            };
            status.into_response()
        }
    }
}

impl Receiver {
    /// Takes every website from the person with this email.
    async fn offboard(&self, email: &str) -> Result<(), wibiclick::error::Error> {
        let users = self
            .client
            .send(&GetMany::new(self.website.as_str()))
            .await?;
        let is_leaver = |address: &Option<String>| address.as_deref() == Some(email);
        for user in users
            .users
            .into_iter()
            .filter(|user| is_leaver(&user.email))
        {
            let of_user = GetForUser::new(user.id.clone());
            let websites = self.client.send(&of_user).await?.websites;
            println!("{email} loses {} websites", websites.len());
            for website in websites {
                let disconnect = DisconnectFromWebsite::new(website.value, user.id.clone());
                self.client.send(&disconnect).await?;
            }
        }
        Ok(())
    }
}

fn headers_of(pairs: Vec<(String, String)>) -> HeaderMap {
    pairs
        .into_iter()
        .filter_map(|(name, value)| {
            let name = header::HeaderName::try_from(name).ok()?;
            Some((name, value.try_into().ok()?))
        })
        .collect()
}

fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_unix_millis(since.as_millis().try_into().ok()?)
}
