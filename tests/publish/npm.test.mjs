// The npm package as the registry gets it. What is in it is among the tests of the package.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const read = (path) => readFileSync(join(pkg, path), "utf8");

test("npm would publish it, and has nothing to mend in it", () => {
  const how = ["publish", "--dry-run", "--json", "--provenance=false"];
  const { status, stdout, stderr } = spawnSync("npm", how, { cwd: pkg, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  // Since npm 11 under the package's name.
  const told = JSON.parse(stdout);
  assert.equal((told.wibiclick ?? told).name, "wibiclick");
  assert.doesNotMatch(stderr, /auto-corrected|npm pkg fix/);
});

test("it says what it is, and where its source is, as the proof of its origin needs", () => {
  const { description, keywords, license, repository, homepage, bugs } = JSON.parse(
    read("package.json"),
  );
  for (const what of [description, keywords?.length, homepage, bugs]) assert.ok(what);
  assert.equal(license, "MIT OR Apache-2.0");
  assert.equal(repository.url, "git+https://github.com/wibiclick/wibiclick.git");
  assert.equal(repository.directory, "pkg");
});

test("what it contains of others is named with its terms", () => {
  const notices = read("THIRD-PARTY-LICENSES");
  for (const [name, whose] of [
    ["curve25519-dalek", "isis agora lovecruft"],
    ["wasm-bindgen", "Alex Crichton"],
    ["memchr", "Andrew Gallant"],
    ["commander", "TJ Holowaychuk"],
    ["csv-parse", "Adaltas"],
    ["preact", "Jason Miller"],
    ["uplot", "Leon Sorokin"],
    ["the Rust standard library", "The Rust Project Contributors"],
  ]) {
    assert.match(notices, new RegExp(`^${name} \\d`, "m"));
    assert.ok(notices.includes(whose), whose);
  }
  assert.match(notices, /^octokit\/webhooks \(examples of payloads\)$/m);
  // A macro is gone once it has run.
  assert.doesNotMatch(notices, /^(serde_derive|syn) /m);
});
