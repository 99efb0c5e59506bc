//! Typed client for WibiClick, a business-management service for
//! field-service companies; wasm-first, and without I/O in its core.
//!
//! [`actions`] holds every action as a struct, [`catalogue`] the same as data.
//! [`request`] turns params into an HTTP request and [`reply`] a response into
//! a value or an error; both are pure. A [`client::Client`] joins them over a
//! [`transport::Transport`], and tries again what is safe to repeat ([`retry`]).
//!
//! ```
//! use wibiclick::{
//!     actions::user::DisconnectFromWebsite,
//!     client::{Client, Config},
//!     transport::{HttpResponse, Recording},
//! };
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::new(None, Some("the-api-key"))?;
//! // `transport::Fetch` or `transport::Native` in a program.
//! let transport = Recording::new([HttpResponse::json(200, r#"{"message":"Disconnected"}"#)]);
//! let client = Client::new(config, transport);
//!
//! let done = client.send(&DisconnectFromWebsite::new("site_1", "user_1")).await?;
//! assert_eq!(done.message.as_deref(), Some("Disconnected"));
//! # Ok(()) }
//! # futures_executor::block_on(run()).unwrap();
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

// The derive writes `::wibiclick::…`, here as in any other crate.
extern crate self as wibiclick;

pub mod action;
pub mod actions;
pub mod batch;
pub mod callbacks;
pub mod catalogue;
pub mod client;
mod config;
pub mod corrections;
mod credentials;
pub mod error;
mod http_date;
mod json;
pub mod model;
mod multipart;
pub mod notation;
pub mod page;
pub mod reply;
pub mod request;
pub mod retry;
pub mod transport;

/// The examples of the crate's README, compiled.
#[cfg(all(doctest, feature = "native"))]
#[doc = include_str!("../README.md")]
struct CrateReadme;

/// The examples of the project's README.
#[cfg(all(doctest, feature = "native"))]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// Those of the client's guide.
#[cfg(all(doctest, feature = "native"))]
#[doc = include_str!("../../../docs/client.md")]
struct Guide;
