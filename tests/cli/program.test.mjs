// What holds for every command: help, exit codes, where things are written.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installation, nothingSecretWasShown, onEachNode } from "./program.mjs";

nothingSecretWasShown();

const COMMANDS = ["init", "check", "dry-run", "send", "sign", "verify", "catalogue", "call"];
COMMANDS.push("batch", "login", "logout");

onEachNode("help says what there is, and of each command what it takes", async (cli) => {
  const help = await cli.run(["--help"]);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /Exit codes: 0 done, 1 not so or failed, 2 not used/);
  for (const command of COMMANDS) {
    assert.match(help.stdout, new RegExp(`^  ${command}\\b`, "m"));
    const { status, stdout } = await cli.run([command, "--help"]);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^Usage: wibiclick ${command}`));
    assert.match(stdout, /--json/);
    if (command !== "logout") assert.match(stdout, new RegExp(`^  .*wibiclick ${command}`, "m"));
  }
});

onEachNode("the version is the package's", async (cli) => {
  const manifest = join(installation(), "node_modules/wibiclick/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  assert.equal((await cli.run(["--version"])).stdout, `${version}\n`);
});

onEachNode("what there is not is code 2, with what may have been meant", async (cli) => {
  for (const [args, suggestion] of [
    [["chek"], "check"],
    [["check", "--jsn"], "--json"],
    [["call"], "action"],
    [["batch", "x.csv", "--concurrency", "65"], "from 1 to 64"],
    [["batch", "x.csv", "--format", "xml"], "ndjson"],
    [[], "Commands:"],
  ]) {
    const { status, stdout, stderr } = await cli.run(args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.ok(stderr.includes(suggestion), stderr);
  }
});

onEachNode("an error is a message and, for programs, JSON in one line", async (cli) => {
  const { status, stdout, stderr } = await cli.run(["call", "user.getMani", "--json"]);
  const message = "there is no action `user.getMani`; did you mean `user.getMany`?";
  assert.equal(status, 2);
  assert.equal(stderr, `wibiclick: ${message}\n`);
  const { error } = JSON.parse(stdout);
  assert.deepEqual([error.message, error.kind], [message, "invalid-params"]);
  assert.equal(stdout.indexOf("\n"), stdout.length - 1);
  const misused = await cli.run(["call", "--json"]);
  assert.match(JSON.parse(misused.stdout).error.message, /^missing required argument 'action'/);
});

onEachNode("a reader that goes away is no failure", async (cli) => {
  const child = cli.start(["catalogue", "--json"]);
  child.stdout.destroy();
  const { status, stderr } = await new Promise((resolve) => {
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("close", (status) => resolve({ status, stderr }));
  });
  assert.deepEqual([status, stderr], [0, ""]);
});
