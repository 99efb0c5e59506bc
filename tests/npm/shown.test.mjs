// The programs that the documentation shows, and the examples of the methods: each compiles
// against the packed package.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { installed, root } from "./install.mjs";

const PAGES = [
  "README.md",
  "pkg/README.md",
  "docs/client.md",
  "docs/from-n8n.md",
  "docs/javascript.md",
  "docs/webhooks-js.md",
];

// What a program has already that is shown in part, and the variables that are set for it.
const GIVEN = `
declare namespace NodeJS {
  interface ProcessEnv {
    CLERK_WEBHOOK_SECRET: string;
  }
}
declare module "*.toml" {
  const text: string;
  export default text;
}
declare const apiKey: string;
declare const bytes: Uint8Array<ArrayBuffer>;
declare const items: { userId: string; websiteId: string }[];
declare const request: import("wibiclick/webhooks").WebhookRequest;
declare const secret: string;
declare const users: string[];
declare const wibi: import("wibiclick").WibiClick;
declare function disconnect(subject: import("wibiclick/webhooks").Subject | null): Promise<void>;
`;

let folder;

before(() => {
  ({ folder } = installed("shown"));
  writeFileSync(join(folder, "given.d.ts"), GIVEN);
});

for (const page of PAGES) {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^```(js|ts)\n([^]*?)^```$/gm)];
  const programs = blocks.map(([, language, code], at) => ({
    name: `${page.replaceAll(/\W/g, "-")}-${at + 1}.m${language}`,
    code,
  }));

  test(`${page} shows programs that compile`, () => {
    assert.ok(programs.length > 0);
    for (const { name, code } of programs) writeFileSync(join(folder, name), code);
    compile(programs.map(({ name }) => name));
  });
}

test("the examples of the methods compile", () => {
  const types = readFileSync(join(folder, "node_modules/wibiclick/dist/actions.d.ts"), "utf8");
  const examples = types.matchAll(/^ *\* ```ts\n([^]*?)^ *\* ```$/gm);
  const programs = [...examples].map(([, code]) => `{\n${code.replaceAll(/^ *\* ?/gm, "")}}\n`);
  assert.ok(programs.length > 150, `${programs.length} examples`);
  writeFileSync(join(folder, "examples.mts"), `${programs.join("")}export {};\n`);
  compile(["examples.mts"]);
});

function compile(files) {
  const tsc = join(root, "node_modules/.bin/tsc");
  const how = ["--strict", "--noImplicitAny", "false", "--noEmit", "--allowJs", "--checkJs"];
  const where = ["--target", "es2022", "--module", "nodenext", "--types", "node"];
  const result = spawnSync(tsc, [...how, ...where, "given.d.ts", ...files], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(result.status, 0, result.stdout + result.stderr);
}
