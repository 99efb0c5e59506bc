// What the first use costs, in a process that has done nothing yet: importing, and the first
// call. In every runtime that is there.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { row } from "./rounds.mjs";

const runOf = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const consumers = (name) => here(`../../target/packaging/node_modules/${name}`);

/** The runtimes of tests/packaging are measured where they are set up. */
const RUNTIMES = {
  "Node 20": [consumers("node20/bin/node")],
  "Node 22": [process.execPath],
  "Node 24": [consumers("node24/bin/node")],
  Deno: [consumers(".bin/deno"), "run", "--allow-all", "--quiet"],
  Bun: [consumers(".bin/bun")],
};

/** What is imported and first called: ours first. */
const SUBJECTS = {
  "the client": ["wibiclick", "axios", "ky"],
  webhooks: ["wibiclick/webhooks", "standardwebhooks", "stripe", "@octokit/webhooks-methods"],
};

export async function run({ quick }) {
  const all = [];
  for (const [runtime, command] of Object.entries(RUNTIMES)) {
    if (!existsSync(command[0])) {
      console.log(`${runtime} is not there; \`cargo xtask test packaging\` sets it up`);
      continue;
    }
    for (const [what, subjects] of Object.entries(SUBJECTS)) {
      all.push(...(await started(runtime, command, what, subjects, quick ? 2 : 11)));
    }
  }
  return all;
}

async function started(runtime, [program, ...options], what, subjects, rounds) {
  const took = Object.fromEntries(subjects.map((name) => [name, { import: [], first: [] }]));
  // The first round fills the caches of the disk and of the runtime.
  for (let round = -1; round < rounds; round++) {
    for (const name of subjects) {
      const { stdout } = await runOf(program, [...options, here("first.mjs"), name]);
      const once = JSON.parse(stdout);
      if (round < 0) continue;
      took[name].import.push(once.importMs);
      took[name].first.push(once.firstMs);
    }
  }
  const [ours, ...peers] = subjects;
  const of = (step) => Object.fromEntries(peers.map((name) => [name, took[name][step]]));
  return [
    row(`${what}: import, ${runtime}`, "ms", took[ours].import, of("import")),
    row(`${what}: first call, ${runtime}`, "ms", took[ours].first, of("first")),
  ];
}
