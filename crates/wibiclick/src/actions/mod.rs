//! The actions: a file per resource, a struct per action.
//!
//! A struct says everything about its action once; the catalogue, the
//! TypeScript types, the reference pages and the sandbox's routes come from it.
//! After a new struct, add its name to the list in [`catalogue`](crate::catalogue)
//! and run `cargo xtask generate`.

pub mod contact;
pub mod note;
pub mod user;
pub mod website;
