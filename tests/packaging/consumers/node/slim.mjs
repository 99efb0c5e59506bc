import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prove } from "../prove.mjs";
import { initSync as initClient, WibiClick, WibiClickError } from "wibiclick/slim";
import { initSync as initWebhooks, verify, WebhookError } from "wibiclick/webhooks/slim";

const file = (name) => readFileSync(fileURLToPath(import.meta.resolve(name)));
for (let times = 0; times < 2; times++) {
  initClient(file("wibiclick/wibiclick.wasm"));
  initWebhooks(file("wibiclick/webhooks.wasm"));
}

const [, , sandbox] = process.argv;
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
