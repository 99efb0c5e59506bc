// Who is given the packed package, as data. A consumer is a copy of one of the folders in
// `consumers`, in which a few commands are carried out, as its user would; the last of them says
// what came of the package's use, or serves what says so.

/**
 * @typedef Consumer
 * @property {string} name
 * @property {string} folder which of `consumers` it is a copy of
 * @property {string[]} [tools] the packages that bring it about, beside the runtime
 * @property {"ES module" | "CommonJS" | "both" | "script"} format what of the package it loads, or what a
 *   bundler made of it
 * @property {"embedded" | "imported" | "given"} wasm how it comes by the WebAssembly
 * @property {string} [node] the Node that the commands find, `node22` if left out
 * @property {string[]} [build] commands that must succeed
 * @property {string} [run] a command that prints the proof; or
 * @property {string} [serve] one that serves at $PORT; the files themselves are if left out, and
 * @property {string} [fetch] a path that answers with the proof, or
 * @property {string} [open] a page that says the proof in its console
 * @property {number} [proofs] how many there are, 1 if left out
 */

const NODES = ["node20", "node22", "node24"];

const node = NODES.flatMap((node) => [
  { name: `${node}-esm`, node, format: "ES module", run: "node main.mjs $SANDBOX" },
  { name: `${node}-cjs`, node, format: "CommonJS", run: "node main.cjs $SANDBOX" },
  { name: `${node}-both`, node, format: "both", run: "node both.mjs $SANDBOX", proofs: 3 },
  { name: `${node}-slim`, node, format: "ES module", run: "node slim.mjs $SANDBOX", wasm: "given" },
]).map((it) => ({ folder: "node", wasm: "embedded", ...it }));

const TYPESCRIPTS = ["typescript5", "typescript7"];
const MODULES = [
  { module: "node16", resolution: "node16", file: "main.mts", format: "ES module" },
  { module: "node16", resolution: "node16", file: "main.cts", format: "CommonJS" },
  { module: "nodenext", resolution: "nodenext", file: "main.mts", format: "ES module" },
  { module: "nodenext", resolution: "nodenext", file: "main.cts", format: "CommonJS" },
  { module: "esnext", resolution: "bundler", file: "main.mts", format: "ES module" },
];

const typescript = TYPESCRIPTS.flatMap((tool) =>
  MODULES.map(({ module, resolution, file, format }) => ({
    name: `${tool}-${resolution}-${file.slice(-3)}`,
    folder: "typescript",
    tools: [tool],
    format,
    wasm: "embedded",
    build: [
      `node ../node_modules/${tool}/bin/tsc --strict --target es2022 --lib es2022,dom --types node ` +
        `--module ${module} --moduleResolution ${resolution} ${file}`,
    ],
    run: `node ${file.replace("ts", "js")} $SANDBOX`,
  })),
);

const deno = [
  {
    name: "deno",
    folder: "deno",
    format: "ES module",
    wasm: "embedded",
    build: ["deno check main.ts"],
    run: "deno run --no-prompt --allow-net main.ts $SANDBOX",
  },
];

const bun = [
  { name: "bun-esm", format: "ES module", run: "bun main.mjs $SANDBOX" },
  { name: "bun-cjs", format: "CommonJS", run: "bun main.cjs $SANDBOX" },
].map((it) => ({ folder: "node", wasm: "embedded", ...it }));

const web = [
  { name: "browser", format: "ES module", open: "plain.html" },
  { name: "browser-worker", format: "ES module", open: "plain-worker.html" },
  {
    name: "vite",
    tools: ["vite"],
    format: "ES module",
    build: ["vite build --logLevel warn"],
    serve: "vite preview --host 127.0.0.1 --port $PORT --strictPort",
    open: "",
  },
  {
    name: "webpack",
    tools: ["webpack"],
    format: "script",
    build: ["webpack --mode production --entry ./main.js"],
    open: "bundled.html",
  },
].map((it) => ({ folder: "web", wasm: "embedded", ...it }));

/** @type {Consumer[]} */
export const CONSUMERS = [...node, ...typescript, ...deno, ...bun, ...web];
