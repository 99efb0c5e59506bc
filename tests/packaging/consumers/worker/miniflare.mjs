import { readdirSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const [, , sandbox] = process.argv;
// The Worker first, then what it imports.
const files = readdirSync("dist").sort((a) => (a === "worker.js" ? -1 : 1));
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    modules: files.map((file) => ({
      type: file.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
      path: `dist/${file}`,
    })),
    compatibilityDate: "2026-11-01",
    bindings: { SANDBOX: sandbox },
  }),
);
const response = await miniflare.dispatchFetch("http://localhost/proof");
console.log(await response.text());
await miniflare.dispose();
