// send, sign and verify, against a server that verifies as any receiver does.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before } from "node:test";
import { buffer } from "node:stream/consumers";
import { verify } from "../../pkg/dist/webhooks.js";
import { nothingSecretWasShown, onEachNode, payload, SECRETS } from "./program.mjs";

nothingSecretWasShown();

const ENV = { HOOK: SECRETS.webhook, TOKEN: SECRETS.token, EMPTY: " " };
const STRIPE = payload("stripe/invoice.paid.json");

/** Receives what is sent to `/<kind>`. */
const server = createServer(async (request, response) => {
  const body = await buffer(request);
  const url = `http://${request.headers.host}${request.url}`;
  const kind = request.url.slice(1).split("?")[0];
  if (kind === "moved") return response.writeHead(302, { location: "/stripe" }).end();
  const { method, headers } = request;
  const secret = kind === "okta" ? SECRETS.token : SECRETS.webhook;
  try {
    const received = verify(kind, { method, url, headers, body }, secret);
    response.writeHead(202).end(received.events.map(({ type }) => type).join());
  } catch (error) {
    response.writeHead(error.status).end(`refused: ${error.kind}`);
  }
});
let at;

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  at = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

onEachNode("send: a receiver takes what is signed, of every way to sign", async (cli) => {
  for (const [kind, file, says, more = []] of [
    ["stripe", "stripe/invoice.paid.json", "invoice.paid"],
    ["clerk", "clerk/user.deleted.json", "user.deleted"],
    ["hubspot", "hubspot/contact.propertyChange.json", "contact.propertyChange"],
    ["twilio", "twilio/message.received.txt", "message.received"],
    [
      "github",
      "github/membership.removed.json",
      "membership.removed",
      ["-H", "x-github-event: membership"],
    ],
  ]) {
    const args = ["send", kind, `${at}/${kind}`, payload(file), "--secret-env", "HOOK", ...more];
    const { status, stdout, stderr } = await cli.run(args, { env: ENV });
    assert.equal(stdout, `202 Accepted\n${says}\n`, stderr);
    assert.equal(status, 0);
  }
  const okta = ["send", "okta", `${at}/okta`, payload("okta/user.lifecycle.deactivate.json")];
  const { stdout } = await cli.run([...okta, "--secret-env", "TOKEN"], { env: ENV });
  assert.equal(stdout, "202 Accepted\nuser.lifecycle.deactivate\n");
});

