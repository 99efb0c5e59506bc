// The npm package as a stranger gets it: packed, and installed from the tarball into
// an empty project.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const npm = (args, cwd) => execFileSync("npm", args, { cwd, encoding: "utf8" });

/** Packs the package into a folder; what npm says of the tarball. */
export function packed(folder) {
  const pack = ["pack", "--json", "--pack-destination", folder];
  const [tarball] = JSON.parse(npm(pack, join(root, "pkg")));
  return tarball;
}

/** The project's folder, and the names of what was packed. */
export function installed(project) {
  const folder = join(root, "target/stage", project);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { filename, files } = packed(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const install = ["install", "--no-audit", "--no-fund", "--offline", `./${filename}`];
  npm(install, folder);
  return { folder, files: files.map(({ path }) => path).sort() };
}
