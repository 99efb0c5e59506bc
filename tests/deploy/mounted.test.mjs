// The Worker mounted into one that is there already, by the example: with wrangler, and
// with Miniflare, as tests of one's own Worker would have it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
// The one that wrangler brings.
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { FORGED, VARIABLES, asked, callsFor, created, mounted, running } from "./stage.mjs";
import { until, wrangler } from "./stage.mjs";
import { root } from "../npm/install.mjs";

let folder;

before(() => {
  folder = mounted("deploy-mounted");
});

/** What is shown of it, however it runs; `log` is what it has printed. */
async function bothAnswer({ fetch, send, settled }, log, id, name) {
  assert.equal(await (await fetch("/")).text(), "the shop");
  assert.equal((await fetch("/hooks")).status, 404);
  assert.equal(await (await fetch("/administrators")).text(), "404 Not Found");
  assert.deepEqual((await (await fetch("/health")).json()).faults, []);
  assert.match(await (await fetch("/admin")).text(), /<title>[^<]*<\/title>/);

  const [status, answer] = await send(id, created(name));
  assert.equal(status, 202, JSON.stringify(answer));
  assert.equal((await settled("standard", answer.deliveries[0].id)).status, "done");
  assert.equal((await callsFor(name)).length, 1);
  assert.equal((await send(`${id}-forged`, created(name), { secret: FORGED }))[0], 401);

  const order = { method: "POST", body: JSON.stringify({ id: `order-of-${name}` }) };
  assert.equal((await fetch("/orders", order)).status, 202);
  await until("the order is packed", log, () => log().includes(`order order-of-${name} is being`));
}

/** The example as wrangler bundles it, in Miniflare. */
async function inMiniflare(folder, use) {
  wrangler(folder, "deploy", "--dry-run", "--outdir", "out");
  const out = join(folder, "out");
  const named = (end) => readdirSync(out).find((name) => name.endsWith(end));
  let said = "";
  const options = convertV4MiniflareOptions({
    modulesRoot: out,
    modules: [
      { type: "ESModule", path: join(out, "index.js") },
      { type: "CompiledWasm", path: join(out, named(".wasm")) },
      { type: "Text", path: join(out, named("hooks.toml")) },
    ],
    compatibilityDate: "2026-11-01",
    bindings: { ...VARIABLES, WEBSITE_ID: "site_1" },
    durableObjects: { JOURNAL: { className: "Journal", useSQLite: true } },
    queueProducers: { DELIVERIES: "wibiclick-deliveries", ORDERS: "orders" },
    queueConsumers: {
      "wibiclick-deliveries": { maxBatchTimeout: 0 },
      orders: { maxBatchTimeout: 0 },
    },
    handleStructuredLogs: ({ message }) => (said += message),
  });
  const miniflare = new Miniflare(options);
  try {
    await miniflare.ready;
    const at = (path, init) => miniflare.dispatchFetch(`http://localhost${path}`, init);
    await use(asked(at), () => said);
  } finally {
    await miniflare.dispose();
  }
}

test("its routes and its queue stay its own, with wrangler", async () => {
  await running(folder, (worker, log) => bothAnswer(worker, log, "msg_1", "Ida"));
});

test("its routes and its queue stay its own, in Miniflare", async () => {
  await inMiniflare(folder, (worker, log) => bothAnswer(worker, log, "msg_1", "Max"));
});

/** The example, but for a few words. */
function other(name, words, others) {
  const folder = mounted(name);
  const main = join(folder, "src/index.ts");
  const source = readFileSync(main, "utf8");
  assert.ok(source.includes(words));
  writeFileSync(main, source.replace(words, others));
  return folder;
}

test("a batch of another queue that comes to it by mistake is not lost", async () => {
  const asked = "if (wibi.takes(batch)) return wibi.queue(batch, env, ctx);";
  const unasked = `if (batch.messages[0].attempts === 1) {
      return wibi.queue(batch, env, ctx).catch((error) => {
        console.log(error.message);
        throw error;
      });
    }`;
  const folder = other("deploy-mistaken", asked, unasked);
  await inMiniflare(folder, async ({ fetch }, log) => {
    assert.equal(
      (await fetch("/orders", { method: "POST", body: '{"id":"order_1"}' })).status,
      202,
    );
    await until("the order is packed", log, () => log().includes("order order_1 is being packed"));
    assert.match(log(), /expected a batch of wibiclick-deliveries or .*, got one of orders: ask/);
  });
});

test("what is not the one hooks.toml is refused with words that help", async () => {
  const mistakes = `app.get("/mistakes", (c) => {
    const said = [hooks, undefined, "", \`\${hooks} \`].map((hooks) => {
      try {
        return typeof mount({ hooks: hooks as string }).fetch;
      } catch (error) {
        return String(error);
      }
    });
    return c.json(said);
  });
  `;
  const route = 'app.get("/", ';
  const folder = other("deploy-mistakes", route, `${mistakes}${route}`);
  await inMiniflare(folder, async ({ fetch }) => {
    const [same, absent, empty, second] = await (await fetch("/mistakes")).json();
    assert.equal(same, "function", "mounting it twice is harmless");
    assert.match(absent, /^TypeError: .*got undefined: has wrangler\.toml a rule/);
    assert.match(empty, /^TypeError: .*got nothing/);
    assert.match(second, /^Error: expected one hooks\.toml/);
  });
});

test("its types are right, with those that wrangler makes of its configuration", () => {
  wrangler(folder, "types");
  cpSync(join(root, "tests/deploy/types"), join(folder, "src/types"), { recursive: true });
  tsc("--project", ".");
});

test("its types are right without those of the platform", () => {
  cpSync(join(root, "tests/deploy/types"), join(folder, "types"), { recursive: true });
  const strict = ["--strict", "--noEmit", "--target", "es2022", "--exactOptionalPropertyTypes"];
  const how = ["--module", "nodenext", "--lib", "es2022,dom", "--types", "", "--ignoreConfig"];
  tsc(...strict, ...how, "types/mounted.ts");
});

function tsc(...args) {
  execFileSync(join(root, "node_modules/.bin/tsc"), args, { cwd: folder, stdio: "inherit" });
}
