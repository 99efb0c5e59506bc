// catalogue, call and batch, against the sandbox.

import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach } from "node:test";
import { asked, lines, nothingSecretWasShown, onEachNode, SECRETS, tell } from "./program.mjs";

nothingSecretWasShown();
beforeEach(() => tell("reset"));

const env = { WIBICLICK_API_KEY: SECRETS.key };
const DISCONNECT = ["call", "user.disconnectFromWebsite", "--param", "userId=user_1"];
DISCONNECT.push("--website", "site_1");
const disconnects = () => asked("/disconnect-user-from-website");

onEachNode("catalogue: a search finds all words, wherever they are", async (cli) => {
  const { stdout, stderr } = await cli.run(["catalogue", "WEBSITE", "removes"]);
  assert.match(
    stdout,
    /^user\.disconnectFromWebsite {2,}documented {2,}Removes a user from a website\. Destructive\.$/m,
  );
  assert.match(stderr, /^\d+ of 196 actions/);
  const all = await cli.run(["catalogue", "--json"]);
  assert.equal(JSON.parse(all.stdout).length, 196);
  assert.equal((await cli.run(["catalogue", "website", "spaceship"])).status, 1);
});

onEachNode("catalogue: an id shows the action, its params and its reply", async (cli) => {
  const { stdout } = await cli.run(["catalogue", "invoice.addOrUpdate"]);
  assert.match(stdout, /^invoice\.addOrUpdate: Add or Update Invoice$/m);
  assert.match(stdout, /^POST \/add-invoice, documented$/m);
  assert.match(stdout, /^ {2}status +text +optional .*Known values: sent, pending,/m);
  assert.match(stdout, /^ {2}websiteId +id +required, or --website /m);
  assert.match(stdout, /^ {2}items\.amount +number +required +The price of one/m);
  assert.match(stdout, /^answers with SavedInvoice$/m);
  const shown = await cli.run(["catalogue", "invoice.addOrUpdate", "--json"]);
  const { evidence, params } = JSON.parse(shown.stdout);
  assert.equal(evidence, "documented");
  assert.ok(params.every(({ text }) => text !== undefined && text !== ""));
});

onEachNode("call: params are typed by the catalogue, and the reply is JSON", async (cli) => {
  const list = ["call", "user.getMany", "--param", "websiteId=site_1", "--param", "limit=1"];
  const { status, stdout } = await cli.run(list, { env });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).users[0].id, "user_1");

  const items = JSON.stringify([{ name: "A tap", amount: 250.5 }]);
  const params = [
    "--param",
    "websiteId=site_1",
    "--param",
    "number=7",
    "--param",
    `items=${items}`,
  ];
  const preview = await cli.run(["call", "invoice.addOrUpdate", ...params, "--preview", "--json"], {
    env,
  });
  const { body } = JSON.parse(preview.stdout);
  assert.equal(JSON.stringify(body).includes('"number":7'), true, preview.stdout);
  assert.equal(JSON.stringify(body).includes("250.5"), true, preview.stdout);
  assert.equal((await asked("/add-invoice")).length, 0);
});

onEachNode("call: params from standard input, and one that wins over them", async (cli) => {
  const args = ["call", "user.getMany", "--params", "-", "--param", "limit=2"];
  const input = '{"websiteId": "site_1", "limit": 1}';
  const { stdout } = await cli.run(args, { env, input });
  assert.equal(JSON.parse(stdout).users.length, 2);
});

onEachNode(
  "call: --preview shows what would be sent, without the key, and sends nothing",
  async (cli) => {
    const { status, stdout } = await cli.run([...DISCONNECT, "--preview"], { env });
    assert.equal(status, 0);
    assert.match(stdout, /^POST http:\/\/127\.0\.0\.1:\d+\/disconnect-user-from-website$/m);
    assert.match(stdout, /^authorization: Bearer \[redacted\]$/m);
    assert.equal((await disconnects()).length, 0);
  },
);

onEachNode(
  "call: a destructive action is refused where nobody can be asked, unless it is meant",
  async (cli) => {
    const refused = await cli.run(DISCONNECT, { env });
    assert.deepEqual([refused.status, refused.stdout], [2, ""]);
    assert.match(refused.stderr, /is destructive: --yes says that it is meant/);
    assert.equal((await disconnects()).length, 0);

    const meant = await cli.run([...DISCONNECT, "--yes"], { env });
    assert.equal(JSON.parse(meant.stdout).success, true);
    assert.equal((await disconnects()).length, 1);
  },
);

