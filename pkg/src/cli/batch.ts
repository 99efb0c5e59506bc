// `wibiclick batch`: an action for each row of a file.

import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type CatalogueEntry, WibiClickError } from "../index.js";
import {
  actionOf,
  type Api,
  type ApiOptions,
  apiOf,
  needKey,
  noteRefusal,
  withApi,
} from "./api.js";
import { permitted } from "./call.js";
import { EXIT, Failure, fieldsOf, Misuse } from "./failure.js";
import { collected, pair, STDIN, takeStdin } from "./input.js";
import { count, note } from "./output.js";
import { parsed, typed } from "./params.js";
import { Progress } from "./progress.js";
import { type Format, type Row, rowsOf } from "./rows.js";

interface Options extends ApiOptions {
  action?: string;
  format?: Format;
  map?: string[];
  concurrency: number;
  continueOnFail?: true;
  from: number;
  dryRun?: true;
  output?: string;
  yes?: true;
  json?: true;
}

/** A row as a call. */
interface Call {
  line: number;
  action: CatalogueEntry;
  params: Record<string, unknown>;
}

const MORE = `
CSV has a line of column names first: they are the params, or become them with --map; an empty field is
a param that is left out. A line of NDJSON is the params as an object or, without --action, an object
{"action": id, "params": {…}}. What \`wibiclick call --help\` says of params is true here, too.

All rows are checked before the first is sent. A call that fails ends the batch, unless it is to
continue: no other is begun, those under way are waited for. So does Ctrl-C; a second one breaks off
those under way, of which nobody then knows whether they were carried out. At the end it is said
with which line to go on (--from).

A result is a line of JSON: {"line": 2, "success": true, "reply": …} or {"line": 3, "success": false,
"error": {"kind": …, "message": …}}, in the order in which they come.

  wibiclick batch leavers.csv --action user.disconnectFromWebsite --dry-run
  wibiclick batch leavers.csv --action user.disconnectFromWebsite --map id=userId --website site_1
  wibiclick batch calls.ndjson --continue-on-fail --output results.ndjson`;

export function addBatch(program: Command): void {
  const command = program
    .command("batch")
    .summary("carry out an action for each row of a file")
    .description("Carries out an action for each row of a CSV or NDJSON file.")
    .argument("<file>", "a .csv or .ndjson file, or - for standard input")
    .option("--action <id>", "the action of every row")
    .addOption(
      new Option("--format <format>", "of what the file's name does not tell").choices([
        "csv",
        "ndjson",
      ]),
    )
    .option("--map <column=param>", "a column's param; none leaves it out", collected)
    .option("--concurrency <n>", "how many calls are under way at once", upTo(64), 8)
    .option("--continue-on-fail", "go on when a call has failed")
    .option("--from <line>", "begin with the row on this line", upTo(Number.MAX_SAFE_INTEGER), 1)
    .option("--dry-run", "check all rows, and send nothing")
    .option("--output <file>", "where the results go; continued with --from")
    .option("-y, --yes", "carry a destructive action out without asking")
    .option("--json", "the results on standard output")
    .addHelpText("after", MORE);
  withApi(command).action(batch);
}

async function batch(path: string, options: Options): Promise<void> {
  const api = await apiOf(options);
  const file = await FileOfRows.at(path, options);
  const reader = new Reader(api, options);
  const { total, destructive } = await checked(file, reader, options);
  if (options.dryRun) {
    note(`${count(total, "row")} right; nothing was sent`);
    return;
  }
  for (const { action, times } of destructive) {
    await permitted(
      `\`${action.id}\` is destructive, and called ${times} times`,
      api,
      action,
      options.yes,
    );
  }
  const results = await Results.to(options);
  try {
    await new Run(api, reader, results, options, total).all(file.rows());
  } finally {
    await results.close();
  }
}

/** What can be read more than once: to be checked, and to be carried out. */
class FileOfRows {
  readonly #input: () => Readable;
  readonly #format: Format;

  private constructor(input: () => Readable, format: Format) {
    this.#input = input;
    this.#format = format;
  }

  static async at(path: string, options: Options): Promise<FileOfRows> {
    const format = options.format ?? formatOf(path);
    if (path !== STDIN) return new FileOfRows(() => createReadStream(path), format);
    const bytes = await bounded(takeStdin("the rows"));
    return new FileOfRows(() => Readable.from([bytes], { objectMode: false }), format);
  }

  async *rows(): AsyncGenerator<Row, void, undefined> {
    try {
      yield* rowsOf(this.#input(), this.#format);
    } catch (error) {
      if (!(error instanceof Error && "syscall" in error)) throw error;
      throw new Failure(`the file cannot be read: ${error.message}`);
    }
  }
}

function formatOf(path: string): Format {
  const extension = extname(path).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".ndjson" || extension === ".jsonl") return "ndjson";
  throw new Misuse("the file's name does not tell how it is written: --format csv or ndjson");
}

const MOST_OF_STDIN = 64 * 1024 * 1024;

