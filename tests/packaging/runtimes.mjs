// The table in docs/runtimes.md, which follows from what ran.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { manifest } from "./stage.mjs";

const file = new URL("../../docs/runtimes.md", import.meta.url);
const HEADINGS = ["consumer", "runs in", "made by", "module", "WebAssembly", ""];
const BEGIN =
  "<!-- What ran in `cargo xtask test packaging`; `RUNTIMES=1` before it rewrites this. -->\n";
const END = "<!-- As far as here. -->\n";

/** What is said of a consumer that ran. */
export function row({ name, tools, format, wasm, shows }, runtimes) {
  const versions = runtimes.map((it) => (it === "workerd" ? named("workerd") : it));
  return [name, versions.join(", "), tools.map(named).join(", "), format, wasm, shows];
}

function named(tool) {
  const { name, version } = manifest(tool);
  return `${name} ${version}`;
}

/** Holds the table against what ran, or rewrites it. */
export function compare(rows) {
  const lines = [HEADINGS, HEADINGS.map(() => "---"), ...rows];
  const table = lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
  const text = readFileSync(file, "utf8");
  const [before, rest = ""] = text.split(BEGIN);
  const [is, after] = rest.split(END);
  assert.ok(after !== undefined, `docs/runtimes.md lacks a line of these:\n${BEGIN}${END}`);
  if (process.env.RUNTIMES) writeFileSync(file, before + BEGIN + table + END + after);
  else assert.equal(is, table, "run `RUNTIMES=1 cargo xtask test packaging`, and look at the diff");
}
