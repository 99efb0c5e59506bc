import { prove } from "../prove.mjs";
import { init as initClient, WibiClick, WibiClickError } from "wibiclick/slim";
import { init as initWebhooks, verify, WebhookError } from "wibiclick/webhooks/slim";
import client from "wibiclick/wibiclick.wasm?url";
import webhooks from "wibiclick/webhooks.wasm?url";

for (let times = 0; times < 2; times++) {
  await Promise.all([initClient(client), initWebhooks(webhooks)]);
}

const sandbox = new URLSearchParams(location.search).get("sandbox");
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
