// The examples that need another runtime, a bundler or the sandbox, as they are in `examples`,
// with the packed package.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { before, beforeEach, test } from "node:test";
import { WibiClick } from "../../pkg/dist/index.js";
import { sign } from "../../pkg/dist/webhooks.js";
import { root } from "../npm/install.mjs";
import { install, opened, output, project, serving, useBrowser } from "./stage.mjs";

const sandbox = process.env.WIBICLICK_SANDBOX_URL;
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const VARIABLES = `env WIBICLICK_API_KEY=sandbox-key WIBICLICK_BASE_URL=${sandbox} WIBICLICK_WEBSITE_ID=site_1`;
const leaver = "john.doe@example.com";

const wibi = new WibiClick({ apiKey: "sandbox-key", baseUrl: sandbox });
const websitesOfLeaver = async () =>
  (await wibi.website.getForUser({ userId: "user_1" })).websites.length;

before(install);
beforeEach(() => fetch(`${sandbox}/_sandbox/reset`, { method: "POST" }));
useBrowser();

function copied(example) {
  const folder = join(project, example);
  rmSync(folder, { recursive: true, force: true });
  // Deno's would ask the registry for the published package.
  const filter = (path) => !path.endsWith("deno.json");
  cpSync(join(root, "examples", example), folder, { recursive: true, filter });
  return folder;
}

/** A real payload, about somebody whom the sandbox knows. */
const payload = (path) =>
  readFileSync(join(root, "tests/payloads", path), "utf8").replaceAll(
    /"[^"@]+@example\.com"/g,
    `"${leaver}"`,
  );

test("client-node: a leaver loses every website, and what is done is not done twice", async () => {
  const folder = copied("client-node");
  const offboard = (rest) => output(`${VARIABLES} node offboard.js ${rest}`, folder);
  const first = await offboard(`${leaver} user_2`);
  assert.match(first, /^(disconnected from .+\n)+notes and activities are with user_2\n$/);
  assert.equal(await websitesOfLeaver(), 0);
  assert.equal(await offboard(`${leaver} user_2`), "notes and activities are with user_2\n");
  await assert.rejects(offboard("nobody@example.com user_2"), /status 1:\nnobody has the e-mail/);
  await assert.rejects(offboard(leaver), /status 2:\nusage: /);
  await assert.rejects(
    output(`${VARIABLES} WIBICLICK_API_KEY=wrong node offboard.js ${leaver} user_2`, folder),
    /status 1:\nuser\.getMany: /,
  );
});

const SERVERS = [
  {
    example: "webhooks-deno",
    serve: `${VARIABLES} OKTA_HOOK_TOKEN=${secret} deno run --no-prompt --allow-env --allow-net server.ts`,
    kind: "okta",
    path: "",
    body: payload("okta/user.lifecycle.deactivate.json"),
    asks: true,
  },
  {
    example: "webhooks-bun",
    serve: `${VARIABLES} WORKOS_WEBHOOK_SECRET=${secret} bun run server.ts`,
    kind: "workos",
    path: "",
    body: payload("workos/dsync.user.deleted.json"),
  },
  {
    example: "webhooks-rust",
    build: `cargo build --quiet --manifest-path ${root}/Cargo.toml --package webhooks-rust`,
    serve: `${VARIABLES} SECRET=${secret} ${target}/debug/webhooks-rust workos`,
    kind: "workos",
    path: "hooks/workos",
    body: payload("workos/dsync.user.deleted.json"),
  },
];

for (const { example, build, serve, kind, path, body, asks } of SERVERS) {
  test(`${example}: who has left loses every website; a forged request does nothing`, async () => {
    const folder = copied(example);
    if (build) await output(build, folder);
    await serving({ serve }, folder, async (address) => {
      const send = async (headers, method = "POST") => {
        const type = { "content-type": "application/json" };
        const init =
          method === "GET" ? { headers } : { method, headers: { ...headers, ...type }, body };
        return fetch(address + path, init);
      };
      const owned = await websitesOfLeaver();
      assert.ok(owned > 0);
      const another = "whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB";
      assert.equal((await send(sign(kind, { body }, another))).status, 401);
      assert.equal(await websitesOfLeaver(), owned);
      assert.equal((await send(sign(kind, { body }, secret))).status, 204);
      assert.equal(await websitesOfLeaver(), 0);
      if (asks) {
        const challenge = { "x-okta-verification-challenge": "said-by-okta" };
        const asked = await send({ ...challenge, authorization: secret }, "GET");
        assert.deepEqual(await asked.json(), { verification: "said-by-okta" });
      }
    });
  });
}

test("webhooks-next: its build takes what is genuine, and nothing else", async () => {
  const folder = copied("webhooks-next");
  await output("next build", folder);
  const serve = `env CLERK_WEBHOOK_SECRET=${secret} next start --port $PORT`;
  await serving({ serve }, folder, async (address) => {
    const body = payload("clerk/user.deleted.json");
    const headers = sign("clerk", { body }, secret);
    const send = (body) => fetch(`${address}hooks/clerk`, { method: "POST", headers, body });
    assert.equal((await send(body)).status, 204);
    assert.equal((await send(`${body} `)).status, 401);
  });
});

test("client-vite: who signs in sees the jobs of their websites, from another origin", async () => {
  const folder = copied("client-vite");
  await output(`VITE_WIBICLICK_BASE_URL=${sandbox} vite build`, folder);
  const serve = "vite preview --host 127.0.0.1 --port $PORT --strictPort";
  await serving({ serve }, folder, async (address) => {
    const page = await opened(address);
    const signIn = async (password) => {
      await page.getByLabel("E-mail").fill(leaver);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button").click();
    };
    await signIn("wrong");
    await page.getByText("That is not the password.").waitFor();
    await signIn("sandbox-password");
    await page.getByText(/^\d+ jobs, John$/).waitFor();
    assert.ok((await page.getByRole("listitem").count()) > 0);
    await page.close();
  });
});
