import { readFileSync } from "node:fs";
import { Miniflare } from "miniflare";

const [, , sandbox] = process.argv;
const miniflare = new Miniflare({
  modules: true,
  modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
  scriptPath: "dist/worker.js",
  script: readFileSync("dist/worker.js", "utf8"),
  compatibilityDate: "2026-11-01",
  bindings: { SANDBOX: sandbox },
});
const response = await miniflare.dispatchFetch("http://localhost/");
console.log(await response.text());
await miniflare.dispose();
