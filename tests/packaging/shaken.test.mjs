// Who takes a part of the package downloads that part: what each bundler leaves of it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { copy, install, output, project } from "./stage.mjs";

before(install);

/** What is left is known by a text that is nowhere else. */
const PARTS = {
  "the client": "the API signed the user in without a token",
  "its error": "WibiClickError",
  "its WebAssembly": () => amid("wibiclick.text.js"),
  "the webhooks": "the body was parsed, and cannot be verified any more",
  "their WebAssembly": () => amid("webhooks.text.js"),
};

/** Text from the middle of a file of WebAssembly. */
function amid(file) {
  const text = readFileSync(join(project, "node_modules/wibiclick/wasm", file), "utf8");
  return text.slice(text.length / 2, text.length / 2 + 200);
}

/** The parts of the package that are left in a program. */
const PROGRAMS = {
  "client.js": ["the client", "its error", "its WebAssembly"],
  "error.js": ["its error"],
  "verify.js": ["the webhooks", "their WebAssembly"],
  "nothing.js": [],
};

const BUNDLERS = {
  esbuild: (file) => `esbuild ${file} --bundle --minify --format=esm --outdir=dist`,
  rollup: (file) => `rollup ${file} --plugin node-resolve --format es --dir dist`,
  vite: (file) => `ENTRY=${file} vite build`,
  webpack: (file) => `webpack --mode production --entry ./${file}`,
  bun: (file) => `bun build ${file} --minify --target=browser --outdir=dist`,
};

function texts(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((it) => it.isFile())
    .map((it) => readFileSync(join(it.parentPath, it.name), "utf8"))
    .join("\n");
}

describe("of the package is left what is used", { concurrency: 2 }, () => {
  for (const [bundler, command] of Object.entries(BUNDLERS)) {
    for (const [program, expected] of Object.entries(PROGRAMS)) {
      test(`${bundler}, ${program}`, async () => {
        const folder = copy({ name: `shaken-${bundler}-${program}`, folder: "shaken" });
        await output(command(program), folder);
        const text = texts(join(folder, "dist"));
        const left = Object.entries(PARTS).filter(([, it]) =>
          text.includes(typeof it === "string" ? it : it()),
        );
        assert.deepEqual(
          left.map(([part]) => part),
          expected,
          `${text.length} bytes`,
        );
      });
    }
  }
});
