//! Any params give a request below the base URL, or issues.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wibiclick::{action::Params, catalogue, client::Config, request};

fuzz_target!(|data: &[u8]| {
    let Ok(params) = serde_json::from_slice::<Params>(data) else {
        return;
    };
    let Ok(config) = Config::new(Some("https://api.example/"), None) else {
        return;
    };
    for spec in catalogue::all() {
        if let Ok(request) = request::build(&spec, &params, &config) {
            assert!(request.url.starts_with("https://api.example/"));
        }
    }
});
