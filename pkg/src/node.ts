// The entry point for Node: the wasm lies beside it, and loads at import.

import { readFileSync } from "node:fs";
import { initSync } from "../wasm/wibiclick.js";

initSync({ module: readFileSync(new URL("../wasm/wibiclick_bg.wasm", import.meta.url)) });

export * from "./actions.js";
export * from "./client.js";
export * from "./error.js";
export type { DownloadedFile, FileContent, FileInput } from "./file.js";
