// The example servers for Node, each a process of its own with the installed package, asked by
// real requests: what is genuine, forged and old, and the usual mistake. The other examples are
// run in tests/packaging.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { createInterface } from "node:readline";
import { sign } from "../../pkg/dist/webhooks.js";
import { installed, root } from "./install.mjs";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const other = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";
const payload = (path) => readFileSync(join(root, "tests/payloads", path));

const EXAMPLES = {
  express: {
    kind: "stripe",
    env: { STRIPE_WEBHOOK_SECRET: secret },
    body: payload("stripe/invoice.paid.json"),
    says: /^invoice\.paid evt_\S+ hook@example\.com$/,
    file: "server.js",
    mistake: [/const raw = .*/, "const raw = express.json();"],
  },
  hono: {
    kind: "slack",
    env: { SLACK_SIGNING_SECRET: secret },
    body: payload("slack/user_change.deactivated.json"),
    says: /^user_change person\.left some\.user@example\.com$/,
    file: "server.js",
    mistake: ["c.req.arrayBuffer()", "c.req.json()"],
  },
  fetch: {
    kind: "standard-webhooks",
    env: { WEBHOOK_SECRETS: `${other},${secret}` },
    body: payload("standard-webhooks/contact.created.full.json"),
    says: /^contact\.created null \d{4}-\S+Z$/,
    file: "handler.js",
    mistake: ["request.arrayBuffer()", "request.json()"],
  },
};

let folder;

before(() => {
  ({ folder } = installed("examples"));
  for (const example of Object.keys(EXAMPLES)) {
    cpSync(join(root, `examples/webhooks-${example}`), join(folder, example), { recursive: true });
  }
});

/** Runs an example server while something is done with it. */
async function running(example, use) {
  const { kind, env } = EXAMPLES[example];
  const server = spawn(process.execPath, ["server.js"], {
    cwd: join(folder, example),
    env: { ...process.env, ...env, PORT: "0" },
  });
  const lines = [];
  try {
    const port = await new Promise((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) {
        createInterface(stream).on("line", (line) => {
          lines.push(line);
          const port = /^listening on port (\d+)$/.exec(line)?.[1];
          if (port !== undefined) resolve(port);
        });
      }
      server.on("exit", () => reject(new Error(`${example} ended: ${lines.join("\n")}`)));
    });
    const url = `http://127.0.0.1:${port}/hooks/${kind}`;
    const send = async (headers, body) => {
      const type = { "content-type": "application/json" };
      const response = await fetch(url, { method: "POST", headers: { ...headers, ...type }, body });
      return { status: response.status, text: await response.text() };
    };
    await use(send, lines);
  } finally {
    server.kill();
  }
}

/** A line comes through a pipe, and may be later than the answer. */
async function said(lines, what) {
  for (let times = 0; times < 100 && !lines.some((line) => what.test(line)); times++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(
    lines.some((line) => what.test(line)),
    `${what}\n${lines.join("\n")}`,
  );
}

const REFUSED = { status: 401, text: "the request is not shown to be genuine" };

for (const [example, { kind, body, says, file, mistake }] of Object.entries(EXAMPLES)) {
  test(`${example}: what is genuine is taken, what is forged or old is not`, async () => {
    await running(example, async (send, lines) => {
      const genuine = sign(kind, { body }, secret);
      assert.deepEqual(await send(genuine, body), { status: 204, text: "" });
      await said(lines, says);

      assert.deepEqual(await send(genuine, `${body} `), REFUSED);
      await said(lines, /^no signature in the request was made/);
      const forged = sign(kind, { body }, "whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB");
      assert.deepEqual(await send(forged, body), REFUSED);
      assert.deepEqual(await send({}, body), REFUSED);
      await said(lines, /^the request has no header/);

      const timestamp = new Date(Date.now() - 3_600_000);
      assert.deepEqual(await send(sign(kind, { body, timestamp }, secret), body), REFUSED);
      await said(lines, /^the request was signed at .* 3600 s before/);
      assert.ok(!lines.some((line) => line.includes(secret) || line.includes(other)));
    });
  });

  test(`${example}: a body that was parsed is told to the owner alone`, async () => {
    const path = join(folder, example, file);
    const right = readFileSync(path, "utf8");
    const wrong = right.replace(...mistake);
    assert.notEqual(wrong, right);
    writeFileSync(path, wrong);
    try {
      await running(example, async (send, lines) => {
        const { status, text } = await send(sign(kind, { body }, secret), body);
        assert.deepEqual([status, text], [500, "the receiver is not able to verify requests"]);
        await said(lines, /^the body was parsed, .*express\.raw.*request\.arrayBuffer/);
      });
    } finally {
      writeFileSync(path, right);
    }
  });
}

test("hono: Slack's question is answered", async () => {
  await running("hono", async (send) => {
    const asked = payload("slack/url_verification.json");
    const { status, text } = await send(sign("slack", { body: asked }, secret), asked);
    assert.deepEqual([status, text], [200, JSON.parse(asked).challenge]);
  });
});
