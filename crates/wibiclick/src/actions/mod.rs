//! The actions: a file per resource, a struct per action.
//!
//! A struct says everything about its action once; the catalogue, the
//! TypeScript types, the reference pages and the sandbox's routes come from it.
//! After a new struct, add its name to the list in [`catalogue`](crate::catalogue)
//! and run `cargo xtask generate`.

pub mod appliance;
pub mod billing;
pub mod contact;
pub mod customer_ai;
pub mod employee;
pub mod estimate;
pub mod expense;
pub mod follow_up;
pub mod identity_matching;
pub mod insurance_report;
pub mod invoice;
pub mod job;
pub mod line_item;
pub mod messaging;
pub mod note;
pub mod page;
pub mod payment;
pub mod property_history;
pub mod recipient_profile;
pub mod report;
pub mod review;
pub mod scheduled_message;
pub mod search;
pub mod security;
pub mod setting;
pub mod suggestion;
pub mod supplier;
pub mod task;
pub mod technician;
pub mod user;
pub mod visitor;
pub mod website;
pub mod whatsapp;
pub mod widget;
