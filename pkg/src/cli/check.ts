// `wibiclick check`: all that is wrong with a hooks.toml.

import type { Command } from "commander";
import { count, print, printJson } from "./output.js";
import { checked, type Contents } from "./rules.js";

const MORE = `
What is wrong is named as file:line:column, with what may have been meant; the exit code is then 1.
What is right is told by what is in it, and by the names of what its deployment needs.

  wibiclick check
  wibiclick check staging/hooks.toml --json`;

export function addCheck(program: Command): void {
  program
    .command("check")
    .summary("what is wrong with a hooks.toml")
    .description("Checks a hooks.toml as a whole: names all that is wrong with it.")
    .argument("[file]", "the file, or - for standard input", "hooks.toml")
    .option("--json", "the problems, or what is in it, as JSON")
    .addHelpText("after", MORE)
    .action(async (file: string, { json }: { json?: true }) => {
      const { contents } = await checked(file);
      if (json) printJson(contents);
      else print(described(file, contents));
    });
}

function described(file: string, { sources, rules, env }: Contents): string {
  const lines = [
    `${file} is right: ${count(sources.length, "source")}, ${count(rules.length, "rule")}`,
  ];
  for (const { name, kind, rules, secrets } of sources) {
    lines.push(
      `  /hooks/${name}  ${kind}, ${count(rules, "rule")}, secret ${secrets.join(" or ")}`,
    );
  }
  if (env.length > 0) lines.push(`  variables: ${env.join(", ")}`);
  return lines.join("\n");
}
