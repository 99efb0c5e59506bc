//! Ctrl-C leaves no process behind.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
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

#[test]
fn everything_that_was_started_ends_with_the_task() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(signal.as_str());
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (cargo, family) = (folder.join("cargo"), folder.join("family"));
        fs::write(&cargo, FAMILY).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();

        let mut task = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("check")
            .env("CARGO", &cargo)
            .env("FAMILY_FILE", &family)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let members = || -> Vec<i32> {
            let text = fs::read_to_string(&family).unwrap_or_default();
            text.split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect()
        };
        assert!(wait_until(|| members().len() == 2));
        assert!(members().into_iter().all(is_running));

        kill(Pid::from_raw(i32::try_from(task.id()).unwrap()), signal).unwrap();
        assert_eq!(task.wait().unwrap().code(), Some(130));
        assert!(wait_until(|| !members().into_iter().any(is_running)));
    }
}
