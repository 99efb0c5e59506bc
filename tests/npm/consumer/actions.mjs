// Every action, by its typed method, against the sandbox; corrections and files.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { WibiClick, WibiClickError } from "wibiclick";

const baseUrl = process.env.WIBICLICK_SANDBOX_URL;
const options = { apiKey: "sandbox-key", baseUrl };
const calls = JSON.parse(readFileSync(new URL("calls.json", import.meta.url), "utf8"));

const sandbox = (path, init) => fetch(`${baseUrl}/_sandbox${path}`, init);
const lastRequest = async () => (await (await sandbox("/requests")).json()).at(-1);

test("every action of the catalogue is a method that the sandbox answers", async () => {
  const wibi = new WibiClick(options);
  const catalogue = wibi.catalogue();
  assert.deepEqual(
    catalogue.map(({ id }) => id),
    Object.keys(calls),
  );
  for (const { id, resource, operation, reply, list } of catalogue) {
    await sandbox("/reset", { method: "POST" });
    for (const { action, params } of calls[id].setup ?? []) await wibi.call(action, params);
    const answer = await wibi[resource][operation](calls[id].params);
    if (reply === "list") assert.ok(Array.isArray(answer[list]), id);
    if (reply === "object" || reply === "done") assert.equal(typeof answer, "object", id);
    if (reply === "file") assert.ok(answer.data instanceof Uint8Array, id);
    const { status } = await lastRequest();
    assert.equal(status, 200, id);
  }
  await sandbox("/reset", { method: "POST" });
});

test("a file is bytes, bytes with a name, a Blob or a File", async () => {
  const wibi = new WibiClick({ ...options, websiteId: "site_1" });
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
  const named = { fileName: "logo.png", contentType: "image/png" };
  for (const [logo, fileName, contentType] of [
    [bytes, "logo", "application/octet-stream"],
    [{ ...named, data: bytes }, "logo.png", "image/png"],
    [new Blob([bytes], { type: "image/gif" }), "logo", "image/gif"],
    [new File([bytes], "own.svg", { type: "image/svg+xml" }), "own.svg", "image/svg+xml"],
  ]) {
    await wibi.user.uploadLogo({ logo });
    const state = await (await sandbox("/state")).json();
    assert.equal(state.logo.fileName, fileName);
    assert.equal(state.logo.contentType, contentType);
    assert.deepEqual(Uint8Array.from(Buffer.from(state.logo.data, "base64")), bytes);
    const { body } = wibi.preview("user.uploadLogo", { logo });
    assert.deepEqual(body.logo, { fileName, contentType, bytes: 70_000 });
  }
});

test("an export is bytes with a name and a type", async () => {
  const report = await new WibiClick(options).security.export({ websiteId: "site_1" });
  assert.equal(report.fileName, "report.json");
  assert.equal(report.contentType, "application/json");
  assert.equal(JSON.parse(new TextDecoder().decode(report.data)).websiteId, "site_1");
});

test("an action can be corrected without a release", () => {
  const wibi = new WibiClick({
    ...options,
    overrides: {
      "user.reassignNotes": {
        method: "PUT",
        path: "/notes/reassign",
        params: { oldUserId: { wire: "from" }, newUserId: { wire: "to", place: "query" } },
      },
    },
  });
  const { method, url, body } = wibi.preview("user.reassignNotes", {
    oldUserId: "user_1",
    newUserId: "user_2",
  });
  assert.equal(`${method} ${url}`, `PUT ${baseUrl}/notes/reassign?to=user_2`);
  assert.deepEqual(body, { from: "user_1" });
  const described = wibi.catalogue().find(({ id }) => id === "user.reassignNotes");
  assert.equal(described.path, "/notes/reassign");
  const other = new WibiClick(options).preview("user.reassignNotes", {
    oldUserId: "a",
    newUserId: "b",
  });
  assert.equal(other.url, `${baseUrl}/reassign-notes`);
});

test("an action of one's own is a method like all others", async () => {
  const wibi = new WibiClick({
    ...options,
    websiteId: "site_1",
    actions: {
      "own.openJobs": {
        method: "GET",
        path: "/jobs",
        params: {
          websiteId: { type: "id", wire: "id", required: true },
          limit: { type: "integer" },
          offset: { type: "integer" },
        },
        reply: { list: "jobs" },
      },
    },
  });
  assert.equal((await wibi.own.openJobs({ limit: 2 })).jobs.length, 2);
  const all = [];
  for await (const job of wibi.own.openJobs.all({ limit: 4 })) all.push(job.id);
  assert.equal(all.length, 9);
  assert.equal((await wibi.call("own.openJobs", { limit: 1 })).jobs.length, 1);
});

test("corrections that cannot be are told, all at once", () => {
  assert.throws(
    () =>
      new WibiClick({
        ...options,
        overrides: { "user.reasignNotes": {}, "user.update": { path: "elsewhere" } },
        actions: { "job.archive": { method: "POST", path: "/x" } },
      }),
    (error) => {
      assert.ok(error instanceof WibiClickError);
      assert.equal(error.kind, "invalid-params");
      for (const part of [
        "did you mean `user.reassignNotes`?",
        "user.update: `path`",
        "job.archive: expected a resource",
      ]) {
        assert.ok(error.message.includes(part), `${part}\n${error.message}`);
      }
      return true;
    },
  );
});
