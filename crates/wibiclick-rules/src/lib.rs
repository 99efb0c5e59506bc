//! Rules: what is to be done about an event?
//!
//! [`Hooks::parse`] checks a hooks.toml as a whole and compiles it. For an
//! event, [`Hooks::wants`] names the rules that may concern it, and
//! [`Hooks::run`] leads through one rule's calls: the caller makes them and
//! gives the replies back. Nothing here does I/O, and the same event with the
//! same replies always leads to the same calls.
//!
//! ```
//! use wibiclick_rules::{Env, Hooks};
//! # use wibiclick_hooks::{Headers, Received, Request, Secrets, Timestamp, ToSign, kind};
//! # let clerk = kind("clerk").ok_or("unknown kind")?;
//! # let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
//! # let now = Timestamp::parse("2026-11-24T12:00:00Z").ok_or("not a time")?;
//! # let body = br#"{"type":"user.deleted","data":{"id":"user_29w"}}"#;
//! # let url = "https://hooks.example/hooks/clerk";
//! # let signed = ToSign { method: "POST", url, body, id: Some("msg_1"), timestamp: now };
//! # let headers = Headers::new(clerk.sign(&signed, secret)?);
//! # let request = Request { method: "POST", url, headers: &headers, body };
//! # let secrets = Secrets::new([secret.to_owned()])?;
//! # let Received::Events { events, .. } = clerk.receive(&request, &secrets, now, None)? else { return Ok(()) };
//! # let event = &events[0];
//!
//! let hooks = Hooks::parse(
//!     r#"
//!     [[source]]
//!     name = "clerk"
//!     kind = "clerk"
//!     secret = ["CLERK_WEBHOOK_SECRET"]
//!
//!     [[rule]]
//!     name = "A leaver loses the website"
//!     source = "clerk"
//!     on = "person.left"
//!
//!       [[rule.step]]
//!       action = "user.disconnectFromWebsite"
//!       with = { websiteId = "site_1", userId = "{{ event.subject.id }}" }
//!     "#,
//! )?;
//!
//! // `event` is a verified one, of the type `user.deleted`.
//! let env = Env::new();
//! for rule in hooks.wants("clerk", event) {
//!     let mut run = hooks.run(rule, event, &env);
//!     while let Some(call) = run.next()? {
//!         assert_eq!(call.params["userId"], "user_29w");
//!         // Make the call here, and give back what came.
//!         run.reply(&call.key, &serde_json::json!({ "success": true }))?;
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod file;
mod hooks;
mod plan;
mod problem;
mod rehearsal;
mod rule;
mod run;
mod scope;
mod template;
mod time;
mod value;

pub use hooks::{DEFAULT_CONCURRENCY, DEFAULT_MAX_BODY_BYTES, Hooks, Retention, Source};
pub use plan::{Plan, PlannedCall, PlannedRule, PlannedStep, StepOutcome};
pub use problem::{Problem, Problems};
pub use rule::Rule;
pub use run::{Call, CallKey, RuleError, Run};

/// The values that templates may read as `env`, by name.
pub type Env = serde_json::Map<String, serde_json::Value>;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
