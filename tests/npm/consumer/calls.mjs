// A consumer's program: everything it does, it does with the installed package.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WibiClick, WibiClickError } from "wibiclick";

const baseUrl = process.env.WIBICLICK_SANDBOX_URL;
const options = { apiKey: "sandbox-key", baseUrl, websiteId: "site_1" };

const failure = async (promise) => {
  const error = await promise.then(
    () => undefined,
    (error) => error,
  );
  assert.ok(error instanceof WibiClickError, String(error));
  assert.ok(error instanceof Error);
  return error;
};

test("a typed method carries its action out", async () => {
  const wibi = new WibiClick(options);
  const { users, total } = await wibi.user.getMany();
  assert.equal(total, 4);
  assert.equal(users[0].email, "john.doe@example.com");
});

test("the model case: a user loses every website, once", async () => {
  const wibi = new WibiClick(options);
  const { websites } = await wibi.website.getForUser({ userId: "user_3" });
  for (const { value } of websites) {
    await wibi.user.disconnectFromWebsite({ userId: "user_3", websiteId: value });
  }
  assert.deepEqual((await wibi.website.getForUser({ userId: "user_3" })).websites, []);
  const again = await failure(
    wibi.user.disconnectFromWebsite({ userId: "user_3", websiteId: "site_3" }),
  );
  assert.equal(again.kind, "not-found");
  assert.equal(again.status, 404);
  assert.equal(again.action, "user.disconnectFromWebsite");
  assert.match(again.message, /not connected/);
});

test("an action is called by its id, too", async () => {
  const reply = await new WibiClick(options).call("website.get", { websiteId: "site_2" });
  assert.equal(reply.url, "https://south.example");
});

test("all that is wrong with params is named, and nothing is sent", async () => {
  const wibi = new WibiClick({ apiKey: "k", baseUrl: "http://127.0.0.1:9" });
  const error = await failure(wibi.user.update({ userid: 1, lifetime: "yes" }));
  assert.equal(error.kind, "invalid-params");
  assert.deepEqual(error.issues.map(({ param, problem }) => `${param} ${problem}`).sort(), [
    "lifetime wrong-type",
    "userId missing",
    "userid unknown",
    "websiteId missing",
  ]);
});

test("nonsense is an error of its own kind, never a crash", async () => {
  const wibi = new WibiClick(options);
  const loop = {};
  loop.loop = loop;
  for (const params of [loop, [], 7, "text", { websiteId: 1n }, () => 1]) {
    assert.equal((await failure(wibi.call("user.getMany", params))).kind, "invalid-params");
  }
  assert.equal((await failure(wibi.call("user.nothing"))).kind, "invalid-params");
  assert.equal((await failure(wibi.call(7))).kind, "invalid-params");
  assert.equal((await failure(wibi.request())).kind, "invalid-params");
  for (const options of [
    null,
    7,
    { signal: "stop" },
    { timeoutMs: "1" },
    { timeoutMs: NaN },
    { retries: 1 },
  ]) {
    assert.equal((await failure(wibi.user.getMany({}, options))).kind, "invalid-params");
  }
  assert.throws(() => wibi.preview(7), { kind: "invalid-params" });
  // And the instance works on.
  assert.equal((await wibi.user.getMany()).total, 4);
});

test("options that cannot work, and options of no version, are refused", () => {
  for (const wrong of [
    { apiKey: "" },
    { apiKey: 7 },
    { apiKey: "k", baseUrl: "http://api.example" },
    { apiKey: "k", timeoutMs: -1 },
    { apiKey: "k", fetch: "fetch" },
    { apiKey: "k", retries: 3 },
    7,
    null,
  ]) {
    assert.throws(() => new WibiClick(wrong), { name: "WibiClickError", kind: "invalid-params" });
  }
});

test("a wrong key is unauthorized, and shown nowhere", async () => {
  const wibi = new WibiClick({ ...options, apiKey: "hunter2" });
  const error = await failure(wibi.user.getMany());
  assert.equal(error.kind, "unauthorized");
  const preview = wibi.preview("user.getMany");
  assert.equal(preview.headers.authorization, "Bearer [redacted]");
  for (const shown of [error.stack, JSON.stringify(error), JSON.stringify(preview)]) {
    assert.doesNotMatch(shown, /hunter2/);
  }
});

test("a preview sends nothing", async () => {
  const wibi = new WibiClick({ ...options, baseUrl: "http://127.0.0.1:9" });
  assert.deepEqual(wibi.preview("user.disconnectFromWebsite", { userId: "user_1" }), {
    method: "POST",
    url: "http://127.0.0.1:9/disconnect-user-from-website",
    headers: {
      accept: "application/json",
      authorization: "Bearer [redacted]",
      "content-type": "application/json",
    },
    body: { userId: "user_1", websiteId: "site_1" },
    warnings: [],
  });
});

test("a call can be aborted, and has a time to be answered in", async () => {
  await fetch(`${baseUrl}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ path: "/get-websites", times: 2, effect: { delay: 60_000 } }),
  });
  const wibi = new WibiClick(options);
  const late = await failure(wibi.website.getMany({}, { timeoutMs: 50 }));
  assert.equal(late.kind, "timeout");
  assert.equal(late.retryable, true);
  const controller = new AbortController();
  const aborted = failure(wibi.website.getMany({}, { signal: controller.signal }));
  setTimeout(() => controller.abort("no longer needed"), 50);
  assert.equal((await aborted).kind, "aborted");
});

test("a request of one's own reaches what the catalogue does not have", async () => {
  const wibi = new WibiClick(options);
  const reply = await wibi.request({ method: "GET", path: "/get-websites", query: { limit: 2 } });
  assert.equal(reply.length, 2);
});

test("the catalogue has every action, and every action a method", () => {
  const wibi = new WibiClick(options);
  const actions = wibi.catalogue();
  assert.ok(actions.length >= 27);
  for (const { id, resource, operation, evidence } of actions) {
    assert.equal(id, `${resource}.${operation}`);
    assert.equal(typeof wibi[resource][operation], "function");
    assert.match(evidence, /^(documented|observed|guessed)$/);
  }
});

test("a thousand clients come and go", () => {
  for (let count = 0; count < 1000; count++) new WibiClick(options);
});
