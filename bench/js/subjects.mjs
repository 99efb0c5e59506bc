// What is imported and first called, in any runtime. A call needs no network: it is answered at
// once.

const KEY = "a-key-of-nobody";
const NOWHERE = "http://127.0.0.1:9";
const answered = async () => new Response('{"success":true,"jobs":[],"total":0}');

/** How each is imported, and what its first call is. */
const SUBJECTS = {
  wibiclick: [
    () => import("wibiclick"),
    ({ WibiClick }) =>
      new WibiClick({ apiKey: KEY, baseUrl: NOWHERE, fetch: answered }).job.getMany({
        websiteId: "site_1",
      }),
  ],
  axios: [
    () => import("axios"),
    ({ default: axios }) => axios.get(NOWHERE, { adapter: "fetch", env: { fetch: answered } }),
  ],
  ky: [() => import("ky"), ({ default: ky }) => ky.get(NOWHERE, { fetch: answered }).json()],
  "wibiclick/webhooks": [
    () => import("wibiclick/webhooks"),
    ({ verify }, { standard, body, secret }) =>
      verify("standard-webhooks", { headers: standard, body }, secret),
  ],
  standardwebhooks: [
    // CommonJS, of which bundlers make a default.
    () => import("standardwebhooks").then((it) => it.default ?? it),
    ({ Webhook }, { standard, body, secret }) => new Webhook(secret).verify(body, standard),
  ],
  stripe: [
    () => import("stripe"),
    ({ default: Stripe }, { stripe, body, secret }) =>
      new Stripe("sk_test_none").webhooks.constructEventAsync(body, stripe, secret),
  ],
  "@octokit/webhooks-methods": [
    () => import("@octokit/webhooks-methods"),
    ({ verify }, { github, body, secret }) => verify(secret, body, github),
  ],
};

/** Imports what is named, calls it once with what is signed, and says how long each took. */
export async function first(name, signed) {
  const [imported, called] = SUBJECTS[name];
  const start = performance.now();
  const subject = await imported();
  const thereAt = performance.now();
  await called(subject, signed);
  return { importMs: thereAt - start, firstMs: performance.now() - thereAt };
}