onEachNode("send: without a payload a sample of the kind is sent", async (cli) => {
  const { stdout, stderr } = await cli.run(
    ["send", "clerk", `${at}/clerk`, "--secret-env", "HOOK"],
    { env: ENV },
  );
  assert.equal(stdout, "202 Accepted\nuser.deleted\n");
  assert.match(stderr, /^the payload is a sample: a user is deleted \(from /);

  const none = await cli.run(["send", "svix", `${at}/svix`, "--secret-env", "HOOK"], { env: ENV });
  assert.equal(none.status, 2);
  assert.match(none.stderr, /there is no sample of svix/);
});

onEachNode("send: an answer that is no 2xx is a failure, and told all the same", async (cli) => {
  const other = { HOOK: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz" };
  const args = ["send", "stripe", `${at}/stripe`, STRIPE, "--secret-env", "HOOK"];
  const { status, stdout } = await cli.run(args, { env: other });
  assert.deepEqual([status, stdout], [1, "401 Unauthorized\nrefused: bad-signature\n"]);

  const json = await cli.run([...args, "--json"], { env: other });
  const { status: code, body } = JSON.parse(json.stdout);
  assert.deepEqual([json.status, code, body], [1, 401, "refused: bad-signature"]);
});

onEachNode("send: a redirect is not followed, and silence is a failure", async (cli) => {
  const send = (url) =>
    cli.run(["send", "stripe", url, STRIPE, "--secret-env", "HOOK"], { env: ENV });
  const moved = await send(`${at}/moved`);
  assert.deepEqual([moved.status, moved.stdout], [1, "302 Found\n"]);
  const nobody = await send("http://127.0.0.1:9");
  assert.equal(nobody.status, 1);
  assert.match(nobody.stderr, /gave no answer/);
});

onEachNode("sign: its headers make a request that verify finds genuine", async (cli) => {
  const secret = ["--secret-env", "HOOK"];
  const time = ["--id", "msg_1", "--timestamp", "2026-01-31T18:42:00Z"];
  const signed = await cli.run(["sign", "svix", STRIPE, ...secret, ...time], { env: ENV });
  const headers = signed.stdout.trim().split("\n");
  assert.ok(headers.includes("svix-id: msg_1") && headers.includes("svix-timestamp: 1769884920"));
  assert.ok(headers.includes("content-type: application/json"));

  const verify = (...more) => {
    const given = headers.flatMap((header) => ["--header", header]);
    return cli.run(["verify", "svix", STRIPE, ...secret, ...given, ...more], { env: ENV });
  };
  const genuine = await verify("--now", "2026-01-31T18:43:00Z", "--json");
  assert.equal(genuine.status, 0);
  assert.equal(JSON.parse(genuine.stdout).events[0].id, "msg_1");
  const old = await verify("--now", "2026-02-01T18:43:00Z");
  assert.equal(old.status, 1);
  assert.match(old.stderr, /^wibiclick: the request was signed at/);
});

onEachNode("verify: a handshake is told with its answer", async (cli) => {
  const body = payload("slack/url_verification.json");
  const sign = ["sign", "slack", body, "--secret-env", "HOOK", "--json"];
  const headers = Object.entries(JSON.parse((await cli.run(sign, { env: ENV })).stdout));
  const given = headers.flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const args = ["verify", "slack", body, "--secret-env", "HOOK", ...given];
  const { stdout } = await cli.run(args, { env: ENV });
  assert.match(stdout, /^genuine: a handshake, to be answered with\n {2}status 200\n/);
  assert.ok(stdout.includes(JSON.parse(readFileSync(body, "utf8")).challenge));
});

onEachNode("sign: a secret that is itself what is sent is shown on demand alone", async (cli) => {
  const args = ["sign", "auth0", STRIPE, "--secret-env", "TOKEN"];
  const hidden = await cli.run(args, { env: ENV });
  assert.match(hidden.stdout, /^authorization: Bearer \[secret\]$/m);
  assert.match(hidden.stderr, /this kind sends the secret itself/);
  const revealed = await cli.run([...args, "--reveal"], { env: ENV, keeps: true });
  assert.ok(revealed.stdout.includes(`authorization: Bearer ${SECRETS.token}\n`));
});

onEachNode("sign: a sender of one's own is a record", async (cli) => {
  const scheme = { algorithm: "hmac-sha256", header: "x-sum", encoding: "hex", prefix: "sha256=" };
  writeFileSync(join(cli.home, "scheme.json"), JSON.stringify(scheme));
  const args = ["sign", "custom", STRIPE, "--secret-env", "HOOK"];
  const { status, stdout } = await cli.run([...args, "--scheme", "scheme.json"], { env: ENV });
  assert.equal(status, 0);
  assert.match(stdout, /^x-sum: sha256=[0-9a-f]{64}$/m);
  assert.equal((await cli.run(args, { env: ENV })).status, 2);
});

onEachNode(
  "a secret comes from a file or standard input, and never with its line break",
  async (cli) => {
    const file = join(cli.home, "secret");
    writeFileSync(file, `${SECRETS.webhook}\n`);
    const url = `${at}/stripe`;
    const fromFile = await cli.run(["send", "stripe", url, STRIPE, "--secret-file", file]);
    assert.equal(fromFile.stdout, "202 Accepted\ninvoice.paid\n");
    const piped = await cli.run(["send", "stripe", url, STRIPE, "--secret-file", "-"], {
      input: SECRETS.webhook,
    });
    assert.equal(piped.stdout, "202 Accepted\ninvoice.paid\n");
  },
);

onEachNode("what is missing or given twice is code 2", async (cli) => {
  for (const [args, says] of [
    [["sign", "stripe", STRIPE], /give the secret by --secret-env/],
    [["sign", "stripe", STRIPE, "--secret-env", "NONE"], /is not set, or is empty/],
    [["sign", "stripe", STRIPE, "--secret-env", "EMPTY"], /is not set, or is empty/],
    [
      ["sign", "stripe", STRIPE, "--secret-env", "HOOK", "--secret-file", "x"],
      /give the secret by/,
    ],
    [["sign", "stripe", "-", "--secret-file", "-"], /cannot both come from standard input/],
    [["sign", "hubspot", STRIPE, "--secret-env", "HOOK"], /hubspot signs the URL: give --url/],
    [["sign", "clerc", "--secret-env", "HOOK"], /there is no kind `clerc`; did you mean `clerk`/],
    [["send", "stripe", "ftp://x", "--secret-env", "HOOK"], /Expected a whole URL/],
  ]) {
    const { status, stderr } = await cli.run(args, { env: ENV, input: SECRETS.webhook });
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, says);
  }
});
