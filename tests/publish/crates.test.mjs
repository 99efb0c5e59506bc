// The crates as crates.io gets them.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cargo = process.env.CARGO ?? "cargo";
const told = (args) => execFileSync(cargo, args, { cwd: root, encoding: "utf8" });

const { packages } = JSON.parse(told(["metadata", "--no-deps", "--format-version=1"]));
const published = packages.filter(({ publish }) => publish === null);
const chosen = published.flatMap(({ name }) => ["--package", name]);

test("the release publishes each crate that may be, after those that it needs", () => {
  const script = readFileSync(join(root, ".ci/publish-crates"), "utf8");
  const order = /^crates="(.*)"$/m.exec(script)[1].split(" ");
  assert.deepEqual([...order].sort(), published.map(({ name }) => name).sort());
  for (const { name, dependencies } of published) {
    const needs = dependencies.filter((it) => it.kind !== "dev" && order.includes(it.name));
    for (const { name: needed } of needs) {
      assert.ok(order.indexOf(needed) < order.indexOf(name), `${needed} comes after ${name}`);
    }
  }
});

for (const { name, manifest_path, ...about } of published) {
  test(`${name} says what it is, and who may use it`, () => {
    for (const what of ["description", "license", "repository", "readme", "rust_version"]) {
      assert.ok(about[what], `${name} has no ${what}`);
    }
    assert.ok(existsSync(join(dirname(manifest_path), about.readme)));
    assert.ok(about.keywords.length > 0 && about.keywords.length <= 5);
    for (const word of about.keywords) assert.match(word, /^[a-z][a-z0-9-]{0,19}$/);
    assert.ok(about.categories.length > 0 && about.categories.length <= 5);
  });

  test(`${name} brings its sources, its licences, and nothing else`, () => {
    const list = told(["package", "--list", "--allow-dirty", "--offline", "--package", name]);
    const files = list.trim().split("\n");
    for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"]) {
      assert.ok(files.includes(file), file);
    }
    const made = /^(Cargo\.(toml|lock|toml\.orig)|\.cargo_vcs_info\.json)$/;
    const ours = /^(src\/.*\.(rs|md|json)|examples\/.*\.rs|README\.md|LICENSE-(MIT|APACHE))$/;
    assert.deepEqual(
      files.filter((file) => !made.test(file) && !ours.test(file)),
      [],
    );
  });
}

// Each alone: what another crate of the workspace turns on in a dependency is not there.
test("they compile as they are packed, each with what it names alone", () => {
  // Cargo packs into a registry of its own, and takes what a registry has for unchanging: in the
  // same folder, what they were when they were packed before would stand in for what they are.
  const folder = mkdtempSync(join(root, "target/packed-"));
  try {
    passes(["package", "--quiet", "--allow-dirty", "--offline", "--target-dir", folder, ...chosen]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

for (const how of [
  ["wibiclick", "--features=docs"],
  ["wibiclick", "--features=native"],
  ["wibiclick", "--features=fetch", "--target=wasm32-unknown-unknown"],
  ["wibiclick-hooks", "--features=docs"],
  ["wibiclick-hooks", "--target=wasm32-unknown-unknown"],
  ["wibiclick-rules", "--target=wasm32-unknown-unknown"],
]) {
  test(`${how.join(" ")} compiles`, () => {
    passes(["check", "--quiet", "--locked", "--package", ...how]);
  });
}

function passes(args) {
  const { status, stderr } = spawnSync(cargo, args, { cwd: root, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
