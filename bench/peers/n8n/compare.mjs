// From an event to the finished action: n8n and this Worker, one after the other, in one run.
// README.md says what is measured, and how to run this.
//
//   compare.mjs FOLDER [EVENTS] [ROUNDS]   FOLDER: where n8n is, or is installed

import { spawn, spawnSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const OWN = dirname(fileURLToPath(import.meta.url));
const ROOT = join(OWN, "../../..");
const [folder, events = "300", rounds = "3"] = process.argv.slice(2);
const { WIBICLICK_WORKER_URL: worker, WIBICLICK_SANDBOX_URL: sandbox } = process.env;
const { WIBICLICK_API_KEY: key, STANDARD_WEBHOOK_SECRET: secret } = process.env;

/** How many requests are under way at once. */
const SENDERS = 8;
/** How long nothing may happen before it is taken for over. */
const PATIENCE_MS = 120_000;
const PORT = 5699;
const N8N = `http://127.0.0.1:${PORT}`;

if (folder === undefined || key === undefined) {
  console.error("see bench/peers/n8n/README.md for how this is run");
  process.exit(2);
}
const home = resolve(folder);
const environment = {
  PATH: `${join(home, "node_modules/.bin")}:${process.env.PATH}`,
  HOME: home,
  N8N_USER_FOLDER: join(home, "data"),
  N8N_PORT: String(PORT),
  N8N_LISTEN_ADDRESS: "127.0.0.1",
  N8N_DIAGNOSTICS_ENABLED: "false",
  N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
  N8N_TEMPLATES_ENABLED: "false",
  // The workflow reads the sandbox's address and key.
  N8N_BLOCK_ENV_ACCESS_IN_NODE: "false",
  WIBICLICK_SANDBOX_URL: sandbox,
  WIBICLICK_API_KEY: key,
};

install();
const n8n = await start();
/** The two: how an event is sent, and what belongs to it of the processes below one. */
const CONTENDERS = {
  n8n: { send: toN8n, below: n8n.pid, name: undefined },
  // The Worker is below who started this; beside it there is only what serves its files.
  ours: { send: toOurs, below: process.ppid, name: "workerd" },
};
try {
  const names = Object.keys(CONTENDERS);
  // What is done first is slower: it is not measured.
  for (const name of names) await round(CONTENDERS[name], 50);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let number = 1; number <= Number(rounds); number += 1) {
    for (const name of names) {
      const result = await round(CONTENDERS[name], Number(events));
      results[name].push(result);
      const figures = Object.entries(result).map(([what, it]) => `${it.toFixed(1)} ${what}`);
      console.log(`round ${number}, ${name}: ${figures.join(", ")}`);
    }
  }
  report(results);
} finally {
  n8n.kill("SIGTERM");
}

/** Installs n8n, unless it is there. */
function install() {
  if (existsSync(join(home, "node_modules/n8n"))) return;
  mkdirSync(home, { recursive: true });
  copyFileSync(join(OWN, "package.json"), join(home, "package.json"));
  // Few of its 2,500 packages need their scripts, and some fetch what is not needed here.
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
  run("npm", ["rebuild", "node", "sqlite3"]);
}

