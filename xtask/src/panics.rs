//! Panics of a wasm without their messages.
//!
//! Rust writes the message of a panic to where nobody reads, and then traps. Here
//! the functions that do so trap at once; what only they call is then left out by
//! wasm-opt.

use std::collections::HashSet;

use anyhow::{Context as _, Result, ensure};

use crate::order::{CODE, CUSTOM, HEADER, Reader, functions, number, sized};

/// What never returns, as the start of its name without crates' hashes.
const NEVER_RETURNING: &[&str] = &[
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
];

/// No locals, `unreachable`, `end`.
const TRAP: &[u8] = b"\x00\x00\x0b";

/// The same wasm, whose panics say nothing.
pub(crate) fn without_messages(wasm: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = functions(wasm).context("this is no wasm with panics")?;
    let panicking = panicking(wasm)?;
    ensure!(
        !panicking.is_empty(),
        "no panic was found by its name; if Rust has other names for them, correct them here"
    );
    let mut code = number(bodies.len());
    for (place, body) in bodies.iter().enumerate() {
        let is_panic = panicking.contains(&(imported + place));
        code.extend(sized(if is_panic { TRAP } else { body }));
    }
    let mut silent = HEADER.to_vec();
    let mut sections = Reader::of(wasm)?;
    while !sections.is_empty() {
        let kind = sections.byte()?;
        let section = sections.sized()?;
        silent.push(kind);
        silent.extend(sized(if kind == CODE { &code } else { section }));
    }
    Ok(silent)
}

/// The functions that never return, by the section of names.
fn panicking(wasm: &[u8]) -> Result<HashSet<usize>> {
    const OF_FUNCTIONS: u8 = 1;
    let mut panicking = HashSet::new();
    let mut sections = Reader::of(wasm)?;
    while !sections.is_empty() {
        let kind = sections.byte()?;
        let mut section = Reader(sections.sized()?);
        if kind != CUSTOM || section.sized()? != b"name" {
            continue;
        }
        while !section.is_empty() {
            let kind = section.byte()?;
            let mut names = Reader(section.sized()?);
            if kind != OF_FUNCTIONS {
                continue;
            }
            for _ in 0..names.number()? {
                let function = names.number()?;
                let name = without_hash(std::str::from_utf8(names.sized()?)?);
                if NEVER_RETURNING.iter().any(|it| name.starts_with(it)) {
                    panicking.insert(function);
                }
            }
        }
    }
    Ok(panicking)
}

/// `core[0123456789abcdef]::panicking::panic` as `core::panicking::panic`.
fn without_hash(name: &str) -> String {
    match (name.split_once('['), name.split_once("]::")) {
        (Some((krate, _)), Some((_, rest))) => format!("{krate}::{rest}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_traps_and_nothing_else_does() {
        let body = b"\x03\x00\x01\x0b";
        let code = [b"\x02", &body[..], &body[..]].concat();
        let list = [
            b"\x02",
            &b"\x00"[..],
            &sized(b"core[0123456789abcdef]::panicking::panic_fmt"),
            b"\x01",
            &sized(b"core::str::from_utf8"),
        ]
        .concat();
        let named = [sized(b"name"), vec![1], sized(&list)].concat();
        let wasm = |code: &[u8]| {
            let code = sized(code);
            [HEADER, &[CODE], &code, &[CUSTOM], &sized(&named)].concat()
        };
        let silent = [b"\x02", &sized(TRAP)[..], &body[..]].concat();
        assert_eq!(without_messages(&wasm(&code)).unwrap(), wasm(&silent));
    }

    #[test]
    fn a_wasm_without_names_is_refused() {
        assert!(without_messages(HEADER).is_err());
    }
}
