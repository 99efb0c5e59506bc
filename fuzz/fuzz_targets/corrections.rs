//! Any corrections are applied, or refused; what they send stays below the base
//! URL.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use wibiclick::{action::Params, client::Config, corrections::Corrections, request};

fuzz_target!(|data: &[u8]| {
    let Ok(Value::Object(given)) = serde_json::from_slice(data) else {
        return;
    };
    let of = |name: &str| given.get(name).cloned().unwrap_or_default();
    let Ok(corrections) = Corrections::read(&of("overrides"), &of("actions")) else {
        return;
    };
    let Ok(config) = Config::new(Some("https://api.example/"), None) else {
        return;
    };
    let params = of("params").as_object().cloned().unwrap_or_else(Params::new);
    for entry in corrections.all() {
        if let Ok(request) = request::build(&entry.spec(), &params, &config) {
            assert!(request.url.starts_with("https://api.example/"));
        }
    }
});
