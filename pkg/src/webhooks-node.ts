// The entry point `wibiclick/webhooks` for Node: its wasm lies beside it, and loads at import.

import { readFileSync } from "node:fs";
import { initSync } from "../wasm/webhooks.js";

initSync({ module: readFileSync(new URL("../wasm/webhooks_bg.wasm", import.meta.url)) });

export * from "./webhooks.js";
export * from "./webhook-error.js";