onEachNode("call: on a terminal somebody is asked, and only a yes is one", async (cli) => {
  const question = "Go on? [y/N] ";
  const no = await cli.onTerminal(DISCONNECT, [[question, "\r"]], env);
  assert.equal(no.status, 1);
  assert.match(
    no.shown,
    /`user\.disconnectFromWebsite` is destructive, on http:.*nothing was done/s,
  );
  assert.equal((await disconnects()).length, 0);

  const interrupted = await cli.onTerminal(DISCONNECT, [[question, "\u0003"]], env);
  assert.equal(interrupted.status, 130);
  assert.equal((await disconnects()).length, 0);

  const yes = await cli.onTerminal(DISCONNECT, [[question, "y\r"]], env);
  assert.equal(yes.status, 0, yes.shown);
  assert.equal((await disconnects()).length, 1);
});

onEachNode("call: what the API refuses is code 1, what is wrong beforehand code 2", async (cli) => {
  const unknown = ["call", "user.disconnectFromWebsite", "--param", "userId=nobody"];
  const refused = await cli.run([...unknown, "--website", "site_1", "--yes", "--json"], { env });
  assert.equal(refused.status, 1);
  const { error } = JSON.parse(refused.stdout);
  assert.deepEqual([error.kind, error.status], ["not-found", 404]);

  const wrong = await cli.run(["call", "user.getMany", "--param", "limit=many"], { env });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /`websiteId` is missing.*`limit` is text; expected a whole number/);
  const rounded = ["call", "user.getMany", "--param", "limit=9007199254740993", "--preview"];
  assert.match((await cli.run(rounded)).stderr, /`limit` is text; expected a whole number/);

  const list = ["call", "user.getMany", "--website", "site_1"];
  const none = await cli.run(list);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /needs a key: set WIBICLICK_API_KEY, or run `wibiclick login`/);
  const other = await cli.run(list, { env: { WIBICLICK_API_KEY: "another" } });
  assert.equal(other.status, 1);
  assert.match(other.stderr, /does not take the key of WIBICLICK_API_KEY/);
});

onEachNode("call: files go in by their path, and come out into one", async (cli) => {
  writeFileSync(join(cli.home, "logo.png"), "an image");
  const upload = ["call", "user.uploadLogo", "--param", "logo=@logo.png", "--website", "site_1"];
  const { status, stderr } = await cli.run([...upload, "--preview", "--json"], { env });
  assert.equal(status, 0, stderr);
  const plain = await cli.run(["call", "user.uploadLogo", "--param", "logo=logo.png"], { env });
  assert.match(plain.stderr, /expected its path after an @/);

  const report = ["call", "security.export", "--param", "format=json", "--website", "site_1"];
  const nowhere = await cli.run(report, { env });
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.stderr, /answers with a file; say where it goes: --output/);
  const saved = await cli.run([...report, "--output", "report"], { env });
  assert.equal(saved.status, 0, saved.stderr);
  assert.ok(readFileSync(join(cli.home, "report")).length > 0);
});

onEachNode("call: what is secret is no argument, and nothing of it is repeated", async (cli) => {
  const login = ["call", "user.login", "--param", "email=john.doe@example.com"];
  const argument = await cli.run([...login, "--param", `password=${SECRETS.password}`]);
  assert.equal(argument.status, 2);
  assert.match(argument.stderr, /`password` is secret, .*: give it by --params -/);
  const input = `{"password": "${SECRETS.password}"`;
  assert.equal((await cli.run([...login, "--params", "-"], { input })).status, 2);
  const shown = await cli.run([...login, "--params", "-", "--preview"], { input: `${input}}` });
  assert.match(shown.stdout, /"password": "\[redacted\]"/);
});

const BATCH = ["batch", "rows.csv", "--action", "user.disconnectFromWebsite"];
const CSV = "userId,websiteId\nuser_1,site_1\n\nuser_2,site_1\nnobody,site_1\nuser_4,site_1\n";
const write = (cli, name, text) => writeFileSync(join(cli.home, name), text);

