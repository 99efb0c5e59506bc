// `wibiclick dry-run`: what a payload would lead to, without anything being called.

import type { Command } from "commander";
import { Misuse } from "./failure.js";
import { bytesOf, collected, headersOf, pair } from "./input.js";
import { indented, note, print, printJson } from "./output.js";
import {
  checked,
  dryRun,
  type PlannedRule,
  type PlannedStep,
  type Rehearsal,
  type RehearsedEvent,
} from "./rules.js";

interface Options {
  source?: string;
  hooks: string;
  header?: string[];
  env?: string[];
  json?: true;
}

const MORE = `
Nothing is verified, stored or called: a payload needs no signature here. Some kinds say in a header
what happened (x-github-event, x-shopify-topic): give it with --header. What depends on the reply to
an earlier call is only known when that is made, and is told as such.

  wibiclick dry-run --source okta left.json
  wibiclick dry-run --source github --header 'x-github-event: organization' removed.json
  curl -s https://example.com/sample.json | wibiclick dry-run --source clerk -`;

export function addDryRun(program: Command): void {
  program
    .command("dry-run")
    .summary("what a payload would lead to")
    .description("Shows the events that a payload is, and what the rules would do about each.")
    .argument("<payload>", "a file with the body of a request, or - for standard input")
    .option(
      "--source <name>",
      "the source of the hooks.toml that it came to; may be left out of one",
    )
    .option("--hooks <file>", "the hooks.toml", "hooks.toml")
    .option("--header <name: value>", "a header of the request; may be repeated", collected)
    .option("--env <name=value>", "what templates read as env.name; may be repeated", collected)
    .option("--json", "as JSON")
    .addHelpText("after", MORE)
    .action(async (payload: string, options: Options) => {
      const { text, contents } = await checked(options.hooks);
      const names = contents.sources.map(({ name }) => name);
      const source = options.source ?? (names.length === 1 ? names[0] : undefined);
      if (source === undefined) {
        throw new Misuse(`--source is needed; ${options.hooks} has ${names.join(", ") || "none"}`);
      }
      const env = Object.fromEntries((options.env ?? []).map((it) => pair(it, "=", "--env")));
      const missing = contents.env.filter((name) => !Object.hasOwn(env, name));
      for (const name of missing) note(`env.${name} is not given: --env ${name}=…`);
      const headers = headersOf(options.header);
      const body = await bytesOf(payload, "the payload");
      const rehearsal = dryRun(text, source, headers, body, env);
      if (options.json) printJson(rehearsal);
      else print(described(rehearsal));
    });
}

function described({ events }: Rehearsal): string {
  if (events.length === 0) return "no events: there is nothing to be done";
  const all = events.map(({ event, plan }) => {
    const rules = plan.map(describedRule);
    if (rules.length === 0) rules.push("no rule wants it: it is answered, and ignored");
    return [describedEvent(event), ...rules.map((rule) => indented(rule))].join("\n");
  });
  return all.join("\n\n");
}

function describedEvent({ type, signal, id, occurredAt, effectiveAt, subject }: RehearsedEvent) {
  const who = Object.entries(subject ?? {}).filter(([, value]) => value !== null);
  const facts = [
    `event ${type}${signal === null ? "" : `, ${signal}`}`,
    ...(who.length > 0
      ? [`about ${who.map(([name, value]) => `${name} ${value}`).join(", ")}`]
      : []),
    ...(occurredAt === null ? [] : [`happened ${occurredAt}`]),
    ...(effectiveAt === null ? [] : [`takes effect ${effectiveAt}`]),
    ...(id === null ? [] : [`id ${id}`]),
  ];
  return facts.join("\n  ");
}

function describedRule({ rule, matches, at, brake, steps, error }: PlannedRule): string {
  const when = !matches ? "does not match" : at === null ? "at once" : `at ${at}`;
  const braked = brake === null ? "" : `, at most ${brake} destructive calls an hour`;
  const lines = [`rule "${rule}": ${error === null || matches ? when + braked : "cannot be told"}`];
  if (error !== null) lines.push(indented(`error: ${error}`));
  return [...lines, ...steps.map((step) => indented(describedStep(step)))].join("\n");
}

function describedStep({ step, action, destructive, calls, waitsFor, error }: PlannedStep): string {
  const name = `${step}: ${action}${destructive ? " (destructive)" : ""}`;
  if (error !== undefined) return `${name}\n  error: ${error}`;
  if (waitsFor !== undefined) return `${name}\n  once the reply to ${waitsFor.join(", ")} is there`;
  if (calls === undefined || calls.length === 0) return `${name}\n  no call`;
  return [name, ...calls.map(({ params }) => `  ${JSON.stringify(params)}`)].join("\n");
}
