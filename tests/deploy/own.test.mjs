// This repository's own Worker, and the way from it to the package's: the same class under
// the same binding, so journals stay.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../npm/install.mjs";
import { created, running, threeFiles, wrangler } from "./stage.mjs";

/** What of this repository is deployed. */
const OWN = [
  "wrangler.toml",
  "worker/entry.ts",
  "worker/mount.ts",
  "worker/build/index.js",
  "worker/build/index_bg.wasm",
  "worker/build/dashboard.js",
];

test("it would be deployed as it is, with its own hooks.toml", () => {
  const out = join(root, "target/stage/deploy-own-out");
  rmSync(out, { recursive: true, force: true });
  const said = wrangler(root, "deploy", "--dry-run", "--outdir", out);
  assert.match(said, /env\.JOURNAL \(Journal\)/);
  const hooks = readdirSync(out).find((name) => name.endsWith("-hooks.toml"));
  assert.ok(readFileSync(join(out, hooks)).equals(readFileSync(join(root, "hooks.toml"))));
});

test("a journal that the repository's Worker wrote opens under the package's", async () => {
  const own = join(root, "target/stage/deploy-own");
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  for (const file of OWN) cpSync(join(root, file), join(own, file));
  const hooks = join(root, "pkg/template/hooks.toml");
  cpSync(hooks, join(own, "hooks.toml"));

  let before;
  await running(own, async ({ send, settled }) => {
    const [status, { deliveries }] = await send("msg_1", created("Grace"));
    assert.equal(status, 202);
    before = await settled("standard", deliveries[0].id);
    assert.equal(before.status, "done");
  });

  const folder = threeFiles("deploy-upgraded");
  cpSync(join(own, ".wrangler/state"), join(folder, ".wrangler/state"), { recursive: true });
  await running(folder, async ({ admin, send }) => {
    assert.deepEqual(await admin(`deliveries/standard/${before.id}`), before);
    const [status, { deliveries }] = await send("msg_1", created("Grace"));
    assert.equal(status, 200);
    assert.deepEqual(deliveries, [{ id: before.id, status: "duplicate" }]);
  });
});
