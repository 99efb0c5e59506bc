// Imports what is named, calls it once, and prints how long each took. A call needs no network:
// it is answered at once, or, where that cannot be, is refused by a port that is closed.

import { createHmac } from "node:crypto";

const KEY = "a-key-of-nobody";
const CLOSED = "http://127.0.0.1:9";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = JSON.stringify({ id: "evt_1", object: "event", type: "user.updated", data: {} });
const seconds = Math.floor(Date.now() / 1_000);

const code = (key, signed, encoding) => createHmac("sha256", key).update(signed).digest(encoding);
const standard = {
  "webhook-id": "msg_1",
  "webhook-timestamp": String(seconds),
  "webhook-signature": `v1,${code(Buffer.from(SECRET.slice(6), "base64"), `msg_1.${seconds}.${body}`, "base64")}`,
};
const inOne = `t=${seconds},v1=${code(SECRET, `${seconds}.${body}`, "hex")}`;
const overBody = `sha256=${code(SECRET, body, "hex")}`;
const answered = async () => new Response('{"success":true,"jobs":[],"total":0}');

/** How each is imported, and what its first call is. */
const SUBJECTS = {
  wibiclick: [
    () => import("../../pkg/dist/index.js"),
    ({ WibiClick }) =>
      new WibiClick({ apiKey: KEY, baseUrl: CLOSED, fetch: answered }).job.getMany({
        websiteId: "site_1",
      }),
  ],
  axios: [
    () => import("axios"),
    ({ default: axios }) => axios.get(CLOSED, { adapter: "fetch", env: { fetch: answered } }),
  ],
  ky: [() => import("ky"), ({ default: ky }) => ky.get(CLOSED, { fetch: answered }).json()],
  "wibiclick/webhooks": [
    () => import("../../pkg/dist/webhooks.js"),
    ({ verify }) => verify("standard-webhooks", { headers: standard, body }, SECRET),
  ],
  standardwebhooks: [
    () => import("standardwebhooks"),
    ({ Webhook }) => new Webhook(SECRET).verify(body, standard),
  ],
  stripe: [
    () => import("stripe"),
    ({ default: Stripe }) =>
      new Stripe("sk_test_none").webhooks.constructEvent(body, inOne, SECRET),
  ],
  "@octokit/webhooks-methods": [
    () => import("@octokit/webhooks-methods"),
    ({ verify }) => verify(SECRET, body, overBody),
  ],
};

const [imported, called] = SUBJECTS[process.argv[2]];
const start = performance.now();
const subject = await imported();
const thereAt = performance.now();
await called(subject);
const end = performance.now();
console.log(JSON.stringify({ importMs: thereAt - start, firstMs: end - thereAt }));
