//! Any text is a hooks.toml, or has problems.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wibiclick_rules::Hooks;

fuzz_target!(|text: &str| {
    let _ = Hooks::parse(text);
});
