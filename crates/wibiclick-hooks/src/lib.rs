//! Webhooks: is it genuine, and what does it say?
//!
//! [`Kind::receive`] takes one HTTP request as it came, and gives back either
//! the answer to a handshake or the events that the request carries, in one
//! form for all vendors. It does no I/O and reads no clock: the caller passes
//! the time, and answers the sender.
//!
//! ```
//! use wibiclick_hooks::{Headers, Received, Request, Secrets, Signal, Timestamp, ToSign, kind};
//!
//! let clerk = kind("clerk").ok_or("unknown kind")?;
//! let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
//! let now = Timestamp::parse("2026-11-24T12:00:00Z").ok_or("not a time")?;
//! let body = br#"{"type":"user.deleted","data":{"id":"user_29w"}}"#;
//!
//! let url = "https://hooks.example/hooks/clerk";
//! let signed = ToSign { method: "POST", url, body, id: Some("msg_1"), timestamp: now };
//! let headers = Headers::new(clerk.sign(&signed, secret)?);
//!
//! let request = Request { method: "POST", url, headers: &headers, body };
//! let secrets = Secrets::new([secret.to_owned()])?;
//! match clerk.receive(&request, &secrets, now, None)? {
//!     Received::Handshake(answer) => println!("answer {} with {}", answer.status, answer.body),
//!     Received::Events { events, keys } => {
//!         assert_eq!(events[0].signal, Some(Signal::PersonLeft));
//!         assert_eq!(keys[0], "msg_1");
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod announcement;
mod base64;
mod custom;
#[cfg(feature = "docs")]
mod described;
mod error;
mod event;
mod form;
mod handshake;
mod headers;
mod hex;
mod kind;
mod mac;
mod path;
mod reading;
mod record;
mod request;
mod scheme;
pub mod scim;
mod secrets;
mod skim;
mod source;
mod timestamp;
mod written;

pub use custom::{Custom, EventAt, SubjectAt};
#[cfg(feature = "docs")]
pub use described::{Described, Meaning};
pub use error::{WebhookError, WebhookErrorKind};
pub use event::{Event, NoEvent, Signal, Subject, UnknownSignal};
pub use handshake::Answer;
pub use headers::Headers;
pub use kind::{Kind, Received, Skimmed, kind, kinds, nearest};
pub use mac::hmac_sha256;
pub use path::{At, BadPath};
#[cfg(feature = "docs")]
pub use record::About;
pub use request::Request;
pub use scheme::{
    Algorithm, BadScheme, BadTemplate, Code, Encoding, HeaderNames, Part, Proof, Scheme,
    SecretForm, SignError, Template, TimestampAt, ToSign, TokenAt, Unit, Verified, Way,
    standard_signature,
};
pub use secrets::{EmptySecret, Secrets, Weakness};
pub use timestamp::Timestamp;
pub use written::BadRecord;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
