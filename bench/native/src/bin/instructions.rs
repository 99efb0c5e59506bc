//! How many instructions the paths that matter take, held against `bench/instructions.json`.
//!
//!     instructions [--write]     count, and compare; or keep what was counted
//!     instructions PATH          goes down one path: what is counted
//!
//! Callgrind runs this program once for each path and counts what is in
//! [`counted`]: how busy the machine is makes no difference to that.
#![forbid(unsafe_code)]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path as File, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result, bail, ensure};
use wibiclick_bench::{Measured, Path, paths};

/// How far from what is kept is too far, in a hundred.
const TOLERANCE: u64 = 3;

/// How often each path is gone down, and of how many times its count is the mean: where
/// the heap has room differs from one time to the next.
const ROUNDS: u64 = 20;

/// Instructions, by the path's name.
type Counts = BTreeMap<String, u64>;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => compare(),
        ["--write"] => {
            let counts = count_all()?;
            let text = serde_json::to_string_pretty(&counts)?;
            fs::write(kept(), text + "\n")?;
            Ok(ExitCode::SUCCESS)
        }
        [name] => {
            let path = counted_paths().find(|path| path.name == *name);
            let mut measured = (path.context("a path that is counted")?.prepare)()?;
            // What is done once, such as growing the heap, is not what is counted.
            for _ in 0..ROUNDS {
                measured()?;
            }
            for _ in 0..ROUNDS {
                counted(&mut measured)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("expected nothing, --write or the name of a path"),
    }
}

/// What callgrind knows by its name.
#[inline(never)]
fn counted(measured: &mut Measured) -> Result<()> {
    measured()
}

fn counted_paths() -> impl Iterator<Item = Path> {
    paths().into_iter().filter(|path| path.is_counted)
}

fn kept() -> PathBuf {
    File::new(env!("CARGO_MANIFEST_DIR")).join("../instructions.json")
}

fn compare() -> Result<ExitCode> {
    let kept: Counts = serde_json::from_str(&fs::read_to_string(kept())?)?;
    let counts = count_all()?;
    // One that takes much less is to be kept as it is now: else what was won could be lost
    // again unseen.
    let is_far = |name: &String, count: u64| {
        let kept = kept.get(name).copied().unwrap_or(0);
        count.abs_diff(kept) * 100 > kept * TOLERANCE
    };
    let wrong: Vec<String> = counts
        .iter()
        .filter(|(name, count)| is_far(name, **count))
        .map(|(name, count)| {
            let kept = kept.get(name).map_or("not kept".to_owned(), u64::to_string);
            format!("{name}: {count} instructions, {kept} in bench/instructions.json")
        })
        .chain(
            kept.keys()
                .filter(|name| !counts.contains_key(*name))
                .map(|name| format!("{name}: in bench/instructions.json alone")),
        )
        .collect();
    if wrong.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "more than {TOLERANCE} % from what is kept; where that is meant, \
         `cargo xtask instructions --write` keeps it:\n  {}",
        wrong.join("\n  ")
    );
    Ok(ExitCode::FAILURE)
}

fn count_all() -> Result<Counts> {
    let mut counts = Counts::new();
    for path in counted_paths() {
        let count = count(path.name).with_context(|| path.name.to_owned())?;
        println!("{count:>12}  {}", path.name);
        counts.insert(path.name.to_owned(), count);
    }
    Ok(counts)
}

fn count(name: &str) -> Result<u64> {
    let own = env::current_exe()?;
    let folder = own.parent().context("the folder of this program")?;
    let file = own.file_name().context("the name of this program")?;
    let out = own.with_extension("callgrind");
    let output = Command::new("valgrind")
        // Where it is, and what the environment is, would be in its heap, too.
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .current_dir(folder)
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .args(["--toggle-collect=instructions::counted"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(File::new(".").join(file))
        .arg(name)
        // No instructions that only some machines have, in libc either.
        .env("GLIBC_TUNABLES", PLAIN_LIBC)
        .output()
        .context("valgrind cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "it failed: {said}");
    let text = fs::read_to_string(&out)?;
    let totals = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let count: u64 = totals
        .context("callgrind counted nothing")?
        .trim()
        .parse()?;
    ensure!(count > 0, "nothing of it was counted");
    Ok(count / ROUNDS)
}

/// Of libc's ways to copy and to compare bytes, those that every machine has; and every
/// small piece of the heap kept for the next of its size, so that asking for one costs the
/// same each time.
const PLAIN_LIBC: &str = "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM\
    :glibc.malloc.tcache_count=65535";
