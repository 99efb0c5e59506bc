//! The stage on which end-to-end tests and the demo play.
