// One version for all, and a changelog that says what is in which.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const remedy = "docs/releasing.md says where the version is";

const cargo = process.env.CARGO ?? "cargo";
const listed = ["metadata", "--no-deps", "--format-version=1"];
const metadata = execFileSync(cargo, listed, { cwd: root, encoding: "utf8" });
// An example stands for somebody's program, which has no version of ours.
const packages = JSON.parse(metadata).packages.filter(
  ({ manifest_path }) => !manifest_path.startsWith(join(root, "examples")),
);
const { version } = JSON.parse(read("pkg/package.json"));

test("the crates have the npm package's version", () => {
  const other = packages.filter((it) => it.version !== version).map(({ name }) => name);
  assert.deepEqual(other, [], remedy);
});

test("the crates that are published need each other in this version", () => {
  const names = packages.map(({ name }) => name);
  for (const { name, dependencies } of packages.filter(({ publish }) => publish === null)) {
    for (const { name: needed, req } of dependencies.filter((it) => names.includes(it.name))) {
      // The macros write code for the very crate that they come with.
      const wanted = needed === "wibiclick-macros" ? `=${version}` : `^${version}`;
      assert.equal(req, wanted, `${name} needs ${needed}; ${remedy}`);
    }
  }
});

test("what others copy asks for this version", () => {
  const examples = readdirSync(join(root, "examples")).map((name) => `examples/${name}`);
  for (const folder of [...examples, "pkg/template"]) {
    const path = `${folder}/package.json`;
    if (!existsSync(join(root, path))) continue;
    const { wibiclick } = JSON.parse(read(path)).dependencies;
    assert.equal(wibiclick, `^${version}`, `${path}; ${remedy}`);
  }
  const [, asked] = /^wibiclick = \{ version = "(.*?)"/m.exec(read("crates/wibiclick/README.md"));
  assert.ok(`${version}.`.startsWith(`${asked}.`), `crates/wibiclick/README.md; ${remedy}`);
});

test("the changelog begins with what is unreleased, and goes back in time", () => {
  const headings = read("CHANGELOG.md").match(/^## .*$/gm);
  assert.equal(headings[0], "## [Unreleased]");
  const released = headings.slice(1).map((heading) => {
    const parts = /^## \[(\d+\.\d+\.\d+(?:-[\w.]+)?)\] - (\d{4}-\d{2}-\d{2})$/.exec(heading);
    assert.ok(parts, `${heading}: expected \`## [1.2.3] - 2026-01-31\``);
    return { version: parts[1], day: parts[2] };
  });
  const days = released.map(({ day }) => day);
  assert.deepEqual(days, [...days].sort().reverse());
  const versions = released.map((it) => it.version);
  assert.ok(
    versions.every((it) => compared(it, version) <= 0),
    `a version is released that is later than ${version}; ${remedy}`,
  );
  assert.deepEqual(versions, [...versions].sort(compared).reverse());
});

/** As versions are: numbers by what they are, and a prerelease before its release. */
function compared(one, other) {
  const [a, b] = [one, other].map((it) => (it.includes("-") ? it : `${it}~`));
  return a.localeCompare(b, "en", { numeric: true });
}
