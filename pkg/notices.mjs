// Writes `THIRD-PARTY-LICENSES`: what the package contains of others, and on which terms.
//
//   node notices.mjs
//
// The wasm files contain crates: cargo tells which. The scripts contain npm packages: source maps
// tell which, and for the dashboard the list that its bundler has left.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (...path) => readFileSync(join(root, ...path), "utf8");
const WASM = "wasm32-unknown-unknown";

const HEAD = `This package contains, besides its own code, parts of the following.
Where terms can be chosen, they are taken under the MIT licence.
`;

/** The terms of the MIT licence, for those who name it and have no file of it. */
const MIT = /Permission is hereby granted[^]*/.exec(read("LICENSE-MIT"))[0];

/** What is part of every wasm and of no list. */
const STANDARD_LIBRARY = {
  name: "the Rust standard library",
  version: /channel = "(.*)"/.exec(read("rust-toolchain.toml"))[1],
  terms: `Copyright (c) The Rust Project Contributors\n\n${MIT}`,
};

/** The crates in the wasm files. */
function crates() {
  const listed = ["metadata", "--format-version=1", "--locked", `--filter-platform=${WASM}`];
  const { packages } = JSON.parse(cargo(listed));
  const isBuiltToWasm = ({ targets }) =>
    targets.some(({ crate_types: [type] }) => type === "cdylib");
  const wasms = packages.filter((it) => it.source === null && isBuiltToWasm(it));
  // Not the macros, which are gone once they have run.
  const linked = wasms.flatMap(({ name }) =>
    cargo(["tree", `--package=${name}`, `--target=${WASM}`, "--locked", ...TREE]).split("\n"),
  );
  return packages
    .filter(({ source, name, version }) => source && linked.includes(`${name} v${version}`))
    .map(({ name, version, license, authors, manifest_path }) => {
      const whose = authors.length > 0 ? authors.join(", ") : `the authors of ${name}`;
      return { name, version, terms: terms(dirname(manifest_path), name, license, whose) };
    });
}

const TREE = ["--edges=normal,no-proc-macro", "--prefix=none", "--format={p}"];

function cargo(args) {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 };
  return execFileSync(env.CARGO ?? "cargo", args, options);
}

/** The npm packages in the scripts. */
function npmPackages() {
  const maps = readdirSync(join(root, "pkg/dist"), { recursive: true })
    .filter((name) => name.endsWith(".map"))
    .flatMap((name) => JSON.parse(read("pkg/dist", name)).sources);
  const dashboard = JSON.parse(read("worker/build/dashboard.inputs.json"));
  const folders = [...maps, ...dashboard].map((path) => FOLDER.exec(path)?.[1]);
  return [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .map((name) => {
      const folder = [root, join(root, "worker/dashboard")]
        .map((project) => join(project, "node_modules", name))
        .find((folder) => existsSync(folder));
      const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json")));
      const whose = author?.name ?? author ?? `the authors of ${name}`;
      return { name, version, terms: terms(folder, name, license, whose) };
    });
}

const FOLDER = /node_modules\/((?:@[^/]+\/)?[^/]+)/;

/** The licence texts in a folder: without those that need not be chosen. */
function terms(folder, name, licence, whose) {
  const all = readdirSync(folder, { withFileTypes: true })
    .filter((it) => it.isFile() && /^(un)?licen[cs]e|^copying|^notice/i.test(it.name))
    .map((it) => it.name)
    .sort();
  const hasMit = all.some((file) => /mit/i.test(file));
  const chosen = all.filter((file) => !(hasMit && /apache|unlicense|copying/i.test(file)));
  if (chosen.length > 0) {
    return chosen.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  }
  if (/\bMIT\b/.test(licence)) return `Copyright (c) ${whose}\n\n${MIT}`;
  throw new Error(`${name} has no licence file, and is not under MIT but ${licence}`);
}

/** The examples of payloads that come from others' repositories, as their list says. */
function payloads() {
  const listed = read("worker/dashboard/src/samples.ts").matchAll(/"([^"\s]+), MIT"/g);
  return [...new Set([...listed].map(([, name]) => name))].map((name) => ({
    name,
    version: "(examples of payloads)",
    terms: `Copyright (c) the authors of ${name}\n\n${MIT}`,
  }));
}

const byTerms = new Map();
const parts = [STANDARD_LIBRARY, ...crates(), ...npmPackages(), ...payloads()];
for (const { name, version, terms } of parts) {
  const text = terms.replaceAll("\r\n", "\n").trim();
  byTerms.set(text, [...(byTerms.get(text) ?? []), `${name} ${version}`]);
}
const sections = [...byTerms].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
const line = `\n${"-".repeat(72)}\n\n`;
writeFileSync(join(root, "pkg/THIRD-PARTY-LICENSES"), [HEAD, ...sections].join(line));
