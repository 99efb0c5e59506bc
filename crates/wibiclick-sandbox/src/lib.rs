//! A stand-in for the WibiClick API, for local runs and tests.
//!
//! It serves every action of the catalogue: routes, and what is read from a
//! request, come from there. What an action does to the `world` is in
//! `answers`. It keeps what it is told, asks for a bearer token, refuses what
//! is missing or unknown, misbehaves on demand ([`Fault`]), and remembers every
//! request.
//!
//! ```
//! # async fn run() -> std::io::Result<()> {
//! use wibiclick_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default()).await?;
//! println!("{} takes the key {}", sandbox.url(), wibiclick_sandbox::API_KEY);
//! assert_eq!(sandbox.state()["users"][0]["email"], "john.doe@example.com");
//! # Ok(()) }
//! # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
//! ```
#![forbid(unsafe_code)]

mod answers;
mod fault;
mod request_log;
mod routes;
mod server;
mod wire;
mod world;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

pub use fault::{Effect, Fault};
pub use request_log::LoggedRequest;
pub use world::PASSWORD;

use crate::{fault::Faults, request_log::RequestLog, world::World};

/// The API key that a sandbox takes unless told otherwise.
pub const API_KEY: &str = "sandbox-key";

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on loopback; 0 takes one that is free.
    pub port: u16,
    /// The API key it takes: that of `user_2`, who sees everything.
    pub api_key: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            api_key: API_KEY.to_owned(),
        }
    }
}

/// A running sandbox; it ends when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    inside: Arc<Inside>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Starts on loopback, with the seed data.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let inside = Arc::new(Inside::new(options.api_key));
        let server = tokio::spawn(server::serve(listener, routes::router(&inside)));
        Ok(Self {
            address,
            inside,
            server,
        })
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything it keeps: websites, users with their websites, contacts, notes, ….
    pub fn state(&self) -> Value {
        self.inside.world().shown()
    }

    /// Every request to the API since the start or the last [`reset`](Self::reset).
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.inside.log().all()
    }

    /// Misbehaves from now on, as often as the fault says.
    pub fn fault(&self, fault: Fault) {
        self.inside.faults().add(fault);
    }

    /// Back to the seed data, without faults and requests.
    pub fn reset(&self) {
        self.inside.reset();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What the routes share.
#[derive(Debug)]
struct Inside {
    api_key: String,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    log: Mutex<RequestLog>,
}

impl Inside {
    fn new(api_key: String) -> Self {
        Self {
            world: Mutex::new(World::seed(&api_key)),
            api_key,
            faults: Mutex::default(),
            log: Mutex::default(),
        }
    }

    fn reset(&self) {
        *self.world() = World::seed(&self.api_key);
        *self.faults() = Faults::default();
        self.log().clear();
    }

    fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.log)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
