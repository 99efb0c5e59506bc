// Runs a command that must not outlive whoever started this:
//
//   node leash.mjs <command> [argument …]
//
// The command gets a process group of its own. The group is ended when standard
// input closes (which also happens when the starter is killed), on a signal, and
// when the command itself ends. The exit status is the command's.

import { spawn } from "node:child_process";
import process from "node:process";

const PATIENCE_MS = 2000;

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error("usage: node leash.mjs <command> [argument …]");
  process.exit(2);
}

let ending = false;
// Before there is a child: whoever hears from it may send a signal at once.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);

const child = spawn(command, args, { detached: true, stdio: ["ignore", "inherit", "inherit"] });

child.on("error", (error) => {
  console.error(`leash: ${command} cannot be started: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  // Whatever the command left behind goes with it.
  endGroup("SIGKILL");
  process.exit(code ?? (ending || signal === null ? 0 : 1));
});

process.stdin.resume();
process.stdin.on("end", end);
process.stdin.on("error", end);

function end() {
  if (ending) return;
  ending = true;
  endGroup("SIGTERM");
  setTimeout(() => endGroup("SIGKILL"), PATIENCE_MS);
}

function endGroup(signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // The group is gone already.
    if (error.code !== "ESRCH") throw error;
  }
}
