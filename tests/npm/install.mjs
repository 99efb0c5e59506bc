// The npm package as a stranger gets it: packed, and installed from the tarball into
// an empty project.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The project's folder, and the names of what was packed. */
export function installed(project) {
  const folder = join(root, "target/stage", project);
  const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8" });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(run("npm", pack, join(root, "pkg")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const install = ["install", "--no-audit", "--no-fund", "--offline", `./${packed.filename}`];
  run("npm", install, folder);
  return { folder, files: packed.files.map(({ path }) => path).sort() };
}
