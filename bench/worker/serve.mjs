// Runs the Worker of the folder that this is started in, as `wrangler dev` does, but without
// an inspector, which keeps every line of its log in memory:
//
//   node serve.mjs <port>

import process from "node:process";
import { unstable_startWorker } from "wrangler";

const port = Number(process.argv[2]);
const worker = await unstable_startWorker({
  config: "wrangler.toml",
  dev: { inspector: false, server: { hostname: "127.0.0.1", port }, watch: false },
});
await worker.ready;
