//! Ctrl-C leaves no process behind.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// Stands for cargo: a program with a child of its own, one of which does not
/// listen when it is told to end.
const FAMILY: &str = "#!/bin/sh
trap '' TERM
sleep 1000 &
echo $$ $! > \"$FAMILY_FILE\"
wait
sleep 1000
";

/// A program that ends at once, and its child, which has something to clear up.
const LEASHED: &str = r#"#!/bin/sh
sh -c 'trap "sleep 0.3; touch $FAMILY_FILE.cleared; exit" TERM
while :; do sleep 0.05; done' &
echo $$ $! > "$FAMILY_FILE"
wait
"#;

fn wait_until(what: impl Fn() -> bool) -> bool {
    for _ in 0..200 {
        if what() {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}

fn is_running(pid: i32) -> bool {
    // One that ended and was not waited for yet does not run.
    let status = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !status.is_empty() && !status.contains(") Z ")
}

/// A task whose program, standing for cargo, is this script.
struct Task {
    process: Child,
    family: PathBuf,
}

impl Task {
    /// Starts it, and waits until the script has said who belongs to it.
    fn start(name: &str, script: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (cargo, family) = (folder.join("cargo"), folder.join("family"));
        fs::write(&cargo, script).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("check")
            .env("CARGO", &cargo)
            .env("FAMILY_FILE", &family)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let task = Self { process, family };
        assert!(wait_until(|| task.members().len() == 2));
        assert!(task.members().into_iter().all(is_running));
        task
    }

    fn members(&self) -> Vec<i32> {
        let text = fs::read_to_string(&self.family).unwrap_or_default();
        text.split_whitespace()
            .filter_map(|pid| pid.parse().ok())
            .collect()
    }

    fn interrupt(&mut self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.process.id()).unwrap());
        kill(pid, signal).unwrap();
        assert_eq!(self.process.wait().unwrap().code(), Some(130));
        assert!(wait_until(|| !self.members().into_iter().any(is_running)));
    }
}

#[test]
fn everything_that_was_started_ends_with_the_task() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        Task::start(signal.as_str(), FAMILY).interrupt(signal);
    }
}

#[test]
fn who_outlives_the_program_has_time_to_clear_up() {
    let mut task = Task::start("gently", LEASHED);
    task.interrupt(Signal::SIGINT);
    assert!(task.family.with_extension("cleared").exists());
}
