// The schema of hooks.toml, by an independent validator.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv";
import { parse } from "smol-toml";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const ajv = new Ajv.default({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
});
const validate = ajv.compile(JSON.parse(read("docs/hooks.schema.json")));

const errors = (toml) => (validate(parse(toml)) ? [] : validate.errors);

const rule = (step) => `[[rule]]
name = "R"
source = "*"
on = "person.left"

[[rule.step]]
${step}`;

test("the project's own files are right", () => {
  const recipes = readdirSync(new URL("../../docs/recipes", import.meta.url));
  const files = recipes.filter((name) => name.endsWith(".toml")).map((it) => `docs/recipes/${it}`);
  assert.ok(files.length >= 16);
  for (const path of ["hooks.toml", "tests/hooks.toml", ...files]) {
    assert.deepEqual(errors(read(path)), [], path);
  }
});

test("what is right is taken", () => {
  for (const step of [
    'action = "website.getMany"',
    'action = "website.getMany"\nwith = { limit = 5 }',
    'action = "website.getMany"\nwith = { limit = "{{ event.data.n }}" }',
    'action = "website.get"\nwith = { websiteId = 5 }',
  ]) {
    assert.deepEqual(errors(rule(step)), [], step);
  }
});

test("actions can be corrected, and declared", () => {
  const own = `
[override."user.reassignNotes"]
path = "/notes/reassign"
params = { oldUserId = { wire = "from" } }

[action."own.archiveJob"]
method = "POST"
path = "/jobs/{jobId}/archive"
params = { jobId = { type = "id", place = "path", required = true } }
`;
  const step = 'action = "own.archiveJob"\nwith = { jobId = "1" }';
  assert.deepEqual(errors(own + rule(step)), []);
  for (const toml of [
    '[override."user.reasignNotes"]\npath = "/x"',
    '[override."user.reassignNotes"]\nmethd = "PUT"',
    '[action."own.archiveJob"]\npath = "/x"',
    '[action."job.archive"]\nmethod = "GET"\npath = "/x"',
  ]) {
    assert.notDeepEqual(errors(toml), [], toml);
  }
});

test("a step of any action is right, as the sandbox takes it", () => {
  const calls = Object.entries(JSON.parse(read("tests/calls.json")));
  const known = new Set(Object.keys(validate.schema.definitions));
  const forRules = calls.filter(([id]) => known.has(id));
  assert.deepEqual(
    calls.filter(([id]) => !known.has(id)).map(([id]) => id),
    [
      "user.login",
      "user.register",
      "user.resetPassword",
      "widget.sendVerificationCode",
      "widget.verifyCode",
    ],
  );
  for (const [action, { params }] of forRules) {
    // TOML has no null, and rules no secrets.
    const given = Object.entries(params).filter(
      ([name, value]) => value !== null && !/^(password|verification|session)/.test(name),
    );
    const step = { action, with: Object.fromEntries(given) };
    const file = { rule: [{ name: "R", source: "*", on: "person.left", step: [step] }] };
    assert.ok(validate(file), `${action}: ${JSON.stringify(validate.errors)}`);
  }
});

test("limits and times are checked", () => {
  const source = (keys) => `[[source]]\nname = "a"\nkind = "okta"\nsecret = ["A"]\n${keys}\n`;
  const keyed = (keys) =>
    rule('action = "website.getMany"').replace("\n[[rule.step]]", `${keys}\n[[rule.step]]`);
  for (const right of [
    source("shards = 64\nconcurrency = 1000\ncalls_per_minute = 100000"),
    keyed('at = "now"\nbrake = 50'),
    keyed("at = \"event.effectiveAt | later('18h')\""),
    "[retention]",
    "[retention]\ndays = 8\npersonal_data_days = 1",
    '[action."own.drop"]\nmethod = "DELETE"\npath = "/x"\ndestructive = true',
  ]) {
    assert.deepEqual(errors(right), [], right);
  }
  for (const wrong of [
    source("shards = 65"),
    source("concurrency = 0"),
    source("calls_per_minute = 1.5"),
    keyed("brake = 0"),
    keyed("at = 5"),
    "[retention]\ndays = 7",
    "[retention]\npersonal_data_days = 0",
    "[retention]\nday = 30",
    '[action."own.drop"]\nmethod = "DELETE"\npath = "/x"\ndestructive = "yes"',
  ]) {
    assert.notDeepEqual(errors(wrong), [], wrong);
  }
});

