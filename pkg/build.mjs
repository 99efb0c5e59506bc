// Makes `dist` and what it needs beside the wasm files in `wasm`, which are there already:
//
//   node build.mjs
//
// A bundle has one wasm, which comes to it in one of three ways: embedded, imported or given.

import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encoded } from "./src/wasm/ascii.ts";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path, encoding = "utf8") => readFileSync(here(path), encoding);
const write = (path, text) => writeFileSync(here(path), text);

const WASMS = ["wibiclick", "webhooks"];

/** What is bundled: of which source, with which wasm, and how that comes. */
const BUNDLES = [
  { file: "index.js", source: "index.ts", wasm: "wibiclick", comes: "wasm/embedded" },
  { file: "index.cjs", source: "index.ts", wasm: "wibiclick", comes: "wasm/embedded" },
  { file: "workerd.js", source: "index.ts", wasm: "wibiclick", comes: "wasm/imported" },
  { file: "slim.js", source: "slim.ts", wasm: "wibiclick", comes: "given" },
  { file: "webhooks.js", source: "webhooks.ts", wasm: "webhooks", comes: "wasm/embedded" },
  { file: "webhooks.cjs", source: "webhooks.ts", wasm: "webhooks", comes: "wasm/embedded" },
  { file: "webhooks-workerd.js", source: "webhooks.ts", wasm: "webhooks", comes: "wasm/imported" },
  { file: "webhooks-slim.js", source: "webhooks-slim.ts", wasm: "webhooks", comes: "given" },
];

/** What every engine that is named in the README understands. */
const TARGET = "es2022";

/** What is made of a wasm for the bundles. */
async function prepare(wasm) {
  const { outputFiles } = await build({
    // All but the default, which would look for the file by itself.
    stdin: { contents: `export * from "./${wasm}.js";`, resolveDir: here("wasm") },
    bundle: true,
    format: "iife",
    globalName: "glue",
    platform: "neutral",
    target: TARGET,
    write: false,
  });
  // As a function: what it returns is an instance with a state of its own.
  write(
    `wasm/${wasm}.glue.js`,
    `export default function (queueMicrotask) {\n${outputFiles[0].text}return glue;\n}\n`,
  );
  const text = JSON.stringify(encoded(read(`wasm/${wasm}_bg.wasm`, null)));
  write(`wasm/${wasm}.text.js`, `export default ${text};\n`);
  write(`wasm/${wasm}.text.cjs`, `module.exports = ${text};\n`);
}

async function bundle({ file, source, wasm, comes }) {
  const [, extension] = file.split(".");
  await build({
    entryPoints: [here(`src/${source}`)],
    outfile: here(`dist/${file}`),
    bundle: true,
    format: extension === "cjs" ? "cjs" : "esm",
    platform: "neutral",
    target: TARGET,
    sourcemap: true,
    alias: {
      "#glue": here(`wasm/${wasm}.glue.js`),
      "#module": here(`src/${comes}.ts`),
      // Beside the bundle, which stays readable.
      "#text": `../wasm/${wasm}.text.${extension}`,
      "#file": `../wasm/${wasm}_bg.wasm`,
    },
    external: ["../wasm/*"],
    logLevel: "warning",
  });
}

const REQUIRE = "const require = createRequire(import.meta.url);";

/** The command-line program, which uses the package as anybody does. */
async function program() {
  await build({
    entryPoints: [here("src/cli/main.ts")],
    outfile: here("dist/cli/main.js"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    // commander is CommonJS, and requires what Node has.
    banner: { js: `import { createRequire } from "node:module";\n${REQUIRE}` },
    // The package itself, and the glue of the wasm that the program alone has.
    external: ["wibiclick", "wibiclick/webhooks", "../../wasm/*"],
    // Payloads as they were sent; texts that most commands never read.
    loader: { ".json": "text", ".txt": "text" },
    logLevel: "warning",
  });
  chmodSync(here("dist/cli/main.js"), 0o755);
  execFileSync("tsc", ["--project", here("src/cli")], { stdio: "inherit" });
}

/** Types, and the same again for CommonJS, where a module is another one; slim ones have none. */
function types() {
  execFileSync("tsc", ["--project", here(".")], { stdio: "inherit" });
  // Of the inside, which no public type speaks of.
  rmSync(here("dist/wasm"), { recursive: true });
  for (const name of readdirSync(here("dist"), { recursive: true })) {
    if (!name.endsWith(".d.ts") || /slim|given/.test(name)) continue;
    const text = read(`dist/${name}`).replace(/(["'])(\.[^"']*)\.js\1/g, "$1$2.cjs$1");
    write(`dist/${name.replace(/\.d\.ts$/, ".d.cts")}`, text);
  }
}

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));
await Promise.all(WASMS.map(prepare));
await Promise.all(BUNDLES.map(bundle));
await program();
types();
