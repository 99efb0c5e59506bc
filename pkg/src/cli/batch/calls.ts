// Calls out of rows, and whether all of them are right.

import { type CatalogueEntry, WibiClickError } from "wibiclick";
import { actionOf, type Api, needKey } from "../api.js";
import { Failure, Misuse } from "../failure.js";
import { pair } from "../input.js";
import { count, note } from "../output.js";
import { parsed, typed } from "../params.js";
import type { BatchOptions } from "./options.js";
import type { Results } from "./results.js";
import type { Row } from "./rows.js";

/** A row as a call. */
export interface Call {
  line: number;
  action: CatalogueEntry;
  params: Record<string, unknown>;
}

/** Makes calls of rows. */
export class CallReader {
  readonly #api: Api;
  readonly #byId: Map<string, CatalogueEntry>;
  readonly #action: CatalogueEntry | undefined;
  readonly #paramOf: Map<string, string>;

  constructor(api: Api, { action, map = [] }: BatchOptions) {
    this.#api = api;
    this.#byId = new Map(api.client.catalogue().map((it) => [it.id, it]));
    this.#action = action === undefined ? undefined : actionOf(api.client, action);
    this.#paramOf = new Map(map.map((it) => pair(it, "=", "--map")));
  }

  async call({ line, content }: Row): Promise<Call> {
    if (typeof content === "string") return { line, ...this.#ofJson(content) };
    const action = this.#action;
    if (action === undefined) throw new Misuse("--action is needed: a row of CSV has only params");
    const texts: [string, string][] = [];
    for (const [column, text] of Object.entries(content)) {
      const name = this.#paramOf.get(column) ?? column;
      if (name !== "" && text !== "") texts.push([name, text]);
    }
    return { line, action, params: await typed(action, texts) };
  }

  #ofJson(text: string): Omit<Call, "line"> {
    const object = parsed(text, "the line");
    if (this.#action !== undefined) return { action: this.#action, params: object };
    const { action: id, params = {}, ...others } = object;
    if (typeof id !== "string" || !isObject(params) || Object.keys(others).length > 0) {
      throw new Misuse('expected {"action": id, "params": {…}}; or --action, and params alone');
    }
    return { action: this.#byId.get(id) ?? actionOf(this.#api.client, id), params };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is known of a file once all of it is found right. */
export interface Checked {
  total: number;
  /** The destructive actions in it, and how often each is called. */
  destructive: { action: CatalogueEntry; times: number }[];
}

/** How many problems are told; a file of the wrong kind has one in every row. */
const MOST_PROBLEMS = 20;

/** Checks every row; a failure with all that is wrong. What would be sent is a result of a dry run. */
export async function checked(
  api: Api,
  rows: AsyncIterable<Row>,
  reader: CallReader,
  dry: Results | undefined,
): Promise<Checked> {
  const problems: { line: number; message: string }[] = [];
  const warnings = new Map<string, { line: number; more: number }>();
  const destructive = new Map<string, { action: CatalogueEntry; times: number }>();
  let total = 0;
  for await (const row of rows) {
    const { line } = row;
    total++;
    try {
      const { action, params } = await reader.call(row);
      if (!dry) needKey(api, action);
      const preview = api.client.preview(action.id as string, params);
      await dry?.add({ line, preview });
      for (const { message } of preview.warnings) {
        const known = warnings.get(message);
        if (known) known.more++;
        else warnings.set(message, { line, more: 0 });
      }
      if (action.destructive) {
        const known = destructive.get(action.id) ?? { action, times: 0 };
        known.times++;
        destructive.set(action.id, known);
      }
    } catch (error) {
      const isOfRow =
        error instanceof WibiClickError || error instanceof Misuse || error instanceof Failure;
      if (!isOfRow) throw error;
      problems.push({ line, message: error.message });
    }
  }
  for (const [message, { line, more }] of warnings) {
    note(`line ${line}${more > 0 ? ` and ${count(more, "more row")}` : ""}: warning: ${message}`);
  }
  if (problems.length > 0) throw wrong(problems);
  if (total === 0) throw new Failure("there is no row in it");
  return { total, destructive: [...destructive.values()] };
}

function wrong(problems: { line: number; message: string }[]): Failure {
  for (const { line, message } of problems.slice(0, MOST_PROBLEMS))
    note(`line ${line}: ${message}`);
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) note(`and ${count(more, "more row")}`);
  return new Failure(`${count(problems.length, "row")} wrong; nothing was sent`, { problems });
}
