// Who is given the packed package, as data. A consumer is a copy of one of the folders in
// `consumers`, in which a few commands are carried out, as its user would; the last of them says
// what came of the package's use, or serves what says so.

/**
 * @typedef Consumer
 * @property {string} name
 * @property {string} folder which of `consumers` it is a copy of
 * @property {string} shows what is particular about it, or nothing
 * @property {string[]} tools the packages that make of it what runs, if any do
 * @property {string} format what it loads of the package, or what a bundler made of that
 * @property {"embedded" | "imported" | "given"} wasm how it comes by the WebAssembly
 * @property {string} [node] the Node that its commands find, `node22` if left out
 * @property {string[]} [build] commands that must succeed
 * @property {string[]} [run] commands that print what came of it; or
 * @property {string} [serve] a command that serves at $PORT; if left out, its files are served
 * @property {string[]} [fetch] paths that answer what came of it
 * @property {"firefox"} [browser] which opens pages, if it is not Chromium
 * @property {string[]} [open] pages that say so in their console
 */

const NODES = ["node20", "node22", "node24"];

const node = NODES.flatMap((node) => [
  { name: `${node}-esm`, node, format: "ES module", run: ["node main.mjs $SANDBOX"] },
  { name: `${node}-cjs`, node, format: "CommonJS", run: ["node main.cjs $SANDBOX"] },
  {
    name: `${node}-both`,
    shows: "a library requires what the program imports",
    node,
    format: "both",
    run: ["node both.mjs $SANDBOX"],
  },
  {
    name: `${node}-slim`,
    shows: "the `.wasm` read from its file",
    node,
    format: "ES module",
    run: ["node slim.mjs $SANDBOX"],
    wasm: "given",
  },
]).map((it) => ({ folder: "node", wasm: "embedded", ...it }));

const STRICT = "--strict --target es2022 --lib es2022,dom --types node";
const RESOLUTIONS = [
  {
    // The last that has it.
    by: ["typescript5"],
    resolution: "node10",
    flags: "--module commonjs --skipLibCheck",
    files: ["main.cts"],
    format: "CommonJS",
  },
  {
    by: ["typescript5", "typescript7"],
    resolution: "node16",
    flags: "--module node16",
    files: ["main.mts", "main.cts"],
    format: "both",
  },
  {
    by: ["typescript5", "typescript7"],
    resolution: "nodenext",
    flags: "--module nodenext --skipLibCheck",
    files: ["main.mts", "main.cts"],
    format: "both",
  },
  {
    by: ["typescript5", "typescript7"],
    resolution: "bundler",
    flags: "--module esnext --skipLibCheck",
    files: ["main.mts"],
    format: "ES module",
  },
];

const typescript = RESOLUTIONS.flatMap(({ by, resolution, flags, files, format }) =>
  by.map((tool) => {
    const tsc = `node ../node_modules/${tool}/bin/tsc`;
    const how = `${STRICT} --moduleResolution ${resolution} ${flags}`;
    return {
      name: `${tool}-${resolution}`,
      shows: `types resolved by \`${resolution}\``,
      folder: "typescript",
      tools: [tool],
      format,
      wasm: "embedded",
      build: [`${tsc} ${how} ${files.join(" ")}`],
      run: files.map((file) => `node ${file.replace("ts", "js")} $SANDBOX`),
    };
  }),
);

const deno = [
  {
    name: "deno",
    shows: "with `--allow-net` alone; `deno check`",
    folder: "deno",
    format: "ES module",
    wasm: "embedded",
    build: ["deno check main.ts"],
    run: ["deno run --no-prompt --allow-net main.ts $SANDBOX"],
  },
];

const bun = [
  { name: "bun-esm", format: "ES module", run: ["bun main.mjs $SANDBOX"] },
  { name: "bun-cjs", format: "CommonJS", run: ["bun main.cjs $SANDBOX"] },
  {
    name: "bun-build-bun",
    shows: "`--target=bun`",
    format: "ES module",
    build: ["bun build main.mjs --target=bun --outdir=dist"],
    run: ["bun dist/main.js $SANDBOX"],
  },
  {
    name: "bun-build-node",
    shows: "`--target=node`",
    tools: ["bun"],
    format: "ES module",
    build: ["bun build main.mjs --target=node --outfile=dist/main.mjs"],
    run: ["node dist/main.mjs $SANDBOX"],
  },
  {
    name: "bun-build-browser",
    shows: "`--target=browser`",
    folder: "web",
    tools: ["bun"],
    format: "ES module",
    build: ["bun build main.js --target=browser --outdir=dist"],
    open: ["bundled-module.html"],
  },
].map((it) => ({ folder: "node", wasm: "embedded", ...it }));

const WRANGLER_DEV =
  "wrangler dev --ip 127.0.0.1 --port $PORT --inspector-port 0 --var SANDBOX:$SANDBOX";
const ESBUILD_WORKER =
  "esbuild worker.js --bundle --format=esm --conditions=workerd --loader:.wasm=copy --outdir=dist";

const workerd = [
  {
    name: "wrangler",
    shows: "`wrangler dev`",
    tools: ["wrangler"],
    serve: WRANGLER_DEV,
    fetch: ["proof"],
  },
  {
    name: "wrangler-slim",
    shows: "`wrangler dev`, the `.wasm` imported",
    tools: ["wrangler"],
    wasm: "given",
    serve: `${WRANGLER_DEV} slim.js`,
    fetch: ["proof"],
  },
  {
    name: "miniflare",
    shows: "its API, with a Worker that esbuild has bundled",
    tools: ["miniflare", "esbuild"],
    build: [ESBUILD_WORKER],
    run: ["node miniflare.mjs $SANDBOX"],
  },
].map((it) => ({ folder: "worker", format: "ES module", wasm: "imported", ...it }));

