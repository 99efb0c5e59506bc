// The admin API keeps to its description: every operation is called on the real Worker,
// and every answer is held against docs/admin-api.openapi.yaml by an independent
// validator, with every object closed, so that nothing undocumented passes either.

import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import process from "node:process";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import SwaggerParser from "@apidevtools/swagger-parser";
import Ajv from "ajv/dist/2020.js";

const { WIBICLICK_WORKER_URL: worker, ADMIN_TOKEN: token } = process.env;
const secret = process.env.CONTRACT_WEBHOOK_SECRET;
const path = fileURLToPath(new URL("../../docs/admin-api.openapi.yaml", import.meta.url));
const description = await SwaggerParser.dereference(path);
const METHODS = ["get", "post", "put", "patch", "delete"];

const ajv = new Ajv.default({
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  formats: { "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ },
});

/** The same schema, but an object has no fields beyond those that are described. */
function closed(schema, whole = true) {
  if (Array.isArray(schema)) return schema.map((item) => closed(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === "allOf") copy[name] = value.map((part) => closed(part, false));
    else if (name === "properties")
      copy[name] = Object.fromEntries(Object.entries(value).map(([key, it]) => [key, closed(it)]));
    else if (["items", "oneOf", "anyOf"].includes(name)) copy[name] = closed(value);
    else copy[name] = value;
  }
  const described = "properties" in schema || "allOf" in schema;
  if (whole && described && !("additionalProperties" in schema)) copy.unevaluatedProperties = false;
  return copy;
}

/** Each schema is compiled once. */
const compiled = new Map();

function validator(schema) {
  const known = compiled.get(schema) ?? ajv.compile(closed(schema));
  compiled.set(schema, known);
  return known;
}

// ---- asking ----

/** What was answered to which operation. */
const answered = new Map();

/** Sends a request as an operation describes it, and holds the answer against that. */
async function call(method, path, { params = {}, query, body, type, headers = {} } = {}) {
  const operation = description.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is described`);
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
  const url = new URL(`${worker}/admin/api${filled}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const sent = {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${token}`, ...headers },
  };
  if (body !== undefined) {
    sent.body = typeof body === "string" ? body : JSON.stringify(body);
    sent.headers["content-type"] = type ?? "application/json";
  }
  const response = await fetch(url, sent);
  const text = await response.text();
  const where = `${method} ${path} ${response.status}: ${text.slice(0, 2000)}`;
  const described = operation.responses[response.status] ?? operation.responses.default;
  assert.ok(described && (response.status >= 400 || operation.responses[response.status]), where);
  const [kind] = (response.headers.get("content-type") ?? "").split(";");
  const content = described.content[kind];
  assert.ok(content, `${kind}, expected ${Object.keys(described.content)}: ${where}`);
  let value = text;
  if (kind === "application/json") {
    value = JSON.parse(text);
    const validate = validator(content.schema);
    assert.ok(validate(value), `${JSON.stringify(validate.errors, null, 2)}\n${where}`);
  }
  const statuses = answered.get(operation.operationId) ?? new Set();
  answered.set(operation.operationId, statuses.add(response.status));
  return { status: response.status, value, headers: response.headers };
}

/** A webhook, signed as Standard Webhooks says. */
async function send(type, data = {}) {
  const id = `msg_${randomUUID()}`;
  const body = JSON.stringify({ type, data });
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const code = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  const response = await fetch(`${worker}/hooks/contract`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": `${seconds}`,
      "webhook-signature": `v1,${code}`,
    },
    body,
  });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer.deliveries[0].id;
}

const one = (id) => ({ params: { source: "contract", id } });

/** Waits until a delivery stands like this. */
async function until(id, status, waitsFor = null) {
  let shown;
  for (let tries = 0; tries < 300; tries += 1) {
    shown = (await call("get", "/deliveries/{source}/{id}", one(id))).value;
    if (shown.status === status && shown.waitsFor === waitsFor) return;
    if (shown.settledAt !== null) break;
    await sleep(100);
  }
  assert.fail(`expected it to become ${status} ${waitsFor}: ${JSON.stringify(shown, null, 2)}`);
}

// ---- deliveries of every kind ----

const ids = {};

before(async () => {
  ids.done = await send("looked");
  ids.ignored = await send("nobody.wants.it");
  ids.dated = await send("dated");
  // Refused before it is sent; the brake counts it all the same.
  ids.dead = await send("disconnected", { user: { not: "a text" } });
  await until(ids.done, "done");
  await until(ids.dead, "dead");
  ids.first = await send("disconnected", { user: "user_1" });
  await until(ids.first, "done");
  for (const name of ["held", "refused", "more", "rest"]) {
    ids[name] = await send("disconnected", { user: "user_2" });
    await until(ids[name], "waiting", "release");
  }
  await until(ids.dated, "waiting", "date");
});

after(() => {
  const operations = Object.values(description.paths).flatMap((item) =>
    METHODS.flatMap((method) => item[method]?.operationId ?? []),
  );
  assert.ok(operations.length >= 17);
  for (const id of operations)
    assert.ok(answered.get(id)?.has(200), `${id} was never answered with 200`);
});

test("the overview", async () => {
  const { value } = await call("get", "/overview");
  assert.equal(value.status, "ok", JSON.stringify(value.faults));
  assert.equal(value.sources.length, 2);
  assert.ok(value.rules.some((rule) => rule.brake?.limit === 2 && rule.brake.used === 2));
});

test("lists by every filter, and their pages", async () => {
  const list = async (query) => (await call("get", "/deliveries", { query })).value;
  const all = await list({});
  assert.ok(all.deliveries.length >= 9 && all.cursor === null);
  const page = await list({ limit: 2 });
  assert.equal(page.deliveries.length, 2);
  const next = await list({ limit: 2, cursor: page.cursor });
  assert.deepEqual(
    [...page.deliveries, ...next.deliveries].map((it) => it.id),
    all.deliveries.slice(0, 4).map((it) => it.id),
  );
  const { receivedAt } = all.deliveries[0];
  for (const [query, fits] of [
    [{ status: "dead" }, (it) => it.status === "dead"],
    [{ waitsFor: "release" }, (it) => it.waitsFor === "release"],
    [{ source: "contract" }, (it) => it.source === "contract"],
    [{ type: "looked" }, (it) => it.type === "looked"],
    [{ since: receivedAt }, (it) => it.receivedAt >= receivedAt],
    [{ until: receivedAt }, (it) => it.receivedAt < receivedAt],
  ]) {
    const { deliveries } = await list(query);
    assert.ok(deliveries.length > 0 && deliveries.every(fits), JSON.stringify(query));
  }
  assert.deepEqual((await list({ subject: "nobody@example.com" })).deliveries, []);
  for (const query of [
    { limit: 0 },
    { limit: 501 },
    { limit: "x" },
    { cursor: "x" },
    { since: "x" },
    { status: "lost" },
    { waitsFor: "call" },
  ])
    assert.equal((await call("get", "/deliveries", { query })).status, 400, JSON.stringify(query));
  assert.equal((await call("get", "/deliveries", { query: { source: "nowhere" } })).status, 404);
});

test("one delivery, of each status", async () => {
  for (const [name, status] of [
    ["done", "done"],
    ["ignored", "ignored"],
    ["dead", "dead"],
    ["held", "waiting"],
  ]) {
    const { value } = await call("get", "/deliveries/{source}/{id}", one(ids[name]));
    assert.equal(value.status, status, name);
  }
  const nowhere = { params: { source: "contract", id: "0a" } };
  assert.equal((await call("get", "/deliveries/{source}/{id}", nowhere)).status, 404);
  const other = { params: { source: "nowhere", id: ids.done } };
  assert.equal((await call("get", "/deliveries/{source}/{id}", other)).status, 404);
});

test("replay, release and refusal of one", async () => {
  const change = async (what, id, body) =>
    call("post", `/deliveries/{source}/{id}/${what}`, { ...one(id), body });
  assert.equal((await change("release", ids.held)).value.changed, 1);
  await until(ids.held, "done");
  assert.equal((await change("release", ids.held)).status, 409);
  assert.equal((await change("refuse", ids.refused)).value.changed, 1);
  assert.equal((await change("refuse", ids.refused)).status, 409);
  await until(ids.refused, "dead");
  assert.equal((await change("replay", ids.dated)).status, 409);
  assert.equal((await change("replay", ids.done, { repeat: true })).value.changed, 1);
  await until(ids.done, "done");
  for (const body of ["{", "[]", { repeat: "yes" }, { again: true }])
    assert.equal((await change("replay", ids.done, body)).status, 400, JSON.stringify(body));
  assert.equal((await change("release", ids.more, { repeat: true })).status, 400);
  for (const what of ["replay", "release", "refuse"])
    assert.equal((await change(what, "0a")).status, 404, what);
});

test("replay, release and refusal of many", async () => {
  const many = async (what, body) => call("post", `/${what}`, { body });
  const one = await many("release", { source: "contract", type: "disconnected", limit: 1 });
  assert.deepEqual(one.value, { matched: 2, changed: 1 });
  assert.equal((await many("refuse", { source: "contract" })).value.changed, 1);
  assert.ok((await many("replay", { status: "ignored" })).value.changed >= 1);
  for (const what of ["replay", "release", "refuse"]) {
    for (const body of ["{", "[]", { sauce: "x" }, { limit: 0 }, { limit: "1" }, { since: "x" }])
      assert.equal((await many(what, body)).status, 400, `${what} ${JSON.stringify(body)}`);
    assert.equal((await many(what, { source: "nowhere" })).status, 404, what);
  }
  for (const body of [{ status: "running" }, { limit: 1001 }])
    assert.equal((await many("replay", body)).status, 400, JSON.stringify(body));
});

test("a dry run, by this hooks.toml and another", async () => {
  const run = async (body) => call("post", "/dry-run", { body });
  for (const type of ["looked", "disconnected", "dated", "nobody.wants.it"]) {
    const payload = JSON.stringify({ type, data: { user: "user_1" } });
    const { status, value } = await run({ source: "contract", payload });
    assert.equal(status, 200);
    assert.equal(value.events.length, 1);
    assert.equal(value.events[0].event.type, type);
  }
  const hooks = `[[source]]\nname = "a"\nkind = "okta"\nsecret = ["A"]\n`;
  const payload = "{}";
  assert.equal((await run({ source: "a", payload, hooks })).status, 400);
  const broken = await run({ source: "a", payload, hooks: "[[sauce]]" });
  assert.equal(broken.status, 422);
  assert.ok(broken.value.problems.length > 0);
  assert.equal((await run({ source: "nowhere", payload })).status, 404);
  for (const body of [
    "{",
    "[]",
    {},
    { source: "contract" },
    { source: "contract", payload: {} },
    { source: "contract", payload, hooks: 7 },
    { source: "contract", payload, headers: [] },
    { source: "contract", payload, headers: { a: 1 } },
    { source: "contract", payload, sauce: "x" },
    { source: "contract", payload: "{" },
  ])
    assert.equal((await run(body)).status, 400, JSON.stringify(body));
});

test("the hooks.toml that is deployed", async () => {
  const { value } = await call("get", "/hooks");
  assert.ok(value.includes('name = "contract"'), value);
  assert.deepEqual((await call("post", "/check", { body: value, type: "text/plain" })).value, {
    problems: [],
  });
});

test("a check", async () => {
  const check = async (body) => (await call("post", "/check", { body, type: "text/plain" })).value;
  assert.deepEqual((await check("")).problems, []);
  const { problems } = await check("[[sauce]]\n[[rule]]\nname = 7\n");
  assert.ok(problems.length >= 2);
});

test("statistics", async () => {
  const { value } = await call("get", "/statistics", { query: { hours: 2 } });
  const sum = (name) => value.hours.reduce((sum, hour) => sum + hour[name], 0);
  assert.ok(sum("received") >= 9 && sum("held") >= 4, JSON.stringify(value));
  assert.equal((await call("get", "/statistics", { query: { source: "contract" } })).status, 200);
  for (const hours of [0, 2161, "x"])
    assert.equal((await call("get", "/statistics", { query: { hours } })).status, 400);
});

test("identities are taught, listed and forgotten", async () => {
  const source = "contract";
  const teach = async (body, type, query = { source }) =>
    call("post", "/identities", { query, body, type });
  const list = async (query) => (await call("get", "/identities", { query })).value;
  const csv = "id,email\n1,one@example.com\n2,two@example.com\n3,three@example.com\n";
  assert.equal((await teach(csv, "text/csv")).value.imported, 3);
  const again = await teach([
    { id: "1", email: "uno@example.com" },
    { id: "2", email: "two@example.com" },
  ]);
  assert.deepEqual(again.value, { imported: 1, known: 1, conflicting: ["1"] });
  const all = await list({});
  assert.equal(all.identities.length, 4);
  assert.equal(all.identities.filter((it) => it.conflicting).length, 2);
  const pages = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await list({ source, limit: 1, ...(cursor && { cursor }) });
    pages.push(...page.identities);
    cursor = page.cursor;
  }
  assert.deepEqual(pages, all.identities);
  assert.equal((await list({ text: "three" })).identities.length, 1);
  const forget = async (query) => call("delete", "/identities", { query });
  assert.equal((await forget({ source, id: "1", email: "uno@example.com" })).value.forgotten, 1);
  assert.equal((await forget({ source, id: "1" })).value.forgotten, 1);
  for (const [body, type] of [
    ["id,mail\n", "text/csv"],
    ["id,email\n1,nobody\n", "text/csv"],
    ["{", "application/json"],
    [{ id: "1" }, "application/json"],
    ["x", "text/plain"],
  ])
    assert.equal((await teach(body, type)).status, 400, `${type} ${JSON.stringify(body)}`);
  assert.equal((await teach(csv, "text/csv", {})).status, 400);
  assert.equal((await teach(csv, "text/csv", { source: "nowhere" })).status, 404);
  assert.equal((await forget({ source })).status, 400);
  assert.equal((await forget({ source: "nowhere", id: "1" })).status, 404);
});

test("an export, page by page, goes in again", async () => {
  const scim = { authorization: `Bearer ${process.env.CONTRACT_SCIM_TOKEN}` };
  const created = await fetch(`${worker}/scim/v2/directory/Users`, {
    method: "POST",
    headers: { ...scim, "content-type": "application/scim+json" },
    body: JSON.stringify({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: `user-${randomUUID()}`,
    }),
  });
  assert.equal(created.status, 201);
  let lines = "";
  for (let query = { limit: 5 }; query;) {
    const { value, headers } = await call("get", "/export", { query });
    lines += value;
    const next = /^<(.*)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    query = next && Object.fromEntries(new URL(next, worker).searchParams);
  }
  const kinds = lines
    .trimEnd()
    .split("\n")
    .map((line) => Object.keys(JSON.parse(line)));
  for (const kind of ["delivery", "identity", "user"])
    assert.ok(
      kinds.some((keys) => keys.includes(kind) && keys.includes("source")),
      kind,
    );
  const type = "application/x-ndjson";
  const imported = async (body) => call("post", "/import", { body, type });
  assert.deepEqual((await imported(lines)).value, { deliveries: 0, identities: 0, users: 0 });
  for (const body of ["{", "{}", '{"source":"nowhere","identity":{"id":"1"}}'])
    assert.equal((await imported(body)).status, 400, body);
});

test("a path answers its methods, and any other with 405 and which they are", async () => {
  for (const [path, item] of Object.entries(description.paths)) {
    const allowed = METHODS.filter((method) => method in item);
    const url = `${worker}/admin/api${path.replace("{source}", "contract").replace("{id}", "0a")}`;
    for (const method of METHODS.filter((it) => !allowed.includes(it))) {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(url, { method: method.toUpperCase(), headers });
      const body = await response.json();
      assert.equal(response.status, 405, `${method} ${path}`);
      const allow = response.headers.get("allow").toLowerCase().split(", ");
      assert.deepEqual(allow.sort(), allowed.sort(), path);
      assert.deepEqual(Object.keys(body), ["error"]);
    }
  }
});

test("the validator would find what is wrong", () => {
  const { schema } =
    description.paths["/deliveries"].get.responses["200"].content["application/json"];
  const validate = validator(schema);
  assert.ok(validate({ deliveries: [], cursor: null }));
  for (const wrong of [
    { deliveries: [] },
    { deliveries: [{}], cursor: null },
    { deliveries: [], cursor: null, more: 1 },
  ])
    assert.ok(!validate(wrong), JSON.stringify(wrong));
});
