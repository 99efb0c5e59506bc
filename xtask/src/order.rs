//! An order for the functions of a wasm file: those that look alike stand side
//! by side, where gzip finds one in the other.
//!
//! Only the order is made here. It is written as the functions' names, by which
//! wasm-opt then sorts them.

use std::collections::HashMap;

use anyhow::{Context as _, Result, bail};

/// Functions look alike in the runs of so many bytes that they share. Found by trying.
const RUN: usize = 5;
/// The next function is to look like the one before, less by this like the one
/// before that, and so on. Which of them is best is another for each wasm, by a
/// four-hundredth of it.
pub(crate) const FADINGS: [f32; 4] = [0.6, 0.7, 0.75, 0.8];

/// With what every wasm begins.
pub(crate) const HEADER: &[u8] = b"\0asm\x01\0\0\0";

pub(crate) const CUSTOM: u8 = 0;
pub(crate) const IMPORTS: u8 = 2;
pub(crate) const CODE: u8 = 10;
pub(crate) const DATA: u8 = 11;

/// Kinds of imports.
const FUNCTION: u8 = 0;
const TAG: u8 = 4;

/// The same wasm, in which the functions' names are their places.
pub(crate) fn name_by_place(wasm: &[u8], fading: f32) -> Result<Vec<u8>> {
    let (imported, functions) = functions(wasm).context("this is no wasm that can be ordered")?;
    let mut places: Vec<(usize, usize)> = by_likeness(&functions, fading)
        .into_iter()
        .enumerate()
        .map(|(place, function)| (imported + function, place))
        .collect();
    places.sort_unstable();

    let mut names = number(places.len());
    for (function, place) in places {
        names.extend(number(function));
        names.extend(sized(format!("{place:06}").as_bytes()));
    }
    let mut section = sized(b"name");
    section.push(1);
    section.extend(sized(&names));

    Ok([wasm, &[CUSTOM], &sized(&section)].concat())
}

/// The functions' indices, each after the one that it looks like most.
fn by_likeness(functions: &[&[u8]], fading: f32) -> Vec<usize> {
    let looks: Vec<Vec<&[u8]>> = functions.iter().map(|it| looks(it)).collect();
    // A run says less about a function that has many.
    #[expect(clippy::cast_precision_loss, reason = "no function is that long")]
    let weights = looks.iter().map(|it| (it.len() as f32).sqrt().recip());
    let mut having: HashMap<&[u8], Vec<(usize, f32)>> = HashMap::new();
    for (function, (looks, weight)) in looks.iter().zip(weights).enumerate() {
        for run in looks {
            having.entry(run).or_default().push((function, weight));
        }
    }

    let mut order = Vec::new();
    // How much each looks like the last ones; nothing once it has its place.
    let mut likeness = vec![Some(0.0); functions.len()];
    let mut next = (!functions.is_empty()).then_some(0);
    while let Some(function) = next {
        order.push(function);
        for it in likeness.iter_mut().flatten() {
            *it *= fading;
        }
        if let Some(placed) = likeness.get_mut(function) {
            *placed = None;
        }
        for run in looks.get(function).into_iter().flatten() {
            for (other, weight) in having.get(run).into_iter().flatten() {
                if let Some(Some(likeness)) = likeness.get_mut(*other) {
                    *likeness += weight;
                }
            }
        }
        next = likeness
            .iter()
            .enumerate()
            .filter_map(|(other, likeness)| Some((other, (*likeness)?)))
            .max_by(|(_, one), (_, other)| f32::total_cmp(one, other))
            .map(|(other, _)| other);
    }
    order
}

/// The runs of a function, each once.
fn looks(function: &[u8]) -> Vec<&[u8]> {
    let mut runs: Vec<&[u8]> = function.windows(RUN).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How many functions are imported, and the bodies of all others.
pub(crate) fn functions(wasm: &[u8]) -> Result<(usize, Vec<&[u8]>)> {
    let (mut imported, mut functions) = (0, Vec::new());
    let mut wasm = Reader::of(wasm)?;
    while !wasm.is_empty() {
        let kind = wasm.byte()?;
        let mut section = Reader(wasm.sized()?);
        match kind {
            IMPORTS => {
                for _ in 0..section.number()? {
                    let (_module, _name) = (section.sized()?, section.sized()?);
                    imported += usize::from(section.import()?.starts_with(&[FUNCTION]));
                }
            }
            CODE => {
                for _ in 0..section.number()? {
                    functions.push(section.sized()?);
                }
            }
            _ => {}
        }
    }
    Ok((imported, functions))
}

/// What is left to read of a wasm file.
pub(crate) struct Reader<'w>(pub(crate) &'w [u8]);

impl<'w> Reader<'w> {
    /// The sections of a whole file.
    pub(crate) fn of(wasm: &'w [u8]) -> Result<Self> {
        Ok(Self(wasm.strip_prefix(HEADER).context("no wasm")?))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().context("it ends too early")?;
        self.0 = rest;
        Ok(*first)
    }

    /// What an import is, as it follows its names: a kind and a type.
    pub(crate) fn import(&mut self) -> Result<&'w [u8]> {
        let whole = self.0;
        match self.byte()? {
            FUNCTION => {}
            // It has another byte before its type.
            TAG => drop(self.byte()?),
            other => bail!("expected functions and tags as imports, not {other}"),
        }
        self.number()?;
        let (import, _) = whole.split_at(whole.len() - self.0.len());
        Ok(import)
    }

    /// Seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self) -> Result<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return Ok(number);
            }
            if shift > 28 {
                bail!("a number has too many bytes");
            }
        }
    }

    /// Bytes after their number.
    pub(crate) fn sized(&mut self) -> Result<&'w [u8]> {
        let size = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(size).context("it ends too early")?;
        self.0 = rest;
        Ok(bytes)
    }
}

pub(crate) fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

pub(crate) fn sized(bytes: &[u8]) -> Vec<u8> {
    let mut sized = number(bytes.len());
    sized.extend(bytes);
    sized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_look_alike_stand_side_by_side() {
        let functions: [&[u8]; 4] = [b"abcdefgh", b"12345678", b"bcdefghi", b"23456789"];
        let order = by_likeness(&functions, 0.7);
        assert_eq!(order.len(), 4);
        let place = |function| order.iter().position(|it| *it == function).unwrap();
        assert_eq!(place(0).abs_diff(place(2)), 1);
        assert_eq!(place(1).abs_diff(place(3)), 1);
    }

    #[test]
    fn a_name_is_the_place_of_its_function_after_the_imported_ones() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // One import, `m.f`, a function of type 0; then two functions.
        let imports = b"\x01\x01m\x01f\x00\x00";
        let code = b"\x02\x02\x00\x0b\x02\x00\x0b";
        for (kind, section) in [(IMPORTS, &imports[..]), (CODE, &code[..])] {
            wasm.push(kind);
            wasm.extend(sized(section));
        }
        let section = b"\x00\x18\x04name\x01\x11\x02\x01\x06000000\x02\x06000001";
        assert_eq!(
            name_by_place(&wasm, 0.7).unwrap(),
            [&wasm[..], section].concat()
        );
    }

    #[test]
    fn what_ends_too_early_is_refused() {
        assert!(name_by_place(b"\0asm\x01\0\0\0\x0a\x05\x01", 0.7).is_err());
    }
}
