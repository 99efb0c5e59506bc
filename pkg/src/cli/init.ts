// `wibiclick init`: a folder from which a Worker is deployed.

import { cp, mkdir, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { Failure } from "./failure.js";
import { print, printJson } from "./output.js";

const TEMPLATE = fileURLToPath(new URL("../../template", import.meta.url));

/** Files that npm would not pack under their own names. */
const RENAMED: Record<string, string> = { gitignore: ".gitignore" };

const MORE = `
No file that is there is overwritten. What it needs is in its README.md, and npm installs it.

  wibiclick init hooks && cd hooks && npm install && npx wibiclick check`;

export function addInit(program: Command): void {
  program
    .command("init")
    .summary("a folder from which a Worker is deployed")
    .description(
      "Makes a folder with what a Worker needs: wrangler.toml, hooks.toml, package.json.",
    )
    .argument("[folder]", "made if it is not there", ".")
    .option("--json", "the files as JSON")
    .addHelpText("after", MORE)
    .action(async (folder: string, { json }: { json?: true }) => {
      const names = await readdir(TEMPLATE);
      const files = names.map((name) => ({ name, becomes: RENAMED[name] ?? name }));
      await mkdir(folder, { recursive: true });
      const there = await readdir(folder);
      const taken = files.filter(({ becomes }) => there.includes(becomes));
      if (taken.length > 0) {
        const list = taken.map(({ becomes }) => becomes).join(", ");
        throw new Failure(`${resolve(folder)} has ${list} already; nothing was written`);
      }
      for (const { name, becomes } of files) {
        const to = join(folder, becomes);
        await cp(join(TEMPLATE, name), to, { recursive: true, errorOnExist: true, force: false });
      }
      const made = files.map(({ becomes }) => becomes).sort();
      if (json) printJson({ folder: resolve(folder), files: made });
      else print(told(folder, made));
    });
}

function told(folder: string, files: readonly string[]): string {
  const enter = resolve(folder) === process.cwd() ? [] : [`cd ${folder}`];
  const secrets = "cp .dev.vars.example .dev.vars    # and fill it in";
  const next = [...enter, "npm install", "npx wibiclick check", secrets, "npm run dev"];
  return `${basename(resolve(folder))} has ${files.join(", ")}\n\nnext:\n  ${next.join("\n  ")}`;
}
