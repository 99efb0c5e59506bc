// The package as those see it who look it over: its manifest, its types and its source maps.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { copy, install, manifest, output, project } from "./stage.mjs";

const installed = join(project, "node_modules/wibiclick");

let tarball;

before(() => {
  tarball = install();
});

test("publint has nothing to say", async () => {
  await output(`publint ${tarball} --strict`, project);
});

// By what the manifest says: an entry with types is for both kinds of modules or for ES modules
// alone, as whoever gives the WebAssembly themselves has a bundler or a runtime of today.

const entries = (isOne) =>
  Object.entries(manifest("wibiclick").exports)
    .filter(([, conditions]) => isOne(conditions))
    .map(([entry]) => entry)
    .join(" ");
const hasTypes = ({ types }) => types !== undefined;
const isForBoth = ({ types }) => types?.require !== undefined;

test("the types are right for every resolution", async () => {
  await output(`attw ${tarball} --entrypoints ${entries(isForBoth)}`, project);
});

test("the types of what is for ES modules alone are right for those", async () => {
  const alone = entries((it) => hasTypes(it) && !isForBoth(it));
  await output(`attw ${tarball} --entrypoints ${alone} --profile esm-only`, project);
});

test("every bundle has a source map, with what it was made of", () => {
  const dist = join(installed, "dist");
  const bundles = readdirSync(dist, { recursive: true }).filter((name) => /\.c?js$/.test(name));
  assert.ok(bundles.length > 0);
  for (const name of bundles) {
    const path = join(dist, name);
    const named = /\n\/\/# sourceMappingURL=(.+)\n?$/.exec(readFileSync(path, "utf8"))?.[1];
    assert.ok(named, `${name} names no source map`);
    const map = JSON.parse(readFileSync(join(dirname(path), named), "utf8"));
    assert.ok(map.sources.length > 0, name);
    for (const [at, source] of map.sources.entries()) {
      const isThere = map.sourcesContent?.[at] || existsSync(join(dirname(path), source));
      assert.ok(isThere, `${name}: ${source} is nowhere`);
    }
  }
});

test("an error's stack leads to the TypeScript where it is made", async () => {
  const folder = copy({ name: "failing", folder: "failing" });
  const stacks = JSON.parse(await output("node --enable-source-maps main.mjs", folder));
  for (const [bundle, file, made] of [
    ["index.js", "error.ts", "new WibiClickError("],
    ["index.cjs", "error.ts", "new WibiClickError("],
    ["webhooks.js", "webhooks.ts", "new WebhookError("],
    ["webhooks.cjs", "webhooks.ts", "new WebhookError("],
  ]) {
    const stack = stacks[bundle];
    const [, line] = new RegExp(`wibiclick/src/${file}:(\\d+):`).exec(stack) ?? [];
    assert.ok(line, stack);
    const source = readFileSync(new URL(`../../pkg/src/${file}`, import.meta.url), "utf8");
    assert.ok(source.split("\n")[line - 1].includes(made), `${bundle}: ${file}:${line}`);
  }
});
