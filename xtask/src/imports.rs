//! Short names for what a wasm imports from its glue.
//!
//! wasm-bindgen names each function after what it does and a hash of where it is
//! from, which says nothing that is read and cannot be compressed.

use anyhow::{Context as _, Result, ensure};

use crate::order::{HEADER, IMPORTS, Reader, number, sized};

/// With what the names begin that wasm-bindgen makes up.
const MADE_UP: &[u8] = b"__wbg_";

/// The same wasm and glue, with the shortest names that there are.
pub(crate) fn shortened(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let (mut short, mut glue) = (HEADER.to_vec(), glue.to_owned());
    let mut sections = Reader::of(wasm)?;
    while !sections.is_empty() {
        let kind = sections.byte()?;
        let section = sections.sized()?;
        short.push(kind);
        short.extend(sized(&if kind == IMPORTS {
            imports(section, &mut glue).context("its imports cannot be renamed")?
        } else {
            section.to_vec()
        }));
    }
    Ok((short, glue))
}

/// A section of imports with short names, which the glue then has as well.
fn imports(section: &[u8], glue: &mut String) -> Result<Vec<u8>> {
    let mut section = Reader(section);
    let count = section.number()?;
    let mut short = number(count);
    for place in 0..count {
        short.extend(sized(section.sized()?));
        let name = section.sized()?;
        if name.starts_with(MADE_UP) {
            let (name, new) = (std::str::from_utf8(name)?, format!("_{place}"));
            ensure!(glue.contains(name), "the glue has no {name}");
            *glue = glue.replace(name, &new);
            short.extend(sized(new.as_bytes()));
        } else {
            short.extend(sized(name));
        }
        short.extend(section.import()?);
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_the_same_on_both_sides() {
        let wasm = |names: [&str; 2]| {
            let mut imports = vec![2];
            for name in names {
                imports.extend(sized(b"./a.js"));
                imports.extend(sized(name.as_bytes()));
                imports.extend([0, 7]);
            }
            [HEADER, &[IMPORTS], &sized(&imports)].concat()
        };
        let long = wasm(["memory", "__wbg_get_6c896e0571ddae51"]);
        let glue = "{memory(){},__wbg_get_6c896e0571ddae51(a){}}";
        let (short, glue) = shortened(&long, glue).unwrap();
        assert_eq!(short, wasm(["memory", "_1"]));
        assert_eq!(glue, "{memory(){},_1(a){}}");
    }

    #[test]
    fn glue_of_another_wasm_is_refused() {
        let imports = [&[1], &sized(b"./a.js")[..], &sized(b"__wbg_get_0"), &[0, 7]].concat();
        let wasm = [HEADER, &[IMPORTS], &sized(&imports)].concat();
        assert!(shortened(&wasm, "{}").is_err());
    }
}
