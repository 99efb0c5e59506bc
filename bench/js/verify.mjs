// `verify` against what people verify webhooks with: the vendors' libraries, WebCrypto and
// Node's own crypto by hand. All of them are given the same bytes and headers, check the
// signature and the time, and read the JSON.

import { createHmac, timingSafeEqual, webcrypto } from "node:crypto";
import { verify as octokit } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { sign, verify } from "../../pkg/dist/webhooks.js";
import { inTurns, rows } from "./rounds.mjs";

const { subtle } = webcrypto;
const BYTES = [300, 1_024, 8_192, 102_400];
const OURS = "wibiclick";
const TOLERANCE_SECONDS = 300;

const WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECRET = "a-secret-that-only-the-sender-knows";

/** As a server behind a proxy gets them. */
const HEADERS = {
  host: "hooks.example",
  "user-agent": "Sender-Webhooks/1.0 (+https://sender.example/docs/webhooks)",
  accept: "*/*",
  "accept-encoding": "gzip",
  "content-type": "application/json; charset=utf-8",
  "cf-connecting-ip": "192.0.2.17",
  "cf-ray": "8c3f2a7d9e1b4c60-FRA",
  "x-forwarded-for": "192.0.2.17",
  "x-forwarded-proto": "https",
};

/** How the kinds sign that are compared, for whoever verifies by hand. */
const KINDS = {
  "standard-webhooks": {
    secret: WHSEC,
    key: Buffer.from(WHSEC.slice("whsec_".length), "base64"),
    stamp: (headers) => headers["webhook-timestamp"],
    before: (headers) => `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`,
    code: (headers) => Buffer.from(headers["webhook-signature"].split("v1,")[1], "base64"),
    libraries: (headers, body) => {
      const webhook = new Webhook(WHSEC);
      return { standardwebhooks: () => webhook.verify(body, headers) };
    },
  },
  github: {
    secret: SECRET,
    key: Buffer.from(SECRET),
    stamp: () => undefined,
    before: () => "",
    code: (headers) => Buffer.from(headers["x-hub-signature-256"].slice("sha256=".length), "hex"),
    more: { "x-github-event": "user", "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" },
    libraries: (headers, body) => ({
      "@octokit/webhooks-methods": async () => {
        const text = body.toString();
        if (!(await octokit(SECRET, text, headers["x-hub-signature-256"]))) throw forged();
        return JSON.parse(text);
      },
    }),
  },
  stripe: {
    secret: SECRET,
    key: Buffer.from(SECRET),
    stamp: (headers) => /t=(\d+)/.exec(headers["stripe-signature"])?.[1],
    before: (headers) => `${/t=(\d+)/.exec(headers["stripe-signature"])?.[1]}.`,
    code: (headers) => Buffer.from(/v1=(\w+)/.exec(headers["stripe-signature"])?.[1], "hex"),
    libraries: (headers, body) => {
      const { webhooks } = new Stripe("sk_test_none");
      return { stripe: () => webhooks.constructEvent(body, headers["stripe-signature"], SECRET) };
    },
  },
};

export async function run({ quick }) {
  const all = [];
  for (const [kind, how] of Object.entries(KINDS)) {
    for (const bytes of BYTES) {
      const cases = await casesOf(kind, how, bodyOf(bytes));
      for (const verified of Object.values(cases)) await verified();
      const costs = await inTurns(cases, { rounds: quick ? 5 : 25, sampleMs: 8 });
      all.push(...rows(`verify, ${kind}, ${bytes} bytes`, OURS, costs));
    }
  }
  return all;
}

async function casesOf(kind, how, body) {
  const { secret, key, stamp, before, code, libraries, more } = how;
  const headers = { ...HEADERS, ...more, ...sign(kind, { body }, secret) };

  const checkTime = () => {
    const signed = stamp(headers);
    const off = signed === undefined ? 0 : Math.abs(Date.now() / 1_000 - Number(signed));
    if (!(off <= TOLERANCE_SECONDS)) throw forged();
  };
  const signed = () => Buffer.concat([Buffer.from(before(headers)), body]);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = () => subtle.importKey("raw", key, algorithm, false, ["verify"]);
  const byWebCrypto = async (cryptoKey) => {
    checkTime();
    if (!(await subtle.verify("HMAC", cryptoKey, code(headers), signed()))) throw forged();
    return JSON.parse(body.toString());
  };
  const cached = await imported();
  return {
    [OURS]: () => verify(kind, { headers, body }, secret),
    "WebCrypto, key cached": () => byWebCrypto(cached),
    "WebCrypto, key imported": async () => byWebCrypto(await imported()),
    ...libraries(headers, body),
    "node:crypto": () => {
      checkTime();
      const expected = createHmac("sha256", key).update(before(headers)).update(body).digest();
      if (!timingSafeEqual(expected, code(headers))) throw forged();
      return JSON.parse(body.toString());
    },
  };
}

function forged() {
  return new Error("the bench's own request is not genuine");
}

/** An event of so many bytes: a user with a list of what belongs to them. */
function bodyOf(bytes) {
  const items = [];
  const written = (filler) =>
    JSON.stringify({
      id: "evt_1NG8Du2eZvKYlo2CUI79vXWy",
      object: "event",
      type: "user.updated",
      created: 1_790_000_000,
      data: { object: { id: "usr_42", email: "ada@example.com", name: "Ada Løvelace", items } },
      filler,
    });
  const item = (at) => ({ id: `itm_${at}`, sku: "A-100", quantity: at, price: 12.5, paid: true });
  while (Buffer.byteLength(written("")) < bytes - 100) items.push(item(items.length));
  const missing = bytes - Buffer.byteLength(written(""));
  return Buffer.from(written("x".repeat(missing)));
}
