//! The process in which a Worker runs: what it costs the machine, and its own way in.
//!
//! In front of it, wrangler has another one that only passes requests on. It is
//! gone around, so that what is measured is the Worker.

use anyhow::{Context, Result};
use std::{collections::HashMap, fs, time::Duration};
use wibiclick_tests::Dev;

/// Only the one that passes requests on was given its port.
const MARK: &str = "--socket-addr=entry=127.0.0.1:0";
/// A socket that listens, in `/proc/net/tcp`.
const LISTENS: &str = "0A";

/// A process of workerd.
#[derive(Debug)]
pub(crate) struct Workerd {
    process: u32,
    url: String,
}

impl Workerd {
    /// The one with the Worker of a project.
    pub(crate) async fn of(dev: &Dev) -> Result<Self> {
        let parents = parents()?;
        let descends = |process: u32| {
            let mut ancestors = std::iter::successors(Some(process), |it| parents.get(it).copied());
            ancestors.any(|it| it == dev.process_id())
        };
        let process = parents.keys().copied().find(|process| {
            let command = fs::read_to_string(format!("/proc/{process}/cmdline"));
            command.is_ok_and(|it| it.contains("workerd") && it.contains(MARK))
                && descends(*process)
        });
        let process = process.context("expected wrangler to run a workerd on any port")?;
        for port in ports(process)? {
            let url = format!("http://127.0.0.1:{port}");
            let asked = reqwest::Client::new().get(format!("{url}/health"));
            // Its other ports speak something else, or answer nothing.
            let answer = asked.timeout(Duration::from_secs(2)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(Self { process, url });
            }
        }
        anyhow::bail!("expected one of workerd's ports to answer /health")
    }

    /// Where the Worker listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// How much CPU time it has used, of all its threads. By the scheduler, which counts
    /// nanoseconds where the process's own times are in hundredths of a second.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let mut used = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.process))? {
            // It may be gone by now.
            let Ok(times) = fs::read_to_string(thread?.path().join("schedstat")) else {
                continue;
            };
            let running = times.split(' ').next().context("a time")?;
            used += running.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(used))
    }

    /// The most memory that it has had, in megabytes.
    pub(crate) fn peak_megabytes(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
        let kilobytes: f64 = kilobytes.context("a line VmHWM in kB")?.parse()?;
        Ok(kilobytes / 1_024.0)
    }
}

/// The fields of a process's `stat` from its state on.
fn stat(process: u32) -> Result<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Before the last parenthesis is its name, which may have blanks.
    let (_, fields) = stat.rsplit_once(") ").context("a name in parentheses")?;
    Ok(fields.split(' ').map(str::to_owned).collect())
}

/// The parent of every process.
fn parents() -> Result<HashMap<u32, u32>> {
    let mut parents = HashMap::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().and_then(|it| it.parse().ok()) else {
            continue;
        };
        // It may be gone by now.
        let parent = stat(process).ok().and_then(|it| it.get(1)?.parse().ok());
        parents.extend(parent.map(|parent| (process, parent)));
    }
    Ok(parents)
}

/// On which ports a process listens.
fn ports(process: u32) -> Result<Vec<u16>> {
    let mut sockets = Vec::new();
    for entry in fs::read_dir(format!("/proc/{process}/fd"))? {
        if let Ok(target) = fs::read_link(entry?.path()) {
            sockets.push(target.to_string_lossy().into_owned());
        }
    }
    let table = fs::read_to_string("/proc/net/tcp")?;
    let ports = table.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let socket = format!("socket:[{}]", fields.get(9)?);
        let listens = *fields.get(3)? == LISTENS && sockets.contains(&socket);
        let (_, port) = fields.get(1)?.split_once(':')?;
        u16::from_str_radix(port, 16).ok().filter(|_| listens)
    });
    Ok(ports.collect())
}
