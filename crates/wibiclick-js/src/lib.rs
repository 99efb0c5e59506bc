//! The WibiClick client for JavaScript.
