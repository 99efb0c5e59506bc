// What a consumer does not have to know of the WebAssembly inside: that it is there, what
// memory it takes, and what becomes of it when it fails. Run with --expose-gc.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import * as embedded from "wibiclick";
import * as slim from "wibiclick/slim";
import * as webhooks from "wibiclick/webhooks";
import * as slimWebhooks from "wibiclick/webhooks/slim";

const PAGE = 65_536;
const bytes = readFileSync(new URL(import.meta.resolve("wibiclick/wibiclick.wasm")));
const secret = "It's a Secret to Everybody";

/** Each test has a copy of its own: what is given is given for good. */
let copies = 0;
const fresh = (entry) =>
  import(new URL(`?${++copies}`, import.meta.resolve(`wibiclick/${entry}`)).href);

/** The same wasm with at most so much memory, so that little is too much. */
function withLimit(wasm, limit) {
  const read = (at) => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = wasm[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return [value, at];
      shift += 7;
    }
  };
  const written = (value) =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...written(value >> 7)];
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const [size, content] = read(at + 1);
    if (id !== 5) {
      at = content + size;
      continue;
    }
    // One memory, without a maximum.
    assert.deepEqual([...wasm.subarray(content, content + 2)], [1, 0]);
    const [initial] = read(content + 2);
    const memory = [1, 1, ...written(initial), ...written(initial + Math.ceil(limit / PAGE))];
    const section = Uint8Array.from([5, ...written(memory.length), ...memory]);
    return Buffer.concat([wasm.subarray(0, at), section, wasm.subarray(content + size)]);
  }
  throw new Error("the wasm has no memory");
}

async function failure(promise) {
  const error = await promise.then(
    () => undefined,
    (error) => error,
  );
  assert.ok(error instanceof Error, "it succeeded");
  return error;
}

test("CommonJS has the same, at once", () => {
  const require = createRequire(import.meta.url);
  assert.deepEqual(Object.keys(require("wibiclick")).sort(), Object.keys(embedded).sort());
  assert.deepEqual(Object.keys(require("wibiclick/webhooks")).sort(), Object.keys(webhooks).sort());
  const { WibiClick } = require("wibiclick");
  assert.equal(new WibiClick({ apiKey: "k" }).catalogue().length, 196);
});

test("before the wasm was given, the first call says what to do", async () => {
  const { WibiClick } = await fresh("slim");
  assert.throws(() => new WibiClick({ apiKey: "k" }), {
    name: "TypeError",
    message: /not given yet; before the first call, `await init\(…\)`/,
  });
});

for (const [what, source] of Object.entries({
  bytes: () => bytes,
  "a module": () => new WebAssembly.Module(bytes),
  "a promise of a module": () => WebAssembly.compile(bytes),
  "a response": () => new Response(bytes, { headers: { "content-type": "application/wasm" } }),
  "a response of another type": () =>
    new Response(bytes, { headers: { "content-type": "text/x" } }),
  "an address": () => `data:application/wasm;base64,${bytes.toString("base64")}`,
})) {
  test(`the wasm can be given as ${what}, also twice`, async () => {
    const { init, initSync, WibiClick } = await fresh("slim");
    await Promise.all([init(source()), init(source())]);
    initSync(bytes);
    await init("data:,ignored");
    assert.equal(new WibiClick({ apiKey: "k" }).catalogue().length, 196);
  });
}

test("what is no wasm is refused, and the right one is taken after it", async () => {
  const { init, initSync, WibiClick } = await fresh("slim");
  for (const nonsense of [undefined, null, 7, {}, []]) {
    assert.throws(() => initSync(nonsense), { name: "TypeError", message: /^expected the wasm/ });
    await assert.rejects(init(nonsense), { name: "TypeError" });
  }
  assert.throws(() => initSync(new Uint8Array(8)), WebAssembly.CompileError);
  await assert.rejects(init(new Response("", { status: 404 })), /got status 404/);
  initSync(bytes);
  assert.ok(new WibiClick({ apiKey: "k" }));
});

test("webhooks that fail for want of memory verify the next request", () => {
  const body = "{}";
  const headers = webhooks.sign("github", { body }, secret);
  // More than a wasm can address.
  const huge = new Uint8Array(2 ** 31);
  for (let times = 0; times < 3; times++) {
    assert.throws(() => webhooks.verify("github", { headers, body: huge }, secret), {
      name: "Error",
      message: /^the WebAssembly of wibiclick failed .*starts anew with the next call/,
    });
    assert.equal(webhooks.verify("github", { headers, body }, secret).type, "events");
  }
});