onEachNode("batch: every row is checked before the first is sent", async (cli) => {
  write(cli, "rows.csv", `${CSV}user_5,,\n`.replace("user_5,,", '"user_5",""'));
  const { status, stdout, stderr } = await cli.run([...BATCH, "--yes", "--json"], { env });
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^line 7: .*`websiteId` is missing.*\nwibiclick: 1 row wrong; nothing was sent$/m,
  );
  assert.deepEqual(
    JSON.parse(stdout).error.problems.map(({ line }) => line),
    [7],
  );
  assert.equal((await disconnects()).length, 0);
});

onEachNode("batch: a failure ends it, and says where to go on", async (cli) => {
  write(cli, "rows.csv", CSV);
  const one = [...BATCH, "--yes", "--json", "--concurrency", "1"];
  const { status, stdout, stderr } = await cli.run(one, { env });
  assert.equal(status, 1);
  const told = lines(stdout);
  assert.deepEqual(
    told.map(({ line, success }) => [line, success]),
    [
      [2, true],
      [4, true],
      [5, false],
    ],
  );
  assert.equal(told[2].error.kind, "not-found");
  assert.match(
    stderr,
    /line 5: there is no user nobody\n3 of 4 calls made, 1 failed\ngo on with --from 6\n$/,
  );

  const rest = await cli.run([...one, "--from", "6"], { env });
  assert.equal(rest.status, 0);
  assert.deepEqual(
    lines(rest.stdout).map(({ line }) => line),
    [6],
  );
});

onEachNode(
  "batch: --continue-on-fail makes every call, and the code still says so",
  async (cli) => {
    write(cli, "rows.csv", CSV);
    const all = [...BATCH, "--yes", "--continue-on-fail", "--output", "results.ndjson"];
    const { status, stdout, stderr } = await cli.run(all, { env });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /4 of 4 calls made, 1 failed\n$/);
    const results = lines(readFileSync(join(cli.home, "results.ndjson"), "utf8"));
    assert.deepEqual(results.map(({ line }) => line).sort(), [2, 4, 5, 6]);

    const again = await cli.run(all, { env });
    assert.equal(again.status, 2);
    assert.match(
      again.stderr,
      /results\.ndjson is there already; it is only continued with --from/,
    );
  },
);

onEachNode("batch: columns are renamed or left out, and a dry run sends nothing", async (cli) => {
  write(cli, "rows.csv", "id,comment\nuser_1,gone\nuser_2,\n");
  const dry = [...BATCH, "--website", "site_1", "--dry-run"];
  const refused = await cli.run(dry, { env });
  assert.match(refused.stderr, /2 rows wrong/);
  const mapped = await cli.run([...dry, "--map", "id=userId", "--map", "comment="]);
  assert.equal(mapped.status, 0, mapped.stderr);
  const shown = await cli.run([...dry, "--map", "id=userId", "--map", "comment=", "--json"]);
  assert.deepEqual(
    lines(shown.stdout).map(({ line, preview }) => [line, preview.body.userId]),
    [
      [2, "user_1"],
      [3, "user_2"],
    ],
  );
  assert.match(mapped.stderr, /^2 rows right; nothing was sent$/m);
  assert.equal((await disconnects()).length, 0);
});

onEachNode("batch: lines of JSON name their own actions, also on standard input", async (cli) => {
  const calls = [
    { action: "user.getMany", params: { websiteId: "site_1", limit: 1 } },
    { action: "website.getForUser", params: { userId: "user_1" } },
  ];
  const input = calls.map((call) => `${JSON.stringify(call)}\n`).join("\n");
  const args = ["batch", "-", "--format", "ndjson", "--json"];
  const { status, stdout } = await cli.run(args, { env, input });
  assert.equal(status, 0);
  const [first, second] = lines(stdout).sort((a, b) => a.line - b.line);
  assert.deepEqual([first.line, second.line], [1, 3]);
  assert.equal(first.reply.users.length, 1);

  const wrong = await cli.run(args, { env, input: '{"action":"user.getMani"}\n{"x":1}\nno' });
  assert.match(
    wrong.stderr,
    /line 1: .*did you mean `user\.getMany`\?\nline 2: expected .*\nline 3: the line is no JSON/,
  );
});

