// `wibiclick catalogue`: which actions there are, and what they take.

import type { Command } from "commander";
import { type CatalogueEntry, type CatalogueParam, WibiClick } from "wibiclick";
import { Failure } from "./failure.js";
import { indented, note, print, printJson, table } from "./output.js";
import texts from "./texts.json";

/** What is said of an action; the client alone has no texts. */
interface Text {
  title: string;
  text: string;
  /** The name of the record that it answers with. */
  reply: string;
  /** By name; of a field by its path: `items.price`. */
  params: Record<string, string>;
}

/** What is said of a record. */
interface RecordText {
  text: string;
  fields: Record<string, string>;
}

const { actions: ACTIONS, records: RECORDS } = JSON.parse(texts) as {
  actions: Record<string, Text>;
  records: Record<string, RecordText>;
};

const MORE = `
All words must be there, in the id, the title or the description. How sure the catalogue is of an
action is its evidence: documented, observed in the product's own front end, or guessed.

  wibiclick catalogue                        all actions
  wibiclick catalogue disconnect website     those with both words
  wibiclick catalogue user.getMany           one, with its params and its reply`;

export function addCatalogue(program: Command): void {
  program
    .command("catalogue")
    .alias("catalog")
    .summary("search the actions, or show one")
    .description("Searches the actions by words, or shows one by its id.")
    .argument("[words...]", "words, or the id of an action")
    .option("--json", "as JSON")
    .addHelpText("after", MORE)
    .action((words: string[], { json }: { json?: true }) => {
      const all = new WibiClick().catalogue();
      const [id] = words;
      const exact = words.length === 1 ? all.find((action) => action.id === id) : undefined;
      if (exact !== undefined) {
        if (json) printJson(withTexts(exact));
        else print(described(exact));
        return;
      }
      const found = all.filter((action) => words.every((word) => says(action, word)));
      if (found.length === 0) throw new Failure(`no action has all of these: ${words.join(" ")}`);
      if (json) printJson(found.map(withTexts));
      else list(found, all.length);
    });
}

function says({ id }: CatalogueEntry, word: string): boolean {
  const { title, text } = textOf(id);
  return `${id} ${title} ${text}`.toLowerCase().includes(word.toLowerCase());
}

function list(found: CatalogueEntry[], all: number): void {
  const rows = found.map(({ id, evidence, destructive }) => [
    id,
    evidence,
    textOf(id).text + (destructive ? " Destructive." : ""),
  ]);
  print(table(rows));
  note(`${found.length} of ${all} actions; \`wibiclick catalogue <id>\` shows one`);
}

function withTexts(action: CatalogueEntry) {
  const { title, text, reply: record, params: of } = textOf(action.id);
  const params = action.params.map((param) => ({ ...param, text: of[param.name] }));
  return { ...action, title, text, params, record };
}

function described(action: CatalogueEntry): string {
  const { id, method, path, evidence, destructive, params } = action;
  const { title, text, params: of } = textOf(id);
  const lines = [`${id}: ${title}`, "", text, ""];
  lines.push(`${method} ${path}, ${evidence}${destructive ? ", destructive" : ""}`, "");
  const rows = params.flatMap((param) => rowsOf(param, param.name, of));
  lines.push(params.length === 0 ? "takes no params" : `takes\n${indented(table(rows))}`, "");
  lines.push(replyOf(action));
  return lines.join("\n");
}

/** A param, and below it the fields of its records. */
function rowsOf(param: CatalogueParam, path: string, of: Text["params"]): string[][] {
  const row = [path, param.type, neededOf(param), (of[path] ?? "") + valuesOf(param)];
  const fields = param.fields ?? [];
  return [row, ...fields.flatMap((field) => rowsOf(field, `${path}.${field.name}`, of))];
}

function neededOf({ name, required }: CatalogueParam): string {
  if (!required) return "optional";
  return name === "websiteId" ? "required, or --website" : "required";
}

function valuesOf({ values }: CatalogueParam): string {
  return values === undefined ? "" : ` Known values: ${values.map((it) => it || '""').join(", ")}.`;
}

function replyOf({ id, reply, list }: CatalogueEntry): string {
  if (reply === "file") return "answers with a file";
  const record = RECORDS[textOf(id).reply];
  if (record === undefined) return "answers with something that was not seen yet";
  const fields = Object.entries(record.fields);
  const under = list === undefined ? "" : `, the list under ${list}`;
  return `answers with ${textOf(id).reply}${under}\n${indented(table(fields))}`;
}

function textOf(id: string): Text {
  return ACTIONS[id] ?? { title: "", text: "", reply: "", params: {} };
}