/** Standard input is read once, and kept in memory. */
async function bounded(input: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_OF_STDIN) {
      throw new Failure("standard input is larger than 64 MiB: write it to a file, and give that");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Makes calls of rows. */
class Reader {
  readonly #api: Api;
  readonly #byId: Map<string, CatalogueEntry>;
  readonly #action: CatalogueEntry | undefined;
  readonly #paramOf: Map<string, string>;

  constructor(api: Api, { action, map = [] }: Options) {
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
interface Checked {
  total: number;
  /** The destructive actions in it, and how often each is called. */
  destructive: { action: CatalogueEntry; times: number }[];
}

/** How many problems are told; a file of the wrong kind has one in every row. */
const MOST_PROBLEMS = 20;

async function checked(file: FileOfRows, reader: Reader, options: Options): Promise<Checked> {
  const api = await apiOf(options);
  const problems: { line: number; message: string }[] = [];
  const destructive = new Map<string, { action: CatalogueEntry; times: number }>();
  let total = 0;
  for await (const row of file.rows()) {
    const { line } = row;
    if (line < options.from) continue;
    total++;
    try {
      const { action, params } = await reader.call(row);
      if (!options.dryRun) needKey(api, action);
      const { warnings } = api.client.preview(action.id as string, params);
      for (const { message } of warnings) note(`line ${line}: warning: ${message}`);
      if (action.destructive) {
        const known = destructive.get(action.id) ?? { action, times: 0 };
        known.times++;
        destructive.set(action.id, known);
      }
    } catch (error) {
      if (!(error instanceof WibiClickError || error instanceof Misuse)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  if (problems.length > 0) throw wrong(problems);
  if (total === 0) throw new Failure("there is no row in it");
  return { total, destructive: [...destructive.values()] };
}

function wrong(problems: { line: number; message: string }[]): Failure {
  const lines = problems.map(({ line, message }) => `line ${line}: ${message}`);
  const more = lines.splice(MOST_PROBLEMS).length;
  if (more > 0) lines.push(`and ${count(more, "more row")}`);
  const all = [`${count(problems.length, "row")} wrong; nothing was sent`, ...lines].join("\n");
  return new Failure(all, { problems });
}

/** Where results go: a file, standard output, or nowhere. */
class Results {
  readonly #file: FileHandle | undefined;
  readonly #print: boolean;

  private constructor(file: FileHandle | undefined, print: boolean) {
    this.#file = file;
    this.#print = print;
  }

  static async to({ output, from, json }: Options): Promise<Results> {
    if (output === undefined) return new Results(undefined, json === true);
    try {
      return new Results(await open(output, from > 1 ? "a" : "wx"), json === true);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") throw new Failure(`the results cannot be written: ${message}`);
      throw new Misuse(`${output} is there already; it is only continued with --from`);
    }
  }

  async add(result: Record<string, unknown>): Promise<void> {
    const line = `${JSON.stringify(result)}\n`;
    await this.#file?.appendFile(line);
    if (this.#print) process.stdout.write(line);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

/** Carries a file out. The client's own batch would want all calls and all replies in memory. */
class Run {
  readonly #api: Api;
  readonly #reader: Reader;
  readonly #results: Results;
  readonly #options: Options;
  readonly #progress: Progress;
  readonly #breakOff = new AbortController();
  /** Why no other call is begun. */
  #stopped: "failed" | "interrupted" | undefined;
  /** What has nothing to do with a call: the results cannot be written. */
  #broken: { error: unknown } | undefined;

  constructor(api: Api, reader: Reader, results: Results, options: Options, total: number) {
    this.#api = api;
    this.#reader = reader;
    this.#results = results;
    this.#options = options;
    this.#progress = new Progress(total);
  }

  async all(rows: AsyncGenerator<Row, void, undefined>): Promise<void> {
    const interrupt = () => this.#interrupted();
    process.on("SIGINT", interrupt);
    const left: number[] = [];
    const worker = async () => {
      for (;;) {
        if (this.#stopped) return;
        const { value: row, done } = await rows.next();
        if (done) return;
        if (row.line < this.#options.from) continue;
        // Rows come in order: all before the first that is left were begun.
        if (this.#stopped) return void left.push(row.line);
        await this.#row(row);
      }
    };
    try {
      await Promise.all(Array.from({ length: this.#options.concurrency }, worker));
      if (this.#stopped && left.length === 0) {
        const { value: row } = await rows.next();
        if (row) left.push(row.line);
      }
    } finally {
      process.off("SIGINT", interrupt);
      await rows.return();
    }
    this.#end(left);
  }

  async #row(row: Row): Promise<void> {
    const { line } = row;
    try {
      const { action, params } = await this.#reader.call(row);
      const { signal } = this.#breakOff;
      const reply: unknown = await this.#api.client.call(action.id as string, params, { signal });
      await this.#results.add({ line, success: true, reply });
      this.#progress.add(true);
    } catch (error) {
      noteRefusal(this.#api, error);
      if (error instanceof WibiClickError) await this.#failed(line, error);
      else this.#break(error);
    }
  }

  async #failed(line: number, error: WibiClickError): Promise<void> {
    const { message } = error;
    if (!this.#options.continueOnFail) this.#stopped ??= "failed";
    this.#progress.note(`line ${line}: ${message}`);
    this.#progress.add(false);
    try {
      await this.#results.add({ line, success: false, error: { message, ...fieldsOf(error) } });
    } catch (error) {
      this.#break(error);
    }
  }

  #break(error: unknown): void {
    this.#stopped ??= "failed";
    this.#broken ??= { error };
  }

  #interrupted(): void {
    if (this.#stopped === "interrupted") {
      this.#breakOff.abort();
      return;
    }
    this.#stopped = "interrupted";
    this.#progress.note(
      "no other call is begun; those under way are waited for (Ctrl-C breaks them off)",
    );
  }

  #end(left: readonly number[]): void {
    const { failed } = this.#progress;
    this.#progress.end();
    if (left.length > 0) note(`go on with --from ${Math.min(...left)}`);
    if (failed > 0) process.exitCode = EXIT.failed;
    if (this.#stopped === "interrupted") process.exitCode = EXIT.interrupted;
    if (this.#broken) throw this.#broken.error;
  }
}

function upTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? "from 1 on" : `from 1 to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}
