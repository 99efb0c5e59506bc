import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

const [sandbox] = Deno.args;
if (sandbox === undefined) throw new Error("expected the sandbox's address");
console.log(
  JSON.stringify(await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox)),
);
