// Bundles the dashboard into one module that travels with the Worker:
//
//   node bundle.mjs <file>
//
// Beside it, `dashboard.inputs.json` lists what it was made of: others' licences ask for that.
//
// Its default export maps names to `{ type, body, immutable }`. Names of scripts and styles
// carry a hash of their content: these are immutable, and browsers may keep them for good.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error("usage: node bundle.mjs <file>");
  process.exit(2);
}

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), "utf8");

const { outputFiles, metafile } = await build({
  entryPoints: { app: here("src/main.tsx") },
  outdir: here("assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  // Payloads are shown as they were sent.
  loader: { ".json": "text", ".txt": "text" },
  legalComments: "none",
  metafile: true,
  write: false,
});

const assets = {};
const add = (name, body, immutable = false) => {
  assets[name] = { type: TYPES[extname(name)], immutable, body };
};

let index = read("index.html");
for (const { path, text } of outputFiles) {
  const name = basename(path);
  add(name, text, true);
  if (name.startsWith("app-")) index = index.replace(`app${extname(name)}`, name);
}
add("index.html", index);

const REFUSED = "<!-- refused -->";
const signin = read("signin.html");
add("signin.html", signin.replace(REFUSED, ""));
add("signin-refused.html", signin.replace(REFUSED, '<p role="alert">That is not the token.</p>'));
add("signin.css", read("signin.css"));

writeFileSync(target, `export default ${JSON.stringify(assets, null, 2)};\n`);
const inputs = JSON.stringify(Object.keys(metafile.inputs).sort(), null, 2);
writeFileSync(join(dirname(target), "dashboard.inputs.json"), inputs);
