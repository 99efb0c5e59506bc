// What the leash promises.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const LEASH = fileURLToPath(new URL("leash.mjs", import.meta.url));

// A shell with a child of its own, which says its process id.
const FAMILY = "sleep 1000 & echo $!; wait";

function leash(...command) {
  return spawn(process.execPath, [LEASH, ...command], { stdio: ["pipe", "pipe", "inherit"] });
}

async function grandchildOf(process) {
  const [line] = await once(process.stdout, "data");
  return Number(String(line).trim());
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid) {
  for (let waited = 0; isRunning(pid) && waited < 10_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !isRunning(pid);
}

test("the whole family ends when standard input closes", async () => {
  const process = leash("sh", "-c", FAMILY);
  const grandchild = await grandchildOf(process);
  process.stdin.end();
  assert.ok(await gone(grandchild));
});

test("the whole family ends with the signal that ends the leash", async () => {
  const process = leash("sh", "-c", FAMILY);
  const grandchild = await grandchildOf(process);
  process.kill("SIGTERM");
  assert.ok(await gone(grandchild));
});

test("who does not listen is killed", async () => {
  const process = leash("sh", "-c", `trap '' TERM; ${FAMILY}`);
  const grandchild = await grandchildOf(process);
  process.stdin.end();
  assert.ok(await gone(grandchild));
  assert.ok(await gone(process.pid));
});

test("what a command leaves behind ends with it, and its status is passed on", async () => {
  const process = leash("sh", "-c", "sleep 1000 & echo $!; exit 7");
  const grandchild = await grandchildOf(process);
  const [status] = await once(process, "exit");
  assert.equal(status, 7);
  assert.ok(await gone(grandchild));
});

test("a command that does not exist is an error", async () => {
  const [status] = await once(leash("no-such-command"), "exit");
  assert.equal(status, 127);
});
