// login and logout: where a token is kept, who may read it, and where it is sent.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeEach } from "node:test";
import { nothingSecretWasShown, onEachNode, SANDBOX, SECRETS, tell } from "./program.mjs";

const tokens = [];
nothingSecretWasShown(() => tokens);
beforeEach(() => tell("reset"));

const EMAIL = "john.doe@example.com";
const LIST = ["call", "user.getMany", "--website", "site_1"];
const file = (cli) => join(cli.home, ".config/wibiclick/credentials.json");

/** What is kept; no output may have it. */
function kept(cli) {
  const all = JSON.parse(readFileSync(file(cli), "utf8"));
  tokens.push(...Object.values(all).map(({ token }) => token));
  return all;
}

const signIn = (cli, more = {}) =>
  cli.run(["login", "--email", EMAIL, "--password-stdin"], {
    input: `${SECRETS.password}\n`,
    ...more,
  });

onEachNode("login keeps the token for its owner alone, and later calls use it", async (cli) => {
  mkdirSync(join(cli.home, ".config/wibiclick"), { recursive: true, mode: 0o777 });
  chmodSync(join(cli.home, ".config/wibiclick"), 0o777);
  const { status, stdout } = await signIn(cli);
  assert.equal(status, 0);
  assert.equal(stdout, `signed in to ${SANDBOX} as ${EMAIL}; the token is in ${file(cli)}\n`);
  assert.deepEqual(Object.keys(kept(cli)), [SANDBOX]);
  assert.equal(statSync(file(cli)).mode & 0o777, 0o600);
  assert.equal(statSync(join(cli.home, ".config/wibiclick")).mode & 0o777, 0o700);
  assert.equal((await cli.run(LIST)).status, 0);
});

onEachNode("login asks on a terminal, and the password is not shown", async (cli) => {
  const talk = [
    ["e-mail: ", `${EMAIL}\r`],
    ["password: ", `${SECRETS.password}\r`],
  ];
  const { status, shown } = await cli.onTerminal(["login"], talk);
  assert.equal(status, 0, shown);
  assert.ok(shown.includes(EMAIL) && !shown.includes(SECRETS.password));
  kept(cli);
});

onEachNode(
  "login reads the environment where XDG_CONFIG_HOME is, and says what it did as JSON",
  async (cli) => {
    const config = join(cli.home, "elsewhere");
    const env = {
      WIBICLICK_EMAIL: EMAIL,
      WIBICLICK_PASSWORD: SECRETS.password,
      XDG_CONFIG_HOME: config,
    };
    const { stdout } = await cli.run(["login", "--json"], { env });
    const path = join(config, "wibiclick/credentials.json");
    assert.deepEqual(JSON.parse(stdout), { email: EMAIL, baseUrl: SANDBOX, file: path });
    tokens.push(JSON.parse(readFileSync(path, "utf8"))[SANDBOX].token);
  },
);

onEachNode("login with a wrong, an empty or no password keeps nothing", async (cli) => {
  const wrong = await signIn(cli, { input: "another" });
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /the email or the password is wrong/);
  assert.equal((await signIn(cli, { input: "\n" })).status, 2);
  const nobody = await cli.run(["login", "--email", EMAIL]);
  assert.equal(nobody.status, 2);
  assert.match(nobody.stderr, /nobody is there to be asked; give --password-stdin/);
  assert.throws(() => statSync(file(cli)), /ENOENT/);
});

onEachNode("a token goes to the API it came from, and to no other", async (cli) => {
  await signIn(cli);
  kept(cli);
  const seen = [];
  const other = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(401, { "content-type": "application/json" }).end("{}");
  });
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${other.address().port}`;
    const { status, stderr } = await cli.run([...LIST, "--base-url", url]);
    assert.equal(status, 2);
    assert.match(stderr, /needs a key/);
    assert.deepEqual(seen, []);
    // The same address in another form is the same API.
    assert.equal((await cli.run([...LIST, "--base-url", `${SANDBOX}/`])).status, 0);
  } finally {
    other.close();
  }
});

onEachNode("the key of the environment goes before the token", async (cli) => {
  await signIn(cli);
  kept(cli);
  const { status, stderr } = await cli.run(LIST, { env: { WIBICLICK_API_KEY: "another" } });
  assert.equal(status, 1);
  assert.match(stderr, /does not take the key of WIBICLICK_API_KEY/);
});

onEachNode("a token that is taken no more says what to do", async (cli) => {
  await signIn(cli);
  const all = kept(cli);
  all[SANDBOX].token = "long-gone";
  writeFileSync(file(cli), JSON.stringify(all));
  const { status, stderr } = await cli.run(LIST);
  assert.equal(status, 1);
  assert.match(stderr, /takes the token no more: run `wibiclick login` again/);
});

onEachNode("logout forgets the token of one API, and the last with its file", async (cli) => {
  await signIn(cli);
  const other = { "https://other.example": { email: EMAIL, token: "another-token" } };
  writeFileSync(file(cli), JSON.stringify({ ...kept(cli), ...other }));
  assert.match((await cli.run(["logout"])).stdout, /^forgot the token of /);
  assert.deepEqual(kept(cli), other);
  assert.match((await cli.run(["logout"])).stdout, /^there is no token of /);
  await cli.run(["logout", "--base-url", "https://other.example"]);
  assert.throws(() => statSync(file(cli)), /ENOENT/);
});

onEachNode("a damaged file is not repeated, and says what to do", async (cli) => {
  mkdirSync(join(cli.home, ".config/wibiclick"), { recursive: true });
  writeFileSync(file(cli), `{ "${SANDBOX}": { "token": "${SECRETS.token}" `);
  const { status, stderr } = await cli.run(LIST);
  assert.equal(status, 1);
  assert.match(stderr, /is damaged; remove it, and run `wibiclick login` again/);
});
