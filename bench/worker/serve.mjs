// Runs the Worker of the folder that this is started in, as `wrangler dev` does, but without
// an inspector, which keeps every line of its log in memory, and without the collector of
// traces, which stores every step of a request in a database of its own:
//
//   node serve.mjs <port>

import process from "node:process";

process.env.X_LOCAL_OBSERVABILITY = "false";
const { unstable_startWorker } = await import("wrangler");

const port = Number(process.argv[2]);
const worker = await unstable_startWorker({
  config: "wrangler.toml",
  dev: { inspector: false, server: { hostname: "127.0.0.1", port }, watch: false },
});
await worker.ready;