function run(program, given) {
  console.log(`${program} ${given.join(" ")} …`);
  const env = { ...process.env, ...environment, HOME: process.env.HOME };
  const { status } = spawnSync(program, given, { cwd: home, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} ended with status ${status}`);
}

/** Starts it with the workflow alone, and waits until that is reached. */
async function start() {
  rmSync(environment.N8N_USER_FOLDER, { recursive: true, force: true });
  const n8n = join(home, "node_modules/.bin/n8n");
  run(n8n, ["import:workflow", `--input=${join(OWN, "workflow.json")}`]);
  run(n8n, ["publish:workflow", "--id=wibiclickPeer001"]);
  const child = spawn(n8n, ["start"], { cwd: home, env: environment, stdio: "ignore" });
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    // Without a body it calls nobody's user: it only says whether the workflow is there.
    const probe = await fetch(`${N8N}/webhook/leaver`).catch(() => undefined);
    if (probe !== undefined && (await probe.text()).includes("POST request")) return child;
    await sleep(250);
  }
  child.kill("SIGTERM");
  throw new Error("n8n was not reached");
}

/** Has so many people leave, until all have lost their website. */
async function round({ send, below, name }, count) {
  await post(`${sandbox}/_sandbox/reset`);
  const people = [];
  for (let number = 0; number < count; number += 1) people.push(await hire());
  const before = (await requests()).length;
  const [began, busy] = [performance.now(), processes(below, name).millis];
  const waiting = [...people];
  const sender = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) await send(user);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  for (let last = performance.now(), seen = 0; ;) {
    const done = (await requests()).slice(before).filter(({ done }) => done);
    if (new Set(done.map(({ body }) => body.userId)).size === count) break;
    if (done.length !== seen) [last, seen] = [performance.now(), done.length];
    if (performance.now() - last > PATIENCE_MS) throw new Error(`${seen} of ${count} were done`);
    await sleep(100);
  }
  const took = performance.now() - began;
  // Each keeps its journal until after the call.
  await sleep(1_000);
  const { millis, megabytes } = processes(below, name);
  return {
    "events/s": (count * 1_000) / took,
    "ms of the processor's time for each": (millis - busy) / count,
    "MB of memory": megabytes,
  };
}

/** What a process and those below it have used so far, or of them those of this name. */
function processes(root, name) {
  const all = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const known = new Map();
  for (const id of all) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, "utf8");
      const [, command, rest] = /\((.*)\) (.*)/s.exec(stat);
      const fields = rest.split(" ");
      const [parent, user, system, pages] = [1, 11, 12, 21].map((at) => Number(fields[at]));
      // A tick is 10 ms, a page 4 KB.
      known.set(Number(id), { command, parent, millis: (user + system) * 10, pages });
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (id) => {
    for (; known.has(id); id = known.get(id).parent) if (id === root) return true;
    return false;
  };
  const used = { millis: 0, megabytes: 0 };
  for (const [id, { command, millis, pages }] of known) {
    if (!isBelow(id) || (name !== undefined && command !== name)) continue;
    used.millis += millis;
    used.megabytes += (pages * 4_096) / 1e6;
  }
  return used;
}

async function requests() {
  const log = await fetch(`${sandbox}/_sandbox/requests`).then((answer) => answer.json());
  return log.filter(({ path }) => path === "/disconnect-user-from-website");
}

/** A user with a website to lose. */
async function hire() {
  const password = "password-of-a-person";
  const email = `${randomUUID()}@example.com`;
  const user = { firstName: "A", lastName: "Person", email, password, passwordConfirm: password };
  const { id } = await post(`${sandbox}/register`, user);
  await post(`${sandbox}/connect-user-to-website`, { userId: id, websiteId: "site_1" });
  return id;
}

async function post(url, content = {}) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(content) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

function left(user) {
  const timestamp = new Date().toISOString();
  const data = { id: user, websiteId: "site_1" };
  return JSON.stringify({ type: "person.left", timestamp, data });
}

async function toN8n(user) {
  const headers = { "content-type": "application/json" };
  const body = left(user);
  const answer = await fetch(`${N8N}/webhook/leaver`, { method: "POST", headers, body });
  if (answer.status !== 200) throw new Error(`n8n answered ${answer.status}`);
  await answer.text();
}

async function toOurs(user) {
  const body = left(user);
  const [id, time] = [randomUUID(), Math.floor(Date.now() / 1_000)];
  const signed = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"));
  const signature = signed.update(`${id}.${time}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(time),
    "webhook-signature": `v1,${signature}`,
  };
  const answer = await fetch(`${worker}/hooks/standard`, { method: "POST", headers, body });
  if (answer.status !== 202) throw new Error(`the Worker answered ${answer.status}`);
  await answer.text();
}

function report(results) {
  const median = (figures) => figures.toSorted((one, two) => one - two)[figures.length >> 1];
  const rows = Object.keys(results.ours[0]).map((unit) => {
    const [ours, n8n] = [results.ours, results.n8n].map((all) => all.map((it) => it[unit]));
    const ratios = ours.map((it, round) => it / n8n[round]);
    return {
      what: "event to finished action",
      unit,
      ours: median(ours),
      peers: { n8n: median(n8n) },
      ratio: median(ratios),
      spread: [Math.min(...ratios), Math.max(...ratios)],
      command: "by hand, see bench/peers/n8n",
    };
  });
  for (const { unit, ratio } of rows) console.log(`ours by n8n's, ${unit}: ${ratio.toFixed(3)}`);
  mkdirSync(join(ROOT, "target/bench"), { recursive: true });
  writeFileSync(join(ROOT, "target/bench/n8n.json"), JSON.stringify(rows, null, 2) + "\n");
}
