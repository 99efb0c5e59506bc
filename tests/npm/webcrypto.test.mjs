// What `sign` makes against WebCrypto, which knows nothing of it: a thousand random
// requests of each kind that has codes.

import assert from "node:assert/strict";
import { createHash, randomBytes, randomInt, webcrypto } from "node:crypto";
import { test } from "node:test";
import { sign, verify } from "../../pkg/dist/webhooks.js";

const { subtle } = webcrypto;
const REQUESTS = 1_000;

const plain = { hash: "SHA-256", encoding: "hex", key: (secret) => Buffer.from(secret) };
const standard = (name) => ({
  hash: "SHA-256",
  encoding: "base64",
  key: (secret) => Buffer.from(secret.slice("whsec_".length), "base64"),
  signed: (headers, body) => `${headers[`${name}-id`]}.${headers[`${name}-timestamp`]}.${body}`,
  code: (headers) => headers[`${name}-signature`].match(/^v1,(.+)$/)[1],
});
const inOneHeader = (name) => ({
  ...plain,
  signed: (headers, body) => `${headers[name].match(/t=(\d+)/)[1]}.${body}`,
  code: (headers) => headers[name].match(/v1=([0-9a-f]+)$/)[1],
});
const overBody = (header, prefix, more) => ({
  ...plain,
  signed: (_, body) => body,
  code: (headers) => {
    assert.ok(headers[header].startsWith(prefix));
    return headers[header].slice(prefix.length);
  },
  ...more,
});

/** How each kind signs, by its vendor's documentation. */
const KINDS = {
  bamboohr: overBody("x-bamboohr-signature", "", {
    signed: (headers, body) => `${body}${headers["x-bamboohr-timestamp"]}`,
  }),
  cal: overBody("x-cal-signature-256", ""),
  calendly: inOneHeader("calendly-webhook-signature"),
  clerk: standard("svix"),
  deel: overBody("x-deel-signature", "", { signed: (_, body) => `POST${body}` }),
  github: overBody("x-hub-signature-256", "sha256="),
  gitlab: standard("webhook"),
  gusto: overBody("x-gusto-signature", ""),
  hibob: overBody("bob-signature", "", { hash: "SHA-512", encoding: "base64" }),
  hubspot: overBody("x-hubspot-signature-v3", "", {
    encoding: "base64",
    body: (event) => [event],
    url: () => "https://hooks.example/hooks/hubspot",
    signed: (headers, body, url) => `POST${url}${body}${headers["x-hubspot-request-timestamp"]}`,
  }),
  shopify: overBody("x-shopify-hmac-sha256", "", { encoding: "base64" }),
  slack: overBody("x-slack-signature", "v0=", {
    signed: (headers, body) => `v0:${headers["x-slack-request-timestamp"]}:${body}`,
  }),
  "standard-webhooks": standard("webhook"),
  stripe: inOneHeader("stripe-signature"),
  svix: standard("svix"),
  tally: overBody("tally-signature", "", { encoding: "base64" }),
  twilio: overBody("x-twilio-signature", "", {
    hash: "SHA-1",
    encoding: "base64",
    url: (body) =>
      `https://hooks.example/a?bodySHA256=${createHash("sha256").update(body).digest("hex")}`,
    signed: (_, __, url) => url,
  }),
  typeform: overBody("typeform-signature", "sha256=", { encoding: "base64" }),
  whatsapp: overBody("x-hub-signature-256", "sha256=", {
    body: (change) => ({ entry: [{ changes: [change] }] }),
  }),
  workos: inOneHeader("workos-signature"),
  xero: overBody("x-xero-signature", "", {
    encoding: "base64",
    body: (event) => ({ events: [event] }),
  }),
  yoco: standard("webhook"),
};

for (const [
  kind,
  { hash, encoding, key, signed, code, url: urlOf, body: bodyOf = (it) => it },
] of Object.entries(KINDS)) {
  test(`${kind} signs as WebCrypto does`, async () => {
    for (let request = 0; request < REQUESTS; request++) {
      const secret = `whsec_${randomBytes(randomInt(24, 65)).toString("base64")}`;
      const text = randomBytes(randomInt(0, 600)).toString("latin1");
      const body = JSON.stringify(bodyOf({ type: "a", text }));
      const timestamp = new Date(randomInt(0, 2 ** 41));
      const url = urlOf && { url: urlOf(body) };
      const headers = sign(kind, { body, timestamp, ...url }, secret);
      const algorithm = { name: "HMAC", hash };
      const imported = await subtle.importKey("raw", key(secret), algorithm, false, ["sign"]);
      const expected = await subtle.sign(
        "HMAC",
        imported,
        Buffer.from(signed(headers, body, url?.url)),
      );
      assert.equal(code(headers), Buffer.from(expected).toString(encoding), secret);
      const check = (body) => verify(kind, { headers, body, ...url }, secret, { now: timestamp });
      assert.equal(check(body).type, "events");
      assert.throws(() => check(`${body}\n`), { kind: "bad-signature" });
    }
  });
}
