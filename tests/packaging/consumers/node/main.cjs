const { WibiClick, WibiClickError } = require("wibiclick");
const { verify, WebhookError } = require("wibiclick/webhooks");

const [, , sandbox] = process.argv;
import("../prove.mjs")
  .then(({ prove }) => prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox))
  .then((proof) => console.log(JSON.stringify(proof)));
