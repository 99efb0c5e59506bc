#!/usr/bin/env node
// `wibiclick`, the command-line program: what there is, and how it ends.

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addBatch } from "./batch/batch.js";
import { addCall } from "./call.js";
import { addCatalogue } from "./catalogue.js";
import { addCheck } from "./check.js";
import { addDryRun } from "./dry-run.js";
import { EXIT, type Told, told } from "./failure.js";
import { addInit } from "./init.js";
import { addLogin, addLogout } from "./login.js";
import { endWithReader, note, print } from "./output.js";
import { addSend } from "./webhook/send.js";
import { addSign } from "./webhook/sign.js";
import { addVerify } from "./webhook/verify.js";

const COMMANDS = [
  addInit,
  addCheck,
  addDryRun,
  addSend,
  addSign,
  addVerify,
  addCatalogue,
  addCall,
  addBatch,
  addLogin,
  addLogout,
];

const MORE = `
Exit codes: 0 done, 1 not so or failed, 2 not used as it is meant to be, 130 ended by Ctrl-C.
With --json, standard output has one JSON document and nothing else; messages are on standard error.

  npx wibiclick init hooks           a folder with a Worker, to be deployed
  npx wibiclick check                what is wrong with hooks.toml
  npx wibiclick catalogue website    the actions that have to do with websites
  npx wibiclick call user.getMany --param websiteId=site_1

https://github.com/wibiclick/wibiclick/blob/main/docs/cli.md`;

/** Runs a command line; the exit code. */
async function run(commandLine: readonly string[]): Promise<number> {
  const program = new Command("wibiclick")
    .description("Acts on WibiClick, and tries out what turns webhooks into such actions.")
    .version(version(), "-V, --version", "the version of this package")
    .helpOption("-h, --help", "what there is; of a command: what it takes, with examples")
    .helpCommand("help [command]", "the same as --help")
    .addHelpText("after", MORE)
    .showHelpAfterError("(--help says what there is)")
    .exitOverride();
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync(commandLine, { from: "user" });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    const { message, details, exitCode } = ended(error);
    // In a line, as the results of a batch are, among which it may stand.
    if (exitCode !== EXIT.done && commandLine.includes("--json")) {
      print(JSON.stringify({ error: { message, ...details } }));
    }
    return exitCode;
  }
}

/** What ended a command, once it is told. */
function ended(error: unknown): Told {
  if (error instanceof CommanderError) {
    // It has said so already, or shown what was asked for.
    const message = error.message.replace(/^error: /, "");
    return { message, details: {}, exitCode: error.exitCode === 0 ? EXIT.done : EXIT.misused };
  }
  const what = told(error);
  note(what.exitCode === EXIT.interrupted ? what.message : `wibiclick: ${what.message}`);
  return what;
}

function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

endWithReader();
process.exitCode = await run(process.argv.slice(2));
