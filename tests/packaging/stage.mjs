// Where the consumers are: a project with all runtimes and bundlers, `target/packaging`, in which
// the packed package is installed. Commands, servers and pages of a browser in it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";
import { packed, root } from "../npm/install.mjs";
import { freePort } from "../stage/port.mjs";

const sources = fileURLToPath(new URL("consumers", import.meta.url));
export const project = join(root, "target/packaging");

const variable = (name) => {
  assert.ok(process.env[name], `${name} is not set: run \`cargo xtask test packaging\``);
  return process.env[name];
};

const sandbox = variable("WIBICLICK_SANDBOX_URL");

/** Packs the package and installs it, as a user who has the tarball; where that is. */
export function install() {
  const { filename } = packed(project);
  rmSync(join(project, "node_modules/wibiclick"), { recursive: true, force: true });
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const offline = ["install", "--offline", ...quiet, `./${filename}`];
  execFileSync("npm", offline, { cwd: project, encoding: "utf8" });
  for (const file of ["prove.mjs", "prove.d.mts"]) cpSync(join(sources, file), join(project, file));
  return join(project, filename);
}

/** What a package says of itself. */
export function manifest(name) {
  return JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8"));
}

/** A fresh copy of a consumer's files. */
export function copy({ name, folder }) {
  const path = join(project, name);
  rmSync(path, { recursive: true, force: true });
  cpSync(join(sources, folder), path, { recursive: true });
  return path;
}

// ---- commands ----

/** Starts a command in a folder, with the project's tools and one of its Nodes on the path. */
function start(command, folder, node = "node22", variables = {}) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  // Nothing here tells its makers that it runs.
  const silent = {
    DENO_NO_UPDATE_CHECK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
  };
  const modules = join(project, "node_modules");
  const path = [join(modules, node, "bin"), join(modules, ".bin"), env.PATH].join(":");
  const child = spawn("sh", ["-c", command], {
    cwd: folder,
    env: { ...env, ...silent, PATH: path, SANDBOX: sandbox, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", all: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.out += text;
    said.all += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => (said.all += text));
  return { child, said };
}

/** What a command prints; it must succeed. */
export async function output(command, folder, node) {
  const { child, said } = start(command, folder, node);
  const [status] = await once(child, "close");
  assert.equal(status, 0, `\`${command}\` ended with status ${status}:\n${said.all}`);
  return said.out;
}

/** Does something while a command serves at the address that it is told. */
export async function serving({ serve, node }, folder, use) {
  if (serve === undefined) return servingFiles(folder, use);
  const port = await freePort();
  const { child, said } = start(`exec ${serve}`, folder, node, { PORT: String(port) });
  const ended = once(child, "close");
  const address = `http://127.0.0.1:${port}/`;
  try {
    await answering(address, child, said);
    return await use(address, said);
  } catch (error) {
    throw new Error(`\`${serve}\` said:\n${said.all}`, { cause: error });
  } finally {
    child.kill();
    await ended;
  }
}

async function answering(address, child, said) {
  for (let tries = 0; tries < 600; tries += 1) {
    assert.equal(child.exitCode, null, `it ended:\n${said.all}`);
    const answer = await fetch(address).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await sleep(100);
  }
  throw new Error(`expected an answer from ${address}, and got none in a minute`);
}

const TYPES = { ".html": "text/html", ".wasm": "application/wasm" };

/** Serves files as they are, and the installed packages beside them. */
async function servingFiles(folder, use) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = normalize(decodeURIComponent(pathname));
    const isShared = path.startsWith("/node_modules/") || path === "/prove.mjs";
    try {
      const content = readFileSync(join(isShared ? project : folder, path));
      const type = TYPES[extname(path)] ?? "text/javascript";
      response.writeHead(200, { "content-type": type }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

// ---- browsers ----

let chromium;

/** The browser of a file of tests; Firefox is started for each page. */
export function useBrowser() {
  before(async () => {
    chromium = await playwright.launch({
      executablePath: variable("CHROMIUM"),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  });
  after(() => chromium.close());
}

/** A page for a user of it. */
export async function opened(address) {
  const page = await chromium.newPage();
  await page.goto(address);
  return page;
}

/** The line of JSON that a page, or its worker, says in its console. */
export async function saidBy(page, browser = "chromium") {
  const address = `${page}?${new URLSearchParams({ sandbox })}`;
  const wrong = [];
  const said = { chromium: inChromium, firefox: inFirefox }[browser];
  try {
    return await said(address, wrong);
  } catch (error) {
    throw new Error(`${address}: ${error.message}\n${wrong.join("\n")}`, { cause: error });
  }
}

async function inChromium(address, wrong) {
  const page = await chromium.newPage();
  try {
    const said = new Promise((resolve, reject) => {
      late(reject);
      page.on("pageerror", reject);
      page.on("console", (message) => {
        const text = message.text();
        if (text.startsWith("{")) resolve(text);
        else wrong.push(text);
      });
      page.on("requestfailed", (request) => wrong.push(`${request.url()} failed`));
    });
    await Promise.all([said, page.goto(address)]);
    return await said;
  } finally {
    await page.close();
  }
}

/** Without a driver: it writes its console to its output. */
async function inFirefox(address, wrong) {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const settings = { "devtools.console.stdout.content": true, "app.update.enabled": false };
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${value});`);
  writeFileSync(join(profile, "user.js"), lines.join("\n"));
  const browser = [variable("FIREFOX"), "--headless", "--no-remote", "--profile", profile];
  const { child } = start(`exec ${browser.join(" ")} '${address}'`, profile);
  const ended = once(child, "close");
  try {
    return await new Promise((resolve, reject) => {
      late(reject);
      createInterface(child.stdout).on("line", (line) => {
        const text = /^console\.log: (".*")$/.exec(line)?.[1];
        if (text) resolve(JSON.parse(text));
        else wrong.push(line);
      });
    });
  } finally {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  }
}

function late(reject) {
  setTimeout(() => reject(new Error("the page says nothing")), 60_000).unref();
}
