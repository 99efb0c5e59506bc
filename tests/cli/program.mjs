// The command-line program as a stranger gets it: packed, installed, and run as a process of its
// own, with the project's Node and with the machine's, the oldest that is promised.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { text } from "node:stream/consumers";
import { installed, root } from "../npm/install.mjs";

export const SANDBOX = process.env.WIBICLICK_SANDBOX_URL;
export const payload = (name) => join(root, "tests/payloads", name);

/** Whatever the program is given and must not show. */
export const SECRETS = {
  key: "sandbox-key",
  password: "sandbox-password",
  webhook: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  token: "a-static-token-of-32-characters!",
};

const NODES = [
  ["this Node", process.execPath],
  ["the machine's Node", "node"],
];

/** A test for each Node; `cli` runs the program. */
export function onEachNode(name, body) {
  for (const [which, node] of NODES) {
    test(`${name}, on ${which}`, async () => {
      const home = mkdtempSync(join(tmpdir(), "wibiclick-"));
      try {
        await body(new Cli(node, home));
      } finally {
        rmSync(home, { recursive: true });
      }
    });
  }
}

let folder;
const shown = [];

/** Where the package is installed. */
export const installation = () => (folder ??= installed("cli").folder);

/** All that any run has written has nothing in it that is secret. */
export function nothingSecretWasShown(also = () => []) {
  after(() => {
    assert.ok(shown.length > 0);
    for (const secret of [...Object.values(SECRETS), ...also()]) {
      for (const { args, output } of shown) {
        assert.ok(!output.includes(secret), `${args.join(" ")} shows a secret`);
      }
    }
  });
}

export class Cli {
  #node;
  /** A folder of this test's own, in which the program runs. */
  home;

  constructor(node, home) {
    this.#node = node;
    this.home = home;
  }

  /** Runs it; `keeps` says that what it shows may be secret. */
  async run(args, { input = "", keeps = false, ...options } = {}) {
    const child = this.start(args, options);
    child.stdin.on("error", () => undefined).end(input);
    return this.ended(child, args, keeps);
  }

  /** Begins to run it. */
  start(args, { env = {}, cwd = this.home } = {}) {
    return spawn(this.#node, [this.#program(), ...args], { cwd, env: { ...this.#env(), ...env } });
  }

  /** What became of what was started. */
  async ended(child, args, keeps = false) {
    const exit = new Promise((resolve) => child.on("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (!keeps) shown.push({ args, output: stdout + stderr });
    return { status: await exit, stdout, stderr };
  }

  /**
   * Runs it on a terminal: waits for each text, and types the answer. Standard output and standard
   * error are then one.
   */
  async onTerminal(args, talk, env = {}) {
    const terminal = join(root, "tests/cli/terminal.py");
    const command = [terminal, JSON.stringify(talk), this.#node, this.#program(), ...args];
    const child = spawn("python3", command, { cwd: this.home, env: { ...this.#env(), ...env } });
    const { status, stdout, stderr } = await this.ended(child, args);
    assert.equal(stderr, "");
    return { status, shown: stdout };
  }

  #program() {
    return join(installation(), "node_modules/.bin/wibiclick");
  }

  /** Nothing of whoever runs the tests, and the machine's Node without the project's before it. */
  #env() {
    const own = join(root, "node_modules");
    const path = process.env.PATH.split(":").filter((it) => !it.startsWith(own));
    return { PATH: path.join(":"), HOME: this.home, WIBICLICK_BASE_URL: SANDBOX };
  }
}

/** Lines of JSON. */
export const lines = (text) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** Tells the sandbox something. */
export async function tell(path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${SANDBOX}/_sandbox/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body ?? {}),
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
}

/** What the sandbox was asked, with the path. */
export async function asked(path) {
  const requests = await (await fetch(`${SANDBOX}/_sandbox/requests`)).json();
  return requests.filter((request) => request.path === path);
}
