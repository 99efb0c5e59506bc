//! A stand-in for the WibiClick API, for local runs and tests.
//!
//! It serves every action of the catalogue: routes, and what is read from a
//! request, come from there. What an action does to the `world` is in
//! `answers`. It keeps what it is told, asks for a bearer token, refuses what
//! is missing or unknown, misbehaves on demand ([`Fault`], [`FaultRate`]), and
//! remembers every request.
//!
//! ```
//! # async fn run() -> Result<(), wibiclick_sandbox::StartError> {
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
mod moment;
mod request_log;
mod routes;
mod saved;
mod seed;
mod server;
mod store;
mod wire;
mod world;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

pub use fault::{Effect, Fault, FaultRate};
pub use request_log::LoggedRequest;
pub use saved::SavedError;
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
    /// What time it is in the sandbox, always: RFC 3339.
    pub now: String,
    /// The file in which everything is kept beyond the end; none keeps nothing.
    pub file: Option<PathBuf>,
}

/// A sandbox that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken.
    #[error("the port cannot be had: {0}; try another one")]
    Port(#[from] io::Error),
    /// [`Options::now`] is no time.
    #[error("{0:?} is no time; expected one like 2026-01-15T09:00:00Z")]
    Now(String),
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] SavedError),
    /// The seed data are damaged.
    #[error("the seed data are damaged: {0}")]
    Seed(#[from] serde_json::Error),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            api_key: API_KEY.to_owned(),
            now: seed::NOW.to_owned(),
            file: None,
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
    /// Starts on loopback, with what is in the file, or else with the seed data.
    ///
    /// # Errors
    /// When the port is taken, or the file cannot be used.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let port = options.port;
        let inside = Arc::new(Inside::new(options)?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
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
        self.inside.log().all().to_vec()
    }

    /// Looks at these requests where they are, since a copy of very many is dear.
    pub fn look_at_requests<R>(&self, look: impl FnOnce(&[LoggedRequest]) -> R) -> R {
        look(self.inside.log().all())
    }

    /// Misbehaves from now on, as often as the fault says.
    pub fn fault(&self, fault: Fault) {
        self.inside.faults().add(fault);
    }

    /// Misbehaves from now on, now and then; with none, no more. A [`Fault`] goes
    /// before.
    pub fn fault_rate(&self, rate: Option<FaultRate>) {
        self.inside.faults().set_rate(rate);
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
    options: Options,
    seed: World,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    log: Mutex<RequestLog>,
}

impl Inside {
    fn new(options: Options) -> Result<Self, StartError> {
        let now = moment::parse(&options.now)
            .and_then(moment::shown)
            .ok_or_else(|| StartError::Now(options.now.clone()))?;
        let seed = seed::world(&now)?;
        let saved = options.file.as_deref().map(saved::load).transpose()?;
        let mut world = saved.flatten().unwrap_or_else(|| seed.clone());
        // The file may be of a start at another time.
        world.now = now;
        Ok(Self {
            options,
            seed,
            world: Mutex::new(world),
            faults: Mutex::default(),
            log: Mutex::default(),
        })
    }

    fn reset(&self) {
        *self.world() = self.seed.clone();
        *self.faults() = Faults::default();
        self.log().clear();
        // What cannot be written now is told when something is changed next.
        let _ = self.save(&self.world());
    }

    /// Writes the file, if there is one.
    fn save(&self, world: &World) -> Result<(), SavedError> {
        match &self.options.file {
            Some(file) => saved::save(file, world),
            None => Ok(()),
        }
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

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