test("a client whose wasm fails while calls are under way ends them, and makes the next", async () => {
  const { init, WibiClick } = await fresh("slim");
  await init(withLimit(bytes, 2 ** 22));
  const json = { headers: { "content-type": "application/json" } };
  let come;
  const later = new Promise((resolve) => (come = resolve));
  const answers = {
    "/later": () => later,
    // Smaller than a reply may be, and larger than the memory of this wasm.
    "/huge": () => new Response(JSON.stringify({ text: "x".repeat(2 ** 23) }), json),
    "/small": (request) => new Response(`{"key":"${request.headers.get("authorization")}"}`, json),
    "/login": () => new Response('{"token":"renewed"}', json),
  };
  const fetch = async (request) => answers[new URL(request.url).pathname](request);
  const wibi = new WibiClick({ apiKey: "k", baseUrl: "http://127.0.0.1:9", fetch, retries: 0 });
  const get = (path) => wibi.request({ method: "GET", path });

  const underWay = failure(get("/later"));
  await pause(10);
  const failed = await failure(get("/huge"));
  assert.match(failed.message, /^the WebAssembly of wibiclick failed .* it is not known whether/);
  assert.ok(failed.cause instanceof WebAssembly.RuntimeError);
  assert.equal((await underWay).message, failed.message);

  assert.deepEqual(await get("/small"), { key: "Bearer k" });
  // What the failed one was waiting for comes, and harms nobody.
  come(new Response("{}", json));
  await pause(10);
  assert.deepEqual(await get("/small"), { key: "Bearer k" });
});

test("who has signed in is still signed in after the wasm has failed", async () => {
  const { init, WibiClick } = await fresh("slim");
  await init(withLimit(bytes, 2 ** 22));
  const seen = [];
  const fetch = async (request) => {
    seen.push(request.headers.get("authorization"));
    return Response.json(
      request.url.endsWith("/huge") ? "x".repeat(2 ** 23) : { token: "renewed" },
    );
  };
  const wibi = new WibiClick({ baseUrl: "http://127.0.0.1:9", fetch, retries: 0 });
  await wibi.login({ email: "a@example.com", password: "p" });
  await failure(wibi.request({ method: "GET", path: "/huge" }));
  await wibi.request({ method: "GET", path: "/small" });
  assert.deepEqual(seen.slice(-2), ["Bearer renewed", "Bearer renewed"]);
});

test("clients that nobody has any more take no memory", async () => {
  const { init, WibiClick } = await fresh("slim");
  await init(withLimit(bytes, 2 ** 22));
  // All together ten times the memory that there is.
  const baseUrl = `http://127.0.0.1:9/${"x".repeat(10_000)}`;
  for (let clients = 0; clients < 4_000; clients++) {
    new WibiClick({ apiKey: "k", baseUrl }).preview("user.getMany", { websiteId: 1 });
    if (clients % 50 === 0) {
      globalThis.gc();
      await pause(0);
    }
  }
});

test("what was verified and called takes no memory", async () => {
  const wasm = readFileSync(new URL(import.meta.resolve("wibiclick/webhooks.wasm")));
  const { initSync, sign, verify } = slimWebhooks;
  initSync(withLimit(wasm, 2 ** 22));
  const body = JSON.stringify({ text: "x".repeat(100_000) });
  const headers = sign("github", { body }, secret);
  const forged = { ...headers, "x-hub-signature-256": "sha256=00" };
  for (let times = 0; times < 300; times++) {
    verify("github", { headers, body }, secret);
    for (const refused of [
      () => verify("github", { headers: forged, body }, secret),
      () => verify("stripe", { headers, body }, secret),
      () => verify("no-kind", { headers, body }, secret),
    ]) {
      assert.throws(refused, { name: "WebhookError" });
    }
  }

  slim.initSync(withLimit(bytes, 2 ** 22));
  const fetch = async () => Response.json({ text: "x".repeat(100_000) });
  const wibi = new slim.WibiClick({ apiKey: "k", baseUrl: "http://127.0.0.1:9", fetch });
  for (let times = 0; times < 300; times++) await wibi.request({ method: "GET", path: "/" });
});
