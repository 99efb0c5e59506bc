// Makes `jsr`, the package as jsr.io takes it, out of what is built:
//
//   node jsr.mjs
//
// JSR has no conditions, and takes JavaScript with types beside it. So it gets the two entries that
// run everywhere; their types name each other by their files.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), "utf8");
const write = (path, text) => writeFileSync(here(path), text);

const ENTRIES = { ".": "index", "./webhooks": "webhooks" };

rmSync(here("jsr"), { recursive: true, force: true });
for (const folder of ["jsr/dist", "jsr/wasm"]) mkdirSync(here(folder), { recursive: true });

for (const name of Object.values(ENTRIES)) {
  write(`jsr/dist/${name}.js`, `/* @ts-self-types="./${name}.d.ts" */\n${read(`dist/${name}.js`)}`);
  cpSync(here(`dist/${name}.js.map`), here(`jsr/dist/${name}.js.map`));
}
for (const name of readdirSync(here("dist")).filter((it) => it.endsWith(".d.ts"))) {
  const text = read(`dist/${name}`).replace(/(["'])(\.\/[^"']*)\.js\1/g, "$1$2.d.ts$1");
  write(`jsr/dist/${name}`, text);
}
for (const name of readdirSync(here("wasm")).filter((it) => it.endsWith(".text.js"))) {
  cpSync(here(`wasm/${name}`), here(`jsr/wasm/${name}`));
}
for (const name of ["README.md", "LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES"]) {
  cpSync(here(name), here(`jsr/${name}`));
}
const { version, license } = JSON.parse(read("package.json"));
const exports = Object.fromEntries(
  Object.entries(ENTRIES).map(([entry, name]) => [entry, `./dist/${name}.js`]),
);
// What git ignores would be left out.
const publish = { exclude: ["!."] };
const about = { name: "@wibiclick/wibiclick", version, license, exports, publish };
write("jsr/jsr.json", JSON.stringify(about, null, 2));
