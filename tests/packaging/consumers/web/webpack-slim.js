import { prove } from "../prove.mjs";
import { init as initClient, WibiClick, WibiClickError } from "wibiclick/slim";
import { init as initWebhooks, verify, WebhookError } from "wibiclick/webhooks/slim";

const client = new URL("wibiclick/wibiclick.wasm", import.meta.url);
const webhooks = new URL("wibiclick/webhooks.wasm", import.meta.url);

for (let times = 0; times < 2; times++) {
  await Promise.all([initClient(client), initWebhooks(webhooks)]);
}

const sandbox = new URLSearchParams(location.search).get("sandbox");
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
