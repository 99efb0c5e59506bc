import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "/node_modules/wibiclick/dist/index.js";
import { verify, WebhookError } from "/node_modules/wibiclick/dist/webhooks.js";

self.onmessage = async ({ data: sandbox }) => {
  const proof = await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox);
  console.log(JSON.stringify(proof));
};
