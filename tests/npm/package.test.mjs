// The npm package as a stranger gets it, used in a small project.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { installed, root } from "./install.mjs";

const tsc = join(root, "node_modules/.bin/tsc");

let consumer, files;

before(() => {
  ({ folder: consumer, files } = installed("consumer"));
  cpSync(join(root, "tests/npm/consumer"), consumer, { recursive: true });
  cpSync(join(root, "tests/calls.json"), join(consumer, "calls.json"));
  cpSync(join(root, "tests/payloads"), join(consumer, "payloads"), { recursive: true });
});

test("the tarball holds what a consumer needs, and nothing else", () => {
  const modules = ["actions", "client", "error", "file", "index", "kinds", "scheme"];
  modules.push("webhook-error", "webhooks");
  const scripts = ["index.cjs", "index.js", "slim.js", "webhooks-slim.js", "webhooks-workerd.js"];
  scripts.push("webhooks.cjs", "webhooks.js", "workerd.js");
  assert.deepEqual(
    files,
    [
      ...["LICENSE-APACHE", "LICENSE-MIT", "README.md", "THIRD-PARTY-LICENSES", "package.json"],
      ...modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.d.cts`]),
      ...["given", "slim", "webhooks-slim"].map((name) => `dist/${name}.d.ts`),
      ...scripts.flatMap((name) => [`dist/${name}`, `dist/${name}.map`]),
      ...["dist/cli/main.js", "dist/cli/main.js.map", "wasm/rules.js", "wasm/rules_bg.wasm"],
      ...["webhooks", "wibiclick"].flatMap((wasm) => [
        `wasm/${wasm}.text.cjs`,
        `wasm/${wasm}.text.js`,
        `wasm/${wasm}_bg.wasm`,
      ]),
      ...["entry.js", "mount.d.ts", "mount.js"].map((name) => `worker/${name}`),
      ...["dashboard.js", "index.js", "index_bg.wasm"].map((name) => `worker/build/${name}`),
      ...[".dev.vars.example", "README.md", "gitignore"].map((name) => `template/${name}`),
      ...["hooks.toml", "package.json", "wrangler.toml"].map((name) => `template/${name}`),
    ].sort(),
  );
});

test("whoever imports the webhooks alone needs nothing of the client", () => {
  const { folder } = installed("webhooks-alone");
  const within = (path) => join(folder, "node_modules/wibiclick", path);
  const run = files.filter((path) => /^(wasm|dist)\/.*\.(c?js|wasm)$/.test(path));
  for (const path of run) if (!/webhook/.test(path)) rmSync(within(path));
  const program = 'import { sources } from "wibiclick/webhooks"; console.log(sources().length > 0)';
  const alone = ["--input-type=module", "--eval", program];
  assert.equal(execFileSync(process.execPath, alone, { cwd: folder, encoding: "utf8" }), "true\n");
});

// The oldest Node that is promised is the machine's; the newer one is the project's.
for (const [name, node] of [
  ["this Node", process.execPath],
  ["the machine's Node", "node"],
]) {
  for (const [program, count] of [
    ["calls.mjs", 26],
    ["actions.mjs", 6],
    ["wasm.mjs", 14],
    ["webhooks.mjs", 19],
  ]) {
    test(`${program} runs with it, on ${name}`, () => {
      execFileSync("curl", ["--silent", "--fail", "-X", "POST", sandbox("/_sandbox/reset")]);
      const result = spawnSync(node, ["--expose-gc", "--test", "--test-reporter=tap", program], {
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
    const result = spawnSync(tsc, [...strict, ...checked, ...how, "types.ts", "webhook-types.ts"], {
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
