// What the rules know, through the wasm that only this program has.

import { readFileSync } from "node:fs";
import { check as checkText, dryRun as dryRunText, initSync } from "../../wasm/rules.js";
import { Failure } from "./failure.js";
import { textOf } from "./input.js";
import { count, note } from "./output.js";

/** One thing that is wrong with a hooks.toml. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  suggestion: string | null;
}

/** What is in a hooks.toml, where nothing is wrong with it. */
export interface Contents {
  problems: [];
  sources: { name: string; kind: string; secrets: string[]; rules: number }[];
  rules: { name: string; brake: number | null }[];
  env: string[];
}

/** What a payload would lead to. */
export interface Rehearsal {
  events: { event: RehearsedEvent; plan: PlannedRule[] }[];
}

/** An event, of which nobody has shown that it is genuine. */
export interface RehearsedEvent {
  id: string | null;
  type: string;
  signal: string | null;
  occurredAt: string | null;
  effectiveAt: string | null;
  subject: { email?: string; id?: string; login?: string; name?: string } | null;
  data: unknown;
}

/** A rule that wants the event. */
export interface PlannedRule {
  rule: string;
  matches: boolean;
  at: string | null;
  brake: number | null;
  steps: PlannedStep[];
  error: string | null;
}

/** A step of it: what it calls, for whose replies it waits, or why it cannot be. */
export interface PlannedStep {
  step: string;
  action: string;
  destructive: boolean;
  calls?: { key: string; params: Record<string, unknown> }[];
  waitsFor?: string[];
  error?: string;
}

let isReady = false;

function ready(): void {
  if (isReady) return;
  initSync({ module: readFileSync(new URL("../../wasm/rules_bg.wasm", import.meta.url)) });
  isReady = true;
}

/** All that is wrong with a hooks.toml, or what is in it. */
export function check(hooks: string): Contents | { problems: Problem[] } {
  ready();
  return JSON.parse(checkText(hooks)) as Contents | { problems: Problem[] };
}

/** What is in a hooks.toml; all that is wrong is told as compilers tell it, and is a failure. */
export async function checked(path: string): Promise<{ text: string; contents: Contents }> {
  const text = await textOf(path, path);
  const found = check(text);
  if ("sources" in found) return { text, contents: found };
  const { problems } = found;
  for (const { line, column, message, suggestion } of problems) {
    const meant = suggestion === null ? "" : `; did you mean \`${suggestion}\`?`;
    note(`${path}:${line}:${column}: ${message}${meant}`);
  }
  throw new Failure(`${path} has ${count(problems.length, "problem")}`, { problems });
}

/** What a payload would lead to, if it came to a source. */
export function dryRun(
  hooks: string,
  source: string,
  headers: readonly (readonly [string, string])[],
  payload: Uint8Array,
  env: Record<string, string>,
): Rehearsal {
  ready();
  const lines = headers.map(([name, value]) => `${name}:${value}`).join("\n");
  try {
    return JSON.parse(dryRunText(hooks, source, lines, payload, JSON.stringify(env))) as Rehearsal;
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    throw new Failure((JSON.parse(thrown) as { message: string }).message);
  }
}
