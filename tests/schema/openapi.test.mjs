// The API's description, by an independent validator.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import SwaggerParser from "@apidevtools/swagger-parser";

const path = fileURLToPath(new URL("../../docs/openapi.json", import.meta.url));
const read = () => JSON.parse(readFileSync(path, "utf8"));

const operations = (document) =>
  Object.values(document.paths).flatMap((item) => Object.values(item));

test("it is valid OpenAPI 3.1, and every reference leads somewhere", async () => {
  const document = await SwaggerParser.validate(read());
  assert.equal(document.openapi, "3.1.0");
});

test("the validator would find what is wrong", async () => {
  const broken = read();
  broken.paths["/invoices"].get.responses["200"].content["application/json"].schema = {
    $ref: "#/components/schemas/Nothing",
  };
  await assert.rejects(SwaggerParser.validate(broken));
  const wrong = read();
  wrong.paths["/invoices"].get.parameters[0].in = "somewhere";
  await assert.rejects(SwaggerParser.validate(wrong));
});

test("every action has its operation, its evidence and its params", () => {
  const actions = readFileSync(new URL("../../pkg/src/actions.ts", import.meta.url), "utf8");
  const ids = [...actions.matchAll(/^ {2}"(\w+\.\w+)": \{ params/gm)].map(([, id]) => id);
  assert.ok(ids.length > 190);
  const all = operations(read());
  const described = all.flatMap((operation) => operation["x-wibiclick-actions"]);
  assert.deepEqual(described.sort(), ids.sort());
  for (const operation of all) {
    assert.ok(["documented", "observed", "guessed"].includes(operation["x-evidence"]));
    assert.equal(typeof operation["x-wibiclick-params"], "object");
  }
});

test("what takes something away says so", () => {
  const { paths } = read();
  assert.equal(paths["/disconnect-user-from-website"].post["x-wibiclick-destructive"], true);
  assert.ok(!("x-wibiclick-destructive" in paths["/connect-user-to-website"].post));
});

test("a path that two actions use is one operation that names both", () => {
  const { get } = read().paths["/get-website"];
  assert.deepEqual(get["x-wibiclick-actions"], ["setting.get", "website.get"]);
});