test("the objects in a list are checked, and may be templates", () => {
  const items = (text) =>
    rule(`action = "invoice.addOrUpdate"\nwith = { websiteId = "1", items = ${text} }`);
  for (const right of [
    '[{ name = "Valve", amount = 95.5 }]',
    '[{ name = "{{ event.data.part }}", amount = "{{ event.data.price }}" }]',
    '"{{ event.data.lines }}"',
    '["{{ event.data.line }}"]',
  ]) {
    assert.deepEqual(errors(items(right)), [], right);
  }
  for (const wrong of ['[{ name = "Valve" }]', '[{ item = "Valve", amount = 1 }]', '"none"']) {
    assert.notDeepEqual(errors(items(wrong)), [], wrong);
  }
});

test("a corrected action takes what it is corrected to; others what they are declared to", () => {
  const corrected = `
[override."user.reassignNotes"]
params = { reason = { type = "text" }, newUserId = { required = false } }
`;
  const one = 'action = "user.reassignNotes"\nwith = { oldUserId = "1", reason = "left" }';
  assert.deepEqual(errors(corrected + rule(one)), []);
  assert.notDeepEqual(errors(rule(one)), []);
  const other = 'action = "user.reassignActivities"\nwith = { oldUserId = "1", reason = "left" }';
  assert.notDeepEqual(errors(corrected + rule(other)), []);
});

const source = (kind, tables) =>
  `[[source]]\nname = "a"\nkind = "${kind}"\nsecret = ["A"]\n${tables}`;
const scheme =
  '[source.scheme]\nalgorithm = "hmac-sha256"\nheader = "x-signature"\nencoding = "hex"\n';
const event = '[source.event]\ntype = "what"\nsignals = { gone = "person.left" }\n';

test("a kind may be described by the file, with a scheme", () => {
  const examples = read("docs/hooks.md")
    .split("```toml\n")
    .slice(1)
    .map((rest) => rest.split("```")[0])
    .filter((example) => example.includes('"custom"'));
  assert.equal(examples.length, 1);
  for (const right of [...examples, source("custom", scheme), source("custom", scheme + event)]) {
    assert.deepEqual(errors(right), [], right);
  }
  for (const wrong of [
    source("custom", ""),
    source("custom", event),
    source("okta", scheme),
    source("okta", event),
    source("custom", scheme.replace("sha256", "md5")),
    source("custom", scheme.replace("header", "heder")),
    source("custom", `${scheme}signed = "{timestamp}"`),
    source("custom", `${scheme}secret = "hunter2"`),
    source("custom", `${scheme}timestamp = { header = "x-time", unit = "hours" }`),
    source("custom", scheme + event.replace("person.left", "person.lef")),
    source("custom", scheme + event.replace("type", "typ")),
  ]) {
    assert.notDeepEqual(errors(wrong), [], wrong);
  }
});

test("what is wrong is found", () => {
  for (const toml of [
    "colour = 1",
    'env = ["a b"]',
    '[[source]]\nname = "a"\nkind = "otka"\nsecret = ["A"]',
    '[[source]]\nname = "a"\nkind = "okta"\nsecret = []',
    '[[source]]\nname = "a"\nkind = "okta"',
    rule('action = "user.nothing"'),
    rule('action = "user.login"\nwith = { email = "e", password = "p" }'),
    rule('action = "website.add"'),
    rule('action = "website.add"\nwith = { ulr = "u" }'),
    rule('action = "website.getMany"\nwith = { limit = "many" }'),
    rule('action = "website.getMany"\nwhith = {}'),
  ]) {
    assert.notDeepEqual(errors(toml), [], toml);
  }
});
