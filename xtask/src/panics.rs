//! Panics of a wasm without their messages.
//!
//! Rust writes the message of a panic to where nobody reads, and then traps. Here
//! the functions that do so trap at once; what only they call is then left out by
//! wasm-opt. The places in the source that they would have named stay, as zeros,
//! which take no room once compressed.

use std::{collections::HashSet, ops::Range};

use anyhow::{Context as _, Result, ensure};

use crate::order::{CODE, CUSTOM, DATA, HEADER, Reader, functions, number, sized};

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

/// What nobody calls, though the compiler cannot know: what writes floating-point
/// numbers to so many places. No format of ours asks for that, and no filter that
/// rules have (`round` would).
const NEVER_CALLED: &[&str] = &["core::fmt::float::float_to_decimal_common_exact"];

/// No locals, `unreachable`, `end`.
const TRAP: &[u8] = &[0, 0, END];

const I32_CONST: u8 = 0x41;
const END: u8 = 0x0b;

/// What the name of a file, its lines and their columns are fewer than.
const LONGEST: usize = 300;
const LINES: usize = 100_000;
const COLUMNS: usize = 1_000;

/// The same wasm, whose panics say nothing.
pub(crate) fn without_messages(wasm: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = functions(wasm).context("this is no wasm with panics")?;
    let trapping = trapping(wasm)?;
    ensure!(
        !trapping.is_empty(),
        "no panic was found by its name; if Rust has other names for them, correct them here"
    );
    let mut code = number(bodies.len());
    for (place, body) in bodies.iter().enumerate() {
        let traps = trapping.contains(&(imported + place));
        code.extend(sized(if traps { TRAP } else { body }));
    }
    let mut silent = HEADER.to_vec();
    let mut sections = Reader::of(wasm)?;
    while !sections.is_empty() {
        let kind = sections.byte()?;
        let section = sections.sized()?;
        silent.push(kind);
        silent.extend(match kind {
            CODE => sized(&code),
            DATA => sized(&without_places(section)?),
            _ => sized(section),
        });
    }
    Ok(silent)
}

/// A section of data with zeros for `core::panic::Location`s and the names of
/// files in them.
fn without_places(section: &[u8]) -> Result<Vec<u8>> {
    let mut silent = section.to_vec();
    let mut segments = Reader(section);
    for _ in 0..segments.number()? {
        // In the one memory, from a constant on.
        for (expected, what) in [(0, "an active segment"), (I32_CONST, "an i32.const")] {
            let found = segments.byte()?;
            ensure!(found == expected, "expected {what} of data, not {found}");
        }
        let address = segments.number()?;
        ensure!(
            segments.byte()? == END,
            "expected an address to be a constant"
        );
        let bytes = segments.sized()?;
        let end = section.len() - segments.0.len();
        let segment = silent
            .get_mut(end - bytes.len()..end)
            .context("it ends too early")?;
        for place in places(bytes, address) {
            if let Some(place) = segment.get_mut(place) {
                place.fill(0);
            }
        }
    }
    Ok(silent)
}

/// Where `Location`s are in bytes at an address, and the names of files in them:
/// four numbers, of which the first two are such a name's address and length.
fn places(bytes: &[u8], address: usize) -> Vec<Range<usize>> {
    let number = |at: usize| {
        let number = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(number)).ok()
    };
    let file = |at: usize| {
        let start = number(at)?.checked_sub(address)?;
        let file = start..start + number(at + 4)?;
        let (line, column) = (number(at + 8)?, number(at + 12)?);
        let is_file = bytes.get(file.clone())?.ends_with(b".rs");
        (is_file
            && file.len() < LONGEST
            && (1..LINES).contains(&line)
            && (1..COLUMNS).contains(&column))
        .then_some(file)
    };
    (0..bytes.len())
        .filter(|at| (address + at).is_multiple_of(4))
        .filter_map(|at| Some([at..at + 16, file(at)?]))
        .flatten()
        .collect()
}

/// The functions that may trap, by the section of names.
fn trapping(wasm: &[u8]) -> Result<HashSet<usize>> {
    const OF_FUNCTIONS: u8 = 1;
    let mut trapping = HashSet::new();
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
                let mut trapping_names = NEVER_RETURNING.iter().chain(NEVER_CALLED);
                if trapping_names.any(|it| name.starts_with(it)) {
                    trapping.insert(function);
                }
            }
        }
    }
    Ok(trapping)
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
    fn the_places_of_panics_are_zeros_and_nothing_else_is() {
        const ADDRESS: u32 = 64;
        let segment = |file: &[u8], place: [u32; 4]| {
            let place = place.map(u32::to_le_bytes);
            let bytes = [file, b"kept", place.as_flattened(), b"kept"].concat();
            [b"\x01\x00\x41\xc0\x00\x0b", &sized(&bytes)[..]].concat()
        };
        let named = segment(b"src/a.rs", [ADDRESS, 8, 7, 3]);
        assert_eq!(without_places(&named).unwrap(), segment(&[0; 8], [0; 4]));
        for (file, place) in [
            (b"src/a.ts", [ADDRESS, 8, 7, 3]),
            (b"src/a.rs", [ADDRESS, 8, 0, 3]),
            (b"src/a.rs", [ADDRESS, 8, 7, 70_000]),
            (b"src/a.rs", [ADDRESS - 1, 8, 7, 3]),
            (b"src/a.rs", [ADDRESS, u32::MAX, 7, 3]),
        ] {
            let other = segment(file, place);
            assert_eq!(without_places(&other).unwrap(), other);
        }
    }

    #[test]
    fn a_wasm_without_names_is_refused() {
        assert!(without_messages(HEADER).is_err());
    }
}
