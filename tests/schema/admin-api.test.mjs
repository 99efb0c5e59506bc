// The admin API's description, by an independent validator. That the Worker keeps to it
// is shown by tests/admin.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import SwaggerParser from "@apidevtools/swagger-parser";

const path = fileURLToPath(new URL("../../docs/admin-api.openapi.yaml", import.meta.url));

test("it is valid OpenAPI 3.1, and every reference leads somewhere", async () => {
  const document = await SwaggerParser.validate(path);
  assert.equal(document.openapi, "3.1.0");
});

test("the validator would find what is wrong", async () => {
  const broken = await SwaggerParser.parse(path);
  broken.paths["/overview"].get.responses["200"] = { $ref: "#/components/responses/Nothing" };
  await assert.rejects(SwaggerParser.validate(broken));
  const wrong = await SwaggerParser.parse(path);
  wrong.paths["/identities"].post.parameters[0].in = "somewhere";
  await assert.rejects(SwaggerParser.validate(wrong));
});

test("every operation has a name of its own, and says how it fails", async () => {
  const document = await SwaggerParser.parse(path);
  const operations = Object.values(document.paths).flatMap((item) =>
    ["get", "post", "delete"].flatMap((method) => item[method] ?? []),
  );
  const names = new Set(operations.map((operation) => operation.operationId));
  assert.equal(names.size, operations.length);
  for (const { operationId, responses, summary } of operations) {
    assert.ok(summary && responses["200"], operationId);
    assert.deepEqual(responses.default, { $ref: "#/components/responses/Error" }, operationId);
  }
});
