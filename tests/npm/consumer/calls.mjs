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
    { retires: 1 },
    { retries: "1" },
    { retries: -1 },
    { retries: 1.5 },
    { repeatable: 1 },
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
    { apiKey: "k", retires: 3 },
    { apiKey: "k", retries: 11 },
    { apiKey: "k", retries: "3" },
    { apiKey: "k", auth: "Token" },
    { apiKey: "k", auth: { refresh: "later" } },
    { apiKey: "k", auth: { header: "x y" } },
    { apiKey: "k", onRequest: 1 },
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

const faults = (path, effect, times = 1) =>
  fetch(`${baseUrl}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ path, times, effect }),
  });

/** A client, and what it was told of its requests. */
const watched = (more = {}) => {
  const attempts = [];
  const onRequest = (attempt) => attempts.push(attempt);
  const wibi = new WibiClick({ ...options, onRequest, ...more });
  return { wibi, attempts, outcomes: () => attempts.map((it) => it.status ?? it.error) };
};

test("a call can be aborted, and has a time to be answered in", async () => {
  await faults("/get-websites", { delay: 60_000 }, 2);
  const { wibi, outcomes } = watched();
  const late = await failure(wibi.website.getMany({}, { timeoutMs: 50, retries: 0 }));
  assert.equal(late.kind, "timeout");
  assert.equal(late.retryable, true);
  const controller = new AbortController();
  const aborted = failure(wibi.website.getMany({}, { signal: controller.signal }));
  setTimeout(() => controller.abort("no longer needed"), 50);
  assert.equal((await aborted).kind, "aborted");
  assert.deepEqual(outcomes(), ["timeout", "aborted"]);
});

test("a read is tried again until it succeeds, however it fails", async () => {
  for (const [effect, outcome] of [
    [{ status: 503 }, 503],
    ["drop", "network"],
    [{ delay: 60_000 }, "timeout"],
  ]) {
    await faults("/get-websites", effect);
    const { wibi, attempts, outcomes } = watched({ timeoutMs: 500 });
    await wibi.website.getMany();
    assert.deepEqual(outcomes(), [outcome, 200]);
    assert.deepEqual(
      attempts.map(({ action, method, attempt }) => [action, method, attempt]),
      [
        ["website.getMany", "GET", 1],
        ["website.getMany", "GET", 2],
      ],
    );
    assert.equal(attempts[0].url, `${baseUrl}/get-websites`);
    assert.ok(attempts[0].durationMs >= 0);
  }
});

test("the last failure is thrown when no retry is left", async () => {
  await faults("/get-websites", { status: 500 }, 3);
  const { wibi, outcomes } = watched({ retries: 0 });
  assert.equal((await failure(wibi.website.getMany())).status, 500);
  const error = await failure(wibi.website.getMany({}, { retries: 1 }));
  assert.equal(error.status, 500);
  assert.deepEqual(outcomes(), [500, 500, 500]);
});

test("a write is tried again only where it was surely not carried out", async () => {
  const name = "Written once";
  const { wibi, outcomes } = watched();
  await faults("/add-customer", { status: 429 });
  await wibi.contact.addOrUpdate({ name });
  for (const [effect, outcome] of [
    [{ status: 500 }, 500],
    [{ status: 503 }, 503],
    ["drop", "network"],
  ]) {
    await faults("/add-customer", effect);
    const error = await failure(wibi.contact.addOrUpdate({ name: "Never" }));
    assert.equal(error.status ?? error.kind, outcome);
  }
  assert.deepEqual(outcomes(), [429, 200, 500, 503, "network"]);
  // The caller knows that an update of the same contact is the same once more.
  await faults("/add-customer", { status: 500 });
  await wibi.contact.addOrUpdate({ name: "Surely" }, { repeatable: true });
  assert.deepEqual(outcomes().slice(5), [500, 200]);
  const { customers } = await wibi.contact.getMany();
  assert.equal(customers.filter((it) => it.name === name).length, 1);
  // Where nobody listens, nothing was sent.
  const nowhere = watched({ baseUrl: "http://127.0.0.1:9", fetch: refusing });
  await failure(nowhere.wibi.contact.addOrUpdate({ name }));
  assert.deepEqual(nowhere.outcomes(), ["network", "network", "network"]);
});

/** As Node's own, which has ports that it does not even try. */
const refusing = () =>
  Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));

test("what the API asks to wait is waited, unless it is too long", async () => {
  for (const [seconds, tries] of [
    ["1", 2],
    ["61", 1],
  ]) {
    let count = 0;
    const wibi = new WibiClick({
      ...options,
      retries: 1,
      fetch: async () =>
        count++ === 0
          ? new Response("{}", { status: 503, headers: { "retry-after": seconds } })
          : Response.json({ message: "done" }),
    });
    const start = Date.now();
    const call = wibi.user.disconnectFromWebsite({ userId: "user_1" });
    if (tries === 2) {
      await call;
      assert.ok(Date.now() - start >= 990);
    } else {
      assert.equal((await failure(call)).retryAfterMs, 61_000);
    }
    assert.equal(count, tries);
  }
});

test("an abort ends the wait between two tries, and lets the process end", async () => {
  const fetch = async () => new Response("", { status: 429, headers: { "retry-after": "60" } });
  const { wibi, outcomes } = watched({ fetch });
  const signal = AbortSignal.timeout(50);
  const awake = setTimeout(() => undefined, 5_000);
  assert.equal((await failure(wibi.website.getMany({}, { signal }))).kind, "aborted");
  clearTimeout(awake);
  assert.deepEqual(outcomes(), [429]);
  const timers = process.getActiveResourcesInfo().filter((it) => it === "Timeout");
  assert.deepEqual(timers, []);
});

test("a list is read page by page", async () => {
  const { wibi, attempts } = watched();
  const all = async (params) => {
    const ids = [];
    for await (const { id } of wibi.user.getMany.all(params)) ids.push(id);
    return [ids.join(), attempts.splice(0).map(({ url }) => url.split("id=site_1")[1])];
  };
  const [ids, requests] = await all();
  assert.equal(ids, "user_1,user_2,user_3,user_4");
  assert.deepEqual(requests, ["&limit=50&offset=0"]);
  assert.deepEqual(await all({ limit: 3 }), [ids, ["&limit=3&offset=0", "&limit=3&offset=3"]]);
  assert.deepEqual(await all({ limit: 2, offset: 3 }), ["user_4", ["&limit=2&offset=3"]]);
  assert.deepEqual(await all({ offset: 9 }), ["", ["&limit=50&offset=9"]]);
  // No page is read that nobody asks for.
  for await (const _ of wibi.user.getMany.all({ limit: 1 })) break;
  assert.equal(attempts.length, 1);
  for (const limit of [0, -1, "3", 1.5]) {
    assert.equal((await failure(wibi.user.getMany.all({ limit }).next())).kind, "invalid-params");
  }
  assert.equal(wibi.website.get.all, undefined);
});

test("pages end also with servers that have no total, or no pages", async () => {
  const read = async (answer) => {
    let requests = 0;
    const fetch = async ({ url }) => {
      const { searchParams } = new URL(url);
      requests++;
      assert.ok(requests < 20);
      const [limit, offset] = ["limit", "offset"].map((it) => Number(searchParams.get(it)));
      return Response.json(answer(limit, offset));
    };
    const wibi = new WibiClick({ ...options, fetch });
    const ids = [];
    for await (const { id } of wibi.user.getMany.all({ limit: 10 })) ids.push(id);
    return [ids.length, new Set(ids).size, requests];
  };
  const records = Array.from({ length: 25 }, (_, id) => ({ id }));
  const page = (limit, offset) => records.slice(offset, offset + limit);
  assert.deepEqual(await read((...at) => page(...at)), [25, 25, 3]);
  assert.deepEqual(await read((limit, offset) => page(limit, offset).slice(0, 5)), [5, 5, 1]);
  assert.deepEqual(await read(() => records), [25, 25, 1]);
  assert.deepEqual(await read(() => page(10, 0)), [10, 10, 2]);
  // With a total, a smaller page than asked for is not the end.
  const small = (limit, offset) => ({ users: page(5, offset), totalCount: 25 });
  assert.deepEqual(await read(small), [25, 25, 5]);
  const stuck = await failure(read(() => ({ users: page(10, 0), total: 25 })));
  assert.equal(stuck.kind, "bad-reply");
  assert.match(stuck.message, /offset/);
});

test("a batch keeps the order, and no more calls are under way than it may", async () => {
  let [now, most] = [0, 0];
  const wibi = new WibiClick({
    ...options,
    fetch: async (request) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      now--;
      const { userId } = await request.json();
      return Response.json({ message: userId }, { status: userId === "user_5" ? 404 : 200 });
    },
  });
  const calls = Array.from({ length: 20 }, (_, at) => ({
    action: "user.disconnectFromWebsite",
    params: { userId: `user_${at}` },
  }));
  const told = [];
  const onProgress = (progress) => {
    told.push(progress);
    throw new Error("not the batch's affair");
  };
  const results = await wibi.batch(calls, { concurrency: 3, continueOnFail: true, onProgress });
  assert.equal(most, 3);
  for (const [at, result] of results.entries()) {
    if (at === 5) {
      assert.equal(result.success, false);
      assert.ok(result.error instanceof WibiClickError);
      assert.equal(result.error.kind, "not-found");
      assert.equal(result.error.index, 5);
    } else {
      assert.equal(result.message, `user_${at}`);
    }
  }
  assert.deepEqual(told.at(-1), { done: 20, failed: 1, total: 20 });
  assert.deepEqual(
    told.map(({ done }) => done),
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
});

test("a batch ends with the first failure, and knows how its other calls ended", async () => {
  const { wibi, attempts } = watched();
  await faults("/get-websites", { delay: 300 });
  const leave = (userId) => ({ action: "user.disconnectFromWebsite", params: { userId } });
  const calls = [leave("nobody"), { action: "website.getMany" }, leave("user_1"), leave("user_1")];
  const error = await failure(wibi.batch(calls, { concurrency: 2 }));
  assert.equal(error.kind, "not-found");
  assert.deepEqual(attempts.map(({ status }) => status).sort(), [200, 404]);
  assert.equal(error.index, 0);
  assert.deepEqual(error.results[0], { success: false, error });
  assert.ok(error.results[1].websites.length > 0);
  assert.deepEqual(error.results.slice(2), [undefined, undefined]);
  assert.doesNotThrow(() => JSON.stringify(error));
  assert.deepEqual(await wibi.batch([]), []);
  for (const [calls, options] of [
    [7],
    [[7]],
    [[], { concurrency: 0 }],
    [[], { concurrency: 65 }],
    [[], { concurrency: "8" }],
    [[], { onProgress: 1 }],
    [[], { parallel: 2 }],
  ]) {
    assert.equal((await failure(wibi.batch(calls, options))).kind, "invalid-params");
  }
});

const john = { email: "john.doe@example.com", password: "sandbox-password" };

test("the token of a login is that of later calls", async () => {
  const wibi = new WibiClick({ baseUrl });
  assert.equal((await failure(wibi.user.getProfile({ websiteId: "site_1" }))).kind, "unauthorized");
  const session = await wibi.login(john);
  assert.equal(session.email, john.email);
  const profile = await wibi.user.getProfile({ websiteId: "site_1" });
  assert.equal(profile.email, john.email);
  const wrong = await failure(wibi.login({ ...john, password: "wrong" }));
  assert.equal(wrong.kind, "unauthorized");
  // The token from before is still there.
  await wibi.user.getProfile({ websiteId: "site_1" });
  const odd = new WibiClick({ fetch: async () => Response.json({ message: "welcome" }) });
  assert.equal((await failure(odd.login(john))).kind, "bad-reply");
});

test("a refused token is refreshed, once for all calls that were refused", async () => {
  let asked = 0;
  const refresh = async () => {
    asked++;
    return (await wibi.login(john)).token;
  };
  const { wibi, outcomes } = watched({ apiKey: "used-up", auth: { refresh } });
  const calls = Array.from({ length: 5 }, () => ({ action: "user.getProfile" }));
  const profiles = await wibi.batch(calls);
  assert.ok(profiles.every(({ email }) => email === john.email));
  assert.equal(asked, 1);
  assert.deepEqual(outcomes().filter((it) => it === 401).length, 5);
  assert.equal((await wibi.user.getProfile()).email, john.email);
  assert.equal(asked, 1);
});

test("a refresh that fails says why, and one that hangs can be aborted", async () => {
  const failing = {
    "gone home": () => {
      throw new Error("gone home");
    },
    tired: () => Promise.reject("tired"),
    "promised no text": () => 7,
    "header cannot carry": () => "two words",
  };
  for (const [said, refresh] of Object.entries(failing)) {
    const wibi = new WibiClick({ ...options, apiKey: "used-up", auth: { refresh } });
    for (const _ of [1, 2]) {
      const error = await failure(wibi.user.getProfile());
      assert.equal(error.kind, "unauthorized");
      assert.ok(error.message.includes(said), error.message);
    }
  }
  const refresh = () => new Promise(() => undefined);
  const wibi = new WibiClick({ ...options, apiKey: "used-up", auth: { refresh } });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const error = await failure(wibi.user.getProfile({}, { signal: controller.signal }));
  assert.equal(error.kind, "aborted");
});

test("the key goes into another header, behind another word or bare", async () => {
  const sent = async (auth) => {
    let headers;
    const fetch = async (request) => {
      headers = Object.fromEntries(request.headers);
      return Response.json([]);
    };
    const wibi = new WibiClick({ ...options, fetch, auth });
    await wibi.website.getMany();
    const { headers: shown } = wibi.preview("website.getMany");
    assert.doesNotMatch(JSON.stringify(shown), /sandbox-key/);
    assert.deepEqual(Object.keys(shown).sort(), Object.keys(headers).sort());
    const { accept: _, ...rest } = headers;
    return rest;
  };
  assert.deepEqual(await sent({}), { authorization: "Bearer sandbox-key" });
  assert.deepEqual(await sent({ scheme: "Token" }), { authorization: "Token sandbox-key" });
  const bare = { header: "X-API-Key", scheme: null };
  assert.deepEqual(await sent(bare), { "x-api-key": "sandbox-key" });
});

test("an observer that throws breaks no call, and sees no secret", async () => {
  const seen = [];
  for (const onRequest of [
    (attempt) => {
      seen.push(attempt);
      throw new Error("odd");
    },
    async (attempt) => {
      seen.push(attempt);
      throw new Error("odd");
    },
  ]) {
    const wibi = new WibiClick({ ...options, apiKey: "hunter2", onRequest });
    await failure(wibi.login({ email: "a@example.com", password: "hunter2" }));
    await failure(wibi.user.getMany());
    await failure(wibi.request({ method: "GET", path: "/x" }));
  }
  assert.equal(seen.length, 6);
  assert.deepEqual(
    seen.slice(0, 3).map(({ action, status }) => [action, status]),
    [
      ["user.login", 401],
      ["user.getMany", 401],
      [undefined, 404],
    ],
  );
  assert.doesNotMatch(JSON.stringify(seen), /hunter2/);
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
  for (const { id, resource, operation, evidence, destructive } of actions) {
    assert.equal(id, `${resource}.${operation}`);
    assert.equal(typeof wibi[resource][operation], "function");
    assert.match(evidence, /^(documented|observed|guessed)$/);
    assert.equal(typeof destructive, "boolean");
  }
  const destructive = actions.filter((action) => action.destructive).map((action) => action.id);
  assert.ok(destructive.includes("user.disconnectFromWebsite"));
  assert.ok(!destructive.includes("user.connectToWebsite"));
});

test("a thousand clients come and go", () => {
  for (let count = 0; count < 1000; count++) new WibiClick(options);
});
