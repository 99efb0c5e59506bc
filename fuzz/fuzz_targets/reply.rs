//! Any response is a reply, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wibiclick::{catalogue, reply, transport::HttpResponse};

fuzz_target!(|data: (u16, String, Vec<u8>)| {
    let (status, retry_after, body) = data;
    let headers = vec![("retry-after".to_owned(), retry_after)];
    let response = HttpResponse {
        status,
        headers,
        body,
    };
    for spec in catalogue::all() {
        let _ = reply::read(&spec, &response);
    }
});
