// The package as jsr.io would take it, and as Deno would run it from there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { output, project } from "./stage.mjs";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const jsr = join(pkg, "jsr");

before(() => {
  execFileSync(process.execPath, ["jsr.mjs"], { cwd: pkg });
});

test("JSR would take it, with types that need no inference", async () => {
  await output("deno publish --dry-run --allow-dirty", jsr);
});

const PROGRAM = `
import { WibiClick } from "@wibiclick/wibiclick";
import { sources, type Source } from "@wibiclick/wibiclick/webhooks";

const wibi = new WibiClick({ apiKey: "key", baseUrl: "https://api.example" });
const { url } = wibi.preview("user.getMany", { websiteId: "site_1", limit: 2 });
// @ts-expect-error a misspelt param
const wrong = () => wibi.preview("user.getMany", { limits: 2 });
const all: Source[] = sources();
console.log(JSON.stringify({ url, kinds: all.length > 20, wrong: typeof wrong }));
`;

test("Deno checks and runs a program with it, without any permission", async () => {
  const folder = join(project, "jsr");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  const { name, exports } = JSON.parse(readFileSync(join(jsr, "jsr.json"), "utf8"));
  const places = Object.entries(exports).map(([entry, file]) => [
    entry.replace(".", name),
    pathToFileURL(join(jsr, file)).href,
  ]);
  const imports = JSON.stringify({ imports: Object.fromEntries(places) });
  writeFileSync(join(folder, "deno.json"), imports);
  await output("deno check program.ts", folder);
  const said = JSON.parse(await output("deno run --no-prompt program.ts", folder));
  const url = "https://api.example/users?id=site_1&limit=2";
  assert.deepEqual(said, { url, kinds: true, wrong: "function" });
});
