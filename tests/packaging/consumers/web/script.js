// Where there is no waiting at the top: a script that is no module.

import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

const sandbox = new URLSearchParams(location.search).get("sandbox");
prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox).then((proof) => {
  console.log(JSON.stringify(proof));
});