onEachNode("batch: a destructive action is asked about once, with how often", async (cli) => {
  write(cli, "rows.csv", CSV.replace("nobody", "user_3"));
  assert.equal((await cli.run(BATCH, { env })).status, 2);
  const { status, shown } = await cli.onTerminal(BATCH, [["called 4 times, on ", "y\r"]], env);
  assert.equal(status, 0, shown);
  assert.equal((await disconnects()).length, 4);
});

onEachNode("batch: a file that cannot be read, or is no CSV, is told as that", async (cli) => {
  const run = (...args) => cli.run(["batch", ...args, "--action", "user.getMany"], { env });
  for (const name of ["none.csv", "none.ndjson"]) {
    const { status, stderr } = await run(name);
    assert.equal(status, 1);
    assert.match(stderr, /^wibiclick: the file cannot be read: ENOENT/);
  }
  write(cli, "ragged.csv", "websiteId,limit\nsite_1\n");
  assert.match((await run("ragged.csv")).stderr, /the file is no CSV: .* line 2/);
  write(cli, "empty.csv", "websiteId\n");
  assert.match((await run("empty.csv")).stderr, /there is no row in it/);
  assert.match((await run("-")).stderr, /--format csv or ndjson/);
});

onEachNode(
  "batch: progress is a line that is written over on a terminal, and not elsewhere",
  async (cli) => {
    write(cli, "many.csv", `websiteId\n${"site_1\n".repeat(6)}`);
    await tell("faults", { path: "/users", times: 100, effect: { delay: 150 } });
    const args = ["batch", "many.csv", "--action", "user.getMany", "--concurrency", "1"];
    const { shown } = await cli.onTerminal(args, [], env);
    assert.match(shown, /\r\u001b\[K\d of 6 calls made\r\u001b\[K/);
    assert.match(shown, /\r\u001b\[K6 of 6 calls made\r\n$/);
    const { stderr } = await cli.run(args, { env });
    assert.equal(stderr, "6 of 6 calls made\n");
  },
);

/** A batch of reads that are slow or never answered. */
async function underWay(cli, effect) {
  write(cli, "many.csv", `websiteId\n${"site_1\n".repeat(12)}`);
  await tell("faults", { path: "/users", times: 100, effect });
  const args = ["batch", "many.csv", "--action", "user.getMany", "--json", "--concurrency", "2"];
  return { args, child: cli.start(args, { env }) };
}

onEachNode(
  "batch: after Ctrl-C nothing is begun, what is under way ends, and the rest can follow",
  async (cli) => {
    const { args, child } = await underWay(cli, { delay: 300 });
    const ended = cli.ended(child, args);
    const [first] = await once(createInterface(child.stdout), "line");
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    assert.equal(status, 130);
    assert.match(stderr, /no other call is begun; those under way are waited for/);
    const made = lines(stdout);
    assert.equal(made[0].line, JSON.parse(first).line);
    assert.ok(made.length < 12 && made.every(({ success }) => success));
    assert.equal((await asked("/users")).length, made.length);

    const from = /go on with --from (\d+)/.exec(stderr)[1];
    await tell("reset");
    const rest = lines((await cli.run([...args, "--from", from], { env })).stdout);
    const all = [...made, ...rest].map(({ line }) => line).sort((a, b) => a - b);
    assert.deepEqual(
      all,
      Array.from({ length: 12 }, (_, at) => at + 2),
    );
  },
);

onEachNode("batch: a second Ctrl-C breaks off what is under way", async (cli) => {
  const { args, child } = await underWay(cli, "hang");
  const ended = cli.ended(child, args);
  while ((await asked("/users")).length < 2)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  await once(createInterface(child.stderr), "line");
  child.kill("SIGINT");
  const { status, stdout } = await ended;
  assert.equal(status, 130);
  assert.deepEqual(
    lines(stdout).map(({ error }) => error.kind),
    ["aborted", "aborted"],
  );
});

onEachNode("batch: a large file goes through without being kept", async (cli) => {
  const rows = 20_000;
  write(cli, "large.csv", `websiteId,limit\n${"site_1,1\n".repeat(rows)}`);
  const args = ["batch", "large.csv", "--action", "user.getMany", "--dry-run"];
  const { status, stderr } = await cli.run(args, {
    env: { NODE_OPTIONS: "--max-old-space-size=64" },
  });
  assert.deepEqual([status, stderr], [0, `${rows} rows right; nothing was sent\n`]);
});
