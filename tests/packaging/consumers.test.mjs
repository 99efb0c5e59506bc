// The packed package in every runtime and bundler: it is used, and what came of it is as expected.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { CONSUMERS } from "./consumers.mjs";
import { copy, install, output, saidBy, serving, useBrowser } from "./stage.mjs";

before(install);
useBrowser();

/** What a consumer says came of it: the same everywhere. */
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

async function proofs(consumer) {
  const folder = copy(consumer);
  const { build = [], run, fetch: path, open, node, proofs = 1 } = consumer;
  for (const command of build) await output(command, folder, node);
  const said = run
    ? await output(run, folder, node)
    : await serving(consumer, folder, async (address) =>
        open === undefined ? (await fetch(address + path)).text() : saidBy(address + open, proofs),
      );
  const lines = said.split("\n").filter((line) => line.startsWith("{"));
  assert.equal(lines.length, proofs, said);
  return lines.map((line) => JSON.parse(line));
}

describe("the packed package", { concurrency: 2 }, () => {
  for (const consumer of CONSUMERS) {
    test(consumer.name, async () => {
      for (const { runtime, compiles, ...proof } of await proofs(consumer)) {
        assert.deepEqual(proof, EXPECTED);
        if (consumer.wasm !== "given") assert.equal(compiles, consumer.wasm === "embedded");
      }
    });
  }
});
