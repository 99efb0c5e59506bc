//! Typed client for WibiClick, wasm-first and without I/O in its core.
#![forbid(unsafe_code)]
pub mod action;
