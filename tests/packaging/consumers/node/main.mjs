import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

const [, , sandbox] = process.argv;
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
