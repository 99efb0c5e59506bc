// check and dry-run: a hooks.toml before it is deployed.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../npm/install.mjs";
import { nothingSecretWasShown, onEachNode, payload } from "./program.mjs";

nothingSecretWasShown();

const OWN = join(root, "hooks.toml");
const ENV = ["--env", "WEBSITE_ID=site_1", "--env", "SUCCESSOR_ID=user_2"];
const LEAVER = payload("okta/user.lifecycle.deactivate.json");

onEachNode("check tells what is in a right file, which is hooks.toml", async (cli) => {
  writeFileSync(join(cli.home, "hooks.toml"), readFileSync(OWN));
  const { status, stdout } = await cli.run(["check"]);
  assert.equal(status, 0);
  assert.match(stdout, /^hooks\.toml is right: 3 sources, 2 rules$/m);
  assert.match(stdout, /^ {2}\/hooks\/okta {2}okta, 1 rule, secret OKTA_HOOK_TOKEN$/m);
  assert.match(stdout, /^ {2}variables: WEBSITE_ID, SUCCESSOR_ID$/m);

  const json = JSON.parse((await cli.run(["check", "--json"])).stdout);
  assert.deepEqual(json.problems, []);
  assert.deepEqual(json.env, ["WEBSITE_ID", "SUCCESSOR_ID"]);
  assert.deepEqual(
    json.sources.map(({ name }) => name),
    ["okta", "clerk", "standard"],
  );
});

onEachNode("check names all that is wrong, with its place and a suggestion", async (cli) => {
  const wrong = readFileSync(OWN, "utf8")
    .replaceAll("user.disconnectFromWebsite", "user.disconectFromWebsite")
    .replace("[[rule]]", "[[rule]]\nbrak = 1");
  writeFileSync(join(cli.home, "wrong.toml"), wrong);
  const { status, stdout, stderr } = await cli.run(["check", "wrong.toml"]);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(
    stderr,
    /^wrong\.toml:\d+:\d+: .*disconectFromWebsite.*; did you mean `user\.disconnectFromWebsite`\?$/m,
  );
  assert.match(stderr, /^wrong\.toml:\d+:\d+: .*brak`.*; did you mean `brake`\?$/m);

  const { error } = JSON.parse((await cli.run(["check", "-", "--json"], { input: wrong })).stdout);
  const action = error.problems.find(
    ({ suggestion }) => suggestion === "user.disconnectFromWebsite",
  );
  assert.ok(
    wrong
      .split("\n")
      [action.line - 1].slice(action.column - 1)
      .startsWith("user.dis"),
  );
});

onEachNode("check of a file that is not there is a failure that says so", async (cli) => {
  const { status, stderr } = await cli.run(["check"]);
  assert.equal(status, 1);
  assert.match(stderr, /^wibiclick: hooks\.toml cannot be read: ENOENT/);
});

onEachNode("dry-run shows the events, the rules and their calls", async (cli) => {
  const args = ["dry-run", LEAVER, "--source", "okta", "--hooks", OWN];
  const { status, stdout, stderr } = await cli.run([...args, ...ENV]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(
    stdout,
    /^event user\.lifecycle\.deactivate, person\.left\n {2}about email john\.doe@example\.com, /,
  );
  assert.match(stdout, /^ {2}rule "A leaver loses every website": at once$/m);
  assert.match(stdout, /^ {4}user: user\.getMany\n {6}\{"websiteId":"site_1"\}$/m);
  assert.match(
    stdout,
    /user\.disconnectFromWebsite \(destructive\)\n {6}once the reply to user is there/,
  );

  const { events } = JSON.parse((await cli.run([...args, ...ENV, "--json"])).stdout);
  assert.equal(events[0].event.signal, "person.left");
  assert.deepEqual(events[0].plan[0].steps[0].calls[0].params, { websiteId: "site_1" });
});

onEachNode("dry-run takes headers, and the payload from standard input", async (cli) => {
  writeFileSync(
    join(cli.home, "hooks.toml"),
    '[[source]]\nname = "hub"\nkind = "github"\nsecret = ["HUB"]\n',
  );
  const input = readFileSync(payload("github/organization.member_removed.json"));
  const header = ["--header", "x-github-event: organization"];
  const { status, stdout } = await cli.run(["dry-run", "-", ...header], { input });
  assert.equal(status, 0);
  assert.match(stdout, /^event organization\.member_removed, access\.removed$/m);
  assert.match(stdout, /no rule wants it: it is answered, and ignored/);
});

onEachNode("dry-run says what it lacks", async (cli) => {
  const run = (...args) => cli.run(["dry-run", "--hooks", OWN, ...args]);
  const unset = await run(LEAVER, "--source", "okta");
  assert.match(unset.stderr, /^env\.WEBSITE_ID is not given: --env WEBSITE_ID=…$/m);
  assert.match(unset.stdout, /user: user\.getMany\n {6}error: .*undefined in "env\.WEBSITE_ID"/);

  const none = await run(LEAVER);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /--source is needed; .* has okta, clerk, standard/);

  const other = await run(LEAVER, "--source", "otka");
  assert.equal(other.status, 1);
  assert.match(other.stderr, /there is no source `otka`; the hooks\.toml has `okta`/);

  const env = await run(LEAVER, "--source", "okta", "--env", "PATH=x");
  assert.match(env.stderr, /templates may not read `PATH`/);
  assert.equal((await run(LEAVER, "--source", "okta", "--env", "PATH")).status, 2);

  writeFileSync(join(cli.home, "no.json"), "no JSON");
  const malformed = await run("no.json", "--source", "okta", ...ENV);
  assert.equal(malformed.status, 1);
  assert.match(malformed.stderr, /JSON/);
});

onEachNode("init makes a folder whose hooks.toml is right, and overwrites nothing", async (cli) => {
  const { status, stdout } = await cli.run(["init", "hooks"]);
  assert.equal(status, 0);
  assert.match(stdout, /^hooks has .*\.gitignore.*hooks\.toml, package\.json, wrangler\.toml/);
  assert.match(stdout, /next:\n {2}cd hooks\n {2}npm install\n {2}npx wibiclick check\n/);
  const cwd = join(cli.home, "hooks");
  assert.equal((await cli.run(["check"], { cwd })).status, 0);

  writeFileSync(join(cwd, "hooks.toml"), "# mine\n");
  const again = await cli.run(["init", "."], { cwd });
  assert.equal(again.status, 1);
  assert.match(again.stderr, /hooks has .*hooks\.toml.* already; nothing was written/);
  assert.equal(readFileSync(join(cwd, "hooks.toml"), "utf8"), "# mine\n");

  const { files } = JSON.parse((await cli.run(["init", "other", "--json"])).stdout);
  assert.deepEqual(files, readdirSync(cwd).sort());
});
