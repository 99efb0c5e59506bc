// Each module of either kind, and the stack of an error that it throws.

import { createRequire } from "node:module";
import { WibiClick } from "wibiclick";
import { verify } from "wibiclick/webhooks";

const require = createRequire(import.meta.url);
const client = require("wibiclick");
const webhooks = require("wibiclick/webhooks");

const parsed = { headers: {}, body: { parsed: true } };
const failures = {
  "index.js": () => new WibiClick({ retires: 3 }),
  "index.cjs": () => new client.WibiClick({ retires: 3 }),
  "webhooks.js": () => verify("okta", parsed, "secret"),
  "webhooks.cjs": () => webhooks.verify("okta", parsed, "secret"),
};
const stacks = Object.entries(failures).map(([name, fail]) => {
  try {
    return [name, `no error, but ${fail()}`];
  } catch (error) {
    return [name, error.stack];
  }
});
console.log(JSON.stringify(Object.fromEntries(stacks)));
