//! Runs other programs, each in a process group of its own, so that whatever
//! they start can be ended with them.

use std::{
    collections::BTreeSet,
    env,
    ffi::OsString,
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, ExitCode, Stdio, exit},
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::root;

/// How long programs have to end by themselves. The leash of the tests' Worker
/// takes two seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process groups that are running.
static GROUPS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// From now on Ctrl-C, and being told to end, ends everything that was started.
pub(crate) fn end_all_on_ctrl_c() {
    let set = ctrlc::set_handler(|| {
        // Held to the end, so that nothing more is started.
        let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
        end(&groups);
        exit(130);
    });
    if let Err(error) = set {
        eprintln!("xtask: Ctrl-C may leave processes behind: {error}");
    }
}

/// Tells groups to end, and ends those that do not listen.
fn end(groups: &BTreeSet<i32>) {
    for signal in [Signal::SIGTERM, Signal::SIGKILL] {
        for group in groups {
            // One that is gone already is what is wanted.
            let _ = killpg(Pid::from_raw(*group), signal);
        }
        if signal == Signal::SIGTERM {
            wait_until_gone(groups);
        }
    }
}

fn wait_until_gone(groups: &BTreeSet<i32>) {
    let step = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    while waited < PATIENCE
        && groups
            .iter()
            .any(|group| killpg(Pid::from_raw(*group), None).is_ok())
    {
        thread::sleep(step);
        waited += step;
    }
}

/// A program to run, from the root of the repository unless told otherwise.
#[derive(Debug)]
pub(crate) struct Run {
    program: OsString,
    arguments: Vec<OsString>,
    variables: Vec<(String, OsString)>,
    directory: Option<PathBuf>,
}

impl Run {
    pub(crate) fn new(program: impl Into<OsString>) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            variables: Vec::new(),
            directory: Some(root()),
        }
    }

    /// The cargo that runs this.
    pub(crate) fn cargo(arguments: &[&str]) -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::new(cargo).args(arguments)
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }

    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Where the caller of xtask is.
    pub(crate) fn in_caller_directory(mut self) -> Self {
        self.directory = None;
        self
    }

    /// Runs it; its failure is an error.
    pub(crate) fn succeed(self) -> Result<()> {
        let name = self.name();
        let status = self.wait(Stdio::inherit(), |_| {})?;
        if status != 0 {
            bail!("`{name}` ended with status {status}");
        }
        Ok(())
    }

    /// Runs it; its status becomes ours.
    pub(crate) fn status(self) -> Result<ExitCode> {
        let status = self.wait(Stdio::inherit(), |_| {})?;
        Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
    }

    /// Runs it, and shows each line of its output to somebody; whether it succeeded.
    pub(crate) fn lines(self, each: impl FnMut(&str)) -> Result<bool> {
        Ok(self.wait(Stdio::piped(), each)? == 0)
    }

    /// The first line of its output, if it runs and succeeds.
    pub(crate) fn first_line(self) -> Option<String> {
        let output = self.command().stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output
            .status
            .success()
            .then(|| text.lines().next().unwrap_or_default().trim().to_owned())
    }

    fn wait(self, stdout: Stdio, mut each: impl FnMut(&str)) -> Result<i32> {
        let name = self.name();
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(stdout).process_group(0);
        let (mut child, group) = groups(|groups| -> Result<_> {
            let child = command
                .spawn()
                .with_context(|| format!("`{name}` cannot be started"))?;
            let group = i32::try_from(child.id()).context("a process id")?;
            groups.insert(group);
            Ok((child, group))
        })?;
        read_lines(&mut child, &mut each);
        let status = child.wait();
        // What it left behind goes with it; gently, for among that may be the
        // leash of a Worker, which has a group of its own to end.
        end(&BTreeSet::from([group]));
        groups(|groups| groups.remove(&group));
        Ok(status?.code().unwrap_or(1))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        command
    }

    fn name(&self) -> String {
        let program = PathBuf::from(&self.program);
        let mut name = program
            .file_name()
            .unwrap_or(&self.program)
            .to_string_lossy()
            .into_owned();
        for argument in self.arguments.iter().take(4) {
            name.push(' ');
            name.push_str(&argument.to_string_lossy());
        }
        name
    }
}

fn read_lines(child: &mut Child, each: &mut impl FnMut(&str)) {
    let Some(stdout) = child.stdout.take() else {
        return;
    };
    let mut reader = BufReader::new(stdout);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        each(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

fn groups<T>(change: impl FnOnce(&mut BTreeSet<i32>) -> T) -> T {
    change(&mut GROUPS.lock().unwrap_or_else(PoisonError::into_inner))
}
