// Webhooks: everything with the installed package, and nothing initialised before.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { sign, sources, verify, WebhookError } from "wibiclick/webhooks";

const payload = (path) => readFileSync(new URL(`payloads/${path}`, import.meta.url));
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const failure = (run) => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof WebhookError, String(error));
    assert.ok(error instanceof Error);
    return error;
  }
  throw new Error("expected a WebhookError");
};

/** A request as its sender makes it, for `verify`. */
const sent = (kind, body, options = {}) => ({
  method: "POST",
  headers: sign(kind, { body, ...options }, secret),
  body,
});

// ---- published signatures ----

/** Requests that were published with their signatures. */
const PUBLISHED = {
  // standard-webhooks/standard-webhooks and docs.svix.com, "Verifying webhooks manually".
  "standard-webhooks": {
    secret,
    now: 1_614_265_330_000,
    headers: {
      "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "Webhook-Timestamp": "1614265330",
      "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
  },
  // docs.github.com, "Validating webhook deliveries".
  github: {
    secret: "It's a Secret to Everybody",
    now: 0,
    headers: {
      "X-Hub-Signature-256":
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      "X-GitHub-Delivery": "1",
    },
    body: "Hello, World!",
  },
  // docs.slack.dev, "Verifying requests from Slack", and python-slack-sdk.
  slack: {
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    now: 1_531_420_618_000,
    headers: {
      "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
      "X-Slack-Request-Timestamp": "1531420618",
    },
    body:
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow" +
      "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner" +
      "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com" +
      "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
      "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  },
  // workos/workos-python, `tests/test_webhooks.py`.
  workos: {
    secret: "1lyKDzhJjuCkIscIWqkSe4YsQ",
    now: 1_632_409_405_772,
    headers: {
      "WorkOS-Signature":
        "t=1632409405772, v1=67612f0e74f008b436a13b00266f90ef5c13f9cbcf6262206f5f4a539ff61702",
    },
    body: '{"id":"wh_01FG9JXJ9C9S052FX59JVG4EG1","data":{"id":"conn_01EHWNC0FCBHZ3BJ7EGKYXK0E6","name":"Foo Corp\'s Connection","state":"active","object":"connection","domains":[{"id":"conn_domain_01EHWNFTAFCF3CQAE5A9Q0P1YB","domain":"foo-corp.com","object":"connection_domain"}],"connection_type":"OktaSAML","organization_id":"org_01EHWNCE74X7JSDV0X3SZ3KJNY"},"event":"connection.activated"}',
  },
  // A recorded delivery: fusebit/integrations, `src/bamboohr/bamboohr-connector/test`.
  bamboohr: {
    secret: "123b929362d51613054f71e5e5d4bf2c",
    now: 1_658_248_023_000,
    headers: {
      "X-BambooHR-Timestamp": "1658248023",
      "X-BambooHR-Signature": "56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac",
    },
    body: '{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}',
  },
};

test("what was published is genuine, and nothing else is", () => {
  for (const [kind, { secret, now, headers, body }] of Object.entries(PUBLISHED)) {
    const outcome = (request, key = secret) => {
      try {
        return verify(kind, { headers, ...request }, key, { now: new Date(now) }).type;
      } catch (error) {
        return error.kind;
      }
    };
    // Not all of them are what the kind sends; then it is genuine all the same.
    assert.ok(["events", "malformed"].includes(outcome({ body })), kind);
    for (const at of [0, body.length - 1]) {
      const bytes = Buffer.from(body);
      bytes[at] ^= 1;
      assert.equal(outcome({ body: bytes }), "bad-signature", kind);
    }
    assert.equal(outcome({ body: `${body} ` }), "bad-signature", kind);
    const other = kind === "standard-webhooks" ? "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz" : "other";
    assert.equal(outcome({ body }, other), "bad-signature", kind);
    assert.ok(["events", "malformed"].includes(outcome({ body }, [other, secret])), kind);
  }
});

// ---- events ----

test("an event is in one form for all vendors", () => {
  const body = payload("okta/user.lifecycle.deactivate.json");
  const result = verify("okta", sent("okta", body), secret);
  assert.equal(result.type, "events");
  const [event] = result.events;
  assert.deepEqual(Object.keys(event).sort(), [
    "data",
    "effectiveAt",
    "id",
    "occurredAt",
    "signal",
    "subject",
    "type",
  ]);
  assert.equal(event.type, "user.lifecycle.deactivate");
  assert.equal(event.signal, "person.left");
  assert.deepEqual(Object.keys(event.subject).sort(), ["email", "id", "login", "name"]);
  assert.match(event.occurredAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal(event.effectiveAt, null);
  assert.deepEqual(event.data, JSON.parse(body).data.events[0]);
});

test("what is absent is null, and what is of no signal has none", () => {
  const body = payload("stripe/charge.refunded.json");
  const { events } = verify("stripe", sent("stripe", body), secret);
  assert.deepEqual(
    events.map(({ type, signal, subject }) => ({ type, signal, subject })),
    [{ type: "charge.refunded", signal: null, subject: null }],
  );
});

test("a handshake is answered, once it is genuine where it is signed", () => {
  const asked = { method: "GET", headers: { "X-Okta-Verification-Challenge": "abc" } };
  const { type, response } = verify("okta", { ...asked, body: undefined }, secret);
  assert.equal(type, "handshake");
  assert.equal(response.status, 200);
  assert.equal(response.headers["content-type"], "application/json");
  assert.deepEqual(JSON.parse(response.body), { verification: "abc" });

  const body = payload("slack/url_verification.json");
  const slack = sent("slack", body);
  assert.equal(verify("slack", slack, secret).response.body, JSON.parse(body).challenge);
  const forged = { ...slack, body: Buffer.concat([body, Buffer.from(" ")]) };
  assert.equal(failure(() => verify("slack", forged, secret)).kind, "bad-signature");
});

// ---- time and secrets ----

test("a time of signing that is off is told by how much", () => {
  const timestamp = new Date("2026-01-31T12:00:00Z");
  const request = sent("clerk", '{"type":"a"}', { timestamp });
  const at = (now, more) => verify("clerk", request, secret, { now, ...more });
  assert.equal(at("2026-01-31T12:05:00Z").type, "events");
  assert.equal(at(new Date("2026-01-31T11:55:00Z")).type, "events");
  assert.equal(at("2026-01-31T15:00:00+01:00", { toleranceSeconds: 7200 }).type, "events");

  const old = failure(() => at("2026-01-31T12:05:01Z"));
  assert.deepEqual([old.kind, old.skewMs, old.status], ["too-old", -301_000, 401]);
  assert.match(old.message, /301 s before .*300 s/);
  const early = failure(() => at("2026-01-31T11:00:00Z"));
  assert.deepEqual([early.kind, early.skewMs], ["too-new", 3_600_000]);
  const strict = failure(() => at("2026-01-31T12:00:02Z", { toleranceSeconds: 1 }));
  assert.equal(strict.kind, "too-old");
});

test("without a time it is now", () => {
  const request = sent("clerk", '{"type":"a"}');
  assert.equal(verify("clerk", request, secret).type, "events");
  const old = sent("clerk", "{}", { timestamp: new Date(Date.now() - 3_600_000) });
  assert.equal(failure(() => verify("clerk", old, secret)).kind, "too-old");
});

test("secrets that are none are refused", () => {
  const request = sent("clerk", "{}");
  for (const wrong of [
    undefined,
    null,
    "",
    " ",
    [],
    ["", secret],
    [secret, undefined],
    7,
    {},
    [[secret]],
  ]) {
    const error = failure(() => verify("clerk", request, wrong));
    assert.deepEqual([error.kind, error.status], ["bad-secret", 500], JSON.stringify(wrong));
  }
  assert.match(
    failure(() => verify("clerk", request, process.env.NOT_SET)).message,
    /variable set/,
  );
});

test("a secret that looks like something else is told, and shown nowhere", () => {
  const body = "{}";
  for (const [kind, wrong, says] of [
    ["stripe", "sk_live_51Habcdefgh", /API key/],
    ["stripe", "Yz0123456789abcdef01", /whsec_/],
    ["clerk", "sk_test_abcdefgh", /API key/],
    ["clerk", "not base64 at all!", /base64/],
    ["github", "whsec_MfKQ9r8GKYqrTwjU", /Standard Webhooks/],
    ["github", "GITHUB_SECRET", /variable/],
    ["github", "0123456789abcdef\n", /white space/],
  ]) {
    const error = failure(() => verify(kind, sent(kind, body), wrong));
    assert.match(error.message, says);
    const told = `${error.stack}${JSON.stringify(error)}`;
    assert.ok(!told.includes(wrong.trim()), told);
  }
});

// ---- headers and bodies ----

test("headers may come as any server has them", () => {
  const body = '{"type":"a"}';
  const { headers } = sent("clerk", body);
  const pairs = Object.entries(headers);
  for (const shape of [
    headers,
    new Headers(headers),
    new Map(pairs),
    pairs,
    Object.fromEntries(pairs.map(([name, value]) => [name.toUpperCase(), [value]])),
    { ...headers, "x-absent": undefined, "set-cookie": ["a=1", "b=2"], ":path": "/hooks" },
    Object.assign(Object.create(null), headers),
    pairs.values(),
  ]) {
    assert.equal(verify("clerk", { headers: shape, body }, secret).type, "events");
  }
  for (const wrong of [
    undefined,
    null,
    "svix-id: a",
    7,
    ["svix-id", "a"],
    { "svix-id": 7 },
    { "svix-id": null },
    [[1, "a"]],
    { a: "b\r\nsvix-id: c" },
  ]) {
    const error = failure(() => verify("clerk", { headers: wrong, body }, secret));
    assert.equal(error.kind, "invalid-arguments");
    assert.match(error.message, /Headers, an object, a Map/);
  }
});

test("a header that came twice is not taken for one", () => {
  const request = sent("github", "{}");
  const twice = { ...request.headers, "x-github-delivery": ["1", "2"] };
  assert.equal(
    failure(() => verify("github", { ...request, headers: twice }, secret)).kind,
    "bad-header",
  );
});

test("a body may be text or bytes, however they are held", () => {
  const body = '{"type":"é𝄞"}';
  const request = sent("clerk", body);
  const bytes = new TextEncoder().encode(body);
  const within = Buffer.concat([Buffer.from("xx"), bytes, Buffer.from("x")]).subarray(2, -1);
  for (const shape of [
    body,
    bytes,
    Buffer.from(bytes),
    bytes.buffer,
    within,
    new DataView(bytes.buffer),
  ]) {
    const { events } = verify("clerk", { ...request, body: shape }, secret);
    assert.equal(events[0].type, "é𝄞");
  }
});

test("a body that was parsed says what to do", () => {
  const request = sent("clerk", '{"type":"a"}');
  for (const [wrong, says] of [
    [{ type: "a" }, /was parsed/],
    [["a"], /was parsed/],
    [7, /was parsed/],
    ["[object Object]", /made a text/],
    [{}, /no body/],
    [undefined, /no body/],
    [Promise.resolve("a"), /still to be read/],
    [new Request("http://a.example", { method: "POST", body: "a" }).body, /still to be read/],
  ]) {
    const error = failure(() => verify("clerk", { ...request, body: wrong }, secret));
    assert.deepEqual([error.kind, error.status], ["invalid-arguments", 500]);
    assert.match(error.message, says);
    assert.match(error.message, /express\.raw.*request\.arrayBuffer/);
  }
});

test("a body that was parsed and written again is told by its length", () => {
  const body = '{ "type": "a" }';
  const { headers } = sent("clerk", body);
  const withLength = { ...headers, "content-length": String(body.length) };
  const again = JSON.stringify(JSON.parse(body));
  const error = failure(() => verify("clerk", { headers: withLength, body: again }, secret));
  assert.deepEqual([error.kind, error.hint], ["bad-signature", "body"]);
  assert.match(error.message, /15 bytes, and 12/);
  assert.equal(failure(() => verify("clerk", { headers, body: again }, secret)).hint, "body");
});

test("the headers of another kind are told", () => {
  const error = failure(() => verify("stripe", sent("slack", "{}"), secret));
  assert.deepEqual(
    [error.kind, error.header, error.hint],
    ["missing-header", "stripe-signature", "another-kind"],
  );
  assert.match(error.message, /`slack`/);
});

test("whoever is not genuine is answered the same, whatever it was", () => {
  const request = sent("clerk", "{}");
  const old = sent("clerk", "{}", { timestamp: new Date(0) });
  const answers = [
    failure(() => verify("clerk", { ...request, body: "{} " }, secret)),
    failure(() => verify("clerk", { ...request, headers: {} }, secret)),
    failure(() => verify("clerk", old, secret)),
  ].map(({ response }) => response);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0].status, 401);
  const other = failure(() => verify("clerk", { ...request, method: "DELETE" }, secret));
  assert.deepEqual([other.response.status, other.response.headers.allow], [405, "POST"]);
});

test("what a call gets wrong is told, and kills nothing", () => {
  const request = sent("clerk", "{}");
  for (const run of [
    () => verify("clerc", request, secret),
    () => verify(undefined, request, secret),
    () => verify("clerk", undefined, secret),
    () => verify("clerk", request, secret, { tolerance: 3 }),
    () => verify("clerk", request, secret, null),
    () => verify("clerk", request, secret, { now: "yesterday" }),
    () => verify("clerk", request, secret, { now: new Date(NaN) }),
    () => verify("clerk", request, secret, { now: 7 }),
    () => verify("clerk", request, secret, { toleranceSeconds: NaN }),
    () => verify("clerk", request, secret, { toleranceSeconds: -1 }),
    () => verify("clerk", request, secret, { toleranceSeconds: "3" }),
    () => verify("clerk", { ...request, method: "GET /x" }, secret),
    () => verify("clerk", { ...request, url: new URL("http://a.example") }, secret),
    () => verify({ algorithm: "md5" }, request, secret),
    () => sign("clerk", { body: "{}", id: "" }, secret),
    () => sign("clerk", { body: "{}", id: 7 }, secret),
    () => sign("clerk", { body: "{}", timestamp: "0" }, secret),
  ]) {
    assert.equal(failure(run).kind, "invalid-arguments", String(run));
  }
  assert.match(failure(() => verify("clerc", request, secret)).message, /did you mean `clerk`/);
  assert.equal(failure(() => sign("clerk", { body: "{}" }, [secret])).kind, "bad-secret");
  assert.equal(verify("clerk", request, secret).type, "events");
});

test("a scheme record stands for a sender of one's own", () => {
  const scheme = {
    algorithm: "hmac-sha512",
    header: "x-signature",
    encoding: "base64",
    separator: ",",
    prefix: "s=",
    signed: "{timestamp}.{body}",
    timestamp: {
      header: "x-signature",
      separator: ",",
      prefix: "t=",
      unit: "seconds",
      toleranceSeconds: 60,
    },
    event: {
      id: "number",
      type: "what",
      subject: { email: "who" },
      signals: { gone: "person.left" },
    },
  };
  const body = '{"what":"gone","number":"e1","who":"Jo@Example.com"}';
  const timestamp = "2026-01-31T12:00:00Z";
  const headers = sign(scheme, { body, timestamp }, "our secret");
  assert.match(headers["x-signature"], /^t=1769860800,s=/);
  const { events } = verify(scheme, { headers, body }, "our secret", { now: timestamp });
  assert.equal(events[0].signal, "person.left");
  assert.equal(events[0].subject.email, "jo@example.com");
  assert.equal(events[0].id, "e1");
});

test("every kind is described, and signs the headers it names", () => {
  const all = sources();
  assert.ok(all.length >= 28);
  for (const { name, headers, handshake, needsUrl, methods, contentTypes } of all) {
    const url = needsUrl ? "https://hooks.example/hooks/a" : undefined;
    const signed = sign(name, { body: "{}", ...(url && { url }) }, secret);
    const named = Object.keys(signed);
    assert.ok(
      named.every((header) => headers.includes(header)),
      name,
    );
    // Entra's token is in its bodies.
    assert.equal(named.length === 0, name === "entra", name);
    assert.equal(typeof handshake, "boolean");
    assert.equal(methods[0], "POST");
    assert.ok(contentTypes.length > 0, name);
    if (methods.includes("GET")) assert.ok(handshake, name);
  }
  const handshakes = all.filter(({ handshake }) => handshake).map(({ name }) => name);
  for (const name of ["okta", "slack"]) assert.ok(handshakes.includes(name), name);
  const types = readFileSync(
    new URL("node_modules/wibiclick/dist/kinds.d.ts", import.meta.url),
    "utf8",
  );
  assert.deepEqual(
    types.match(/(?<=")[\w-]+(?=")/g),
    all.map(({ name }) => name),
  );
});

test("a real request of Node's server is verified as it is", async () => {
  const body = payload("workos/dsync.user.deleted.json");
  let resolve;
  const received = new Promise((it) => (resolve = it));
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    resolve(verify("workos", { method, url, headers, body: Buffer.concat(chunks) }, secret));
    response.end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${server.address().port}/hooks`;
  await fetch(url, { method: "POST", headers: sent("workos", body).headers, body });
  const { events } = await received;
  assert.equal(events[0].signal, "person.left");
  await new Promise((closed) => server.close(closed));
});
