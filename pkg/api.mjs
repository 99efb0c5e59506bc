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
  const entries = Object.entries(exports).filter(([, conditions]) => conditions.types);
  return new Map(entries.map(([entry, { types }]) => report(entry, types)));
}

function report(entry, types) {
  const name = entry === "." ? "index" : entry.slice(2).replaceAll("/", "-");
  const folder = mkdtempSync(join(tmpdir(), "api-"));
  try {
    Extractor.invoke(config(name, types, folder), { localBuild: true, messageCallback: quietly });
    const text = readFileSync(join(folder, `${name}.api.md`), "utf8");
    return [`api/${name}.api.md`, text];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
