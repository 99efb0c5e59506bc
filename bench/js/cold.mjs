// What the first use costs, where nothing was done yet: importing, and the first call. In every
// runtime that is there.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { median, row } from "./rounds.mjs";
import { signed } from "./signed.mjs";

const runOf = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const consumers = (name) => here(`../../target/packaging/node_modules/${name}`);

/** The runtimes of tests/packaging are measured where they are set up. */
const PROGRAMS = {
  "Node 20": [consumers("node20/bin/node")],
  "Node 22": [process.execPath],
  "Node 24": [consumers("node24/bin/node")],
  Deno: [consumers(".bin/deno"), "run", "--allow-all", "--quiet"],
  Bun: [consumers(".bin/bun")],
};

/** What is imported and first called: ours first. */
const SUBJECTS = {
  "the client": ["wibiclick", "axios", "ky"],
  webhooks: ["wibiclick/webhooks", "standardwebhooks", "stripe", "@octokit/webhooks-methods"],
};
const NAMES = Object.values(SUBJECTS).flat();

export async function run({ quick }) {
  const rounds = quick ? 2 : 7;
  const all = [];
  for (const [runtime, [program, ...options]] of Object.entries(PROGRAMS)) {
    if (!existsSync(program)) {
      console.log(`${runtime} is not there; \`cargo xtask test packaging\` sets it up`);
      continue;
    }
    const started = async (name) => {
      const { stdout } = await runOf(program, [...options, here("first.mjs"), name]);
      return JSON.parse(stdout);
    };
    all.push(...rowsOf(runtime, await measured(started, rounds)));
  }
  all.push(...rowsOf("Chromium", await inChromium(rounds)));
  all.push(...rowsOf("workerd", await inWorkerd(rounds)));
  return all;
}

/** Every subject in every round. The first round fills caches, and is not counted. */
async function measured(started, rounds) {
  const took = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of NAMES) {
      const once = await started(name);
      if (round >= 0) took[name].push(once);
    }
  }
  return took;
}

/** What is told in another way of a runtime that cannot tell the two apart. */
const STEPS = {
  importMs: "import",
  firstMs: "first call",
  bothMs: "import and first call",
};

function rowsOf(runtime, took) {
  const rows = [];
  for (const [what, [ours, ...peers]] of Object.entries(SUBJECTS)) {
    for (const [step, said] of Object.entries(STEPS)) {
      const of = (name) => took[name].map((once) => once[step]);
      if (of(ours)[0] === undefined) continue;
      const others = Object.fromEntries(peers.map((name) => [name, of(name)]));
      rows.push(row(`${what}: ${said}, ${runtime}`, "ms", of(ours), others));
    }
  }
  return rows;
}

/** In a page for each: bundled as pages are, from a server here. */
async function inChromium(rounds) {
  const { outputFiles } = await build({
    entryPoints: [here("subjects.mjs")],
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    platform: "browser",
    outdir: "/",
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const server = createServer((request, response) => {
    const script = files.get(request.url);
    response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    response.end(script ?? "<!doctype html><title>nothing yet</title>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    return await measured(async (name) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const took = await page.evaluate(
        async ([subject, given]) => (await import("/subjects.js")).first(subject, given),
        [name, signed()],
      );
      await context.close();
      return took;
    }, rounds);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** So many requests say what one takes that does nothing. */
const NOTHING = 20;

/** In a Worker that has started, each for the first time; a new one for each round. */
async function inWorkerd(rounds) {
  process.env.X_LOCAL_OBSERVABILITY = "false";
  const { unstable_startWorker } = await import("wrangler");
  const folder = here("../../target/bench/cold");
  const took = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const config = `${folder}/wrangler.json`;
    writeFileSync(
      config,
      JSON.stringify({
        name: "cold",
        main: here("first-worker.mjs"),
        compatibility_date: "2026-11-01",
        compatibility_flags: ["nodejs_compat"],
      }),
    );
    const server = { hostname: "127.0.0.1", port: 0 };
    const dev = { inspector: false, server, watch: false, logLevel: "warn" };
    const worker = await unstable_startWorker({ config, dev });
    const url = await worker.url;
    const ask = async (asked) => {
      const start = performance.now();
      const answer = await fetch(url, { method: "POST", body: JSON.stringify(asked) });
      const text = await answer.text();
      if (text !== "done") throw new Error(`workerd, ${asked.name}: ${text}`);
      return performance.now() - start;
    };
    const nothing = [];
    for (let time = 0; time < NOTHING; time++) nothing.push(await ask({ signed: signed() }));
    for (let turn = 0; turn < NAMES.length; turn++) {
      const name = NAMES[(round + turn) % NAMES.length];
      const bothMs = (await ask({ name, signed: signed() })) - median(nothing);
      took[name].push({ bothMs });
    }
    await worker.dispose();
  }
  return took;
}
