// Projects that deploy the packed Worker, laid out as their owners would have them, and
// wrangler in them. As on the stage of the other tests (`tests/src/worker.rs`), a folder has
// the log, the journals, and a list of the secrets, which `leaks` looks for.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { sign } from "../../pkg/dist/webhooks.js";
import { installed, root } from "../npm/install.mjs";
import { freePort } from "../stage/port.mjs";

export const API_KEY = process.env.WIBICLICK_API_KEY;
export const ADMIN_TOKEN = "stage-admin-token-0123456789abcdef";
export const SECRET = "whsec_c3RhZ2UtZGVwbG95LXNlY3JldC0wMTIzNDU2Nzg5MDE=";
export const FORGED = "whsec_Zm9yZ2VkLWRlcGxveS1zZWNyZXQtMDEyMzQ1Njc4OTA=";

const PATIENCE_MS = 60_000;

const env = {
  ...process.env,
  PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** What a Worker on this machine is given: the sandbox for the API, and its secrets. */
export const VARIABLES = {
  WIBICLICK_BASE_URL: process.env.WIBICLICK_BASE_URL,
  WIBICLICK_API_KEY: API_KEY,
  STANDARD_WEBHOOK_SECRET: SECRET,
  ADMIN_TOKEN,
};

/** A project with the package, and what of the package's template has to be in it. */
export function threeFiles(name) {
  const { folder } = installed(name);
  for (const file of ["wrangler.toml", "hooks.toml"]) {
    cpSync(join(folder, "node_modules/wibiclick/template", file), join(folder, file));
  }
  return folder;
}

/** The example, with the package. */
export function mounted(name) {
  const { folder } = installed(name);
  cpSync(join(root, "examples/cloudflare-mount"), folder, { recursive: true });
  return folder;
}

/** What wrangler says, which has to succeed. */
export function wrangler(folder, ...args) {
  return execFileSync("wrangler", args, { cwd: folder, env, encoding: "utf8" });
}

/** Runs `wrangler dev` in a folder while something is done with it. */
export async function running(folder, use) {
  const lines = Object.entries(VARIABLES).map(([name, value]) => `${name}="${value}"\n`);
  writeFileSync(join(folder, ".dev.vars"), lines.join(""));
  const secrets = lines.filter((line) => !line.startsWith("WIBICLICK_BASE_URL"));
  appendFileSync(join(folder, "secrets"), secrets.join("").replaceAll('"', ""));

  const port = await freePort();
  const file = openSync(join(folder, "log"), "a");
  const how = ["dev", "--ip", "127.0.0.1", "--inspector-port", "0", "--port", `${port}`];
  const leash = join(root, "tests/stage/leash.mjs");
  const child = spawn(process.execPath, [leash, "wrangler", ...how], {
    cwd: folder,
    env,
    stdio: ["pipe", file, file],
  });
  const ended = once(child, "exit");
  const log = () => readFileSync(join(folder, "log"), "utf8");
  try {
    const url = `http://127.0.0.1:${port}`;
    await until("it answers", log, async () => {
      if (child.exitCode !== null) throw new Error(`it ended; its log says:\n${log()}`);
      return fetch(`${url}/health`).catch(() => undefined);
    });
    await use(
      asked((path, init) => fetch(`${url}${path}`, init)),
      log,
    );
  } finally {
    child.stdin.end();
    await ended;
  }
}

/** What tests ask of a Worker, however it is reached. */
export function asked(fetch) {
  const admin = async (path) => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    return (await fetch(`/admin/api/${path}`, { headers })).json();
  };
  return {
    fetch,
    admin,
    /** Posts an event to a source; answers its status and body. */
    async send(id, event, { source = "standard", secret = SECRET } = {}) {
      const body = JSON.stringify(event);
      const headers = sign("standard-webhooks", { body, id }, secret);
      const type = { "content-type": "application/json" };
      const response = await fetch(`/hooks/${source}`, {
        method: "POST",
        headers: { ...headers, ...type },
        body,
      });
      return [response.status, await response.json()];
    },
    /** Waits until a delivery is settled, and answers it. */
    settled(source, id) {
      const path = `deliveries/${source}/${id}`;
      return until("the delivery is settled", undefined, async () => {
        const delivery = await admin(path);
        return ["done", "ignored", "dead"].includes(delivery.status) ? delivery : undefined;
      });
    },
  };
}

/** An event that the template's rule wants. */
export const created = (name) => ({
  type: "contact.created",
  timestamp: "2026-11-26T09:00:00Z",
  data: { name, email: `${name.toLowerCase()}@example.com` },
});

/** The calls that the API was asked to make for somebody. */
export async function callsFor(name) {
  const response = await fetch(`${process.env.WIBICLICK_SANDBOX_URL}/_sandbox/requests`);
  const requests = await response.json();
  return requests.filter(({ body }) => JSON.stringify(body).includes(`"${name}"`));
}

/** Tries until there is an answer. */
export async function until(what, log, attempt) {
  const patience = Date.now() + PATIENCE_MS;
  for (;;) {
    const got = await attempt();
    if (got) return got;
    if (Date.now() > patience) throw new Error(`expected that ${what}\n${log?.() ?? ""}`);
    await setTimeout(50);
  }
}
