// The package's types against the reports that were committed of them: what others compile
// against does not change unseen.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { reports } from "../../pkg/api.mjs";
import { root } from "./install.mjs";

const remedy =
  "run `cargo xtask api`, look at what it changed in pkg/api, and say it in CHANGELOG.md";
const built = reports();

test("every entry has a report, and nothing else has", () => {
  const committed = readdirSync(join(root, "pkg/api")).map((name) => `api/${name}`);
  assert.deepEqual(committed.sort(), [...built.keys()].sort(), remedy);
});

for (const [path, text] of built) {
  test(`the types are as pkg/${path} has them`, () => {
    const committed = readFileSync(join(root, "pkg", path), "utf8");
    assert.ok(text === committed, remedy);
  });

  test(`what pkg/${path} names is exported and has a text`, () => {
    const lines = text.split("\n");
    // A signature without a name is shown with the text of what has it.
    const lacking = lines.filter((line, at) => {
      const isSignature = /^ *\(/.test(lines[at + 1] ?? "");
      return /ae-forgotten/.test(line) || (/undocumented/.test(line) && !isSignature);
    });
    assert.deepEqual(lacking, []);
  });
}
