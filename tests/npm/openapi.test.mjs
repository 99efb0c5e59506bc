// docs/openapi.json against what is really sent and answered: every action, by the
// built package, to the sandbox.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { WibiClick } from "../../pkg/dist/index.js";

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const openapi = read("docs/openapi.json");
const calls = read("tests/calls.json");
const baseUrl = process.env.WIBICLICK_SANDBOX_URL;

const ajv = new Ajv.default({ allErrors: true, strict: false, validateFormats: false });
ajv.addSchema(openapi, "openapi");

/** What a value has against the schema at these steps into the document. */
function problems(steps, value) {
  const pointer = steps.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"));
  const validate = ajv.getSchema(`openapi#/${pointer.map(encodeURIComponent).join("/")}`);
  assert.ok(validate, steps.join(" "));
  return validate(value) ? [] : validate.errors;
}

const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** The path's params where the template is for this path; the one with the fewest. */
function operationOf(method, path) {
  return operations
    .filter((it) => it.method === method.toLowerCase())
    .flatMap((it) => {
      const names = [];
      const pattern = it.path.replaceAll(/\{(\w+)\}/g, (_, name) => {
        names.push(name);
        return "([^/]+)";
      });
      const found = new RegExp(`^${pattern}$`).exec(path);
      return found ? [{ ...it, names }] : [];
    })
    .sort((a, b) => a.names.length - b.names.length)[0];
}

/** Carries an action out and catches what goes over the wire. */
async function caught(id, params) {
  let wire;
  const wibi = new WibiClick({
    apiKey: "sandbox-key",
    baseUrl,
    retries: 0,
    fetch: async (request) => {
      const type = request.headers.get("content-type") ?? "";
      const copy = request.clone();
      const body = type.startsWith("multipart/")
        ? Object.fromEntries(await copy.formData())
        : await copy.text();
      const response = await fetch(request);
      const answer = await response.clone().text();
      wire = { request, type: type.split(";")[0], body, response, answer };
      return response;
    },
  });
  await wibi.call(id, params);
  return wire;
}

async function reset(setup = []) {
  await fetch(`${baseUrl}/_sandbox/reset`, { method: "POST" });
  const wibi = new WibiClick({ apiKey: "sandbox-key", baseUrl });
  for (const { action, params } of setup) await wibi.call(action, params);
}

/** A text of a query, as the schema's type has it. */
function typed(text, schema) {
  if (schema.type === "integer" || schema.type === "number") return Number(text);
  if (schema.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

for (const [id, { setup, params }] of Object.entries(calls)) {
  test(`${id} goes over the wire as it is described`, async () => {
    await reset(setup);
    const { request, type, body, response, answer } = await caught(id, params);
    const url = new URL(request.url);
    const { path, method, operation } = operationOf(request.method, url.pathname) ?? {};
    assert.ok(operation, `${request.method} ${url.pathname}`);
    assert.ok(operation["x-wibiclick-actions"].includes(id), path);

    const described = operation.parameters ?? [];
    const inQuery = described.filter((it) => it.in === "query");
    for (const name of url.searchParams.keys()) {
      assert.ok(
        inQuery.some((it) => it.name === name),
        `the query has ${name}`,
      );
    }
    for (const [at, parameter] of described.entries()) {
      if (parameter.in !== "query") continue;
      const given = url.searchParams.getAll(parameter.name);
      assert.ok(given.length > 0 || !parameter.required, `the query lacks ${parameter.name}`);
      if (given.length === 0) continue;
      const { schema } = parameter;
      const value =
        schema.type === "array"
          ? given.map((text) => typed(text, schema.items))
          : typed(given[0], schema);
      const steps = ["paths", path, method, "parameters", at, "schema"];
      assert.deepEqual(problems(steps, value), [], parameter.name);
    }

    const sendsKey = request.headers.has("authorization");
    assert.equal(sendsKey, operation.security === undefined, "the API key");

    if (operation.requestBody === undefined) {
      assert.ok(["", "{}"].includes(body), `a body: ${body}`);
    } else if (type !== "") {
      const schema = operation.requestBody.content[type]?.schema;
      assert.ok(schema, type);
      let sent = body;
      if (type === "application/json") sent = JSON.parse(body);
      else for (const name in sent) if (sent[name] instanceof Blob) sent[name] = "bytes";
      const steps = ["paths", path, method, "requestBody", "content", type, "schema"];
      assert.deepEqual(problems(steps, sent), []);
      assert.deepEqual(unknown(resolved(schema), sent), []);
    }

    assert.equal(response.status, 200);
    const media = Object.keys(operation.responses["200"].content)[0];
    if (media === "application/json") {
      const steps = ["paths", path, method, "responses", "200", "content", media, "schema"];
      const value = /json/.test(response.headers.get("content-type")) ? JSON.parse(answer) : answer;
      assert.deepEqual(problems(steps, value), []);
    }
  });
}

test("where a file is given, everything else is JSON in one part of a form", async () => {
  await reset();
  const file = new Blob(["%PDF"], { type: "application/pdf" });
  const { type, body } = await caught("expense.add", { ...calls["expense.add"].params, file });
  assert.equal(type, "multipart/form-data");
  const steps = ["paths", "/add-expense", "post", "requestBody", "content", type, "schema"];
  const { file: sent, ...rest } = body;
  assert.ok(sent instanceof Blob);
  assert.deepEqual(problems(steps, { ...rest, file: "bytes" }), []);
  const data = [...steps, "properties", "data", "contentSchema"];
  assert.deepEqual(problems(data, JSON.parse(body.data)), []);
  const { file: _, ...without } = calls["expense.add"].params;
  assert.equal((await caught("expense.add", without)).type, "application/json");
});

test("a refusal is described too", async () => {
  const answered = await fetch(`${baseUrl}/users?id=site_1`);
  assert.equal(answered.status, 401);
  const { $ref } = openapi.paths["/users"].get.responses["401"];
  const steps = [...$ref.slice(2).split("/"), "content", "application/json", "schema"];
  assert.deepEqual(problems(steps, await answered.json()), []);
});

function resolved(schema) {
  return schema.$ref ? openapi.components.schemas[schema.$ref.split("/").at(-1)] : schema;
}

/** Fields that are sent and not described. */
function unknown(schema, value, at = "") {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => unknown(resolved(schema.items ?? {}), item, `${at}[${i}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  if (schema.properties === undefined || schema.additionalProperties === true) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const known = schema.properties[name];
    if (known === undefined) return [`${at}.${name}`];
    return unknown(resolved(known), field, `${at}.${name}`);
  });
}
