//! The Cloudflare Worker: webhook in, WibiClick actions out.
