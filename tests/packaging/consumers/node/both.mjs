// As where a library requires what the program imports.

import { createRequire } from "node:module";
import { prove } from "../prove.mjs";
import * as client from "wibiclick";
import * as webhooks from "wibiclick/webhooks";

const require = createRequire(import.meta.url);
const [, , sandbox] = process.argv;
const imported = { ...client, ...webhooks };
const required = { ...require("wibiclick"), ...require("wibiclick/webhooks") };
for (const loaded of [imported, required]) {
  console.log(JSON.stringify(await prove(loaded, sandbox)));
}
