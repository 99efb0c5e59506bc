// What the package's types say, as one page per entry: `pkg/api/*.api.md`. It is committed, so
// that a change of what others compile against is seen, and a test compares it with what was
// built. `cargo xtask api` writes it anew.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const pkg = fileURLToPath(new URL(".", import.meta.url));

/** The report of each entry that has types, by its path below `pkg`. */
export function reports() {
  const { exports } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const reports = new Map();
  const told = new Map();
  for (const [entry, { types }] of Object.entries(exports)) {
    if (types === undefined) continue;
    const name = entry === "." ? "index" : entry.slice(2).replaceAll("/", "-");
    const path = `api/${name}.api.md`;
    reports.set(path, withoutTold(report(name, types.default ?? types), path, told));
  }
  return reports;
}

function report(name, types) {
  const folder = mkdtempSync(join(tmpdir(), "api-"));
  try {
    Extractor.invoke(config(name, types, folder), { localBuild: true, messageCallback: quietly });
    return readFileSync(join(folder, `${name}.api.md`), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only names what an earlier report has word for word: an entry may export all of another. */
function withoutTold(text, path, told) {
  const kept = [];
  const named = new Map();
  for (const part of text.split("\n\n")) {
    const [, name] = /^export .*?(\w+)(?:<|\(|:| \{| =| extends)/m.exec(part) ?? [];
    const where = told.get(part);
    if (name === undefined || where === undefined) kept.push(part);
    else named.set(where, [...(named.get(where) ?? []), name]);
    if (name !== undefined && where === undefined) told.set(part, path);
  }
  for (const [where, names] of named) {
    kept.splice(-1, 0, `// As ${basename(where)} has them:\n//   ${names.join("\n//   ")}`);
  }
  return kept.join("\n\n");
}

function config(name, types, folder) {
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
  };
  const silent = { default: { logLevel: "none" } };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: pkg,
      mainEntryPointFilePath: join(pkg, types),
      compiler: { overrideTsconfig: { compilerOptions, files: [join(pkg, types)] } },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: folder,
        reportTempFolder: join(folder, "temp"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          ...silent,
          "ae-forgotten-export": { logLevel: "warning", addToApiReportFile: true },
        },
        tsdocMessageReporting: silent,
      },
    },
    configObjectFullPath: join(pkg, "api.mjs"),
    packageJsonFullPath: join(pkg, "package.json"),
  });
}

/** Leaves only mistakes to be printed: that a report was written is no news. */
function quietly(message) {
  if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of reports()) {
    writeFileSync(join(pkg, path), text);
    console.log(`wrote pkg/${path}`);
  }
}
