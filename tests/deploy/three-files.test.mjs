// The Worker from the npm package: what wrangler would upload of a project of three files,
// and how it runs. Without Rust: nothing of this repository is in the project.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { ADMIN_TOKEN, FORGED, callsFor, created, running, threeFiles } from "./stage.mjs";
import { until, wrangler } from "./stage.mjs";
import { root } from "../npm/install.mjs";

/** What Cloudflare takes of a Worker on its Free plan, gzipped, in KiB. */
const FREE_KIB = 3 * 1024;

let folder;

before(() => {
  folder = threeFiles("deploy");
});

/** The modules that a deployment of a folder would upload, by name without the hash. */
function uploaded(folder) {
  const said = wrangler(folder, "deploy", "--dry-run", "--outdir", "out");
  const out = join(folder, "out");
  // wrangler writes these two beside the modules, and uploads neither.
  const names = readdirSync(out).filter((name) => name !== "README.md" && !name.endsWith(".map"));
  const modules = names.map((name) => [name.replace(/^[0-9a-f]{40}-/, ""), join(out, name)]);
  return { said, modules: Object.fromEntries(modules) };
}

/** Puts a project elsewhere, with packages as another installer lays them out. */
function laidOut(at, lay) {
  mkdirSync(at, { recursive: true });
  for (const file of ["wrangler.toml", "hooks.toml", "package.json"]) {
    cpSync(join(folder, file), join(at, file));
  }
  lay(join(folder, "node_modules/wibiclick"));
  return at;
}

test("what would be uploaded is the Worker, its wasm and hooks.toml", () => {
  const { said, modules } = uploaded(folder);
  assert.deepEqual(Object.keys(modules).sort(), ["entry.js", "hooks.toml", "index_bg.wasm"]);
  const same = (module, file) =>
    assert.ok(readFileSync(modules[module]).equals(readFileSync(file)), `${module} is ${file}`);
  same("index_bg.wasm", join(root, "worker/build/index_bg.wasm"));
  same("hooks.toml", join(folder, "hooks.toml"));
  const [, kib] = /gzip: ([\d.]+) KiB/.exec(said);
  assert.ok(Number(kib) < FREE_KIB, `${kib} KiB`);
  console.log(/Total Upload.*/.exec(said)[0]);
  assert.match(said, /env\.JOURNAL \(Journal\)/);
});

test("no path of the machine that built it is in it", () => {
  const { modules } = uploaded(folder);
  for (const [name, file] of Object.entries(modules)) {
    const text = readFileSync(file, "latin1");
    for (const path of [root, homedir(), "/rustc/"]) {
      assert.ok(!text.includes(path), `${path} in ${name}`);
    }
  }
});

test("its hooks.toml is right, as `npm run check` says", () => {
  const { check } = JSON.parse(readFileSync(join(root, "pkg/template/package.json"))).scripts;
  const [command, ...args] = check.split(" ");
  const bin = join(folder, "node_modules/.bin", command);
  assert.match(execFileSync(bin, args, { cwd: folder, encoding: "utf8" }), /hooks\.toml is right/);
});

test("it starts as Cloudflare would start it", () => {
  assert.match(wrangler(folder, "check", "startup"), /CPU Profile has been written/);
});

test("packages that are links into a store, as pnpm has them, are found", () => {
  const at = laidOut(join(folder, "linked"), (wibiclick) => {
    const store = join(folder, "linked/node_modules/.pnpm/wibiclick/node_modules");
    cpSync(wibiclick, join(store, "wibiclick"), { recursive: true });
    symlinkSync(join(store, "wibiclick"), join(folder, "linked/node_modules/wibiclick"));
  });
  const { modules } = uploaded(at);
  assert.equal(Object.keys(modules).length, 3);
  assert.ok(readFileSync(modules["hooks.toml"]).equals(readFileSync(join(at, "hooks.toml"))));
});

test("packages above the project, as a workspace has them, are found where `main` says", () => {
  const at = laidOut(join(folder, "workspace/packages/hooks"), (wibiclick) =>
    cpSync(wibiclick, join(folder, "workspace/node_modules/wibiclick"), { recursive: true }),
  );
  const config = readFileSync(join(at, "wrangler.toml"), "utf8");
  const above = config.replace('main = "node_modules', 'main = "../../node_modules');
  assert.notEqual(above, config);
  writeFileSync(join(at, "wrangler.toml"), above);
  assert.equal(Object.keys(uploaded(at).modules).length, 3);
});

test("a signed event is carried out, a forged one is not, and the dashboard shows it", async () => {
  await running(folder, async ({ fetch, send, settled }) => {
    const health = await fetch("/health");
    assert.deepEqual([health.status, (await health.json()).faults], [200, []]);

    const [status, answer] = await send("msg_1", created("Ada"));
    assert.equal(status, 202, JSON.stringify(answer));
    const [{ id }] = answer.deliveries;
    assert.equal((await settled("standard", id)).status, "done");
    assert.equal((await callsFor("Ada")).length, 1);

    const [refused] = await send("msg_2", created("Eve"), { secret: FORGED });
    assert.equal(refused, 401);
    assert.deepEqual(await callsFor("Eve"), []);

    const page = await fetch("/admin", { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    assert.equal(page.status, 200);
    const [, script] = /src="([^"]+\.js)"/.exec(await page.text());
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    assert.equal((await fetch(script, { headers })).status, 200);
    assert.equal((await fetch("/elsewhere")).status, 404);
  });
});

test("a change of hooks.toml is taken up while wrangler dev runs", async () => {
  const file = join(folder, "hooks.toml");
  const hooks = readFileSync(file, "utf8");
  try {
    await running(folder, async ({ send }, log) => {
      assert.equal((await send("msg_3", created("Bob"), { source: "renamed" }))[0], 404);
      writeFileSync(file, hooks.replaceAll('"standard"', '"renamed"'));
      await until("the new source is there", log, async () => {
        const sent = send("msg_3", created("Bob"), { source: "renamed" });
        // In between it closes connections.
        const [status] = await sent.catch(() => []);
        return status === 202;
      });
    });
  } finally {
    writeFileSync(file, hooks);
  }
});
