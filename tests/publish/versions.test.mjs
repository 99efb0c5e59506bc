// One version for all, and a changelog that says what is in which.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
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
const { packages } = JSON.parse(metadata);
const { version } = JSON.parse(read("pkg/package.json"));

test("the crates have the npm package's version", () => {
  const other = packages.filter((it) => it.version !== version).map(({ name }) => name);
  assert.deepEqual(other, [], remedy);
});

test("the crates need each other in this version", () => {
  const names = packages.map(({ name }) => name);
  for (const { name, dependencies } of packages) {
    for (const { name: needed, req } of dependencies.filter((it) => names.includes(it.name))) {
      const isExact = needed === "wibiclick-macros";
      const wanted = req === "*" ? [] : [`${isExact ? "=" : "^"}${version}`];
      // One that is not published may need any.
      const isPublished = packages.find((it) => it.name === name).publish === null;
      if (isPublished || req !== "*") assert.deepEqual([req], wanted, `${name}: ${needed}`);
    }
  }
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
