// The packed package in every runtime and bundler: it is used, and what comes of it is as
// expected. What ran is what docs/runtimes.md says.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { CONSUMERS } from "./consumers.mjs";
import { compare, row } from "./runtimes.mjs";
import { copy, install, output, saidBy, serving, useBrowser } from "./stage.mjs";

before(install);
useBrowser();

/** What comes of it, the same everywhere. */
const EXPECTED = {
  instancesAtImport: 0,
  instances: 2,
  firstCall: "john.doe@example.com",
  failedCall: "WibiClickError not-found",
  callAfterFailure: "john.doe@example.com",
  secondClient: "john.doe@example.com",
  genuine: "person.left john.doe@example.com",
  forged: "WebhookError bad-signature",
};

/** What a consumer says came of it, each time that it was asked. */
async function proofs(consumer) {
  const { build = [], run = [], fetch: paths = [], open: pages = [], node, browser } = consumer;
  const folder = copy(consumer);
  const said = [];
  for (const command of build) await output(command, folder, node);
  for (const command of run) said.push(await output(command, folder, node));
  if (paths.length + pages.length > 0) {
    await serving(consumer, folder, async (address) => {
      for (const path of paths) said.push(await (await fetch(address + path)).text());
      for (const page of pages) said.push(await saidBy(address + page, browser));
    });
  }
  const lines = said.flatMap((text) => text.trimEnd().split("\n"));
  return lines.map((line) => JSON.parse(line));
}

const rows = new Map();

describe("the packed package", { concurrency: 2 }, () => {
  for (const consumer of CONSUMERS) {
    test(consumer.name, async () => {
      const all = await proofs(consumer);
      assert.ok(all.length > 0, "it proves nothing");
      for (const { runtime: _, compiles, ...proof } of all) {
        assert.deepEqual(proof, EXPECTED);
        if (consumer.wasm !== "given") assert.equal(compiles, consumer.wasm === "embedded");
      }
      rows.set(consumer, row(consumer, [...new Set(all.map(({ runtime }) => runtime))]));
    });
  }
});

test("docs/runtimes.md says what ran", () => {
  assert.equal(rows.size, CONSUMERS.length, "not all consumers have come through");
  compare(CONSUMERS.map((consumer) => rows.get(consumer)));
});
