// Carries the calls of a batch out, some at once. The client's own batch would want all of them, and
// all replies, in memory.

import { WibiClickError } from "wibiclick";
import { type Api, noteRefusal } from "../api.js";
import { EXIT, fieldsOf } from "../failure.js";
import { note } from "../output.js";
import type { CallReader } from "./calls.js";
import type { BatchOptions } from "./options.js";
import { Progress } from "./progress.js";
import type { Results } from "./results.js";
import type { Row } from "./rows.js";

/** A batch under way. */
export class Run {
  readonly #api: Api;
  readonly #reader: CallReader;
  readonly #results: Results;
  readonly #options: BatchOptions;
  readonly #progress: Progress;
  readonly #breakOff = new AbortController();
  /** Why no other call is begun. */
  #stopped: "failed" | "interrupted" | undefined;
  /** The line of the first row that was not begun. */
  #left: number | undefined;
  /** What has nothing to do with a call: the results cannot be written. */
  #broken: { error: unknown } | undefined;

  constructor(
    api: Api,
    reader: CallReader,
    results: Results,
    options: BatchOptions,
    total: number,
  ) {
    this.#api = api;
    this.#reader = reader;
    this.#results = results;
    this.#options = options;
    this.#progress = new Progress(total);
  }

  async all(rows: AsyncGenerator<Row, void, undefined>): Promise<void> {
    const interrupt = () => this.#interrupted();
    process.on("SIGINT", interrupt);
    const worker = async () => {
      for (let row = await this.#next(rows); row; row = await this.#next(rows)) {
        await this.#row(row);
      }
    };
    try {
      await Promise.all(Array.from({ length: this.#options.concurrency }, worker));
      // Whoever was the last has not looked what comes.
      if (this.#stopped) this.#left ??= (await this.#pull(rows))?.line;
    } finally {
      process.off("SIGINT", interrupt);
      await rows.return();
    }
    this.#end();
  }

  /** The next row to be begun. They come in order: all before the first that is left were begun. */
  async #next(rows: AsyncGenerator<Row, void, undefined>): Promise<Row | undefined> {
    if (this.#stopped) return undefined;
    const row = await this.#pull(rows);
    if (!this.#stopped) return row;
    this.#left ??= row?.line;
    return undefined;
  }

  async #pull(rows: AsyncGenerator<Row, void, undefined>): Promise<Row | undefined> {
    try {
      return (await rows.next()).value ?? undefined;
    } catch (error) {
      this.#break(error);
      return undefined;
    }
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

  #end(): void {
    const { failed } = this.#progress;
    this.#progress.end();
    if (this.#left !== undefined) note(`go on with --from ${this.#left}`);
    if (failed > 0) process.exitCode = EXIT.failed;
    if (this.#stopped === "interrupted") process.exitCode = EXIT.interrupted;
    if (this.#broken) throw this.#broken.error;
  }
}
