//! A stand-in for the WibiClick API, for local runs and tests.
