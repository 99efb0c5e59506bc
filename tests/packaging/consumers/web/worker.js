import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

self.onmessage = async ({ data: sandbox }) => {
  const proof = await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox);
  console.log(JSON.stringify(proof));
};
