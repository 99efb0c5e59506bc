// The npm package as a stranger gets it: packed, installed from the tarball into
// an empty project, and used there.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, test } from "node:test";

const root = fileURLToPath(new URL("../..", import.meta.url));
const consumer = join(root, "target/stage/consumer");
const tsc = join(root, "node_modules/.bin/tsc");

const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: consumer, encoding: "utf8", ...options });

let packed;

before(() => {
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(consumer, { recursive: true });
  const pack = ["pack", "--json", "--pack-destination", consumer];
  [packed] = JSON.parse(run("npm", pack, { cwd: join(root, "pkg") }));
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--offline", `./${packed.filename}`]);
  cpSync(join(root, "tests/npm/consumer"), consumer, { recursive: true });
  cpSync(join(root, "tests/calls.json"), join(consumer, "calls.json"));
});

test("the tarball holds what a consumer needs, and nothing else", () => {
  const files = packed.files.map(({ path }) => path).sort();
  assert.deepEqual(files, [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "dist/actions.d.ts",
    "dist/actions.js",
    "dist/client.d.ts",
    "dist/client.js",
    "dist/error.d.ts",
    "dist/error.js",
    "dist/file.d.ts",
    "dist/file.js",
    "dist/node.d.ts",
    "dist/node.js",
    "package.json",
    "wasm/wibiclick.d.ts",
    "wasm/wibiclick.js",
    "wasm/wibiclick_bg.wasm",
  ]);
});

// The oldest Node that is promised is the machine's; the newer one is the project's.
for (const [name, node] of [
  ["this Node", process.execPath],
  ["the machine's Node", "node"],
]) {
  for (const [program, count] of [
    ["calls.mjs", 26],
    ["actions.mjs", 6],
  ]) {
    test(`${program} runs with it, on ${name}`, () => {
      run("curl", ["--silent", "--fail", "-X", "POST", sandbox("/_sandbox/reset")]);
      const result = spawnSync(node, ["--test", "--test-reporter=tap", program], {
        cwd: consumer,
        encoding: "utf8",
        env: clean(node),
      });
      assert.equal(result.status, 0, result.stdout + result.stderr);
      assert.match(result.stdout, new RegExp(`^# pass ${count}$`, "m"), result.stdout);
    });
  }
}

for (const [module, moduleResolution] of [
  ["nodenext", "nodenext"],
  ["node16", "node16"],
  ["esnext", "bundler"],
]) {
  test(`its types say what is right and what is wrong, with ${moduleResolution}`, () => {
    const strict = ["--strict", "--noEmit", "--target", "es2022", "--exactOptionalPropertyTypes"];
    const checked = ["--noUncheckedIndexedAccess", "--lib", "es2022,dom", "--types", ""];
    const how = ["--module", module, "--moduleResolution", moduleResolution];
    const result = spawnSync(tsc, [...strict, ...checked, ...how, "types.ts"], {
      cwd: consumer,
      encoding: "utf8",
    });
    assert.equal(result.status, 0, result.stdout + result.stderr);
  });
}

function sandbox(path) {
  return `${process.env.WIBICLICK_SANDBOX_URL}${path}`;
}

/** The environment, without the runner's own variables, and without the project's Node for the machine's. */
function clean(node) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  if (node === "node") {
    const own = join(root, "node_modules");
    env.PATH = env.PATH.split(":")
      .filter((folder) => !folder.startsWith(own))
      .join(":");
  }
  return env;
}