const VITE_PREVIEW = "vite preview --host 127.0.0.1 --port $PORT --strictPort";

const next = [
  {
    name: "next-turbopack",
    shows: "route handlers on Node and on its edge runtime, a server and a client component",
    build: ["next build --turbopack"],
    fetch: ["route-handler", "edge"],
    open: ["server", "client"],
  },
  {
    name: "next-webpack",
    shows: "a route handler on Node, a client component",
    // With webpack, this Next cannot build a route handler for its edge runtime, whatever is in it.
    build: ["rm -r app/edge", "next build --webpack"],
    fetch: ["route-handler"],
    open: ["client"],
  },
].map((it) => ({
  folder: "next",
  tools: ["next"],
  format: "ES module",
  wasm: "embedded",
  serve: "next start --hostname 127.0.0.1 --port $PORT",
  ...it,
}));

const MODULE = '`<script type="module">`';
const WORKER = "a module worker";

const web = [
  { name: "chromium", shows: MODULE, format: "ES module", open: ["plain.html"] },
  { name: "chromium-worker", shows: WORKER, format: "ES module", open: ["plain-worker.html"] },
  {
    name: "chromium-csp",
    shows: "`script-src 'self' 'wasm-unsafe-eval'`",
    tools: ["esbuild"],
    format: "ES module",
    build: ["esbuild main.js --bundle --format=esm --outdir=dist"],
    open: ["csp.html"],
  },
  {
    name: "firefox",
    shows: MODULE,
    format: "ES module",
    browser: "firefox",
    open: ["plain.html"],
  },
  {
    name: "firefox-worker",
    shows: WORKER,
    format: "ES module",
    browser: "firefox",
    open: ["plain-worker.html"],
  },
  {
    name: "vite",
    shows: "`vite build`",
    tools: ["vite"],
    format: "ES module",
    build: ["vite build --logLevel warn"],
    serve: VITE_PREVIEW,
    open: ["index.html"],
  },
  {
    name: "vite-dev",
    shows: "its development server",
    tools: ["vite"],
    format: "ES module",
    serve: "vite --host 127.0.0.1 --port $PORT --strictPort",
    open: ["index.html"],
  },
  {
    name: "vite-worker",
    shows: "`vite build`, in a module worker",
    tools: ["vite"],
    format: "ES module",
    build: ["mv worker.html index.html", "vite build --logLevel warn"],
    serve: VITE_PREVIEW,
    open: ["index.html"],
  },
  {
    name: "vite-slim",
    shows: "`vite build`, the `.wasm` by its address (`?url`)",
    tools: ["vite"],
    format: "ES module",
    wasm: "given",
    build: ["mv slim.html index.html", "vite build --logLevel warn"],
    serve: VITE_PREVIEW,
    open: ["index.html"],
  },
  {
    name: "webpack",
    tools: ["webpack"],
    format: "script",
    build: ["webpack --mode production --entry ./main.js"],
    open: ["bundled.html"],
  },
  {
    name: "webpack-slim",
    shows: "the `.wasm` by its address (`new URL`)",
    tools: ["webpack"],
    format: "ES module",
    wasm: "given",
    build: [
      "webpack --mode production --entry ./webpack-slim.js --output-module --output-filename main.js",
    ],
    open: ["bundled-module.html"],
  },
  {
    name: "rollup",
    tools: ["rollup"],
    format: "ES module",
    build: ["rollup main.js --plugin node-resolve --format es --file dist/main.js"],
    open: ["bundled-module.html"],
  },
  {
    name: "esbuild-esm",
    shows: "`--format=esm`",
    tools: ["esbuild"],
    format: "ES module",
    build: ["esbuild main.js --bundle --minify --format=esm --outdir=dist"],
    open: ["bundled-module.html"],
  },
  {
    name: "esbuild-iife",
    shows: "`--format=iife`",
    tools: ["esbuild"],
    format: "script",
    build: ["esbuild script.js --bundle --minify --format=iife --outfile=dist/main.js"],
    open: ["bundled.html"],
  },
].map((it) => ({ folder: "web", wasm: "embedded", ...it }));

const bundledForNode = [
  {
    name: "esbuild-node-esm",
    shows: "`--platform=node --format=esm`",
    tools: ["esbuild"],
    format: "ES module",
    build: ["esbuild main.mjs --bundle --platform=node --format=esm --outfile=dist/main.mjs"],
    run: ["node dist/main.mjs $SANDBOX"],
  },
  {
    name: "esbuild-node-cjs",
    shows: "`--platform=node`",
    tools: ["esbuild"],
    format: "CommonJS",
    build: ["esbuild main.cjs --bundle --platform=node --outfile=dist/main.cjs"],
    run: ["node dist/main.cjs $SANDBOX"],
  },
  {
    name: "webpack-node",
    shows: "`--target node`",
    tools: ["webpack"],
    format: "CommonJS",
    build: [
      "webpack --mode production --target node --entry ./main.cjs --output-filename main.cjs",
    ],
    run: ["node dist/main.cjs $SANDBOX"],
  },
].map((it) => ({ folder: "node", wasm: "embedded", ...it }));

/** @type {Consumer[]} */
export const CONSUMERS = [
  ...node,
  ...typescript,
  ...deno,
  ...bun,
  ...workerd,
  ...next,
  ...web,
  ...bundledForNode,
].map((it) => ({ tools: [], shows: "", ...it }));
