// The receiver of alerts that docs/deploy.md shows, as it stands there.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { sign } from "../../pkg/dist/webhooks.js";
import { installed, root } from "./install.mjs";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const other = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
const text = readFileSync(join(root, "docs/deploy.md"), "utf8");
const block = (language) => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(text)[1];

test("it takes the alert that is shown beside it, and no forged one", async () => {
  const { folder } = installed("deploy");
  const listening = "listen(0, function () { console.log(this.address().port); })";
  const shown = block("js");
  assert.ok(shown.includes("listen(8080)"));
  writeFileSync(join(folder, "receiver.js"), shown.replace("listen(8080)", listening));
  const env = { ...process.env, ALERT_SECRET: secret };
  const receiver = spawn(process.execPath, ["receiver.js"], { cwd: folder, env });
  try {
    const lines = createInterface({ input: receiver.stdout });
    const [port] = await once(lines, "line");
    const body = block("json");
    const post = async (secret) => {
      const headers = sign("standard-webhooks", { body, id: "msg_1" }, secret);
      const url = `http://127.0.0.1:${port}/`;
      return (await fetch(url, { method: "POST", headers, body })).status;
    };
    const said = once(lines, "line");
    assert.equal(await post(secret), 204);
    const [line] = await said;
    assert.match(line, /^okta \[/);
    assert.equal(await post(other), 401);
  } finally {
    receiver.kill();
    await once(receiver, "exit");
  }
});
