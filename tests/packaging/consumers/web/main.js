import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

const sandbox = new URLSearchParams(location.search).get("sandbox");
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
